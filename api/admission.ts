import type { RequestHandler } from 'express'
import { readAccess, type Access } from '../db/access'
import type { Database } from '../db/database'
import { may } from '../domain/permissions'
import type { TokenCaller } from './bearer'
import { callerOf, rememberCaller, type Caller } from './caller'
import { notSignedIn } from './not-signed-in'
import type { Services } from './services'

/** Why somebody is let in no more, though their token or session was good; undefined when nothing stands against it. */
export function refusalOf({ signedOutAt, left }: Access, signedInAt: number): string | undefined {
  if (left) return 'The directory says that you have left'
  if (signedOutAt !== undefined && signedInAt < signedOutAt.getTime())
    return 'You were signed out everywhere: sign in again'
  return undefined
}

/**
 * Somebody as they are at this moment: what the directory has taken away of their roles counts no more, and the journeys
 * that are opened to them are in their scope.
 */
export function asOfNow<Somebody extends Caller>(
  somebody: Somebody,
  { rolesTaken, openings }: Access,
): Somebody {
  if (rolesTaken.length === 0 && openings.length === 0) return somebody
  const roles = somebody.roles.filter((role) => !rolesTaken.includes(role))
  // what was opened to a role that is gone is closed with it
  if (!may(roles, 'journey.open-with-reason')) return { ...somebody, roles }
  const opened = openings.map(({ journeyId }) => journeyId)
  return { ...somebody, roles, scope: { ...somebody.scope, opened }, openings }
}

/**
 * Looks at each request with a token whether its owner is still to be let in, and with which roles: a token lasts for
 * hours, and leaving takes effect at once. Follows sign-in.
 */
export function admit({ db }: Pick<Services, 'db'>): RequestHandler {
  return async (_request, response, next) => {
    const caller = callerOf(response)
    if (caller === undefined) throw new Error('Admission was reached without sign-in')
    if (isOfToken(caller)) rememberCaller(response, await admitted(db, caller))
    next()
  }
}

/**
 * When whoever calls signed in: by their session to the moment, by their token to the whole second, a begun one: who was
 * signed out within that second signs in once more. Milliseconds since 1970.
 */
export function signedInAt(caller: Caller): number {
  const { issuedAt, since } = caller as Caller & { readonly issuedAt?: number; readonly since?: number }
  return since ?? (issuedAt ?? 0) * 1_000
}

async function admitted(db: Database, caller: TokenCaller): Promise<Caller> {
  const access = await readAccess(db, caller.id)
  const refusal = refusalOf(access, signedInAt(caller))
  if (refusal !== undefined) throw notSignedIn(refusal, 'invalid_token')
  return asOfNow(caller, access)
}

function isOfToken(caller: Caller): caller is TokenCaller {
  return 'issuedAt' in caller
}
