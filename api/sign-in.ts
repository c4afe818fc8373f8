import type { Request, RequestHandler } from 'express'
import { InvalidTokenError, KeysUnavailableError, SecondFactorMissingError, type Tokens } from './bearer'
import { callingFrom, rememberCaller } from './caller'
import { notSignedIn } from './not-signed-in'
import { personOf } from './pages/session'
import { unavailable } from './problem'

// RFC 6750, section 2.1.
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

/**
 * Lets nobody by without a good bearer token, whatever the path: a path that does not exist is no exception, so that
 * nobody learns from outside which do. A session of the pages will do for reading.
 */
export function signIn(tokens: Tokens): RequestHandler {
  return async (request, response, next) => {
    const { authorization } = request.headers
    const person = authorization === undefined && isReading(request) ? personOf(response) : undefined
    if (person !== undefined) {
      rememberCaller(response, callingFrom(request, person))
      next()
      return
    }
    if (authorization === undefined) throw notSignedIn('Send a token, as Authorization: Bearer …')
    const token = BEARER.exec(authorization)?.[1]
    if (token === undefined)
      throw notSignedIn('The Authorization header holds no bearer token', 'invalid_request')
    rememberCaller(response, callingFrom(request, await callerOf(tokens, token)))
    next()
  }
}

// A session of the pages may read here. Recording needs a token: a page of another site could send a form with the cookie.
function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

async function callerOf(tokens: Tokens, token: string) {
  try {
    return await tokens.callerOf(token)
  } catch (error) {
    // RFC 9470: whoever calls may sign in again, with more
    if (error instanceof SecondFactorMissingError)
      throw notSignedIn(error.message, 'insufficient_user_authentication')
    if (error instanceof InvalidTokenError) throw notSignedIn(error.message, 'invalid_token')
    if (error instanceof KeysUnavailableError)
      throw unavailable('Sign-in does not answer, so no token can be verified')
    throw error
  }
}
