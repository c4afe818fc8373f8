import { sql, type RawBuilder } from 'kysely'
import type { DeadlineStatus, Pathway, Stage } from '../domain/codes'
import type { PolicyReference } from '../domain/policy'
import { instant, startOfDay, type Instant, type LocalDate } from '../domain/time'
import { IS_NOT_ERASED } from './child-keys'
import type { Queryable } from './database'
import { inScope, type Scope } from './scope'
import { isLedByNobodyHere, isWithoutLead, type Absent } from './unled'

/** What a list can be narrowed to; what is left out does not narrow it. */
export interface JourneyFilter {
  readonly locality?: string
  readonly team?: string
  readonly worker?: string
  readonly pathway?: Pathway
  /** Of which test of change. */
  readonly cohort?: string
  /** The stage now. Only `closed` brings closed journeys; everything else is asked of open ones. */
  readonly stage?: Stage
  /** Journeys with at least one deadline of this status now. */
  readonly status?: DeadlineStatus
  /** Journeys with a deadline still to be met that is due before this day. */
  readonly dueBefore?: LocalDate
  /** Only deadlines that are due on or after this day: still to be met, or of the status that is asked for. */
  readonly dueFrom?: LocalDate
  /** The rule that the deadline is of. */
  readonly rule?: string
  readonly startedFrom?: LocalDate
  readonly closedFrom?: LocalDate
  /** Journeys that nobody leads, or whose lead is not here, while nobody who is here covers. */
  readonly unled?: { readonly lead: 'none' | 'not-here'; readonly absent: Absent }
  /** Part of the child reference, in upper or lower case. */
  readonly q?: string
  /** The name of the child: what each of its words may be hashed to; nothing is found by no word at all. */
  readonly nameHashes?: readonly (readonly Buffer[])[]
}

/** By the next deadline still to be met (journeys without one last), by the start, or by child reference. */
export const JOURNEY_SORTS = ['due', 'started', 'reference'] as const
export type JourneySort = (typeof JOURNEY_SORTS)[number]

/** A place in a list between two journeys. It stays true when others are added. */
export interface ListPlace {
  /** What the journey before it is sorted by; null when it has no deadline to be met. */
  readonly value: string | null
  readonly id: string
}

export interface JourneyListRequest {
  readonly scope: Scope
  readonly filter: JourneyFilter
  readonly sort: JourneySort
  readonly descending: boolean
  readonly limit: number
  readonly after?: ListPlace
  /** Without children who were erased and what was recorded in error, as it is to be where a list leaves PACE. */
  readonly isTakenOut?: boolean
}

export interface ListedJourney {
  readonly id: string
  readonly childReference: string
  readonly locality: string
  readonly team: string | null
  readonly worker: string | null
  readonly pathway: Pathway
  readonly stage: Stage
  readonly startedOn: LocalDate
  readonly version: number
  readonly closed: boolean
  readonly policy: PolicyReference
  /** Of which test of change; null of none. */
  readonly cohort: string | null
  /** The earliest deadline still to be met, also when it is overdue. */
  readonly next?: {
    readonly ruleId: string
    readonly dueOn: LocalDate
    readonly lastMoment: Instant
    readonly status: DeadlineStatus
  }
  /** How many deadlines are overdue. */
  readonly overdue: number
}

/**
 * Lists journeys that the caller may see, practice journeys left out. Stages and statuses are judged by PostgreSQL's
 * clock from stored dates, so that none goes stale. `next` is the place where the list goes on, when it does.
 */
export async function listJourneys(
  db: Queryable,
  request: JourneyListRequest,
): Promise<{ items: ListedJourney[]; next?: ListPlace }> {
  const { limit, sort, descending } = request
  const order = ORDERS[sort](descending)
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const { rows } = await sql<Row>`
    select page.*, next.*, late.overdue
    from (
      select journey.*, ${STAGE_NOW} as stage_now, ${order.by} as place
      from journey
      where ${sql.join(conditionsOf(request, order), sql` and `)}
      order by place ${direction}, id ${direction}
      limit ${limit + 1}
    ) page
    left join lateral (
      select rule_id, due_on, last_moment, ${STATUS_NOW} as status
      from deadline
      where journey_id = page.id and met_on is null and cancelled_on is null
      order by last_moment, rule_id, instance
      limit 1
    ) next on true
    left join lateral (
      select count(*)::integer as overdue
      from deadline
      where journey_id = page.id and met_on is null and cancelled_on is null and last_moment < now()
    ) late on true
    order by page.place ${direction}, page.id ${direction}
  `.execute(db)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(listed),
    ...(rows.length > limit && last && { next: { value: order.of(last), id: last.id } }),
  }
}

// The same judgements as standingAt and statusAt of the domain, where the rows are; a test holds them together.
export const STAGE_NOW = sql<Stage>`case when stage_until < now() then stage_then else stage end`
const IS_OPEN = sql<boolean>`(met_on is null and cancelled_on is null)`
const STATUS_NOW = sql<DeadlineStatus>`case
  when met_on is not null then case when met_late then 'met-late' else 'met' end
  when cancelled_on is not null then 'cancelled'
  when last_moment < now() then 'overdue'
  when due_soon_from <= now() then 'due-soon'
  else 'pending'
end`

interface Order {
  readonly by: RawBuilder<unknown>
  readonly given: (value: string | null) => RawBuilder<unknown>
  readonly of: (row: Row) => string | null
}

