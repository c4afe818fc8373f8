import { sql, type Kysely } from 'kysely'

/** The directory of people, and the journeys of brothers and sisters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table person
    add column name text,
    add column roles text[] not null default '{}',
    add column locality text,
    add column team text,
    add column manager text,
    add column cover text,
    add column away_from date,
    add column away_until date,
    add column left_on date`,
  // One row: counts the changes of the directory, for its ETag.
  `create table directory (
    only_one boolean primary key default true check (only_one),
    version integer not null
  )`,
  `insert into directory (version) values (1)`,

  `create index journey_without_worker on journey (id) where not closed and worker is null`,

  // Both ways: a link is two rows.
  `create table sibling (
    journey_id uuid not null references journey,
    sibling_id uuid not null references journey,
    linked_at timestamptz not null,
    linked_by text not null,
    primary key (journey_id, sibling_id),
    check (journey_id <> sibling_id)
  )`,
]
