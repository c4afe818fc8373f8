import { createHmac } from 'node:crypto'
import connectPgSimple from 'connect-pg-simple'
import type { RequestHandler } from 'express'
import session, { type SessionData, type Store } from 'express-session'
import type { Role } from '../../domain/codes'
import type { Caller } from '../caller'
import type { PendingSignIn } from './relying-party'

/** A person who is signed in to the pages, as their session keeps them. */
export interface Person extends Caller {
  readonly name: string
  readonly roles: readonly Role[]
  /** Milliseconds since 1970; then they sign in again, however busy they are. */
  readonly until: number
  readonly idToken: string
}

declare module 'express-session' {
  interface SessionData {
    /** A sign-in that was begun, and the page to go to afterwards. */
    pending?: PendingSignIn & { readonly to: string }
    person?: Person
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
const IDLE_MS = 60 * 60_000

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
    conString: databaseUrl,
    tableName: 'web_session',
    createTableIfMissing: false,
    pruneSessionInterval: 15 * 60,
    errorLog: (...words: unknown[]) => lost(new Error(words.map(String).join(' '))),
  })
}

/** Who is signed in by the session of a request; undefined when nobody is, or their time is up. */
export function personIn(session: Partial<SessionData> | undefined, now: number): Person | undefined {
  const person = session?.person
  return person !== undefined && person.until > now ? person : undefined
}
