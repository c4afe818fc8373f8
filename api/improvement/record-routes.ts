import { z } from 'zod'
import { recordVersionSchema } from '../../contracts/improvement-schema'
import type { DatabaseTransaction } from '../../db/database'
import { listRecords, readVersions, type RecordFilter } from '../../db/improvement/list'
import {
  changeRecord,
  keepRecord,
  readRecord,
  type Contents,
  type ImprovementRecord,
} from '../../db/improvement/records'
import { readFor } from '../../db/acting'
import { todayOf } from '../../db/people'
import type { FaultOfRecord, ImprovementKind } from '../../domain/improvement/record'
import type { LocalDate } from '../../domain/time'
import type { Caller } from '../caller'
import { checked } from '../perform'
import { invalidRequest, Problem } from '../problem'
import { changeRoute, NONE, readRoute, writeRoute, type ReadRoute, type WriteRoute } from '../route'
import type { Services } from '../services'
import { refuseReferences } from './no-references'
import { cursorOf, placeIn, versionBefore } from './place-in-list'
import { versionAnswer } from './representation'

/** The id of a record of improvement, as it stands in a path. */
export const recordParams = z.strictObject({ id: z.uuid().transform((id) => id.toLowerCase()) })

const limit = z.coerce.number().int().min(1).max(200).default(50)
const cursor = z.string().max(1000).optional().meta({ description: 'The `next` of the page before' })

/** The filters that every kind of record has. */
export const COMMON_FILTERS = {
  aim: z.string().trim().min(1).max(40).optional().meta({ description: 'Those that serve this aim' }),
  locality: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Those of a locality; `authority` for those of the whole authority' }),
}

/** A kind of record: how it is sent, judged and answered. */
export interface RecordDefinition<Kind extends ImprovementKind, Given> {
  readonly kind: Kind
  readonly path: `/api/v1/${string}`
  /** What one and several are called in a sentence. */
  readonly words: { readonly one: string; readonly several: string }
  /** What is said about it besides. */
  readonly about: string
  readonly filters: Readonly<Record<string, z.ZodType>>
  readonly toKeep: z.ZodType<Given>
  readonly change: z.ZodObject
  /** The whole of it, as it is kept. */
  readonly content: z.ZodType<Contents[Kind]>
  readonly answer: z.ZodType
  readonly example: object
  readonly changeExample: object
  /** The whole of what is new, made of what was sent. Throws Problem. */
  made(given: Given, services: Services, trx: DatabaseTransaction): Promise<object>
  judge(content: Contents[Kind], services: Services): FaultOfRecord[]
  represent(record: ImprovementRecord<Kind>, today: LocalDate): object
}

/** The routes of a kind of record. */
export interface RecordRoutes {
  readonly list: ReadRoute
  readonly keep: WriteRoute
  readonly read: ReadRoute
  readonly change: WriteRoute
  readonly history: ReadRoute
}

/** List, keep, read, change and look back: alike for each kind of record of improvement. */
export function recordRoutes<Kind extends ImprovementKind, Given>(
  definition: RecordDefinition<Kind, Given>,
): RecordRoutes {
  return {
    list: listRoute(definition),
    keep: keepRoute(definition),
    read: oneRoute(definition),
    change: changeOneRoute(definition),
    history: historyRoute(definition),
  }
}

/** 404: there is no such record. */
export function noRecord({ one }: { readonly one: string }): Problem {
  return new Problem('not-found', `There is no such ${one}`)
}

const TAG = 'Improvement'

function listRoute<Kind extends ImprovementKind, Given>(
  definition: RecordDefinition<Kind, Given>,
): ReadRoute {
  const { kind, path, words, filters } = definition
  return readRoute({
    path,
    action: 'improvement.read',
    reads: 'nothing',
    tag: TAG,
    summary: `List ${words.several}`,
    description: `In their newest version, those that were begun last first. ${definition.about}`,
    params: NONE,
    query: z.strictObject({ ...COMMON_FILTERS, ...filters, limit, cursor }),
    answer: {
      status: 200,
      description: 'A page of the list; `next` is null on the last one',
      schema: z.strictObject({ items: z.array(definition.answer), next: z.string().nullable() }),
    },
    problems: [],
    read({ query, caller }, { db, policy }) {
      const {
        limit: most,
        cursor: at,
        ...filter
      } = query as RecordFilter & { limit: number; cursor?: string }
      refuseUnknownPlace(
        filter.locality,
        policy.policy.localities.map(({ id }) => id),
      )
      const after = at === undefined ? undefined : placeIn(at)
      return readFor(db, caller, async (trx) => {
        const today = await todayOf(trx)
        const page = await listRecords(trx, kind, { filter, today, limit: most, ...(after && { after }) })
        return {
          status: 200,
          body: {
            items: page.items.map((record) => definition.represent(record, today)),
            next: page.next === undefined ? null : cursorOf(page.next),
          },
        }
      })
    },
  })
}

