import { z } from 'zod'
import { whatIfSchema } from '../../contracts/policies-schema'
import { readFor } from '../../db/acting'
import { whatIf, type JourneyUnder, type OpenPlace } from '../../db/what-if'
import { DocumentError } from '../../domain/document-faults'
import { may } from '../../domain/permissions'
import type { Policy } from '../../domain/policy'
import { writeInstant } from '../../domain/time'
import {
  DEADLINE_CHANGES,
  type ChangedDeadline,
  type DeadlineChange,
  type DeadlineUnder,
} from '../../domain/what-if'
import { library } from '../../policies/here'
import { readPolicyAmong } from '../../policies/library'
import { hashOf } from '../../policies/released'
import { invalidRequest, type Problem } from '../problem'
import { findRoute } from '../route'
import { policyNamed, policyParams, refuseUnknownLocality, versionField } from './which'

const body = z
  .strictObject({
    version: versionField,
    document: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'A draft of the policy, instead of a version: the whole document' }),
    locality: z.string().trim().min(1).max(100).optional(),
    limit: z
      .int()
      .min(1)
      .max(1000)
      .default(500)
      .meta({ description: 'How many open journeys are looked at for this page' }),
    cursor: z.string().max(20_000).optional().meta({ description: 'The `next` of the page before' }),
  })
  .meta({ id: 'WhatIfAsked' })

export const whatIfRoute = findRoute({
  path: '/api/v1/policies/{id}/what-if',
  action: 'policies.what-if',
  tag: 'Policies',
  summary: 'What would change under another policy?',
  description:
    'Looks through the caller’s open journeys, so many for a page, and answers which deadlines of which would change under ' +
    'another policy, or a draft of one, and how; with counts from the first page to this one. It changes nothing. Practice ' +
    'journeys are left out, and whoever may read no journey is answered the counts alone. What is wrong in a draft is answered by its place in it, such as `document.rules.3.within`.',
  params: policyParams,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'In one locality': { version: 2, locality: 'caithness' },
    'Going on': { version: 2, cursor: 'eyJhZnRlciI6…' },
  },
  answer: {
    status: 200,
    description: 'A page of journeys that would change; `next` is null once every open journey was looked at',
    schema: whatIfSchema,
  },
  problems: ['not-found'],
  async find({ params, body: { version, document, locality, limit, cursor }, caller }, { db }) {
    refuseUnknownLocality(locality)
    const { policy, hash } = triedOf(params.id, version, document)
    const before: Partial<Pick<Place, 'after'>> & Pick<Place, 'counts'> =
      cursor === undefined ? { counts: NOTHING } : placeIn(cursor, hash, locality)
    const { scope } = caller
    const { changed, next, ...looked } = await readFor(db, caller, (trx) =>
      whatIf(trx, {
        scope,
        to: policy,
        hash,
        limit,
        ...(locality !== undefined && { locality }),
        ...(before.after && { after: before.after }),
      }),
    )
    const counts = added(before.counts, looked, changed)
    const { id, title } = policy
    // how many children there are is for whoever improves the way; who they are is not
    const mayRead = may(caller.roles, 'journey.read')
    const shown = mayRead ? changed : []
    return {
      status: 200,
      journeys: shown.map((one) => one.id),
      body: {
        policy: { id, version: policy.version, title, draft: document !== undefined },
        counts: { of: looked.of, ...counts, byRule: counts.byRule },
        items: shown.map(itemAnswer),
        withheld: mayRead ? [] : ['items'],
        next:
          next === undefined ? null : cursorOf({ after: next, counts, hash, ...(locality && { locality }) }),
      },
    }
  },
})

function triedOf(
  id: string,
  version: number | undefined,
  document: Record<string, unknown> | undefined,
): { policy: Policy; hash: string } {
  if (document === undefined) {
    const { policy, reference } = policyNamed(id, version)
    return { policy, hash: reference.hash }
  }
  if (version !== undefined)
    throw invalidRequest([
      { field: 'version', message: 'is given, and so is document', remedy: 'Give one of the two' },
    ])
  try {
    const policy = readPolicyAmong(document, 'document', library())
    if (policy.id !== id) throw anotherId(policy.id, id)
    return { policy, hash: hashOf(document) }
  } catch (error) {
    throw error instanceof DocumentError ? misshapen(error) : error
  }
}

