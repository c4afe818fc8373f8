import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import supertest, { type Response, type Test } from 'supertest'
import { createApp } from '../../api/app'
import { tokensOf } from '../../api/bearer'
import { healthOf } from '../../api/health'
import { relyingParty } from '../../api/pages/relying-party'
import { sessionStore } from '../../api/pages/session'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { Services } from '../../api/services'
import type { LiveStandings } from '../../contracts/live'
import { noSeam } from '../../contracts/seam'
import { listenForChanges } from '../../db/journey-changes'
import type { EventType } from '../../domain/events'
import { openDatabase, type Database } from '../../db/database'
import { API_ROLE } from '../../db/roles'
import { currentPolicy } from '../../policies/released'
import { freshDatabase } from './database'
import { expectDeclared } from './declared'
import { AUDIENCE, CLIENT, openIssuer, type Claims, type Issuer } from './issuer'
import { testKeys } from './keys'
import { destinationOf, Visitor } from './visitor'

/** The API over a real database and a real sign-in, for one test file. Every answer is held against the OpenAPI document. */
export interface Api {
  /** Where it listens. */
  readonly url: string
  readonly db: Database
  readonly databaseUrl: string
  /** Somebody who has signed in to the pages, on a path of which every cookie is kept; all roles unless said otherwise. */
  signedIn(claims?: Claims): Promise<PageVisitor>
  readonly issuer: Issuer
  /** What the API has logged. */
  readonly log: () => string
  /** A caller: with every role in the whole authority unless said otherwise. */
  as(claims?: Claims): Promise<Caller>
  /** A caller who sends this Authorization header, or none. */
  sending(authorization?: string): Caller
  close(): Promise<void>
}

/** Somebody who calls the API. */
export interface Caller {
  get(path: string, headers?: Headers): Promise<Response>
  post(path: string, body?: object | string, headers?: Headers): Promise<Response>
  put(path: string, body?: object, headers?: Headers): Promise<Response>
  patch(path: string, body?: object, headers?: Headers): Promise<Response>
  /** Sends a file as CSV. */
  upload(path: string, file: string | Buffer, headers?: Headers): Promise<Response>
  send(method: Method, path: string): Promise<Response>
  /** Starts a journey, of a new child in Caithness unless said otherwise, and returns it. */
  start(occurredAt: string, fields?: object): Promise<JourneyAnswer>
  /** Records an event, and returns the journey with it. */
  record(journeyId: string, type: EventType, occurredAt: string, fields?: object): Promise<JourneyAnswer>
  read(journeyId: string): Promise<JourneyAnswer>
}

type Headers = Readonly<Record<string, string>>
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** An engine that knows of nothing. */
export const silent: LiveStandings = { standing: () => Promise.resolve(undefined) }

// administrators do everything but know who a child is
const EVERY_ROLE = ['administrator', 'manager']

/** Somebody at a browser, signed in. */
export interface PageVisitor {
  readonly browser: Visitor
  open(path: string): Promise<globalThis.Response>
  /** Sends a form with the token that its page has, unless another is given. */
  send(path: string, fields?: Record<string, string>): Promise<globalThis.Response>
}

/** @param listening whether changes can be listened to: a stream then goes on until somebody ends it */
export async function openApi(
  changes: Partial<Services> = {},
  { listening = false, pages = false, publicUrl = 'http://pace.example' } = {},
): Promise<Api> {
  const [{ db, url: databaseUrl, drop }, issuer] = await Promise.all([freshDatabase(), openIssuer()])
  const lines: string[] = []
  const tokens = tokensOf({ issuer: issuer.url, audience: AUDIENCE })
  const journeyChanges = listening ? listenForChanges(databaseUrl, () => undefined) : undefined
  const store = pages ? sessionStore(databaseUrl, () => undefined) : undefined
  // with the rights that the API has, and no more; the tests themselves look with those of the owner
  const ofApi = openDatabase(databaseUrl, { role: API_ROLE })
  const app = createApp({
    db: ofApi,
    keys: testKeys,
    ...(journeyChanges && { changes: journeyChanges }),
    policy: currentPolicy('highland'),
    tokens,
    live: silent,
    health: healthOf({ db: ofApi, tokens, engine: { reachable: () => Promise.resolve(false) } }),
    publicUrl,
    ...(store && {
      pages: {
        partner: relyingParty({ issuer: issuer.url, clientId: CLIENT, clientSecret: 'a secret', publicUrl }),
        store,
        clientSecret: 'a secret',
        practice: false,
      },
    }),
    log: pino(collecting(lines)),
    seam: noSeam,
    ...changes,
  })
  // One server for the file: a server for each request would be most of the time that the tests take.
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const caller = (authorization?: string) => callerWith(url, authorization)
  return {
    url,
    db,
    databaseUrl,
    issuer,
    async signedIn(claims = {}) {
      issuer.next({ roles: EVERY_ROLE, ...claims })
      const browser = new Visitor()
      const visitor = visitorOf(browser, url)
      await signIn(browser, url)
      return visitor
    },
    log: () => lines.join(''),
    as: async (claims = {}) => caller(`Bearer ${await issuer.token({ roles: EVERY_ROLE, ...claims })}`),
    sending: caller,
    async close() {
      server.closeAllConnections()
      server.close()
      await Promise.all([once(server, 'close'), issuer.close()])
      await journeyChanges?.close()
      store?.close()
      await ofApi.destroy()
      await drop()
    },
  }
}

