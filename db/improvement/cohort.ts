import { sql } from 'kysely'
import { COHORT_GROUPS, type Compared, type GroupCount } from '../../domain/improvement/cohort'
import type { TestOfChange } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'

/** The column of a fact in which an outcome of an aim stands. */
const OUTCOME_COLUMN: Readonly<Record<Compared['outcome'], string>> = {
  recommendation: 'recommended_on',
  panel: 'panel_on',
  'permanence-order-lodged': 'lodged_on',
}

/**
 * How the journeys of a test of change have fared until a day, beside the others, in numbers of the whole authority. Each start of
 * the clock counts once, as it is known now; weeks are of those that are done.
 */
export function compareCohort(
  trx: DatabaseTransaction,
  { cohort, localities, from, until }: TestOfChange,
  { clock, outcome }: Compared,
  today: LocalDate,
): Promise<GroupCount[]> {
  return asReporting(trx, async (counting) => {
    const done = sql.ref(OUTCOME_COLUMN[outcome])
    const { rows } = await sql<Omit<GroupCount, 'group'> & { group: string }>`
      with counted as (
        select
          case
            when cohort = ${cohort} then 'cohort'
            when locality = any(${[...localities]}::text[]) and started_on < ${from} then 'before'
            when locality = any(${[...localities]}::text[]) then 'others'
            when started_on >= ${from} then 'elsewhere'
          end as "group",
          started_on,
          case when ${done} <= ${today} then ${done} end as done_on,
          least(returned_on, left_on, ended_on) <= ${today} as has_ended
        from aim_fact
        where clock = ${clock} and known_to = 'infinity' and started_on <= ${today}
          and (${until ?? null}::date is null or started_on <= ${until ?? null}::date)
      )
      select "group",
        count(*)::int as n,
        count(done_on)::int as done,
        (count(*) filter (where done_on is null and has_ended))::int as ended,
        (count(*) filter (where done_on is null and has_ended is not true))::int as "notYet",
        round((percentile_cont(0.5) within group (order by (done_on - started_on) / 7.0)
          filter (where done_on is not null))::numeric, 1)::float as "medianWeeks"
      from counted where "group" is not null group by "group"`.execute(counting)
    return COHORT_GROUPS.map(
      (group) =>
        (rows.find((row) => row.group === group) as GroupCount | undefined) ?? {
          group,
          n: 0,
          done: 0,
          ended: 0,
          notYet: 0,
          medianWeeks: null,
        },
    )
  })
}
