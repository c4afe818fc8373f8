import { sql, type Kysely } from 'kysely'

/** Which version of its type an event was recorded as; those of before are of the first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`alter table event add column version smallint not null default 1 check (version > 0)`)
    .execute(db)
}
