import { sql } from 'kysely'
import { beginOf, beginsBetween, periodOf, type Calendrical, type Grouping } from '../../domain/periods'
import type { Measure } from '../../domain/measures'
import type { LocalDate } from '../../domain/time'
import type { DatabaseTransaction } from '../database'
import { casesOf, type Counting } from './measured'

/** A point of a run chart. */
export interface Point {
  /** `2026-03`, `2026-Q1`, or the day of a case. */
  readonly period: string
  /** The first day of the period, or the day of the case. */
  readonly day: LocalDate
  /** Weeks to two decimals, or per cent to one; null where there was no case, which is not zero. */
  readonly value: number | null
  /** Of weeks by month or quarter: the mean beside the median. */
  readonly mean: number | null
  /** On how many cases it stands. */
  readonly n: number
}

export interface PointsAsked extends Counting {
  readonly by: Grouping
  /** From the period of this day on; from that of the first case when absent. */
  readonly from?: LocalDate
  /** Until the end of the period of this day. */
  readonly to: LocalDate
}

export interface Points {
  readonly points: readonly Point[]
  /** How many earlier points there are that are too many to draw. */
  readonly leftOut: number
}

/** As many points as can be told from one another: twenty years of months. */
export const MOST_POINTS = 240

/**
 * The points of a run chart, in the order of time: the median weeks, or the share, of the cases of each month or quarter,
 * those without a case among them; or each case for itself. When there are more than can be drawn, the last of them.
 *
 * @param trx a transaction that counts as the reporting role
 */
export async function readPoints(trx: DatabaseTransaction, asked: PointsAsked): Promise<Points> {
  return asked.by === 'case' ? eachCase(trx, asked) : byPeriod(trx, asked, asked.by)
}

async function eachCase(trx: DatabaseTransaction, asked: PointsAsked): Promise<Points> {
  const { measure, from, to } = asked
  const { rows } = await sql<{ day: LocalDate; value: number; total: number }>`
    select day, value, count(*) over () as total from (${casesOf(asked)}) cases
    where day between ${from ?? '-infinity'}::date and ${to}::date
    order by day desc, value desc limit ${MOST_POINTS}`.execute(trx)
  const points = rows.reverse().map(({ day, value }) => {
    const period = periodOf('case', day)
    return { period, day, value: written(measure, value), mean: null, n: 1 }
  })
  return { points, leftOut: (rows[0]?.total ?? 0) - points.length }
}

async function byPeriod(trx: DatabaseTransaction, asked: PointsAsked, by: Calendrical): Promise<Points> {
  const { measure, to } = asked
  const from = asked.from === undefined ? undefined : beginOf(by, asked.from)
  const middle =
    measure.unit === 'weeks' ? sql`percentile_cont(0.5) within group (order by value)` : sql`avg(value)`
  const { rows } = await sql<{ day: LocalDate; n: number; middle: number; mean: number }>`
    select date_trunc(${by}, day::timestamp)::date as day, count(*) as n, ${middle}::float8 as middle, avg(value)::float8 as mean
    from (${casesOf(asked)}) cases
    where day between ${from ?? '-infinity'}::date and ${to}::date
    group by 1 order by 1`.execute(trx)
  const first = from ?? rows[0]?.day
  if (first === undefined) return { points: [], leftOut: 0 }
  const known = new Map(rows.map((row) => [row.day, row]))
  const all = beginsBetween(by, first, to)
  const drawn = all.slice(-MOST_POINTS)
  const points = drawn.map((day) => {
    const row = known.get(day)
    const period = periodOf(by, day)
    if (row === undefined) return { period, day, value: null, mean: null, n: 0 }
    const mean = measure.unit === 'weeks' ? written(measure, row.mean) : null
    return { period, day, value: written(measure, row.middle), mean, n: row.n }
  })
  return { points, leftOut: all.length - drawn.length }
}

// Two decimals tell any two numbers of days apart, and the halves between them.
function written({ unit }: Measure, value: number): number {
  return unit === 'weeks' ? Math.round((value / 7) * 100) / 100 : Math.round(value * 1000) / 10
}
