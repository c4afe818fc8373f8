import { z } from 'zod'
import { ROLES } from '../domain/codes'
import { PARTS, PERMISSIONS, REACHES, type Action } from '../domain/permissions'

const actions = Object.keys(PERMISSIONS) as [Action, ...Action[]]

/** The table of who may do what, as it is answered. */
export const permissionsSchema = z
  .strictObject({
    actions: z.array(
      z.strictObject({
        action: z.enum(actions),
        roles: z.array(
          z.strictObject({
            role: z.enum(ROLES),
            reach: z.enum(REACHES).meta({ description: 'How far the action goes for this role' }),
          }),
        ),
      }),
    ),
    parts: z.array(
      z.strictObject({
        part: z.enum(PARTS).meta({ description: "A part of a journey's answer" }),
        roles: z.array(
          z.strictObject({
            role: z.enum(ROLES),
            extent: z
              .enum(['all', 'agency'])
              .meta({ description: "All of it, or what is the agency's business" }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Permissions', description: 'Role by action and by part: what is not in it is denied' })

export type PermissionsAnswer = z.output<typeof permissionsSchema>
