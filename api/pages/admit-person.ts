import type { Request, RequestHandler } from 'express'
import { readAccess } from '../../db/access'
import { refusalOf, asOfNow } from '../admission'
import type { PageServices } from '../services'
import { regenerated } from './keep-session'
import { personIn, rememberPerson } from './session'

/** What a page fetches by itself says so in this header, and keeps nobody signed in. */
const BACKGROUND = 'x-pace-background'
/** A session is written again at most so often to say that somebody is there. */
const NOTE_EVERY_MS = 60_000

/**
 * Looks at each request with a session whether whoever signed in is still to be let in, and with which roles. A session
 * that has ended, by time or by a person, is regenerated.
 */
export function admitPerson({ db }: PageServices): RequestHandler {
  return async (request, response, next) => {
    // no session where there is a token
    if (request.session?.person === undefined) {
      next()
      return
    }
    const now = Date.now()
    const person = personIn(request.session, now)
    const access = person && (await readAccess(db, person.id))
    if (person === undefined || access === undefined || refusalOf(access, person.since) !== undefined) {
      await regenerated(request)
      next()
      return
    }
    if (!isBackground(request) && now - (request.session.active ?? 0) >= NOTE_EVERY_MS)
      request.session.active = now
    rememberPerson(response, asOfNow(person, access))
    next()
  }
}

function isBackground(request: Request): boolean {
  return request.path.startsWith('/api/') || request.get(BACKGROUND) !== undefined
}
