import { sql, type RawBuilder } from 'kysely'
import type { AimOutcome } from '../../domain/aim-clocks'
import {
  AIM_CLASSES,
  numbersOf,
  type Aim,
  type AimClass,
  type AimNumbers,
  type AimTotals,
} from '../../domain/aims'
import type { AimsAsked } from '../../domain/aims-of'
import type { LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'
import { inScope, type Scope } from '../scope'

/** What is asked; `isNow` where it is as it is known in the very transaction, whatever moment that is called. */
export interface AimsCounted extends AimsAsked {
  readonly isNow?: boolean
}

/** What an aim comes to, of all that was asked for and by locality, where there are any. */
export interface AimCounted extends AimNumbers {
  readonly localities: readonly ({ readonly locality: string } & AimNumbers)[]
}

/**
 * The numbers of aims on a day, as they were known at a moment, of the whole authority or of one locality: whoever asks, since
 * they are numbers. The same as `aimsOf` gives of the events. The transaction must say for whom it acts.
 */
export async function countAims(
  trx: DatabaseTransaction,
  aims: readonly Aim[],
  asked: AimsCounted,
): Promise<AimCounted[]> {
  return asReporting(trx, async (counting) => {
    const counted: AimCounted[] = []
    for (const aim of aims) counted.push(await countAim(counting, aim, asked))
    return counted
  })
}

/** One of an aim's cohort on a day, with the journey it is of, as somebody who may see that journey finds it. */
export interface BehindNumber {
  readonly journeyId: string
  readonly childReference: string
  readonly locality: string
  readonly class: AimClass
  readonly startedOn: LocalDate
  readonly limitOn: LocalDate
  readonly doneOn: LocalDate | null
  readonly leftOn: LocalDate | null
  readonly returnedOn: LocalDate | null
}

/** A place in the list of those behind a number. */
export interface BehindPlace {
  readonly startedOn: LocalDate
  readonly journeyId: string
  readonly instance: number
}

export interface BehindAsked extends AimsCounted {
  readonly scope: Scope
  readonly class?: AimClass
  readonly limit: number
  readonly after?: BehindPlace
}

/**
 * The children behind a number of an aim that the caller may see, those first whose clock started first. `next` is the place where
 * the list goes on, when it does; `unseen` how many more there are in all that the caller may not see.
 */
export async function behindAim(
  trx: DatabaseTransaction,
  aim: Aim,
  asked: BehindAsked,
): Promise<{ items: BehindNumber[]; next?: BehindPlace; unseen: number }> {
  const { scope, limit, after } = asked
  const wanted = sql`${inLocality(asked)} ${asked.class === undefined ? sql`` : sql`and class = ${asked.class}`}`
  const all = await asReporting(trx, async (counting) => {
    const { rows } = await sql<{ count: number }>`
      ${cohortOf(aim, asked)} select count(*)::integer as count from classed where ${wanted}`.execute(
      counting,
    )
    return rows[0]?.count ?? 0
  })
  const { rows: seen } = await sql<{ count: number }>`
    ${cohortOf(aim, asked)} select count(*)::integer as count from classed
    join journey on journey.id = journey_id
    where ${wanted} and ${inScope(scope)}`.execute(trx)
  const beyond =
    after === undefined
      ? sql``
      : sql`and (starts, journey_id, instance) > (${after.startedOn}::date, ${after.journeyId}::uuid, ${after.instance})`
  const { rows } = await sql<BehindNumber & { readonly instance: number }>`
    ${cohortOf(aim, asked)}
    select journey_id as "journeyId", classed.instance, child_reference as "childReference", place as locality, class,
      starts as "startedOn", limit_on as "limitOn", done_on as "doneOn", gone_on as "leftOn", back_on as "returnedOn"
    from classed join journey on journey.id = journey_id
    where ${wanted} and ${inScope(scope)} ${beyond}
    order by starts, journey_id, instance
    limit ${limit + 1}`.execute(trx)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ instance: _, ...item }) => item),
    ...(rows.length > limit &&
      last && { next: { startedOn: last.startedOn, journeyId: last.journeyId, instance: last.instance } }),
    unseen: all - (seen[0]?.count ?? 0),
  }
}

const OUTCOME_COLUMNS: Record<AimOutcome, RawBuilder<unknown>> = {
  recommendation: sql`recommended_on`,
  panel: sql`panel_on`,
  'agency-decision': sql`decided_on`,
  'permanence-order-lodged': sql`lodged_on`,
  'peer-review-fed-back': sql`reviewed_on`,
}

