import { sql, type RawBuilder } from 'kysely'
import {
  numbersOf,
  totalsOf,
  type Aim,
  type AimClass,
  type AimNumbers,
  type CountedAlike,
} from '../../domain/aims'
import type { AimsAsked } from '../../domain/aims-of'
import type { LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'
import { inScope, seesAll, type Scope } from '../scope'
import { isAsked, KNOWN_NOW, reachedOn } from './conditions'

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
  const isAll = seesAll(scope)
  const wanted = sql`${isAsked('place', asked.locality)} ${asked.class === undefined ? sql`` : sql`and class = ${asked.class}`}`
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(starts, journey_id, instance) > (${after.startedOn}::date, ${after.journeyId}::uuid, ${after.instance})`
  // whoever sees all is read no further than the page, along the index
  const { rows } = await sql<{ seen: number | null } & (PageRow | Record<keyof PageRow, null>)>`
    ${cohortOf(aim, asked)},
    theirs as (
      select * from classed where ${wanted} and ${isAll ? sql`true` : sql`journey_id in (select id from journey where ${inScope(scope)})`}
    ),
    page as (
      select * from theirs where ${beyond} order by starts, journey_id, instance limit ${limit + 1}
    )
    select seen, journey_id as "journeyId", page.instance, child_reference as "childReference", place as locality, class,
      starts as "startedOn", limit_on as "limitOn", done_on as "doneOn", gone_on as "leftOn", back_on as "returnedOn"
    from (select ${isAll ? sql`null` : sql`(select count(*) from theirs)`}::integer as seen) counted
    left join (page join journey on journey.id = journey_id) on true
    order by starts, journey_id, page.instance`.execute(trx)
  const found = rows.flatMap(({ seen: _, ...row }) => (row.journeyId === null ? [] : [row]))
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const seen = rows[0]?.seen ?? 0
  return {
    items: shown.map(({ instance: _, ...item }) => item),
    ...(found.length > limit &&
      last && { next: { startedOn: last.startedOn, journeyId: last.journeyId, instance: last.instance } }),
    unseen: isAll ? 0 : (await countAll(trx, aim, asked, wanted)) - seen,
  }
}

interface PageRow extends BehindNumber {
  readonly instance: number
}

function countAll(
  trx: DatabaseTransaction,
  aim: Aim,
  asked: AimsCounted,
  wanted: RawBuilder<unknown>,
): Promise<number> {
  return asReporting(trx, async (counting) => {
    const { rows } = await sql<{ count: number }>`
      ${cohortOf(aim, asked)} select count(*)::integer as count from classed where ${wanted}`.execute(
      counting,
    )
    return rows[0]?.count ?? 0
  })
}

interface Row extends Required<CountedAlike> {
  readonly place: string
}

// Those alike are counted, not listed, and never put in order: a median of many thousands is read off some hundreds.
async function countAim(counting: DatabaseTransaction, aim: Aim, asked: AimsCounted): Promise<AimCounted> {
  const { rows } = await sql<Row>`
    ${cohortOf(aim, asked)}
    select place, class, days, count(*)::integer as count from classed where ${isAsked('place', asked.locality)}
    group by place, class, days`.execute(counting)
  const places = [...new Set(rows.map(({ place }) => place))].sort()
  const numbersIn = (alike: readonly Row[]) => numbersOf(aim, totalsOf(alike))
  return {
    ...numbersIn(rows),
    localities: places.map((locality) => ({
      locality,
      ...numbersIn(rows.filter(({ place }) => place === locality)),
    })),
  }
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
      ? KNOWN_NOW
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
  // of who returned, what was done afterwards is none of its weeks
  const isDone =
    aim.withReturns === true
      ? sql`done_on <= limit_on or (done_on is not null and (back_on <= limit_on) is not true)`
      : sql`done_on is not null`
  return sql`with cohort as (
      select journey_id, instance, ${starts} as starts, ${plus(starts, aim.within)} as limit_on, ${place} as place,
        ${known(reachedOn(aim.outcome))} as done_on, ${known(sql`left_on`)} as gone_on, ${known(sql`returned_on`)} as back_on
      from aim_fact where ${sql.join(conditions, sql` and `)}
      offset 0
    ),
    classed as (
      select *, case
          when done_on <= limit_on then 'onTime' ${returned}
          when done_on is not null then 'late'
          when gone_on <= limit_on then 'left'
          when ${day} > limit_on then 'overdue'
          else 'open'
        end as class,
        case when ${isDone} then greatest(done_on - starts, 0) end as days
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
