import { createHmac } from 'node:crypto'
import connectPgSimple from 'connect-pg-simple'
import type { RequestHandler, Response } from 'express'
import session, { type SessionData, type Store } from 'express-session'
import { API_ROLE, takingRole } from '../../db/roles'
import type { Role } from '../../domain/codes'
import type { Caller } from '../caller'
import type { PendingSignIn } from './relying-party'

/** A person who is signed in to the pages, as their session keeps them. */
export interface Person extends Caller {
  readonly name: string
  readonly roles: readonly Role[]
  /** When they signed in, by PostgreSQL's clock: milliseconds since 1970. */
  readonly since: number
  /** Then they sign in again, however busy they are. */
  readonly until: number
  readonly idToken: string
}

declare module 'express-session' {
  interface SessionData {
    /** A sign-in that was begun, and the page to go to afterwards. */
    pending?: PendingSignIn & { readonly to: string }
    person?: Person
    /** When a page was last asked for; what a page fetches by itself does not count. */
    active?: number
  }
}

export interface SessionOptions {
  readonly store: Store
  /** The client secret at the sign-in: what cookies are signed with is made from it. */
  readonly clientSecret: string
  /** Send the cookie over TLS only. */
  readonly secure: boolean
}

/** A session that nobody used for so long has ended. */
export const IDLE_MS = 60 * 60_000
/** A working day: then people sign in again, however busy they are. */
export const LONGEST_MS = 8 * 60 * 60_000

/** Sessions of the pages, in PostgreSQL. The cookie holds nothing but a random id. */
export function sessions({ store, clientSecret, secure }: SessionOptions): RequestHandler {
  const handler = session({
    name: secure ? '__Host-pace' : 'pace',
    // derived, so that every API of an installation has the same without a setting of its own
    secret: createHmac('sha256', clientSecret).update('pace session cookie').digest('base64url'),
    store,
    resave: false,
    saveUninitialized: false,
    proxy: true,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: IDLE_MS },
  })
  if (!secure) return handler
  return (request, response, next) => {
    // TLS has ended at a proxy before this, which may not say so; without it no secure cookie would be set
    request.headers['x-forwarded-proto'] = 'https'
    handler(request, response, next)
  }
}

/** Where sessions are kept. @param databaseUrl that of the record */
export function sessionStore(databaseUrl: string, lost: (error: Error) => void): Store & { close(): void } {
  const PgStore = connectPgSimple(session)
  return new PgStore({
    conObject: { connectionString: databaseUrl, ...takingRole(API_ROLE) },
    tableName: 'web_session',
    createTableIfMissing: false,
    pruneSessionInterval: 15 * 60,
    errorLog: (...words: unknown[]) => lost(new Error(words.map(String).join(' '))),
  })
}

/** Who is signed in by a session; undefined when nobody is, their day is over, or nobody was there for too long. */
export function personIn(session: Partial<SessionData> | undefined, now: number): Person | undefined {
  const { person, active = 0 } = session ?? {}
  return person !== undefined && person.until > now && active + IDLE_MS > now ? person : undefined
}

/** When a session ends unless somebody asks for another page: milliseconds since 1970. */
export function endOf({ until }: Person, now: number): number {
  return Math.min(until, now + IDLE_MS)
}

const LOCAL = 'person'

/** Keeps who asks for a page, with the roles that they have at this request. */
export function rememberPerson(response: Response, person: Person): void {
  response.locals[LOCAL] = person
}

/** Who asks for a page; undefined when nobody is signed in. */
export function personOf(response: Response): Person | undefined {
  return response.locals[LOCAL] as Person | undefined
}
