import { permissionsSchema, type PermissionsAnswer } from '../../contracts/permissions-schema'
import { ROLES } from '../../domain/codes'
import { PARTS, PERMISSIONS, SHOWN, type Action } from '../../domain/permissions'
import { NONE, readRoute } from '../route'

export const readPermissionsRoute = readRoute({
  path: '/api/v1/permissions',
  action: 'permissions.read',
  reads: 'nothing',
  tag: 'People',
  summary: 'Read who may do what',
  description:
    'The table that everything here asks: which role may take which action and how far it reaches, and which parts of a ' +
    'journey a role is shown. What is not in it is denied.',
  params: NONE,
  query: NONE,
  answer: { status: 200, description: 'The table', schema: permissionsSchema },
  problems: [],
  read: () => Promise.resolve({ status: 200, body: permissionsAnswer() }),
})

/** The table, as the API shows it. */
export function permissionsAnswer(): PermissionsAnswer {
  const actions = Object.keys(PERMISSIONS) as Action[]
  return {
    actions: actions.map((action) => ({
      action,
      roles: ROLES.flatMap((role) => {
        const reach = PERMISSIONS[action][role]
        return reach === undefined ? [] : [{ role, reach }]
      }),
    })),
    parts: PARTS.map((part) => ({
      part,
      roles: ROLES.flatMap((role) => {
        const extent = SHOWN[part][role]
        return extent === undefined ? [] : [{ role, extent }]
      }),
    })),
  }
}
