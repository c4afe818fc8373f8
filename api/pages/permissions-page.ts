import { permissionsPage } from '../../web/pages/permissions'
import { permissionsAnswer } from '../permissions/read-permissions'
import type { PageRoute } from './page-route'

export const permissionsPageRoute: PageRoute = {
  method: 'get',
  path: '/permissions',
  actions: ['permissions.read'],
  answer: ({ person: { roles } }) =>
    Promise.resolve({ content: permissionsPage({ permissions: permissionsAnswer(), roles }) }),
}
