import { z } from 'zod'
import type { ChildKey } from '../db/child-keys'
import type { DatabaseTransaction } from '../db/database'
import type { KeptAnswer } from '../db/idempotency'
import type { Action } from '../domain/permissions'
import type { PolicyReference } from '../domain/policy'
import { audited } from './audited'
import { enteredToRead } from './entered'
import { inReachOf } from './reach'
import type { Caller } from './caller'
import type { ProblemKind } from './problem'
import type { Services } from './services'

/** What a route is asked, each part as the route's schemas let it through. */
export interface Asked<Params, Query, Body> {
  readonly caller: Caller
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The version that If-Match names; absent when any will do. */
  readonly ifVersion?: number
}

export interface Answer {
  readonly status: number
  /** Written as JSON, or as it is where the route answers with another type of content. */
  readonly body: unknown
  /** The version of what is shown: becomes the ETag. */
  readonly version?: number
  readonly location?: string
  /** Of what was recorded: the child whom it is about, with whose key the answer is kept for a repeated request. */
  readonly child?: ChildKey
  /** The journeys that a list shows something of. */
  readonly journeys?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** How a route appears in the OpenAPI document. */
interface Described {
  /** As OpenAPI writes it, e.g. `/api/v1/journeys/{id}`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly answer: {
    readonly status: number
    readonly description: string
    readonly schema: z.ZodType
    /** JSON when absent. */
    readonly contentType?: string
    readonly shows?: readonly ('ETag' | 'Location')[]
  }
  /** The problems it may answer with, besides those that any signed-in request may meet. */
  readonly problems: readonly ProblemKind[]
}

/** Answers anybody, signed in or not. Only the paths of health may. */
export interface OpenRoute extends Described {
  readonly kind: 'open'
  readonly method: 'get'
  readonly path: `/health/${string}`
  /** Another answer, of another status. */
  readonly otherwise?: { readonly status: number; readonly description: string; readonly schema: z.ZodType }
  look(services: Services): Promise<Answer>
}

/** What is asked by a link: its token, and what was sent. */
export interface AskedByLink {
  readonly token: string
  readonly body: unknown
  /** The address that it was asked from. */
  readonly from?: string
  /** Only the headers are asked for. */
  readonly isHead: boolean
}

/** Answers whoever has a signed link, without signing in. Only the paths of answers to invitations may. */
export interface LinkedRoute extends Described {
  readonly kind: 'linked'
  readonly method: 'get' | 'post'
  readonly path: '/api/v1/answers/{token}'
  readonly body?: z.ZodType
  readonly bodyExamples?: Readonly<Record<string, unknown>>
  /** With the policy of the journey, in whose words a page says it. */
  answerTo(asked: AskedByLink, services: Services): Promise<Answer & { readonly policy?: PolicyReference }>
}

/**
 * What of children a route shows, for the audit: the journey that its path names, several journeys, which its answer says,
 * or nothing.
 */
export type Reads<Params extends z.ZodObject> =
  'list' | 'nothing' | ('id' extends keyof Params['shape'] ? 'journey' : never)

/** Reads something, as one action of the table of permissions. */
export interface ReadRoute<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
> extends Described {
  readonly kind: 'read'
  readonly method: 'get'
  readonly action: Action
  readonly reads: Reads<Params>
  /** A list that shows nothing is not written down. */
  readonly unlessEmpty?: boolean
  readonly params: Params
  readonly query: Query
  read(asked: Asked<z.output<Params>, z.output<Query>, undefined>, services: Services): Promise<Answer>
}

