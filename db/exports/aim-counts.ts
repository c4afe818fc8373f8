import { sql } from 'kysely'
import type { AimCount } from '../../domain/exports/aim-tables'
import type { LocalDate } from '../../domain/time'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'

/** The aims that are published, by their ids. */
export const PUBLISHED_AIMS = ['1', '2', '3', '4'] as const

/**
 * How many of each aim's cohort are of which class in which locality, through the end of a day, as it is known now. Of the
 * whole authority: it is given out only as far as what is published leaves it in.
 */
export function countAims(trx: DatabaseTransaction, asOf: LocalDate): Promise<AimCount[]> {
  return asReporting(trx, async (reporting) => {
    const { rows } = await sql<AimCount>`
      with running as (
        select '1' as aim, started_on, moves, locality, reviewed_on as done_on, null::date as returned_on, left_on,
          greatest((started_on + interval '2 years')::date, date '2018-09-01') as counts_from, 12 as weeks
        from aim_fact
        where clock = 'at-home-period' and known_to = 'infinity'
          and (ended_on is null or ended_on > greatest((started_on + interval '2 years')::date, date '2018-09-01'))
        union all
        select '2', started_on, moves, locality, recommended_on, returned_on, left_on, started_on, 45
        from aim_fact
        where clock = 'away-from-home-period' and known_to = 'infinity' and started_on >= date '2018-04-01'
        union all
        select '3', started_on, moves, locality, panel_on, null, left_on, started_on, 12
        from aim_fact
        where clock = 'first-away-from-home-recommendation' and known_to = 'infinity' and started_on >= date '2018-09-01'
        union all
        select '4', started_on, moves, locality, lodged_on, null, left_on, started_on, 16
        from aim_fact
        where clock = 'first-permanence-order-approval' and known_to = 'infinity' and started_on >= date '2018-09-01'
      ), judged as (
        select aim,
          coalesce((
            select move ->> 'to' from jsonb_array_elements(moves) move
            where (move ->> 'on')::date <= counts_from order by (move ->> 'on')::date desc limit 1
          ), locality) as locality,
          case
            when done_on <= ${asOf}::date and done_on <= counts_from + 7 * weeks then 'onTime'
            when returned_on <= ${asOf}::date and returned_on <= counts_from + 7 * weeks then 'returned'
            when done_on <= ${asOf}::date then 'late'
            when left_on <= ${asOf}::date and left_on <= counts_from + 7 * weeks then 'left'
            when ${asOf}::date > counts_from + 7 * weeks then 'overdue'
            else 'open'
          end as class
        from running where counts_from <= ${asOf}::date
      )
      select aim, locality, class, count(*)::integer as count from judged group by aim, locality, class
    `.execute(reporting)
    return rows
  })
}
