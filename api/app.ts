import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { admit } from './admission'
import { writeProblem } from './answer'
import { assets } from './assets'
import { callerOf } from './caller'
import { limitAddress, limitCaller } from './limits/rate-limits'
import { errorLine, requestIdOf, requestLog } from './log'
import { Problem } from './problem'
import { problemOf } from './problem-of'
import { pagesRouter } from './pages/router'
import { linkedRouter, openRouter, signedInRouter } from './router'
import { ROUTES } from './routes'
import type { PageServices, Services } from './services'
import { signIn } from './sign-in'

/**
 * The API over the services that are handed in. Health answers anybody; every other path, also one that does not exist,
 * asks for a token first.
 */
export function createApp(services: Services): Express {
  const app = express()
  // An ETag is a journey's version and nothing else.
  app.set('etag', false)
  app.set('x-powered-by', false)
  app.set('trust proxy', services.trustProxy ?? false)
  app.use(requestLog(services.log))
  app.use(securityHeaders(services.publicUrl), noStore)
  app.use(openRouter(ROUTES, services))
  app.use('/health', nothingHere)
  app.use(limitAddress(services))
  app.use(linkedRouter(ROUTES, services))
  if (hasPages(services)) {
    app.use('/assets', assets())
    app.use(pagesRouter(services))
  }
  app.use(signIn(services.tokens), admit(services), limitCaller(services))
  app.use(signedInRouter(ROUTES, services))
  app.use(nothingHere)
  app.use(answerProblem(services))
  return app
}

const A_YEAR = 365 * 24 * 60 * 60

function hasPages(services: Services): services is PageServices {
  return services.pages !== undefined
}

function securityHeaders(publicUrl: string): RequestHandler {
  return helmet({
    // said over TLS alone: who tries PACE out on this machine must not be sent to a port that has none
    strictTransportSecurity: publicUrl.startsWith('https:') && { maxAge: A_YEAR, includeSubDomains: true },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    xFrameOptions: { action: 'deny' },
  })
}

// What is said of a child is kept by nobody on the way.
const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}

const nothingHere: RequestHandler = () => {
  throw new Problem('not-found', 'There is nothing at this address', {
    remedy: 'Look at /docs for what there is',
  })
}

function answerProblem(services: Services): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error, callerOf(response))
    if (problem === undefined || problem.status >= 500) {
      const line = error instanceof Error ? errorLine(error) : { message: typeof error }
      services.log.error({ requestId: requestIdOf(request), err: line }, 'a request could not be answered')
    }
    // Nothing can be said any more to somebody who has part of an answer already.
    if (response.headersSent) next(error)
    else writeProblem(response, problem ?? unexpected(requestIdOf(request)))
  }
}

function unexpected(id: string): Problem {
  return new Problem('unexpected', 'Something went wrong here, and it has been logged', {
    instance: `urn:uuid:${id}`,
    remedy: 'Try again; if it stays so, tell the people who run PACE this id',
  })
}
