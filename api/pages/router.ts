import { csrfSync } from 'csrf-sync'
import express, { Router, type Request, type RequestHandler } from 'express'
import type { Typed } from '../../web/forms/field'
import { may } from '../../domain/permissions'
import { callingFrom } from '../caller'
import { Problem } from '../problem'
import { openJourney } from '../limits/reading-journeys'
import { limitCaller } from '../limits/rate-limits'
import { unkeepableText } from '../../contracts/unkeepable-text'
import { answerPages } from './answer-pages'
import { admitPerson } from './admit-person'
import { decidePagePolicy } from './content-security-policy'
import { countsFor, frameFor, practisingIn } from './frame'
import { SECTIONS } from '../../web/frame'
import type { PageRoute } from './page-route'
import { tellPageProblem } from './page-problem'
import { PAGES } from './pages'
import type { PageServices } from '../services'
import { personOf, sessions } from './session'
import { show } from './show'
import { drain, fileOfForm, letRestBy, uploadForm } from './upload-form'
import { requireSignIn, signInRouter } from './sign-in-pages'

const FORM_LIMIT = '256kb'

/** Serves the pages: sign-in, and behind it every page of the table. Whatever goes wrong is told as a page. */
export function pagesRouter(services: PageServices): Router {
  const { generateToken, csrfSynchronisedProtection } = csrfSync({
    getTokenFromRequest: (request) => (request.body as Typed | undefined)?.['_csrf'],
    errorConfig: { statusCode: 403, message: 'csrf', code: 'EBADCSRFTOKEN' },
  })
  const form = express.urlencoded({ extended: false, limit: FORM_LIMIT })
  const protect = [form, csrfSynchronisedProtection, explainForgery]
  const router = Router()
  router.use(sessionUnlessToken(services), admitPerson(services))
  router.use(decidePagePolicy(services.pages.partner.origin))
  router.use(answerPages(services))
  router.use(signInRouter(services, compose(protect)))
  router.get('/', requireSignIn(services), goHome(services))
  const signedIn = [requireSignIn(services), limitCaller(services)]
  for (const page of PAGES) {
    const fields = page.takesFile === true ? [uploadForm, compose(protect)] : [compose(protect)]
    const before = page.method === 'post' ? [...signedIn, ...fields] : signedIn
    router[page.method](page.path, ...before, answer(page, services, generateToken))
  }
  router.use(letRestBy)
  router.use(tellPageProblem(services))
  return router
}

const OF_THE_API = /^\/(api\/|openapi\.json|docs)/

// Who sends a token is not asked for a cookie, and waits for no session.
function sessionUnlessToken({ pages: { store, clientSecret }, publicUrl }: PageServices): RequestHandler {
  const withSession = sessions({ store, clientSecret, secure: publicUrl.startsWith('https:') })
  return (request, response, next) => {
    const isToken = request.headers.authorization !== undefined && OF_THE_API.test(request.path)
    if (isToken) next()
    else withSession(request, response, next)
  }
}

// To the first part of the pages that is for this person.
function goHome({ pages }: PageServices): RequestHandler {
  return (_request, response) => {
    const frame = frameFor(personOf(response), pages, '')
    const [first] = frame.sections
    if (first !== undefined) response.redirect(303, SECTIONS[first].address)
    else
      throw new Problem('not-allowed', 'None of the pages is for your role', {
        remedy: 'Ask an administrator for the role that you need',
      })
  }
}

function answer(
  page: PageRoute,
  services: PageServices,
  generateToken: (request: Request) => string,
): RequestHandler {
  return async (request, response) => {
    const admitted = personOf(response)
    if (admitted === undefined) throw new Error('A page was reached without sign-in')
    const person = callingFrom(request, admitted)
    if (!page.actions.some((action) => may(person.roles, action))) throw notYours()
    const csrf = generateToken(request)
    const typed = page.method === 'post' ? textsIn(request.body) : {}
    if (unkeepableText(typed).length > 0) throw unkeepable()
    const params = request.params as Record<string, string>
    const file = fileOfForm(response)
    const { id: journey } = params
    if (journey !== undefined && page.path.startsWith('/journeys/:id'))
      openJourney(services, person, journey.toLowerCase())
    const given = await page.answer(
      { person, params, query: textsIn(request.query), typed, csrf, ...(file && { file }) },
      services,
    )
    if (file) drain(request)
    if ('to' in given) {
      response.redirect(303, given.to)
      return
    }
    const about = page.path.startsWith('/journeys/:id') ? journey?.toLowerCase() : undefined
    const practising = await practisingIn(person, about, services)
    const frame = frameFor(person, services.pages, csrf, {
      ...(page.here && { here: practising ? 'practice' : page.here }),
      ...(await countsFor(person, services)),
      ...(practising && { practising }),
    })
    show(response, frame, given.content, given.status)
  }
}

// Of an element that was sent more than once, the last counts; nothing but text is looked at.
function textsIn(sent: unknown): Typed {
  if (typeof sent !== 'object' || sent === null) return {}
  return Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]) => {
      const last: unknown = Array.isArray(value) ? value.at(-1) : value
      return typeof last === 'string' ? [[name, last]] : []
    }),
  )
}

function notYours(): Problem {
  return new Problem('not-allowed', 'This page is for others', {
    remedy: 'Ask an administrator for the role that you need, or go back',
  })
}

function unkeepable(): Problem {
  return new Problem('malformed-request', 'Something on the form has a character that cannot be kept', {
    remedy: 'Go back, remove unusual characters and send the form again',
  })
}

const explainForgery: express.ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const forged = error instanceof Error && 'code' in error && error.code === 'EBADCSRFTOKEN'
  next(forged ? oldForm() : error)
}

function oldForm(): Problem {
  return new Problem('not-allowed', 'This form is from before you signed in, or from somewhere else', {
    remedy: 'Go back, load the page again and send the form from there',
  })
}

// Several handlers as one, errors included.
function compose(handlers: readonly (RequestHandler | express.ErrorRequestHandler)[]): RequestHandler {
  const router = Router({ mergeParams: true })
  for (const handler of handlers) router.use(handler as RequestHandler)
  return router
}
