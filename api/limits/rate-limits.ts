import type { RequestHandler, Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import { callerOf } from '../caller'
import { personOf } from '../pages/session'
import type { Services } from '../services'
import { tooMuch } from './too-much'

const A_MINUTE_MS = 60_000

/** Refuses what comes from one address beyond so much in a minute, before anything of it is looked at. */
export function limitAddress({ limits }: Services): RequestHandler {
  return limits === undefined ? pass : limiting(limits.address)
}

/** Refuses sign-ins from one address beyond so many in a minute: whoever guesses is slowed down. */
export function limitSignIn({ limits }: Services): RequestHandler {
  return limits === undefined ? pass : limiting(limits.signIn)
}

/** Refuses links that are followed from one address beyond so many in a minute: whoever guesses is slowed down. */
export function limitLinks({ limits }: Services): RequestHandler {
  return limits === undefined ? pass : limiting(limits.signIn)
}

/** Refuses what one caller asks for beyond so much in a minute, wherever they call from. Follows sign-in. */
export function limitCaller({ limits }: Services): RequestHandler {
  return limits === undefined ? pass : limiting(limits.caller, whoAsks)
}

function limiting(limit: number, keyOf?: (response: Response) => string): RequestHandler {
  return rateLimit({
    windowMs: A_MINUTE_MS,
    limit,
    standardHeaders: false,
    legacyHeaders: false,
    ...(keyOf && { keyGenerator: (_request, response) => keyOf(response) }),
    // how many proxies are believed is a setting, and was decided
    validate: { xForwardedForHeader: false, trustProxy: false },
    handler: (_request, response, next) => next(tooMuch(secondsLeft(response.req))),
  })
}

function whoAsks(response: Response): string {
  const who = callerOf(response) ?? personOf(response)
  if (who === undefined) throw new Error('A caller was counted before sign-in')
  return who.id
}

function secondsLeft(request: object): number {
  const { rateLimit: info } = request as { readonly rateLimit?: { readonly resetTime?: Date } }
  const left = (info?.resetTime?.getTime() ?? 0) - Date.now()
  return Math.min(60, Math.max(1, Math.ceil(left / 1_000)))
}

const pass: RequestHandler = (_request, _response, next) => next()
