import { sql, type RawBuilder } from 'kysely'
import type { Pathway, Stage } from '../../domain/codes'
import { OVERDUE_BANDS, WEEKS_AHEAD } from '../../domain/overdue-bands'
import { plusDays, type LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'
import { STAGE_NOW } from '../journey-list'
import { countFailed } from '../notice-list'
import { readDirectory } from '../people'
import { inScope, type Scope } from '../scope'
import { absentIn, isLedByNobodyHere, isWithoutLead, type Absent } from '../unled'
import { isAsked } from './conditions'

/** Of which journeys: those of a scope, of one locality or of all that it comes to. */
export interface DashboardAsked {
  readonly scope: Scope
  readonly locality?: string
}

/** Journeys with a deadline of a rule: in all, and in each span of days, by its place. */
export interface CountedRule {
  readonly ruleId: string
  readonly journeys: number
  readonly spans: readonly number[]
}

/** Where the open journeys stand at this moment: numbers of journeys. */
export interface Dashboard {
  readonly asOf: LocalDate
  readonly stages: readonly {
    readonly stage: Stage
    readonly pathway: Pathway
    readonly journeys: number
    readonly overdue: number
  }[]
  /** By rule, and by the places of OVERDUE_BANDS. */
  readonly overdue: { readonly journeys: number; readonly rules: readonly CountedRule[] }
  /** Due from today on, within four weeks: by rule and week. */
  readonly due: { readonly journeys: number; readonly rules: readonly CountedRule[] }
  /** Within the last four weeks: started and still open; closed. */
  readonly started: number
  readonly closed: number
  readonly withoutLead: number
  /** The lead is away or gone, and nobody covers. */
  readonly leadNotHere: number
  readonly failedNotices: number
}

/** What failed longer ago has been seen, or is no use any more. */
export const FAILED_WITHIN_DAYS = 30

/** Counts the journeys of a locality, or of all in a scope, by PostgreSQL's clock; practice journeys left out. */
export async function readDashboard(trx: DatabaseTransaction, asked: DashboardAsked): Promise<Dashboard> {
  const directory = await readDirectory(trx)
  const { today } = directory
  const failedNotices = await countFailed(trx, asked.scope, FAILED_WITHIN_DAYS, asked.locality)
  return asReporting(trx, async (counting) => {
    const { rows: stages } = await stagesQuery(asked, today, absentIn(directory)).execute(counting)
    const { rows: closed } = await closedQuery(asked, today).execute(counting)
    const { rows: overdue } = await overdueQuery(asked, today).execute(counting)
    const { rows: due } = await dueQuery(asked, today).execute(counting)
    const sum = (of: (row: StageRow) => number) => stages.reduce((all, row) => all + of(row), 0)
    return {
      asOf: today,
      stages,
      overdue: byRule(overdue, OVERDUE_BANDS.length),
      due: byRule(due, WEEKS_AHEAD),
      started: sum((row) => row.started),
      closed: closed[0]?.journeys ?? 0,
      withoutLead: sum((row) => row.without_lead),
      leadNotHere: sum((row) => row.lead_not_here),
      failedNotices,
    }
  })
}

interface StageRow {
  readonly stage: Stage
  readonly pathway: Pathway
  readonly journeys: number
  readonly overdue: number
  readonly started: number
  readonly without_lead: number
  readonly lead_not_here: number
}

/** Of a rule and a span of days; of a rule alone; or, without either, of all. */
interface RuleRow {
  readonly rule_id: string | null
  readonly span: number | null
  readonly journeys: number
}

const IS_OPEN = sql<boolean>`(deadline.met_on is null and deadline.cancelled_on is null)`
const LAST_WEEKS_DAYS = WEEKS_AHEAD * 7

/** From which day on what started or closed did so within the last four weeks. */
export function lately(today: LocalDate): LocalDate {
  return plusDays(today, 1 - LAST_WEEKS_DAYS)
}

function ofAsked({ scope, locality }: DashboardAsked): RawBuilder<unknown> {
  return sql`not journey.practice and ${inScope(scope)} and ${isAsked('journey.locality', locality)}`
}

function stagesQuery(asked: DashboardAsked, today: LocalDate, absent: Absent): RawBuilder<StageRow> {
  return sql`
    select ${STAGE_NOW} as stage, pathway, count(*)::integer as journeys, count(late.journey_id)::integer as overdue,
      count(*) filter (where started_on >= ${lately(today)}::date)::integer as started,
      count(*) filter (where ${isWithoutLead(absent)})::integer as without_lead,
      count(*) filter (where ${isLedByNobodyHere(absent)})::integer as lead_not_here
    from journey
    left join (
      select distinct journey_id from deadline where ${IS_OPEN} and last_moment < now()
    ) late on late.journey_id = journey.id
    where not closed and ${ofAsked(asked)}
    group by 1, 2`
}

function closedQuery(asked: DashboardAsked, today: LocalDate): RawBuilder<{ journeys: number }> {
  return sql`select count(*)::integer as journeys from journey
    where closed and closed_on >= ${lately(today)}::date and ${ofAsked(asked)}`
}

function overdueQuery(asked: DashboardAsked, today: LocalDate): RawBuilder<RuleRow> {
  const bounds = OVERDUE_BANDS.slice(1).map(({ first }) => first)
  const band = sql`width_bucket(${today}::date - due_on, ${bounds}::integer[])`
  return ruleQuery(asked, band, sql`last_moment < now()`)
}

function dueQuery(asked: DashboardAsked, today: LocalDate): RawBuilder<RuleRow> {
  const days = sql`due_on >= ${today}::date and due_on < ${plusDays(today, WEEKS_AHEAD * 7)}::date`
  // as the index of open deadlines has them: a last moment is of the day that it is due on
  const moments = sql`last_moment >= now() - interval '2 days' and last_moment < now() + interval '40 days'`
  return ruleQuery(asked, sql`(due_on - ${today}::date) / 7`, sql`${days} and ${moments}`)
}

// A journey counts once for a rule, and once in each span, also with several deadlines of it.
function ruleQuery(
  asked: DashboardAsked,
  span: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
): RawBuilder<RuleRow> {
  return sql`
    with each as materialized (
      select distinct journey_id, rule_id, ${span} as span
      from deadline join journey on journey.id = deadline.journey_id
      where ${IS_OPEN} and ${which} and not closed and ${ofAsked(asked)}
    )
    select rule_id, span, count(*)::integer as journeys from each group by rule_id, span
    union all select rule_id, null, count(*)::integer
      from (select distinct rule_id, journey_id from each) of_rule group by rule_id
    union all select null, null, count(distinct journey_id)::integer from each`
}

function byRule(rows: readonly RuleRow[], spans: number): Dashboard['overdue'] {
  const of = (ruleId: string | null, span: number | null) =>
    rows.find((row) => row.rule_id === ruleId && row.span === span)?.journeys ?? 0
  const ruleIds = [...new Set(rows.flatMap(({ rule_id }) => rule_id ?? []))]
  return {
    journeys: of(null, null),
    rules: ruleIds
      .map((ruleId) => ({
        ruleId,
        journeys: of(ruleId, null),
        spans: Array.from({ length: spans }, (_, span) => of(ruleId, span)),
      }))
      .sort((a, b) => b.journeys - a.journeys || (a.ruleId < b.ruleId ? -1 : 1)),
  }
}