function keepRoute<Kind extends ImprovementKind, Given>(
  definition: RecordDefinition<Kind, Given>,
): WriteRoute {
  const { kind, path, words, toKeep, example } = definition
  return writeRoute({
    path,
    action: 'improvement.write',
    tag: TAG,
    summary: `Begin a ${words.one}`,
    description: `${definition.about} It is about the work and never about a child: no names, no child references.`,
    params: NONE,
    body: toKeep,
    fields: () => fieldsOf(toKeep),
    bodyExamples: { Example: example },
    takesIfMatch: false,
    answer: {
      status: 201,
      description: 'As it is kept',
      schema: definition.answer,
      shows: ['ETag', 'Location'],
    },
    problems: ['not-possible'],
    async write({ body, caller }, services, trx) {
      const content = whole(definition, await definition.made(body, services, trx), services)
      await refuseReferences(content, trx)
      const record = await keepRecord(trx, kind, content, caller.id)
      return {
        status: 201,
        version: record.version,
        location: `${path}/${record.id}`,
        body: definition.represent(record, await todayOf(trx)),
      }
    },
  })
}

function oneRoute<Kind extends ImprovementKind, Given>(definition: RecordDefinition<Kind, Given>): ReadRoute {
  const { kind, path, words } = definition
  return readRoute({
    path: `${path}/{id}`,
    action: 'improvement.read',
    reads: 'nothing',
    tag: TAG,
    summary: `Read a ${words.one}`,
    description: 'In its newest version, which its ETag names.',
    params: recordParams,
    query: NONE,
    answer: { status: 200, description: `The ${words.one}`, schema: definition.answer, shows: ['ETag'] },
    problems: ['not-found'],
    read: ({ params: { id }, caller }, { db }) =>
      readFor(db, caller, async (trx) => {
        const record = await readRecord(trx, kind, id)
        if (record === undefined) throw noRecord(words)
        return {
          status: 200,
          version: record.version,
          body: definition.represent(record, await todayOf(trx)),
        }
      }),
  })
}

function changeOneRoute<Kind extends ImprovementKind, Given>(
  definition: RecordDefinition<Kind, Given>,
): WriteRoute {
  const { kind, path, words, change } = definition
  return changeRoute({
    path: `${path}/{id}`,
    action: 'improvement.write',
    tag: TAG,
    summary: `Change a ${words.one}`,
    description:
      'The fields that are named become what is sent, and with null there is nothing in them any more; the others stay (RFC 7396). ' +
      'What it was before stays in its history. If-Match is the ETag of what was read.',
    params: recordParams,
    body: change,
    fields: () => Object.keys(change.shape),
    bodyExamples: { Example: definition.changeExample },
    answer: { status: 200, description: 'As it is now', schema: definition.answer, shows: ['ETag'] },
    problems: ['not-found'],
    async write({ params: { id }, body, caller, ifVersion }, services, trx) {
      await refuseReferences(body, trx)
      const record = await changeRecord(
        trx,
        kind,
        id,
        { by: caller.id, ...(ifVersion !== undefined && { ifVersion }) },
        (before) => whole(definition, merged(before, body), services),
      )
      if (record === undefined) throw noRecord(words)
      return {
        status: 200,
        version: record.version,
        body: definition.represent(record, await todayOf(trx)),
      }
    },
  })
}

function historyRoute<Kind extends ImprovementKind, Given>(
  definition: RecordDefinition<Kind, Given>,
): ReadRoute {
  const { kind, path, words } = definition
  return readRoute({
    path: `${path}/{id}/history`,
    action: 'improvement.read',
    reads: 'nothing',
    tag: TAG,
    summary: `Read the history of a ${words.one}`,
    description:
      'Every version of it, the newest first: who changed what, when, and the whole of it as it was then.',
    params: recordParams,
    query: z.strictObject({ limit, cursor }),
    answer: {
      status: 200,
      description: 'A page of the history; `next` is null on the last one',
      schema: z.strictObject({ items: z.array(recordVersionSchema), next: z.string().nullable() }),
    },
    problems: ['not-found'],
    async read({ params: { id }, query, caller }, services) {
      const before = query.cursor === undefined ? undefined : versionBefore(query.cursor)
      const { items, next } = await historyOf(services, caller, kind, id, query.limit, before)
      if (items.length === 0 && before === undefined) throw noRecord(words)
      return {
        status: 200,
        body: { items: items.map(versionAnswer), next: next === undefined ? null : String(next) },
      }
    },
  })
}

function historyOf(
  { db }: Services,
  caller: Caller,
  kind: ImprovementKind,
  id: string,
  most: number,
  before: number | undefined,
) {
  return readFor(db, caller, (trx) =>
    readVersions(trx, kind, id, { limit: most, ...(before !== undefined && { before }) }),
  )
}

// The whole of a record as it would be kept, judged. Throws Problem.
function whole<Kind extends ImprovementKind, Given>(
  definition: RecordDefinition<Kind, Given>,
  content: object,
  services: Services,
): Contents[Kind] {
  const known = checked(definition.content, content, fieldsOf(definition.toKeep))
  const faults = definition.judge(known, services)
  if (faults.length > 0) throw invalidRequest(faults)
  return known
}

/** A record with the fields that are named changed. What is null is taken away: whether it may be, the schema of the whole says. */
export function merged(before: object, change: object): object {
  const all = Object.entries({ ...before, ...change })
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined))
}

function fieldsOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** Refuses a filter by a locality that there is not. Throws Problem. */
function refuseUnknownPlace(locality: string | undefined, known: readonly string[]): void {
  const places = ['authority', ...known]
  if (locality === undefined || places.includes(locality)) return
  throw invalidRequest([
    {
      field: 'locality',
      message: 'is not known to the policy in force',
      remedy: `Give one of: ${places.join(', ')}`,
    },
  ])
}
