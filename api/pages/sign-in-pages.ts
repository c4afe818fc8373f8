import { Router, type RequestHandler, type Response } from 'express'
import { timeInWords } from '../../web/words'
import { toldPage } from '../../web/pages/told'
import { InvalidTokenError } from '../bearer'
import { limitSignIn } from '../limits/rate-limits'
import { unavailable } from '../problem'
import { readAccess, signOutEverywhere } from '../../db/access'
import { clockOf } from '../../db/database'
import { refusalOf } from '../admission'
import { frameFor } from './frame'
import { destroyed, regenerated, saved } from './keep-session'
import { CALLBACK_PATH, SIGNED_OUT_PATH, type SignedIn } from './relying-party'
import type { PageServices } from '../services'
import { endOf, LONGEST_MS, personOf, type Person } from './session'
import { show } from './show'

/** Where somebody asks to stay signed in. */
const SIGNED_IN_PATH = '/signed-in'

/** Signs people in and out. */
export function signInRouter(services: PageServices, protect: RequestHandler): Router {
  const router = Router()
  router.get('/sign-in', limitSignIn(services), begin(services))
  router.get(CALLBACK_PATH, limitSignIn(services), finish(services))
  router.post('/sign-out', protect, signOut(services))
  router.post('/sign-out/everywhere', protect, endEverywhere(services), signOut(services))
  router.get(SIGNED_IN_PATH, requireSignIn(services), stay(services))
  router.get(SIGNED_OUT_PATH, (_request, response) => {
    const content = toldPage({
      title: 'You are signed out',
      paragraphs: ['Close this window if others use this machine.'],
      on: { address: '/sign-in', words: 'Sign in again' },
    })
    show(response, frameFor(undefined, services.pages, ''), content)
  })
  return router
}

/** Sends whoever is not signed in to sign in, and afterwards back to the page that they wanted. */
export function requireSignIn(services: PageServices): RequestHandler {
  return (request, response, next) => {
    if (personOf(response) !== undefined) {
      next()
      return
    }
    const to = request.method === 'GET' ? request.originalUrl : '/'
    response.redirect(303, `${services.publicUrl}/sign-in?to=${encodeURIComponent(to)}`)
  }
}

function begin(services: PageServices): RequestHandler {
  return async (request, response) => {
    const { publicUrl, pages } = services
    if (isAnotherNameOfThisMachine(request.get('host') ?? '', new URL(publicUrl).host)) {
      response.redirect(303, `${publicUrl}${request.originalUrl}`)
      return
    }
    const { url, pending } = await pages.partner.begin().catch((error: unknown) => {
      throw Object.assign(unavailable('The sign-in does not answer'), { cause: error })
    })
    request.session.pending = { ...pending, to: pathOnly(request.query['to']) }
    await saved(request)
    response.redirect(303, url)
  }
}

// A cookie belongs to one name of this machine: localhost and 127.0.0.1 are two. Behind a proxy the name says nothing.
function isAnotherNameOfThisMachine(asked: string, host: string): boolean {
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
  return asked !== host && local.test(asked) && local.test(host)
}

// Only a path of ours: the address that a person comes back to is not for others to choose.
function pathOnly(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/'
}

function finish(services: PageServices): RequestHandler {
  return async (request, response) => {
    const { pending } = request.session
    if (pending === undefined) {
      notSignedIn(services, response, 'This sign-in was not begun in this browser, or too long ago.')
      return
    }
    delete request.session.pending
    let person: Person
    try {
      const signedIn = await services.pages.partner.finish(
        new URL(`${services.publicUrl}${request.originalUrl}`),
        pending,
      )
      person = await personSigningIn(services, signedIn)
    } catch (error) {
      services.log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'a sign-in failed',
      )
      notSignedIn(services, response, refusalIn(error))
      return
    }
    // a session that somebody else may have planted is not the one that is signed in
    await regenerated(request)
    request.session.person = person
    request.session.active = Date.now()
    await saved(request)
    response.redirect(303, pending.to)
  }
}

async function personSigningIn(
  { tokens, db }: PageServices,
  { accessToken, idToken, claims, name }: SignedIn,
): Promise<Person> {
  const { issuedAt, ...caller } = await tokens.callerOf(accessToken, claims)
  // within the second in which the token was issued it may be the later of the two
  const refusal = refusalOf(await readAccess(db, caller.id), (issuedAt + 1) * 1_000)
  if (refusal !== undefined) throw new InvalidTokenError(refusal)
  const since = (await clockOf(db)).getTime()
  return { ...caller, name: name ?? caller.id, since, until: Date.now() + LONGEST_MS, idToken }
}

function refusalIn(error: unknown): string {
  return error instanceof InvalidTokenError ? `${error.message}.` : 'The sign-in did not come to its end.'
}

function notSignedIn({ pages }: PageServices, response: Response, because: string): void {
  const content = toldPage({
    title: 'You are not signed in',
    paragraphs: [because],
    on: { address: '/sign-in', words: 'Sign in' },
  })
  show(response, frameFor(undefined, pages, ''), content, 400)
}

// Whoever has left a machine somewhere, or lost one, ends what is signed in there too.
function endEverywhere({ db }: PageServices): RequestHandler {
  return async (_request, response, next) => {
    const person = personOf(response)
    if (person !== undefined)
      await db.transaction().execute((trx) => signOutEverywhere(trx, person.id, person.id))
    next()
  }
}

// Asking for a page is what keeps somebody signed in: this one leaves a form that is being filled in where it is.
function stay({ pages }: PageServices): RequestHandler {
  return (_request, response) => {
    const person = personOf(response)
    const until = person === undefined ? '' : timeInWords(endOf(person, Date.now()))
    const content = toldPage({
      title: 'You are signed in',
      paragraphs: [`Until ${until}, unless you ask for another page before. Go back to what you were doing.`],
      on: { address: '/', words: 'Go to the first page' },
    })
    show(response, frameFor(person, pages, ''), content)
  }
}

function signOut({ pages, log }: PageServices): RequestHandler {
  return async (request, response) => {
    const idToken = request.session.person?.idToken ?? ''
    await destroyed(request)
    const elsewhere = await pages.partner.endAddress(idToken).catch((error: unknown) => {
      log.warn({ reason: String(error) }, 'the sign-in could not be told of a sign-out')
      return undefined
    })
    response.redirect(303, elsewhere ?? SIGNED_OUT_PATH)
  }
}