/** Signs a browser in: to the issuer and back, as its redirects say, though the public address leads nowhere. */
export async function signIn(browser: Visitor, url: string): Promise<globalThis.Response> {
  const atIssuer = destinationOf(await browser.open(`${url}/sign-in?to=/signed-in`))
  const back = destinationOf(await browser.open(atIssuer))
  return browser.open(`${url}${back.pathname}${back.search}`)
}

function visitorOf(browser: Visitor, url: string): PageVisitor {
  const open = (path: string) => browser.open(`${url}${path}`)
  const token = async () =>
    /name="_csrf" value="([^"]+)"/.exec(await (await open('/people')).text())?.[1] ?? ''
  return {
    browser,
    open,
    send: async (path, fields = {}) =>
      browser.send(`${url}${path}`, { _csrf: fields['_csrf'] ?? (await token()), ...fields }),
  }
}

let children = 0

/** A child reference that no other test has. */
export function newChild(): string {
  children += 1
  return `CH-${process.pid}-${children}`
}

/** What starts a journey of a new child, away from home, in Caithness. */
export function toStart(occurredAt: string, fields: object = {}): object {
  return {
    childReference: newChild(),
    pathway: 'away-from-home',
    locality: 'caithness',
    legalBasis: 'voluntary-s25',
    occurredAt,
    ...fields,
  }
}

function callerWith(url: string, authorization?: string): Caller {
  const agent = supertest(url)
  const sent = async (test: Test, headers: Headers = {}): Promise<Response> => {
    const all = authorization === undefined ? headers : { authorization, ...headers }
    return declared(await test.set(all))
  }
  const post: Caller['post'] = (path, body, headers) => {
    const test = agent.post(path).type('application/json')
    return sent(body === undefined ? test : test.send(body), headers)
  }
  return {
    get: (path, headers) => sent(agent.get(path), headers),
    post,
    put: (path, body = {}, headers) => sent(agent.put(path).type('application/json').send(body), headers),
    patch: (path, body = {}, headers) => sent(agent.patch(path).type('application/json').send(body), headers),
    upload: (path, file, headers) => sent(agent.post(path).type('text/csv').send(file), headers),
    send: (method, path) => sent(agent[method](path)),
    async start(occurredAt, fields) {
      return expected(201, await post('/api/v1/journeys', toStart(occurredAt, fields))) as JourneyAnswer
    },
    async record(journeyId, type, occurredAt, fields = {}) {
      const answer = await post(`/api/v1/journeys/${journeyId}/events`, { type, occurredAt, ...fields })
      return (expected(201, answer) as { journey: JourneyAnswer }).journey
    },
    async read(journeyId) {
      return expected(200, await sent(agent.get(`/api/v1/journeys/${journeyId}`))) as JourneyAnswer
    },
  }
}

function expected(status: number, answer: Response): unknown {
  if (answer.status === status) return answer.body
  throw new Error(`Answered ${answer.status} instead of ${status}: ${answer.text}`)
}

function declared(answer: Response): Response {
  const { method, url } = answer.request
  const contentType = answer.headers['content-type'] ?? ''
  // of what is no text, such as a PDF, the bytes
  const body: unknown = contentType.includes('json') ? JSON.parse(answer.text) : textIn(answer)
  expectDeclared({ method, path: new URL(url).pathname, status: answer.status, contentType, body })
  return answer
}

function textIn({ text, body }: Response): unknown {
  return Buffer.isBuffer(body) ? body.toString('latin1') : text
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
}
