import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import { readAccess } from '../db/access'
import { LARGEST, MOST_BYTES } from '../db/importing/read-csv'
import { TooLargeFileError } from '../db/importing/wrong-file'
import { refusalOf, signedInAt, asOfNow } from './admission'
import { writeAnswer, writeKept } from './answer'
import { addressOf, callerOf, type Caller } from './caller'
import { EventStream } from './event-stream'
import { keyIn } from './idempotency'
import { limitLinks } from './limits/rate-limits'
import { openJourney } from './limits/reading-journeys'
import { checked, paramsOf, perform } from './perform'
import { mayRoute, permitRoute } from './permission'
import { Problem } from './problem'
import { inReachOf } from './reach'
import type {
  FindRoute,
  LinkedRoute,
  OpenRoute,
  ReadRoute,
  Route,
  SignedInRoute,
  StreamRoute,
  ToolRoute,
  Upload,
  UploadRoute,
  WriteRoute,
} from './route'
import type { Services } from './services'
import { versionIn } from './version'

const BODY_LIMIT = '256kb'
const LINKED_BODY_LIMIT = '4kb'

/** Serves the open routes of a table. */
export function openRouter(routes: readonly Route[], services: Services): Router {
  const router = Router()
  for (const route of routes) if (route.kind === 'open') router.get(route.path, look(route, services))
  return router
}

/** Serves the routes of a table that a signed link opens. */
export function linkedRouter(routes: readonly Route[], services: Services): Router {
  const router = Router()
  for (const route of routes) {
    if (route.kind !== 'linked') continue
    const path = route.path.replace('{token}', ':token')
    const read = route.body === undefined ? [] : [onlyJson, express.json({ limit: LINKED_BODY_LIMIT })]
    router[route.method](path, limitLinks(services), ...read, followLink(route, services))
  }
  router.all('/api/v1/answers/:token', notThatMethod(['GET', 'POST']))
  return router
}

/**
 * Serves the signed-in routes of a table, each in the same order: may the caller do such a thing at all, can the request
 * be read, is it right, may the caller do this very thing. Only then the route is asked.
 */
export function signedInRouter(routes: readonly Route[], services: Services): Router {
  const router = Router()
  const paths = new Map<string, string[]>()
  for (const route of routes) {
    if (route.kind === 'open' || route.kind === 'linked') continue
    const path = route.path.replace(/\{(\w+)\}/g, ':$1')
    paths.set(path, [...(paths.get(path) ?? []), route.method.toUpperCase()])
    if (route.kind === 'read') router.get(path, permit(route), read(route, services))
    else if (route.kind === 'upload') router.post(path, permit(route), upload(route, services))
    else if (route.kind === 'stream') router.get(path, permit(route), stream(route, services))
    else {
      const handler = handlerOf(route, services)
      router[route.method](path, permit(route), onlyJson, express.json({ limit: BODY_LIMIT }), handler)
    }
  }
  for (const [path, methods] of paths) router.all(path, notThatMethod(methods))
  return router
}

function look(route: OpenRoute, services: Services): RequestHandler {
  return async (_request, response) => {
    writeAnswer(response, await route.look(services), route)
  }
}

function followLink(route: LinkedRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const body = route.body === undefined ? undefined : checked(route.body, request.body, ['answer'])
    const from = addressOf(request)
    const asked = {
      token: String(request.params['token']),
      body,
      ...(from !== undefined && { from }),
      isHead: request.method === 'HEAD',
    }
    writeAnswer(response, await route.answerTo(asked, services), route)
  }
}

function permit(route: SignedInRoute): RequestHandler {
  return (_request, response, next) => {
    permitRoute(signedIn(response), route)
    next()
  }
}

function read(route: ReadRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const asked = {
      caller: signedIn(response),
      params: paramsOf(route, request.params),
      query: checked(route.query, request.query, Object.keys(route.query.shape)),
      body: undefined,
    }
    if (opensJourney(route)) openJourney(services, asked.caller, String(request.params['id']).toLowerCase())
    writeAnswer(response, await route.read(asked, services), route)
  }
}

// Whatever is read of one journey opens it.
function opensJourney({ path }: ReadRoute): boolean {
  return path.startsWith('/api/v1/journeys/{id}')
}

