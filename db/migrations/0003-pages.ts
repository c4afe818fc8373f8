import { sql, type Kysely } from 'kysely'

/** The sessions of people who use the pages, and the word that goes out when a journey has changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // The columns that connect-pg-simple reads and writes.
  `create table web_session (
    sid text primary key,
    sess json not null,
    expire timestamptz not null
  )`,
  `create index web_session_expire on web_session (expire)`,

  // Delivered at commit. Ids and codes only: whoever listens reads the rest as somebody who may.
  `create function tell_journey_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('journey_changed', json_build_object(
        'id', new.id, 'locality', new.locality, 'version', new.seq
      )::text);
      return null;
    end
  $$`,
  `create trigger journey_changed after insert or update of seq, conducted_seq, locality on journey
    for each row execute function tell_journey_changed()`,
]