/** Records something, in one transaction that an Idempotency-Key makes repeatable. */
export interface WriteRoute<
  Params extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> extends Described {
  readonly kind: 'write'
  /** Put replaces, patch changes what is named: both ask for the version that they change. */
  readonly method: 'post' | 'put' | 'patch'
  /** One action, or one of several as the body says. */
  readonly action: Action | ActionOfBody<z.output<Body>>
  readonly params: Params
  readonly body: Body
  /** The fields that a body may have, for a person who gave another. */
  fields(sent: unknown): readonly string[]
  readonly bodyExamples: Readonly<Record<string, unknown>>
  readonly takesIfMatch: boolean
  /**
   * Instead of `write`: records in many journeys, each in a transaction of its own, so that what was done stays when it ends
   * half way. Asked again it goes on, so that it may come twice.
   */
  inSteps?(asked: Asked<z.output<Params>, unknown, z.output<Body>>, services: Services): Promise<Answer>
  /** Refuses what neither schemas nor the record can judge, e.g. a place that the caller has no say in. Throws Problem. */
  check?(asked: Asked<z.output<Params>, unknown, z.output<Body>>, services: Services): void
  /** Asked before an earlier answer is given again: what the caller may see can have changed. Throws what is answered. */
  checkRepeat?(
    asked: Asked<z.output<Params>, unknown, z.output<Body>>,
    trx: DatabaseTransaction,
  ): Promise<void>
  write(
    asked: Asked<z.output<Params>, unknown, z.output<Body>>,
    services: Services,
    trx: DatabaseTransaction,
  ): Promise<Answer>
}

// Methods here and above, not function properties: a table can then hold routes of different schemas.
interface ActionOfBody<Body> {
  readonly oneOf: readonly Action[]
  of(body: Body): Action
}

/** Reckons something from what is sent, and records nothing: sending it again is always safe. */
export interface ToolRoute<Body extends z.ZodType = z.ZodType> extends Described {
  readonly kind: 'tool'
  readonly method: 'post'
  readonly path: `/api/v1/tools/${string}`
  readonly action: Action
  readonly params: typeof NONE
  readonly body: Body
  fields(sent: unknown): readonly string[]
  readonly bodyExamples: Readonly<Record<string, unknown>>
  /** Throws Problem when it cannot be reckoned. */
  reckon(body: z.output<Body>, services: Services): Answer
}

/**
 * Finds journeys by what is sent: what is too personal to stand in an address, or too long. It records nothing but who asked.
 */
export interface FindRoute<
  Params extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> extends Described {
  readonly kind: 'find'
  readonly method: 'post'
  readonly action: Action
  readonly reads: 'list'
  readonly params: Params
  readonly body: Body
  fields(sent: unknown): readonly string[]
  readonly bodyExamples: Readonly<Record<string, unknown>>
  find(asked: Asked<z.output<Params>, undefined, z.output<Body>>, services: Services): Promise<Answer>
}

/** A file as it is sent: it is read as it comes in, never held as a whole. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Makes it repeatable, as Idempotency-Key does. */
  readonly key?: string
}

/** Takes a file in. What is to be done with it is done later; the answer says where that can be followed. */
export interface UploadRoute<Query extends z.ZodObject = z.ZodObject> extends Described {
  readonly kind: 'upload'
  readonly method: 'post'
  readonly action: Action
  readonly params: typeof NONE
  readonly query: Query
  readonly contentType: 'text/csv'
  readonly bodyExamples: Readonly<Record<string, string>>
  receive(asked: Asked<object, z.output<Query>, Upload>, services: Services): Promise<KeptAnswer>
}

/** Goes on telling of something for as long as somebody listens, as server-sent events. */
export interface StreamRoute extends Described {
  readonly kind: 'stream'
  readonly method: 'get'
  readonly action: Action
  readonly params: typeof NONE
  /**
   * Throws Problem when there is nothing to listen to.
   *
   * @param send sends an event, its data as JSON
   * @returns what ends the listening
   */
  open(caller: Caller, services: Services, send: (event: string, data: object) => void): () => void
}

export type SignedInRoute = ReadRoute | WriteRoute | ToolRoute | FindRoute | UploadRoute | StreamRoute
export type Route = OpenRoute | LinkedRoute | SignedInRoute

/** For a route that takes no parameters: whatever is given is refused by name. */
export const NONE = z.strictObject({})

export function openRoute(route: Omit<OpenRoute, 'kind' | 'method'>): OpenRoute {
  return { kind: 'open', method: 'get', ...route }
}

