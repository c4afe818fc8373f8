import type { RequestHandler, Response } from 'express'

const LOCAL = 'pagePolicy'

/**
 * Decides what a page may load and where its forms may lead: whatever it needs comes from here, and nothing is written
 * into it that could run. Signing out leads on to the sign-in, which counts as where the form leads.
 */
export function decidePagePolicy(signInOrigin: string): RequestHandler {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action 'self' ${signInOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return (_request, response, next) => {
    response.locals[LOCAL] = policy
    next()
  }
}

/** Sets it on an answer that is a page; what the API answers has a stricter one. */
export function setPagePolicy(response: Response): void {
  response.set('content-security-policy', String(response.locals[LOCAL]))
}
