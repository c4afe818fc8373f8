import { sql, type Kysely } from 'kysely'

/** The test of change that a journey is of, and the open journeys in an order in which they are looked through. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table journey add column cohort text`,
  `create index journey_of_cohort on journey (cohort) where cohort is not null`,
  `create index journey_open_by_reference on journey (child_reference collate "C", id)
    where not closed and not practice`,
]
