import { sql, type Kysely } from 'kysely'

/** What lists of journeys sort by, and the version that an answer kept for a repeated request was given with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // The last moment of the earliest deadline still to be met: it changes only when something is recorded.
  `alter table journey add column next_due timestamptz`,
  `update journey set next_due = (
    select min(last_moment) from deadline
    where journey_id = journey.id and met_on is null and cancelled_on is null
  )`,
  `create index journey_by_due on journey (coalesce(next_due, 'infinity'::timestamptz), id)
    where not closed and not practice`,
  `create index journey_by_due_in_locality on journey (locality, coalesce(next_due, 'infinity'::timestamptz), id)
    where not closed and not practice`,
  `alter table idempotency add column version integer`,
]
