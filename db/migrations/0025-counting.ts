import { sql, type Kysely } from 'kysely'

/**
 * Indexes by which reports of a whole authority are counted: open deadlines with all that is asked of them, so that their rows are
 * not looked up; those that ended late by when they ended; those of a rule by when they were due; the last explanation of each;
 * journeys that are counted at all, and those that closed lately.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `drop index deadline_open`,
  `create index deadline_open on deadline (last_moment, journey_id) include (rule_id, due_on)
    where met_on is null and cancelled_on is null`,
  `create index deadline_late on deadline ((coalesce(met_on, cancelled_on)))
    include (journey_id, rule_id, due_on, met_on, met_late, cancelled_on)
    where met_late or (met_on is null and cancelled_on > due_on)`,
  `create index deadline_of_rule on deadline (rule_id, due_on) include (journey_id, met_on, met_late, cancelled_on)`,
  `create index delay_fact_last on delay_fact (journey_id, rule_id, said_on desc, event_id desc) include (reason)`,
  // which journeys are counted, and under which policies, so that their rows are not looked up
  `create index journey_counted on journey (id) include (locality, policy_id, policy_version)
    where not practice and closed_reason is distinct from 'recorded-in-error'`,
  `create index journey_closed_lately on journey (closed_on) where closed and not practice`,
]