interface Row extends AimTotals {
  readonly place: string | null
  readonly whole: boolean
}

async function countAim(counting: DatabaseTransaction, aim: Aim, asked: AimsCounted): Promise<AimCounted> {
  const counts = AIM_CLASSES.map(
    (one) => sql`count(*) filter (where class = ${one})::integer as ${sql.ref(one)}`,
  )
  const { rows } = await sql<Row>`
    ${cohortOf(aim, asked)}
    select place, grouping(place) = 1 as whole, ${sql.join(counts)},
      min(days)::integer as "minDays", max(days)::integer as "maxDays", coalesce(sum(days), 0)::integer as "sumDays",
      percentile_cont(0.5) within group (order by days) as "medianDays"
    from classed where ${inLocality(asked)}
    group by grouping sets ((), (place)) order by place`.execute(counting)
  const whole = rows.find((row) => row.whole)
  if (whole === undefined) throw new Error('A count of all always has a row')
  return {
    ...numbersOf(aim, whole),
    localities: rows.flatMap((row) =>
      row.place === null ? [] : [{ locality: row.place, ...numbersOf(aim, row) }],
    ),
  }
}

function inLocality({ locality }: AimsAsked): RawBuilder<unknown> {
  return locality === undefined ? sql`true` : sql`place = ${locality}`
}

/** Of which day, and as it was known at which moment; as it is known now when absent. */
type AsKnown = Pick<AimsCounted, 'asOf'> & Partial<Pick<AimsCounted, 'knownAt' | 'isNow'>>

/**
 * The head of a query, `with … classed`: an aim's cohort on a day as it was known at a moment, each with the day of its limit, the
 * class and the days it took. As `countedUnder` of the domain judges: rows that were known then, dates after the day not known,
 * the first class that fits.
 */
export function cohortOf(aim: Aim, { asOf, knownAt, isNow }: AsKnown): RawBuilder<unknown> {
  const day = sql`${asOf}::date`
  const shifts = aim.after !== undefined || aim.carriesOver === true
  const begun = aim.after === undefined ? sql`started_on` : plus(sql`started_on`, aim.after)
  const starts = shifts ? sql`greatest(${begun}, ${aim.from}::date)` : sql`started_on`
  const place = shifts
    ? sql`coalesce((select move ->> 'to' from jsonb_array_elements(moves) with ordinality as made (move, number)
        where (move ->> 'on')::date <= ${starts} order by number desc limit 1), locality)`
    : sql`locality`
  const known = (column: RawBuilder<unknown>) => sql`case when ${column} <= ${day} then ${column} end`
  const conditions = [
    sql`clock = ${aim.clock}`,
    isNow === true || knownAt === undefined
      ? sql`known_to = 'infinity'`
      : sql`known_from <= ${knownAt}::timestamptz and known_to > ${knownAt}::timestamptz`,
    sql`started_on <= ${day}`,
    ...(shifts
      ? [
          sql`${starts} <= ${day}`,
          sql`(${starts} = started_on or ended_on is null or ended_on > ${starts})`,
          ...(aim.carriesOver === true ? [] : [sql`${begun} >= ${aim.from}::date`]),
        ]
      : [sql`started_on >= ${aim.from}::date`]),
  ]
  const returned = aim.withReturns === true ? sql`when back_on <= limit_on then 'returned'` : sql``
  return sql`with cohort as materialized (
      select journey_id, instance, ${starts} as starts, ${plus(starts, aim.within)} as limit_on, ${place} as place,
        ${known(OUTCOME_COLUMNS[aim.outcome])} as done_on, ${known(sql`left_on`)} as gone_on, ${known(sql`returned_on`)} as back_on
      from aim_fact where ${sql.join(conditions, sql` and `)}
    ),
    classed as (
      select *, case
          when done_on <= limit_on then 'onTime' ${returned}
          when done_on is not null then 'late'
          when gone_on <= limit_on then 'left'
          when ${day} > limit_on then 'overdue'
          else 'open'
        end as class,
        case when done_on is not null then greatest(done_on - starts, 0) end as days
      from cohort
    )`
}

// Months clamp to the month's last day, as in the domain.
function plus(
  on: RawBuilder<unknown>,
  span: { readonly days: number } | { readonly weeks: number } | { readonly months: number },
): RawBuilder<unknown> {
  if ('months' in span) return sql`(${on} + make_interval(months => ${span.months}))::date`
  return sql`(${on} + ${'days' in span ? span.days : span.weeks * 7}::integer)`
}