function reckon(route: ToolRoute, services: Services): RequestHandler {
  return (request, response) => {
    const body = checked(route.body, request.body, route.fields(request.body))
    writeAnswer(response, route.reckon(body, services), route)
  }
}

function handlerOf(route: ToolRoute | FindRoute | WriteRoute, services: Services): RequestHandler {
  if (route.kind === 'tool') return reckon(route, services)
  return route.kind === 'find' ? find(route, services) : write(route, services)
}

function find(route: FindRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const body = checked(route.body, request.body, route.fields(request.body))
    const params = paramsOf(route, request.params)
    const asked = { caller: signedIn(response), params, query: undefined, body }
    writeAnswer(response, await route.find(asked, services), route)
  }
}

function stream(route: StreamRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const caller = signedIn(response)
    const near = await inReachOf(caller, route.action, services.db)
    const events = new EventStream(response)
    const end = route.open(near, services, (event, data) => events.send(event, data))
    events.begin(() => isStillIn(services, caller, route))
    const letGo = () => events.end()
    services.stopping?.addEventListener('abort', letGo, { once: true })
    request.once('close', () => {
      services.stopping?.removeEventListener('abort', letGo)
      end()
      events.end()
    })
  }
}

// Whoever listens asks for nothing more: it is looked again whether they may, as at a request of theirs.
async function isStillIn({ db }: Services, caller: Caller, route: StreamRoute): Promise<boolean> {
  const access = await readAccess(db, caller.id)
  if (refusalOf(access, signedInAt(caller)) !== undefined) return false
  const now = asOfNow({ ...caller, openings: [], scope: { ...caller.scope, opened: [] } }, access)
  // whoever may see less by now, or more, listens anew
  return sightOf(now) === sightOf(caller) && mayRoute(now, route)
}

function sightOf({ roles, openings = [] }: Caller): string {
  return JSON.stringify([roles, openings.map(({ id }) => id)])
}

function write(route: WriteRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const sending = {
      caller: signedIn(response),
      key: keyIn(request.get('idempotency-key')),
      ifMatch: route.takesIfMatch ? versionIn(request.get('if-match')) : undefined,
      params: paramsOf(route, request.params),
      body: request.body as unknown,
    }
    writeKept(response, await perform(route, sending, services))
  }
}

// The file is read piece by piece, and whoever sends one that is refused is answered all the same: what is left of it is let by.
function upload(route: UploadRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const asked = {
      caller: signedIn(response),
      params: {},
      query: checked(route.query, request.query, Object.keys(route.query.shape)),
      body: fileOf(request, keyIn(request.get('idempotency-key'))),
    }
    try {
      onlyPlainCsv(request)
      notTooLarge(request)
      writeKept(response, await route.receive(asked, services))
    } catch (error) {
      response.set('connection', 'close')
      request.resume()
      throw error
    }
  }
}

function fileOf(request: Request, key: string | undefined): Upload {
  return { bytes: request.iterator({ destroyOnReturn: false }), ...(key !== undefined && { key }) }
}

function onlyPlainCsv(request: Request): void {
  const coding = request.get('content-encoding') ?? 'identity'
  if (request.is('text/csv') === 'text/csv' && coding === 'identity') return
  throw new Problem('not-csv', 'The file is not sent as CSV', {
    remedy: 'Send the file as it is, with Content-Type: text/csv',
  })
}

// One that says how large it is, is refused before it is read.
function notTooLarge(request: Request): void {
  if (Number(request.get('content-length') ?? 0) > MOST_BYTES) throw new TooLargeFileError(LARGEST)
}

function signedIn(response: Response): Caller {
  const caller = callerOf(response)
  if (caller === undefined) throw new Error('A signed-in route was reached without sign-in')
  return caller
}

const onlyJson: RequestHandler = (request, _response, next) => {
  // Undefined where there is no body: what is missing is then said field by field.
  if (request.is('application/json') === false) {
    throw new Problem('not-json', 'The body is not sent as JSON', {
      remedy: 'Send Content-Type: application/json',
    })
  }
  next()
}

function notThatMethod(methods: readonly string[]): RequestHandler {
  return (request) => {
    const allowed = methods.join(', ')
    throw new Problem(
      'method-not-allowed',
      `${request.method} is not possible here`,
      { remedy: `Use ${allowed}` },
      { allow: allowed },
    )
  }
}
