import type { Response } from 'express'
import type { Role } from '../domain/codes'
import type { Scope } from '../db/record'

/** Who calls, as their token says: the id under which they record, what they may do, and where. */
export interface Caller {
  readonly id: string
  readonly roles: readonly Role[]
  readonly scope: Scope
}

/** Keeps the caller of a request, from sign-in on. */
export function rememberCaller(response: Response, caller: Caller): void {
  response.locals['caller'] = caller
}

/** The caller of a request; undefined before sign-in, and on paths that need none. */
export function callerOf(response: Response): Caller | undefined {
  return response.locals['caller'] as Caller | undefined
}
