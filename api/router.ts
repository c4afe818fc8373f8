import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import type { z } from 'zod'
import { writeAnswer, writeKept } from './answer'
import { callerOf, type Caller } from './caller'
import { fieldErrors } from './field-errors'
import { keyIn, writeOnce } from './idempotency'
import { permitBody, permitRoute } from './permission'
import { invalidRequest, Problem } from './problem'
import type { OpenRoute, ReadRoute, Route, SignedInRoute, WriteRoute } from './route'
import type { Services } from './services'
import { unkeepableText } from './unkeepable-text'
import { versionIn } from './version'

const BODY_LIMIT = '256kb'

/** Serves the open routes of a table. */
export function openRouter(routes: readonly Route[], services: Services): Router {
  const router = Router()
  for (const route of routes) if (route.kind === 'open') router.get(route.path, look(route, services))
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
    if (route.kind === 'open') continue
    const path = route.path.replace(/\{(\w+)\}/g, ':$1')
    paths.set(path, [...(paths.get(path) ?? []), route.method.toUpperCase()])
    if (route.kind === 'read') router.get(path, permit(route), read(route, services))
    else
      router.post(path, permit(route), onlyJson, express.json({ limit: BODY_LIMIT }), write(route, services))
  }
  for (const [path, methods] of paths) router.all(path, notThatMethod(methods))
  return router
}

function look(route: OpenRoute, services: Services): RequestHandler {
  return async (_request, response) => {
    writeAnswer(response, await route.look(services), route)
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
      params: paramsOf(route, request),
      query: checked(route.query, request.query, Object.keys(route.query.shape)),
      body: undefined,
    }
    writeAnswer(response, await route.read(asked, services), route)
  }
}

function write(route: WriteRoute, services: Services): RequestHandler {
  return async (request, response) => {
    const caller = signedIn(response)
    const key = keyIn(request.get('idempotency-key'))
    const ifVersion = route.takesIfMatch ? versionIn(request.get('if-match')) : undefined
    const sent: unknown = request.body
    const params = paramsOf(route, request)
    const body = checked(route.body, sent, route.fields(sent))
    permitBody(caller, route, body)
    const asked = { caller, params, query: undefined, body, ifVersion }
    route.check?.(asked, services)
    writeKept(response, await writeOnce(route, asked, services, key))
  }
}

function signedIn(response: Response): Caller {
  const caller = callerOf(response)
  if (caller === undefined) throw new Error('A signed-in route was reached without sign-in')
  return caller
}

// What cannot be the id of anything is the id of nothing: 404, not a mistake in the request.
function paramsOf(route: SignedInRoute, request: Request): Record<string, unknown> {
  const result = route.params.safeParse(request.params)
  if (result.success) return result.data
  throw new Problem('not-found', 'There is nothing with this id')
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  known: readonly string[],
): z.output<Schema> {
  const result = schema.safeParse(sent)
  if (!result.success) throw invalidRequest(fieldErrors(result.error.issues, sent, known))
  const unkeepable = unkeepableText(result.data)
  if (unkeepable.length > 0) throw invalidRequest(unkeepable)
  return result.data
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
