import type { Action } from '../domain/permissions'
import { may, rolesThatMay } from '../domain/permissions'
import type { Caller } from './caller'
import { Problem } from './problem'
import type { SignedInRoute } from './route'

/**
 * Refuses a caller who may take none of a route's actions, before anything of the request is looked at. This and
 * `permitBody` are the only places where permission is decided. Throws Problem.
 */
export function permitRoute(caller: Caller, route: SignedInRoute): void {
  if (!mayRoute(caller, route)) throw notAllowed(actionsOf(route))
}

/** May a caller take one of a route's actions? */
export function mayRoute(caller: Caller, route: SignedInRoute): boolean {
  return actionsOf(route).some((action) => may(caller.roles, action))
}

/** Refuses a caller who may not take the very action that the body asks for. Throws Problem. */
export function permitBody(caller: Caller, route: SignedInRoute, body: unknown): void {
  const action = typeof route.action === 'string' ? route.action : route.action.of(body)
  if (!may(caller.roles, action)) throw notAllowed([action])
}

/** Every action that a route may be. */
export function actionsOf({ action }: SignedInRoute): readonly Action[] {
  return typeof action === 'string' ? [action] : action.oneOf
}

function notAllowed(actions: readonly Action[]): Problem {
  const roles = [...new Set(actions.flatMap(rolesThatMay))]
  return new Problem('not-allowed', `This is for: ${roles.join(', ')}`, {
    roles,
    remedy: 'Ask one of them to do it, or an administrator for the role',
  })
}