const ORDERS: Record<JourneySort, (descending: boolean) => Order> = {
  due: (descending) => {
    const without = sql.raw(`'${descending ? '-' : ''}infinity'::timestamptz`)
    return {
      by: sql`coalesce(next_due, ${without})`,
      given: (value) => sql`coalesce(${value}::timestamptz, ${without})`,
      of: (row) => row.next_due?.toISOString() ?? null,
    }
  },
  started: () => ({
    by: sql`started_on`,
    given: (value) => sql`${value}::date`,
    of: (row) => row.started_on,
  }),
  // One order of text on every machine, whatever its locale.
  reference: () => ({
    by: sql`child_reference collate "C"`,
    given: (value) => sql`${value}::text collate "C"`,
    of: (row) => row.child_reference,
  }),
}

function conditionsOf(
  { scope, filter, after, descending, isTakenOut }: JourneyListRequest,
  order: Order,
): RawBuilder<unknown>[] {
  const { locality, team, worker, pathway, cohort, stage, startedFrom, closedFrom, q, nameHashes } = filter
  const conditions: RawBuilder<unknown>[] = [sql`not practice`, inScope(scope)]
  if (isTakenOut === true)
    conditions.push(IS_NOT_ERASED, sql`closed_reason is distinct from 'recorded-in-error'`)
  // whoever looks for a child by name wants the journeys that have ended as well
  if (stage === 'closed') conditions.push(sql`closed`)
  else if (nameHashes === undefined) conditions.push(sql`not closed`)
  if (locality !== undefined) conditions.push(sql`locality = ${locality}`)
  if (team !== undefined) conditions.push(sql`team = ${team}`)
  if (worker !== undefined) conditions.push(sql`worker = ${worker}`)
  if (pathway !== undefined) conditions.push(sql`pathway = ${pathway}`)
  if (cohort !== undefined) conditions.push(sql`cohort = ${cohort}`)
  if (stage !== undefined) conditions.push(sql`${STAGE_NOW} = ${stage}`)
  conditions.push(...ofDeadlines(filter))
  if (startedFrom !== undefined) conditions.push(sql`started_on >= ${startedFrom}::date`)
  if (closedFrom !== undefined) conditions.push(sql`closed_on >= ${closedFrom}::date`)
  if (filter.unled?.lead === 'none') conditions.push(isWithoutLead(filter.unled.absent))
  if (filter.unled?.lead === 'not-here') conditions.push(isLedByNobodyHere(filter.unled.absent))
  if (q !== undefined) conditions.push(sql`strpos(lower(child_reference), lower(${q})) > 0`)
  if (nameHashes !== undefined) conditions.push(named(nameHashes))
  if (after !== undefined) {
    const beyond = sql.raw(descending ? '<' : '>')
    conditions.push(sql`(${order.by}, id) ${beyond} (${order.given(after.value)}, ${after.id}::uuid)`)
  }
  return conditions
}

// Of a rule, or from a day on, one and the same deadline is all that is asked for; else there may be one for each.
function ofDeadlines({ rule, status, dueFrom, dueBefore }: JourneyFilter): RawBuilder<unknown>[] {
  const isOfStatus = status === undefined ? IS_OPEN : sql`${STATUS_NOW} = ${status}`
  if (rule !== undefined || dueFrom !== undefined) {
    const one = [
      isOfStatus,
      ...(rule === undefined ? [] : [sql`rule_id = ${rule}`]),
      ...(dueFrom === undefined ? [] : [sql`due_on >= ${dueFrom}::date`]),
      ...(dueBefore === undefined ? [] : [sql`due_on < ${dueBefore}::date`]),
    ]
    return [sql`exists (select from deadline where journey_id = journey.id and ${sql.join(one, sql` and `)})`]
  }
  return [
    ...(status === undefined
      ? []
      : [sql`exists (select from deadline where journey_id = journey.id and ${isOfStatus})`]),
    ...(dueBefore === undefined ? [] : [sql`next_due < ${startOfDay(dueBefore)}::timestamptz`]),
  ]
}

// By each word of the name.
function named(nameHashes: readonly (readonly Buffer[])[]): RawBuilder<unknown> {
  if (nameHashes.length === 0) return sql`false`
  const words = nameHashes.map(
    (hashes) =>
      sql`child_id in (select child_id from child_name_token where token = any(${[...hashes]}::bytea[]))`,
  )
  return sql.join(words, sql` and `)
}

interface Row {
  id: string
  child_reference: string
  locality: string
  team: string | null
  worker: string | null
  policy_id: string
  policy_version: number
  policy_hash: string
  cohort: string | null
  pathway: Pathway
  stage_now: Stage
  started_on: LocalDate
  seq: number
  closed: boolean
  next_due: Date | null
  rule_id: string | null
  due_on: LocalDate | null
  last_moment: Date | null
  status: DeadlineStatus | null
  overdue: number
}

function listed(row: Row): ListedJourney {
  const { rule_id, due_on, last_moment, status } = row
  return {
    id: row.id,
    childReference: row.child_reference,
    locality: row.locality,
    team: row.team,
    worker: row.worker,
    pathway: row.pathway,
    stage: row.stage_now,
    startedOn: row.started_on,
    version: row.seq,
    closed: row.closed,
    policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
    cohort: row.cohort,
    ...(rule_id !== null &&
      due_on !== null &&
      last_moment !== null &&
      status !== null && {
        next: { ruleId: rule_id, dueOn: due_on, lastMoment: instant(last_moment), status },
      }),
    overdue: row.overdue,
  }
}
