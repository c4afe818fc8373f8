import { sql, type Kysely } from 'kysely'

/**
 * Which version of its type an event was recorded as; those of before are of the first. And the index of what the relay is to
 * tell holds what is to be told again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table event add column version smallint not null default 1 check (version > 0)`,
  `drop index journey_to_conduct`,
  `create index journey_to_conduct on journey (id)
    where conducted_seq < seq or signalled_seq < seq or forwarded_ms <> clock_offset_ms`,
]
