import type { Action } from '../domain/permissions'
import { may } from '../domain/permissions'
import type { Caller } from './caller'
import { notAllowed } from './not-allowed'
import type { SignedInRoute } from './route'

/**
 * Refuses a caller who may take none of a route's actions, before anything of the request is looked at. Throws Problem.
 * This, `permitBody` and `api/reach.ts` are the only places where permission is decided.
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
  const action = actionAsked(route, body)
  if (!may(caller.roles, action)) throw notAllowed([action])
}

/** The very action that a body asks for. */
export function actionAsked({ action }: SignedInRoute, body: unknown): Action {
  return typeof action === 'string' ? action : action.of(body)
}

/** Every action that a route may be. */
export function actionsOf({ action }: SignedInRoute): readonly Action[] {
  return typeof action === 'string' ? [action] : action.oneOf
}
