import { sql, type Kysely } from 'kysely'

/** What was published of the aims: kept for good, so that a later publication tells nothing that this one left out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Counts of the whole authority, with those that are not shown.
  `create table publication (
    as_of date primary key,
    made_at timestamptz not null,
    made_by text not null,
    threshold integer not null check (threshold >= 2),
    tables jsonb not null
  )`,
  `create trigger publication_only_added before update or delete on publication
    for each row execute function refuse_change()`,
  `grant select, insert on publication to pace_api`,
]
