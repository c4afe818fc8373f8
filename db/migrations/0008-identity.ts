import { sql, type Kysely } from 'kysely'

/** From when on somebody's sign-ins count, and the roles that the directory has taken away from them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // A table of its own: whoever is signed out need not be in the directory.
  `create table person_access (
    person text primary key,
    signed_out_at timestamptz not null,
    signed_out_by text not null
  )`,
  `alter table person add column roles_taken text[] not null default '{}'`,
  // All sessions of one person are ended at once.
  `create index web_session_person on web_session ((sess -> 'person' ->> 'id'))`,
]