export function linkedRoute(route: Omit<LinkedRoute, 'kind'>): LinkedRoute {
  return { kind: 'linked', ...route }
}

/**
 * A route that reads. It does not compile without its action, nor without saying what it reads. Whoever reads through it, a
 * page or the API, is asked within the reach of its action, and written down before there is an answer.
 */
export function readRoute<Params extends z.ZodObject, Query extends z.ZodObject>(
  route: Omit<ReadRoute<Params, Query>, 'kind' | 'method'>,
): ReadRoute {
  return {
    kind: 'read',
    method: 'get',
    ...route,
    async read(asked, services) {
      const near = await enteredToRead(route.action, asked, services.db)
      return audited(route, near, services, () =>
        route.read(near as Asked<z.output<Params>, z.output<Query>, undefined>, services),
      )
    },
  }
}

/** A route that records. It does not compile without its action. */
export function writeRoute<Params extends z.ZodObject, Body extends z.ZodType>(
  route: Omit<WriteRoute<Params, Body>, 'kind' | 'method'>,
): WriteRoute {
  return { kind: 'write', method: 'post', ...route }
}

/** A route that records in many journeys, step by step. */
export function stepsRoute<Params extends z.ZodObject, Body extends z.ZodType>(
  route: Omit<WriteRoute<Params, Body>, 'kind' | 'method' | 'write' | 'takesIfMatch'> &
    Required<Pick<WriteRoute<Params, Body>, 'inSteps'>>,
): WriteRoute {
  const write = () => Promise.reject(new Error(`${route.path} is written in steps`))
  return { kind: 'write', method: 'post', takesIfMatch: false, ...route, write }
}

/** A route that reckons. It does not compile without its action. */
export function toolRoute<Body extends z.ZodType>(
  route: Omit<ToolRoute<Body>, 'kind' | 'method' | 'params'>,
): ToolRoute {
  return { kind: 'tool', method: 'post', params: NONE, ...route }
}

/** A route that finds, within the reach of its action. Whoever finds through it is written down before there is an answer. */
export function findRoute<Params extends z.ZodObject, Body extends z.ZodType>(
  route: Omit<FindRoute<Params, Body>, 'kind' | 'method' | 'reads'>,
): FindRoute {
  const audit = { path: route.path, action: route.action, reads: 'list' } as const
  return {
    kind: 'find',
    method: 'post',
    ...route,
    reads: audit.reads,
    async find({ caller, params, body }, services) {
      const near = await enteredToRead(route.action, { caller, params: {} }, services.db)
      return audited(audit, { caller: near.caller, params: { ...params } }, services, () =>
        route.find(
          {
            caller: near.caller,
            params: params as z.output<Params>,
            query: undefined,
            body: body as z.output<Body>,
          },
          services,
        ),
      )
    },
  }
}

/** A route that takes a file in, within the reach of its action. It does not compile without it. */
export function uploadRoute<Query extends z.ZodObject>(
  route: Omit<UploadRoute<Query>, 'kind' | 'method' | 'params'>,
): UploadRoute {
  return {
    kind: 'upload',
    method: 'post',
    params: NONE,
    ...route,
    async receive({ caller, query, body }, services) {
      const near = await inReachOf(caller, route.action, services.db)
      const asked = { caller: near, params: {}, query: query as z.output<Query>, body }
      return route.receive(asked, services)
    },
  }
}

/** A route that replaces something, as it was at the version that If-Match must name. */
export function replaceRoute<Params extends z.ZodObject, Body extends z.ZodType>(
  route: Omit<WriteRoute<Params, Body>, 'kind' | 'method' | 'takesIfMatch'>,
): WriteRoute {
  return { kind: 'write', method: 'put', takesIfMatch: true, ...route }
}

/** A route that changes the fields that are named of something, as it was at the version that If-Match must name. */
export function changeRoute<Params extends z.ZodObject, Body extends z.ZodType>(
  route: Omit<WriteRoute<Params, Body>, 'kind' | 'method' | 'takesIfMatch'>,
): WriteRoute {
  return { kind: 'write', method: 'patch', takesIfMatch: true, ...route }
}