function anotherId(given: string, id: string): Problem {
  return invalidRequest([
    { field: 'document.id', message: `is ${given}, and the address is of ${id}`, remedy: `Give ${id}` },
  ])
}

function misshapen({ faults }: DocumentError): Problem {
  return invalidRequest(
    faults.map(({ path, message, remedy }) => ({
      field: path === 'document' ? path : `document.${path}`,
      message,
      remedy,
    })),
  )
}

function itemAnswer({ changes, policy: { id, version }, ...journey }: JourneyUnder): object {
  return { ...journey, policy: { id, version }, changes: changes.map(changeAnswer) }
}

function changeAnswer({ was, wouldBe, ...change }: ChangedDeadline): object {
  return { ...change, was: underAnswer(was), wouldBe: underAnswer(wouldBe) }
}

function underAnswer(under: DeadlineUnder | undefined): object | null {
  if (under === undefined) return null
  const { dueOn, dueAt, status } = under
  return { dueOn, ...(dueAt && { dueAt: writeInstant(dueAt) }), status }
}

const count = z.int().min(0)
const byChange = z.object(
  Object.fromEntries(DEADLINE_CHANGES.map((change) => [change, count])) as Record<
    DeadlineChange,
    typeof count
  >,
)
const countsSoFar = z.object({
  lookedAt: count,
  changed: count,
  alreadyUnder: count,
  elsewhere: count,
  byRule: z.array(byChange.extend({ ruleId: z.string(), title: z.string() })).max(500),
})
type Counts = z.output<typeof countsSoFar>

const NOTHING: Counts = { lookedAt: 0, changed: 0, alreadyUnder: 0, elsewhere: 0, byRule: [] }

function added(
  before: Counts,
  looked: Pick<Counts, 'lookedAt' | 'alreadyUnder' | 'elsewhere'>,
  changed: readonly JourneyUnder[],
): Counts {
  const rules = new Map(before.byRule.map((rule) => [rule.ruleId, { ...rule }]))
  for (const { ruleId, title, change } of changed.flatMap(({ changes }) => changes)) {
    const rule = rules.get(ruleId) ?? { ruleId, title, ...NO_CHANGES }
    rules.set(ruleId, { ...rule, [change]: rule[change] + 1 })
  }
  return {
    lookedAt: before.lookedAt + looked.lookedAt,
    changed: before.changed + changed.length,
    alreadyUnder: before.alreadyUnder + looked.alreadyUnder,
    elsewhere: before.elsewhere + looked.elsewhere,
    byRule: [...rules.values()],
  }
}

const NO_CHANGES = Object.fromEntries(DEADLINE_CHANGES.map((change) => [change, 0])) as Record<
  DeadlineChange,
  number
>

/** Where it goes on, for the same question alone, with what was counted on the way there. */
interface Place {
  readonly after: OpenPlace
  readonly counts: Counts
  readonly hash: string
  readonly locality?: string
}

const place = z.object({
  after: z.object({ childReference: z.string().max(200), id: z.uuid() }),
  counts: countsSoFar,
  hash: z.string(),
  locality: z.string().optional(),
})

function cursorOf(goesOn: Place): string {
  return Buffer.from(JSON.stringify(goesOn)).toString('base64url')
}

function placeIn(
  cursor: string,
  hash: string,
  locality: string | undefined,
): Pick<Place, 'after' | 'counts'> {
  const read = place.safeParse(jsonIn(cursor))
  if (read.success && read.data.hash === hash && read.data.locality === locality) return read.data
  throw invalidRequest([
    {
      field: 'cursor',
      message: 'is not a cursor of this question',
      remedy:
        'Give the `next` of the page before, with the same policy and locality, or leave it out to begin again',
    },
  ])
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
