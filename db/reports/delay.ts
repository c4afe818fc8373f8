import { sql, type RawBuilder } from 'kysely'
import { DELAY_REASONS } from '../../domain/codes'
import {
  DELAY_CLOCKS,
  DELAY_STAGES,
  spanAsked,
  type DelayClock,
  type DelayPlace,
  type DelayStage,
  type ExplainedReason,
  type Span,
} from '../../domain/delay'
import { medianOfTallies } from '../../domain/median'
import type { LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'
import { todayOf } from '../people'
import { isAsked, JOURNEY_COUNTS } from './conditions'
import { placeRows, rulePlaces, type RulePlace } from './rule-places'

/** Which lateness is asked for; what is left out does not narrow it. */
export interface DelayAsked {
  /** Where the journey is now. */
  readonly locality?: string
  /** Only the weeks that were lost from this day on, and until that one: of the last year when it is not said. */
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
  readonly byRule: readonly (Omit<Lost, 'journeys'> & {
    readonly ruleId: string
    readonly stage: DelayStage
  })[]
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
  const places = rulePlaces()
  const { rows } = await asReporting(trx, async (counting) => {
    // what is late is held in memory, and never put in order only to be joined with what was explained, which is in order
    await sql`select set_config('work_mem', '64MB', true), set_config('enable_mergejoin', 'off', true)`.execute(
      counting,
    )
    const counted = await delayQuery(span, asked.locality, places).execute(counting)
    await sql`select set_config('enable_mergejoin', 'on', true)`.execute(counting)
    return counted
  })
  const { lengths = [], marks = [] } = rows[0] ?? {}
  const late = lengths.flatMap((row) => {
    const place = places[row.place]
    return place === undefined ? [] : [{ ...place, ...row }]
  })
  return { ...span, law: lostOf('law', late, marks), local: lostOf('local', late, marks) }
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

/** How many deadlines of a rule were late for so long, and explained so. */
interface LengthRow {
  readonly place: number
  readonly reason: ExplainedReason
  readonly days: number
  readonly deadlines: number
}
type Late = LengthRow & RulePlace

/** How many journeys are late in the same stages and for the same reasons: a bit for each, by clock. */
interface MarksRow {
  readonly marks: number
  readonly journeys: number
}

const REASONS: readonly ExplainedReason[] = ['unexplained', ...DELAY_REASONS]
const STAGE_BITS = DELAY_STAGES.length
const REASON_BITS = REASONS.length

// Of each clock first its stages and then its reasons: 32 bits in all, of 63.
function bitOfStage({ clock, stage }: DelayPlace): number {
  return DELAY_CLOCKS.indexOf(clock) * (STAGE_BITS + REASON_BITS) + DELAY_STAGES.indexOf(stage)
}

function bitOfReason(clock: DelayClock, reason: ExplainedReason): number {
  return DELAY_CLOCKS.indexOf(clock) * (STAGE_BITS + REASON_BITS) + STAGE_BITS + REASONS.indexOf(reason)
}

// The same days as daysLost of the domain, where the rows are; a test holds them together. Those that ended late are found by when
// they ended, those that are open by when they were due. Lengths are counted, not listed: a median of many thousands is then
// read off a few hundred.
function delayQuery(
  { from, to }: Span,
  locality: string | undefined,
  places: ReturnType<typeof rulePlaces>,
): RawBuilder<{ lengths: LengthRow[]; marks: MarksRow[] }> {
  const [first, last] = [sql`${from}::date`, sql`${to}::date`]
  const ended = sql`coalesce(met_on, cancelled_on)`
  const days = sql`least(${ended}, ${last}) - greatest(due_on, ${first} - 1)`
  return sql`
    with place as materialized (select * from ${placeRows(places, bitOfStage)}),
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
      where ${JOURNEY_COUNTS} and ${isAsked('journey.locality', locality)}
    ),
    explained as materialized (
      select distinct on (journey_id, rule_id) journey_id, rule_id, reason
      from delay_fact order by journey_id, rule_id, said_on desc, event_id desc
    ),
    placed as materialized (
      select late.journey_id, late.days, place.place, coalesce(explained.reason, 'unexplained') as reason,
        (1::bigint << place.stage_bit)
          | (1::bigint << (case when is_law then ${bitOfReason('law', 'unexplained')}::integer else ${bitOfReason('local', 'unexplained')}::integer end
            + coalesce(array_position(${REASONS}::text[], explained.reason) - 1, 0))) as marks
      from late
      join place on place.policy_id = late.policy_id and place.policy_version = late.policy_version
        and place.rule_id = late.rule_id
      left join explained on explained.journey_id = late.journey_id and explained.rule_id = late.rule_id
    )
    select
      (select coalesce(jsonb_agg(each), '[]') from (
        select place, reason, days, count(*)::integer as deadlines from placed group by place, reason, days
      ) each) as lengths,
      (select coalesce(jsonb_agg(each), '[]') from (
        select marks, count(*)::integer as journeys
        from (select bit_or(marks) as marks from placed group by journey_id) of_journey group by marks
      ) each) as marks`
}

function lostOf(clock: DelayClock, all: readonly Late[], marks: readonly MarksRow[]): LostByClock {
  const late = all.filter((row) => row.clock === clock)
  const bits = bitsOf(clock)
  return {
    ...lost(late),
    journeys: journeysWith(marks, bits),
    byStage: DELAY_STAGES.map((stage) => ({
      stage,
      ...lost(late.filter((row) => row.stage === stage)),
      journeys: journeysWith(marks, [bitOfStage({ clock, stage })]),
    })).filter(({ deadlines }) => deadlines > 0),
    byReason: REASONS.map((reason) => ({
      reason,
      ...lost(late.filter((row) => row.reason === reason)),
      journeys: journeysWith(marks, [bitOfReason(clock, reason)]),
    }))
      .filter(({ deadlines }) => deadlines > 0)
      .sort(byWeeks),
    byRule: [...new Map(late.map(({ ruleId, stage }) => [ruleId, stage]))]
      .map(([ruleId, stage]) => ({ ruleId, stage, ...lost(late.filter((row) => row.ruleId === ruleId)) }))
      .sort(byWeeks),
  }
}

function bitsOf(clock: DelayClock): number[] {
  return DELAY_STAGES.map((stage) => bitOfStage({ clock, stage }))
}

// BigInt: JavaScript's own operations on bits end at 31 of them.
function journeysWith(marks: readonly MarksRow[], bits: readonly number[]): number {
  const any = bits.reduce((all, bit) => all | (1n << BigInt(bit)), 0n)
  return sum(marks.map((row) => ((BigInt(row.marks) & any) === 0n ? 0 : row.journeys)))
}

function byWeeks(a: Pick<Lost, 'weeks' | 'deadlines'>, b: Pick<Lost, 'weeks' | 'deadlines'>): number {
  return b.weeks - a.weeks || b.deadlines - a.deadlines
}

function lost(rows: readonly Late[]): Omit<Lost, 'journeys'> {
  const median = medianOfTallies(rows.map(({ days, deadlines }) => ({ value: days, count: deadlines })))
  return {
    weeks: inWeeks(sum(rows.map((row) => row.days * row.deadlines))),
    deadlines: sum(rows.map((row) => row.deadlines)),
    medianWeeks: median === null ? null : inWeeks(median),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}

/** To one place, as people read them. */
function inWeeks(days: number): number {
  return Math.round((days / 7) * 10) / 10
}
