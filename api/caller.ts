import type { Request, Response } from 'express'
import type { Role } from '../domain/codes'
import { auditReason, type Opening } from '../db/opening'
import type { Scope } from '../db/scope'

/** Who calls, as their token says: the id under which they record, what they may do, and where. */
export interface Caller {
  readonly id: string
  readonly roles: readonly Role[]
  readonly scope: Scope
  /** Journeys beyond their reach that are opened to them for now, which are in the scope as well. */
  readonly openings?: readonly Opening[]
  /** The address that they call from. */
  readonly from?: string
  /** Why they look, where they were asked: it goes into the audit. */
  readonly reason?: string
}

/** A caller with the address that this request came from. */
export function callingFrom<Who extends Caller>(request: Request, who: Who): Who {
  const from = addressOf(request)
  return from === undefined ? who : { ...who, from }
}

/** The address that a request came from; undefined when the connection is gone. */
export function addressOf({ ip }: Request): string | undefined {
  // an IPv4 address by the name that IPv6 has for it is the same address
  return ip?.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** A caller with the reason that they gave, when one of these journeys is opened to them: the audit marks it. */
export function withReason(caller: Caller, journeyIds: readonly unknown[]): Caller {
  const opening = caller.openings?.find(({ journeyId }) => journeyIds.includes(journeyId))
  return opening === undefined ? caller : { ...caller, reason: auditReason(opening.id) }
}

/** Keeps the caller of a request, from sign-in on. */
export function rememberCaller(response: Response, caller: Caller): void {
  response.locals['caller'] = caller
}

/** The caller of a request; undefined before sign-in, and on paths that need none. */
export function callerOf(response: Response): Caller | undefined {
  return response.locals['caller'] as Caller | undefined
}
