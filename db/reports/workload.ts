import { sql, type RawBuilder } from 'kysely'
import { WEEKS_AHEAD } from '../../domain/overdue-bands'
import { plusDays, type LocalDate } from '../../domain/time'
import type { OpenWork } from '../../domain/workload'
import { asReporting } from '../acting'
import type { DatabaseTransaction } from '../database'
import { ownedBy, readDirectory, type Directory } from '../people'
import { inScope, type Scope } from '../scope'
import { isAsked } from './conditions'

/** Of which journeys: those of a scope, narrowed to a locality, a team, or both. */
export interface WorkloadAsked {
  readonly scope: Scope
  readonly locality?: string
  readonly team?: string
}

/**
 * The open journeys by locality, team, lead and cover, with what is due from today within four weeks, and what is overdue; and
 * the directory that says who of them is here. Practice journeys are left out.
 */
export async function readWorkload(
  trx: DatabaseTransaction,
  asked: WorkloadAsked,
): Promise<{ readonly work: readonly OpenWork[]; readonly directory: Directory }> {
  const directory = await readDirectory(trx)
  const { rows } = await asReporting(trx, (counting) =>
    workloadQuery(asked, directory.today).execute(counting),
  )
  return { work: rows.map(workOf), directory }
}

interface Row {
  readonly locality: string
  readonly team: string | null
  readonly worker: string | null
  readonly cover: string | null
  readonly cover_until: LocalDate | null
  readonly journeys: number
  readonly due_journeys: number
  readonly due_deadlines: number
  readonly overdue_journeys: number
  readonly overdue_deadlines: number
  readonly longest: number | null
}

function workloadQuery({ scope, locality, team }: WorkloadAsked, today: LocalDate): RawBuilder<Row> {
  const ahead = plusDays(today, WEEKS_AHEAD * 7)
  return sql`
    select locality, team, worker, cover, cover_until, count(*)::integer as journeys,
      count(*) filter (where due > 0)::integer as due_journeys,
      coalesce(sum(due), 0)::integer as due_deadlines,
      count(*) filter (where overdue > 0)::integer as overdue_journeys,
      coalesce(sum(overdue), 0)::integer as overdue_deadlines,
      max(longest) as longest
    from journey
    left join (
      select journey_id,
        count(*) filter (where due_on >= ${today}::date and due_on < ${ahead}::date) as due,
        count(*) filter (where last_moment < now()) as overdue,
        max(${today}::date - due_on) filter (where last_moment < now()) as longest
      from deadline
      where met_on is null and cancelled_on is null
        and last_moment < now() + ${`${WEEKS_AHEAD * 7 + 2} days`}::interval
      group by journey_id
    ) pressing on pressing.journey_id = journey.id
    where not closed and not practice and ${inScope(scope)}
      and ${isAsked('locality', locality)} and ${isAsked('team', team)}
    group by locality, team, worker, cover, cover_until`
}

function workOf(row: Row): OpenWork {
  return {
    owned: ownedBy(row),
    amount: {
      journeys: row.journeys,
      dueJourneys: row.due_journeys,
      dueDeadlines: row.due_deadlines,
      overdueJourneys: row.overdue_journeys,
      overdueDeadlines: row.overdue_deadlines,
      longestOverdueDays: row.longest,
    },
  }
}
