import { z } from 'zod'
import { readFor } from '../../db/acting'
import type { Queryable } from '../../db/database'
import {
  JOURNEY_SORTS,
  listJourneys,
  type JourneyFilter,
  type JourneySort,
  type ListedJourney,
} from '../../db/journey-list'
import { readDirectory } from '../../db/people'
import { absentIn } from '../../db/unled'
import { DEADLINE_STATUSES, PATHWAYS, STAGES } from '../../domain/codes'
import { agencyListedJourneySchema, listedJourneySchema } from '../../contracts/listed-journey-schema'
import { isLocalDate, writeInstant } from '../../domain/time'
import { shownOf } from '../../domain/permissions'
import { policyOf } from '../../policies/released'
import { invalidRequest } from '../problem'
import { NONE, readRoute } from '../route'
import { cursorOf, placeIn } from './place'

const SORTS = [...JOURNEY_SORTS, ...JOURNEY_SORTS.map((sort) => `-${sort}` as const)] as const

/** What a list of journeys can be narrowed to. */
export const journeyFilter = z.strictObject({
  locality: z.string().trim().min(1).max(100).optional(),
  team: z.string().trim().min(1).max(100).optional(),
  worker: z.string().trim().min(1).max(100).optional(),
  stage: z
    .enum(STAGES)
    .optional()
    .meta({ description: 'The stage now. Only `closed` brings closed journeys' }),
  status: z
    .enum(DEADLINE_STATUSES)
    .exclude(['not-applicable'])
    .optional()
    .meta({ description: 'Journeys with at least one deadline of this status now' }),
  pathway: z.enum(PATHWAYS).optional(),
  cohort: z.string().trim().min(1).max(100).optional().meta({ description: 'Of which test of change' }),
  dueBefore: z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' }).optional().meta({
    format: 'date',
    description: 'Journeys with a deadline still to be met that is due before this day',
  }),
  dueFrom: z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' }).optional().meta({
    format: 'date',
    description:
      'Journeys with a deadline that is due on or after this day: still to be met, or of the `status`, before `dueBefore` and of the `rule` that are given with it',
  }),
  rule: z.string().trim().min(1).max(100).optional().meta({
    description:
      'The id of a rule. With it, `status`, `dueFrom` and `dueBefore` are about the deadline of this rule; alone, it is still to be met',
  }),
  startedFrom: z
    .string()
    .refine(isLocalDate, { error: 'must be a date such as 2026-03-27' })
    .optional()
    .meta({
      format: 'date',
      description: 'Journeys that started on or after this day',
    }),
  closedFrom: z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' }).optional().meta({
    format: 'date',
    description: 'Journeys that closed on or after this day; with `stage=closed`',
  }),
  lead: z.enum(['none', 'not-here']).optional().meta({
    description:
      '`none`: nobody leads or covers it; `not-here`: its lead is away or has left, and nobody who is here covers',
  }),
  q: z.string().trim().min(1).max(64).optional().meta({ description: 'Part of the child reference' }),
})

const query = journeyFilter.extend({
  sort: z
    .enum(SORTS)
    .default('due')
    .meta({
      description:
        'By the next deadline still to be met, journeys without one last; by the start; or by child reference. ' +
        'With `-`, the other way round',
    }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().meta({ description: 'The `next` of the page before' }),
})

export const listJourneysRoute = readRoute({
  path: '/api/v1/journeys',
  action: 'journey.list',
  reads: 'list',
  tag: 'Journeys',
  summary: 'List journeys',
  description:
    'The open journeys of the caller’s localities, the next deadline first; closed ones only with `stage=closed`. ' +
    'Practice journeys are left out. Statuses are judged by the time of asking. A partner agency lists those of which it ' +
    'was told, by child reference.',
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'A page of the list; `next` is null on the last one',
    schema: z.strictObject({
      items: z.array(z.union([listedJourneySchema, agencyListedJourneySchema])),
      next: z.string().nullable(),
    }),
  },
  problems: [],
  async read({ query: { sort: asked, limit, cursor, ...filters }, caller }, { db, policy }) {
    refuseUnknownLocality(filters.locality, policy.policy.localities)
    const isWhole = shownOf(caller.roles, 'course') === 'all'
    if (!isWhole) refuseUnshown(filters)
    const { lead, ...filter } = filters
    // an order by what is not shown would show it
    const sort = isWhole ? asked : 'reference'
    const by = sort.replace('-', '') as JourneySort
    const request = {
      scope: caller.scope,
      filter: { ...filter, ...(await unledAs(lead, db)) },
      sort: by,
      descending: sort.startsWith('-'),
      limit,
      after: cursor === undefined ? undefined : placeIn(cursor, sort, by),
    }
    const { items, next } = await readFor(db, caller, (trx) => listJourneys(trx, request))
    return {
      status: 200,
      journeys: items.map(({ id }) => id),
      body: {
        items: items.map(isWhole ? itemAnswer : agencyItemAnswer),
        next: next === undefined ? null : cursorOf(sort, next),
      },
    }
  },
})

async function unledAs(
  lead: 'none' | 'not-here' | undefined,
  db: Queryable,
): Promise<Pick<JourneyFilter, 'unled'>> {
  if (lead === undefined) return {}
  return { unled: { lead, absent: absentIn(await readDirectory(db)) } }
}

const SHOWN_TO_AGENCIES = ['locality', 'stage', 'q']

// Nor may a filter find out what is not shown.
function refuseUnshown(filter: Readonly<Record<string, unknown>>): void {
  const unshown = Object.keys(filter).filter(
    (name) => filter[name] !== undefined && !SHOWN_TO_AGENCIES.includes(name),
  )
  if (unshown.length === 0) return
  throw invalidRequest(
    unshown.map((field) => ({
      field,
      message: 'is not shown to partner agencies, so nothing can be looked for by it',
      remedy: `Leave it out, or give ${SHOWN_TO_AGENCIES.join(', ')}`,
    })),
  )
}

/**
 * Refuses a locality that the policy does not know, naming those that it does: a list that is empty because of a slip of the
 * pen would look like good news. Throws Problem.
 */
export function refuseUnknownLocality(
  asked: string | undefined,
  localities: readonly { readonly id: string }[],
): void {
  if (asked === undefined || localities.some(({ id }) => id === asked)) return
  const one = `one of: ${localities.map(({ id }) => id).join(', ')}`
  throw invalidRequest([{ field: 'locality', message: `must be ${one}`, remedy: `Give ${one}` }])
}

/** A journey of a list, as the API shows it. */
export function itemAnswer({ policy, next, ...journey }: ListedJourney): object {
  const { id, version } = policy
  return {
    ...journey,
    policy: { id, version },
    nextDeadline: next === undefined ? null : nextAnswer(next, policy),
  }
}

function agencyItemAnswer({ id, childReference, locality, stage, version, closed }: ListedJourney): object {
  return { id, childReference, locality, stage, version, closed }
}

function nextAnswer(next: NonNullable<ListedJourney['next']>, reference: ListedJourney['policy']): object {
  const { ruleId, dueOn, lastMoment, status } = next
  const rule = policyOf(reference).rules.find(({ id }) => id === ruleId)
  return {
    ruleId,
    title: rule?.title ?? ruleId,
    dueOn,
    // An hours rule is due at its last moment; of the others the day says all.
    ...(rule !== undefined && 'hours' in rule.within && { dueAt: writeInstant(lastMoment) }),
    status,
  }
}
