import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { version } from '../package.json'
import { actionsOf } from './permission'
import { PROBLEMS, type ProblemKind } from './problem'
import { problemSchema } from './problem-schema'
import type { FindRoute, OpenRoute, Route, SignedInRoute, ToolRoute, UploadRoute, WriteRoute } from './route'
import { PERMISSIONS, rolesThatMay, type Action } from '../domain/permissions'

/** The OpenAPI 3.1 document of a table of routes, as plain data. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'PACE',
      version,
      description:
        'Permanence journeys of looked-after children: what has happened, what must happen next, and by when. ' +
        'Dates and times are those of Europe/London. Errors are problem documents (RFC 9457), and say what to do.',
    },
    servers: [{ url: publicUrl }],
    security: [{ signedIn: [] }],
    tags: TAGS,
    paths: pathsOf(routes),
    components: {
      securitySchemes: {
        signedIn: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token of the sign-in of this installation, with `sub`, `roles` and `localities`; of a partner agency, `agency` too',
        },
      },
    },
  })
}

const TAGS = [
  { name: 'Journeys', description: 'The journeys of children, each with its events and deadlines' },
  { name: 'Meetings', description: 'What is in the diary, and who answered an invitation' },
  { name: 'Changes', description: 'How another system keeps in step' },
  { name: 'Tools', description: 'Arithmetic without a journey' },
  { name: 'People', description: 'Workers and managers: who is here, who covers, and whose work is whose' },
  { name: 'Improvement', description: 'Tests of change, driver diagrams and forcefields: about no child' },
  { name: 'Imports', description: 'Files that are brought in from another case system' },
  {
    name: 'Reports',
    description:
      'Numbers of many journeys: where children stand, who has how much to do, where weeks are lost',
  },
  { name: 'Audit', description: 'Who did or saw what, when, from where and why' },
  { name: 'Health', description: 'Whether the parts are at work; open to anybody' },
  { name: 'This API', description: 'Its own description' },
]

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) }
  return paths
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const described = {
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
  }
  if (route.kind === 'open') {
    return { ...described, description: route.description, security: [], responses: openResponses(route) }
  }
  if (route.kind === 'linked') {
    const { answer, body, bodyExamples = {}, problems } = route
    return {
      ...described,
      description: route.description,
      security: [],
      requestParams: { path: LINK_PARAMS },
      ...(body && {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: body, examples: named(bodyExamples) } },
        },
      }),
      responses: {
        [answer.status]: json(answer.description, answer.schema),
        ...problemResponses([...problems, ...ANY_LINKED, ...(body ? ANY_SENT_BY_LINK : [])]),
      },
    }
  }
  return {
    ...described,
    description: `${route.description}\n\n${whoMay(route)}`,
    requestParams: {
      path: route.params,
      ...((route.kind === 'read' || route.kind === 'upload') && { query: route.query }),
      ...(route.kind === 'write' && { header: headersOf(route) }),
      ...(route.kind === 'upload' && { header: z.object({ 'Idempotency-Key': HEADERS['Idempotency-Key'] }) }),
    },
    ...('body' in route && { requestBody: bodyOf(route) }),
    ...(route.kind === 'upload' && { requestBody: fileOf(route) }),
    responses: { [route.answer.status]: responseOf(route), ...problemResponses(problemsOf(route)) },
  }
}

// E.g. `get-api-v1-journeys-id`: of method and path, so that it never changes while they do not.
function operationIdOf({ method, path }: Route): string {
  return [method, ...path.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')].join('-')
}

function whoMay(route: SignedInRoute): string {
  const actions = actionsOf(route)
  if (actions.length === 1) return `For: ${actions.flatMap(rolesInWords).join(', ')}.`
  const rows = actions.map(
    (action) => `| ${action.replace('record.', '')} | ${rolesInWords(action).join(', ')} |`,
  )
  return ['| type | for |', '| --- | --- |', ...rows].join('\n')
}

// How far it reaches is said where that is less than the caller's localities.
function rolesInWords(action: Action): string[] {
  return rolesThatMay(action).map((role) => {
    const reach = PERMISSIONS[action][role]
    return reach === 'locality' || reach === 'authority' ? role : `${role} (${reach})`
  })
}

const HEADERS = {
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({
      description:
        'Makes the request repeatable for 30 days: the same key with the same body gives the first answer again',
      example: '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55',
    }),
  'If-Match': z.string().optional().meta({
    description: 'The ETag of the journey as it was read; 412 when somebody else has recorded since',
    example: '"7"',
  }),
}

const IF_MATCH_REQUIRED = z.string().meta({
  description:
    'The ETag of what is replaced or changed, as it was read; 428 without it, 412 when somebody else has changed it since',
  example: '"7"',
})

function headersOf({ method, takesIfMatch }: WriteRoute): z.ZodObject {
  const { 'Idempotency-Key': key, 'If-Match': optional } = HEADERS
  const ifMatch = method === 'post' ? optional : IF_MATCH_REQUIRED
  return z.object({ 'Idempotency-Key': key, ...(takesIfMatch && { 'If-Match': ifMatch }) })
}

function bodyOf({ body, bodyExamples }: WriteRoute | ToolRoute | FindRoute) {
  return { required: true, content: { 'application/json': { schema: body, examples: named(bodyExamples) } } }
}

function fileOf({ contentType, bodyExamples }: UploadRoute) {
  return {
    required: true,
    content: { [contentType]: { schema: z.string(), examples: named(bodyExamples) } },
  }
}

function openResponses({ answer, otherwise }: OpenRoute): ZodOpenApiResponsesObject {
  return {
    [answer.status]: json(answer.description, answer.schema),
    ...(otherwise && { [otherwise.status]: json(otherwise.description, otherwise.schema) }),
    ...problemResponses(['unexpected']),
  }
}

function responseOf({ answer }: SignedInRoute): ZodOpenApiResponseObject {
  const { description, schema, contentType = 'application/json', shows = [] } = answer
  return {
    description,
    ...(shows.length > 0 && {
      headers: z.object(Object.fromEntries(shows.map((name) => [name, SHOWN[name]]))),
    }),
    content: { [contentType]: { schema } },
  }
}

const SHOWN = {
  ETag: z.string().meta({ description: 'The version of what is shown, for If-Match', example: '"7"' }),
  Location: z.string().meta({ description: 'The path of what was recorded' }),
}

function json(description: string, schema: z.ZodType): ZodOpenApiResponseObject {
  return { description, content: { 'application/json': { schema } } }
}

const LINK_PARAMS = z.object({
  token: z.string().meta({ description: 'The last part of the link in the message' }),
})
const ANY_LINKED: readonly ProblemKind[] = [
  'malformed-request',
  'too-many-requests',
  'unexpected',
  'unavailable',
]
const ANY_SENT_BY_LINK: readonly ProblemKind[] = ['too-large', 'not-json', 'invalid-request']
const ANY_SIGNED_IN: readonly ProblemKind[] = [
  'malformed-request',
  'not-signed-in',
  'not-allowed',
  'invalid-request',
  'too-many-requests',
  'unexpected',
  'unavailable',
]
const ANY_SENT: readonly ProblemKind[] = ['too-large', 'not-json']
const ANY_FILE: readonly ProblemKind[] = ['too-large', 'not-csv']
const ANY_REPLACED: readonly ProblemKind[] = ['version-required', 'recorded-meanwhile']

function problemsOf({ kind, method, problems }: SignedInRoute): ProblemKind[] {
  const sent = kind === 'read' || kind === 'stream' ? [] : kind === 'upload' ? ANY_FILE : ANY_SENT
  const kept: readonly ProblemKind[] = kind === 'write' || kind === 'upload' ? ['key-used-before'] : []
  const replaced = method === 'put' || method === 'patch' ? ANY_REPLACED : []
  return [...new Set([...problems, ...ANY_SIGNED_IN, ...sent, ...kept, ...replaced])]
}

// Several kinds can have the same status; each is told by its `type`.
function problemResponses(kinds: readonly ProblemKind[]): ZodOpenApiResponsesObject {
  const statuses = new Set(kinds.map((kind) => PROBLEMS[kind].status))
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      problemResponse(kinds.filter((kind) => PROBLEMS[kind].status === status)),
    ]),
  )
}

function problemResponse(kinds: readonly ProblemKind[]): ZodOpenApiResponseObject {
  const schemas = kinds.map(problemSchema)
  const [only] = schemas
  return {
    description: kinds.map((kind) => PROBLEMS[kind].title).join('. '),
    content: {
      'application/problem+json': { schema: schemas.length === 1 && only ? only : z.union(schemas) },
    },
  }
}

function named(examples: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(examples).map(([summary, value], index) => [`example${index + 1}`, { summary, value }]),
  )
}
