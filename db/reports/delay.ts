import { sql, type RawBuilder } from 'kysely'
import {
  DELAY_CLOCKS,
  DELAY_STAGES,
  spanAsked,
  type DelayClock,
  type DelayStage,
  type ExplainedReason,
  type Span,
} from '../../domain/delay'
import type { LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'
import { todayOf } from '../people'
import { rulePlaces } from './rule-places'

/** Which lateness is asked for; what is left out does not narrow it. */
export interface DelayAsked {
  /** Where the journey is now. */
  readonly locality?: string
  /** Only the weeks that were lost from this day on, and until that one: of the last two years when it is not said. */
  readonly from?: LocalDate
  readonly to?: LocalDate
}

/** How much was lost, of how many deadlines that were late, or still are. */
export interface Lost {
  readonly weeks: number
  readonly deadlines: number
  readonly journeys: number
  /** Weeks, of a deadline; null of none. */
  readonly medianWeeks: number | null
}

/** What was lost by one clock: in all, by the stage, by the reason that somebody gave last, and by the rule. */
export interface LostByClock extends Lost {
  readonly byStage: readonly (Lost & { readonly stage: DelayStage })[]
  readonly byReason: readonly (Lost & { readonly reason: ExplainedReason })[]
  readonly byRule: readonly (Lost & { readonly ruleId: string; readonly stage: DelayStage })[]
}

/** What was lost in a span of days, by each clock. */
export type Delay = Readonly<Record<DelayClock, LostByClock>> & Span

/**
 * How many weeks were lost, counted of the whole authority as the reporting role: the days past each due date, as far as they are
 * in the span, until it was met, was no longer needed or, while it is open, until the end of the span. Deadlines run side by
 * side, so that the weeks of several are no length of time. Practice, and what was recorded in error, is left out.
 */
export async function readDelay(trx: DatabaseTransaction, asked: DelayAsked): Promise<Delay> {
  const span = spanAsked(asked, await todayOf(trx))
  const { rows } = await asReporting(trx, async (counting) => {
    // what is put in order here has its place in memory
    await sql`select set_config('work_mem', '64MB', true)`.execute(counting)
    return delayQuery(span, asked.locality).execute(counting)
  })
  const { late = [], waiting = [] } = rows[0] ?? {}
  const lost = Object.fromEntries(
    DELAY_CLOCKS.map((clock) => [
      clock,
      lostOf(
        late.filter((one) => one.clock === clock),
        waiting.filter((one) => one.clock === clock),
      ),
    ]),
  ) as Record<DelayClock, LostByClock>
  return { ...span, ...lost }
}

/**
 * Where weeks are lost, for a forcefield: what a force is tied to. Both clocks, each by itself.
 *
 * @returns what was lost in each stage, in the order of the way, and for each reason, the most weeks first
 */
export async function weeksLost(
  trx: DatabaseTransaction,
  asked: Pick<DelayAsked, 'locality'>,
): Promise<WeeksLost> {
  const delay = await readDelay(trx, asked)
  return {
    byStage: DELAY_CLOCKS.flatMap((clock) => delay[clock].byStage.map((one) => ({ clock, ...one }))),
    byReason: DELAY_CLOCKS.flatMap((clock) => delay[clock].byReason.map((one) => ({ clock, ...one }))),
  }
}

export interface WeeksLost {
  readonly byStage: readonly (Lost & { readonly clock: DelayClock; readonly stage: DelayStage })[]
  readonly byReason: readonly (Lost & { readonly clock: DelayClock; readonly reason: ExplainedReason })[]
}

interface LateRow {
  readonly clock: DelayClock
  readonly stage: DelayStage
  readonly rule_id: string
  readonly reason: ExplainedReason
  readonly days: number
  readonly deadlines: number
}

/** How many journeys are late by a clock, and of those in a stage, for a reason or with a rule. */
interface WaitingRow {
  readonly clock: DelayClock
  readonly stage: DelayStage | null
  readonly rule_id: string | null
  readonly reason: ExplainedReason | null
  readonly journeys: number
}

// The same days as daysLost of the domain, where the rows are; a test holds them together. Those that ended late are found by when
// they ended, those that are open by when they were due. Lengths are counted, not listed: a median of many thousands is then
// read off a few hundred.
function delayQuery(
  { from, to }: Span,
  locality: string | undefined,
): RawBuilder<{ late: LateRow[]; waiting: WaitingRow[] }> {
  const [first, last] = [sql`${from}::date`, sql`${to}::date`]
  const ended = sql`coalesce(met_on, cancelled_on)`
  const days = sql`least(${ended}, ${last}) - greatest(due_on, ${first} - 1)`
  return sql`
    with place as materialized (select * from ${rulePlaces()}),
    each as (
      select journey_id, rule_id, greatest(0, ${days}) as days
        from deadline
        where (met_late or (met_on is null and cancelled_on > due_on)) and ${ended} >= ${first}
          and (${days} > 0 or (met_late and met_on = due_on and met_on <= ${last}))
      union all
      select journey_id, rule_id, ${last} - greatest(due_on, ${first} - 1)
        from deadline
        where met_on is null and cancelled_on is null and last_moment < now() and due_on < ${last}
    ),
    late as materialized (
      select each.*, journey.policy_id, journey.policy_version
      from each join journey on journey.id = each.journey_id
      where not journey.practice and journey.closed_reason is distinct from 'recorded-in-error'
        and ${locality === undefined ? sql`true` : sql`journey.locality = ${locality}`}
    ),
    explained as materialized (
      select distinct on (journey_id, rule_id) journey_id, rule_id, reason
      from delay_fact order by journey_id, rule_id, said_on desc, event_id desc
    ),
    placed as materialized (
      select late.journey_id, late.rule_id, late.days, place.stage, place.clock,
        coalesce(explained.reason, 'unexplained') as reason
      from late
      join place on place.policy_id = late.policy_id and place.policy_version = late.policy_version
        and place.rule_id = late.rule_id
      left join explained on explained.journey_id = late.journey_id and explained.rule_id = late.rule_id
    )
    select
      (select coalesce(jsonb_agg(lengths), '[]') from (
        select clock, stage, rule_id, reason, days, count(*)::integer as deadlines
        from placed group by clock, stage, rule_id, reason, days
      ) lengths) as late,
      (select coalesce(jsonb_agg(counted), '[]') from (
        select clock, stage, null as rule_id, null as reason, count(*)::integer as journeys
          from (select distinct clock, stage, journey_id from placed) each group by clock, stage
        union all select clock, null, rule_id, null, count(*)::integer
          from (select distinct clock, rule_id, journey_id from placed) each group by clock, rule_id
        union all select clock, null, null, reason, count(*)::integer
          from (select distinct clock, reason, journey_id from placed) each group by clock, reason
        union all select clock, null, null, null, count(*)::integer
          from (select distinct clock, journey_id from placed) each group by clock
      ) counted) as waiting`
}

function lostOf(late: readonly LateRow[], waiting: readonly WaitingRow[]): LostByClock {
  const journeysOf = (is: (row: WaitingRow) => boolean) => waiting.find(is)?.journeys ?? 0
  const of = (rows: readonly LateRow[], is: (row: WaitingRow) => boolean) => lost(rows, journeysOf(is))
  const stages = DELAY_STAGES.map((stage) => ({
    stage,
    ...of(
      late.filter((row) => row.stage === stage),
      (row) => row.stage === stage,
    ),
  }))
  const reasons = [...new Set(late.map(({ reason }) => reason))].map((reason) => ({
    reason,
    ...of(
      late.filter((row) => row.reason === reason),
      (row) => row.reason === reason,
    ),
  }))
  const rules = [...new Map(late.map(({ rule_id, stage }) => [rule_id, stage]))].map(([ruleId, stage]) => ({
    ruleId,
    stage,
    ...of(
      late.filter((row) => row.rule_id === ruleId),
      (row) => row.rule_id === ruleId,
    ),
  }))
  return {
    ...of(late, ({ stage, rule_id, reason }) => stage === null && rule_id === null && reason === null),
    byStage: stages.filter(({ deadlines }) => deadlines > 0),
    byReason: reasons.sort(byWeeks),
    byRule: rules.sort(byWeeks),
  }
}

function byWeeks(a: Lost, b: Lost): number {
  return b.weeks - a.weeks || b.deadlines - a.deadlines
}

function lost(rows: readonly LateRow[], journeys: number): Lost {
  const deadlines = sum(rows.map((row) => row.deadlines))
  return {
    weeks: inWeeks(sum(rows.map((row) => row.days * row.deadlines))),
    deadlines,
    journeys,
    medianWeeks: deadlines === 0 ? null : inWeeks(medianOf(rows, deadlines)),
  }
}

// Of lengths that are counted: the middle one, or between the two in the middle.
function medianOf(rows: readonly LateRow[], deadlines: number): number {
  const sorted = [...rows].sort((a, b) => a.days - b.days)
  const at = (place: number) => {
    let before = 0
    for (const row of sorted) {
      before += row.deadlines
      if (place < before) return row.days
    }
    return 0
  }
  return (at(Math.floor((deadlines - 1) / 2)) + at(Math.floor(deadlines / 2))) / 2
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}

/** To one place, as people read them. */
function inWeeks(days: number): number {
  return Math.round((days / 7) * 10) / 10
}
