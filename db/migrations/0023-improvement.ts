import { sql, type Kysely } from 'kysely'

/**
 * Improvement work: tests of change, driver diagrams and forcefields. None is about a child. Each version of each is a row that is
 * never changed; a table of each kind has what the newest says in columns, for lists, and for the marks on run charts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...TABLES, ...RIGHTS]) await sql.raw(statement).execute(db)
}

const NEWEST = `
    id uuid primary key,
    version integer not null,
    title text not null,
    aim text not null,
    locality text,
    begun_at timestamptz not null,
    begun_by text not null,
    foreign key (id, version) references improvement_version (id, version)`

const TABLES = [
  `create table improvement_version (
    id uuid not null,
    version integer not null check (version > 0),
    kind text not null check (kind in ('test-of-change', 'driver-diagram', 'forcefield')),
    content jsonb not null,
    changed text[] not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (id, version)
  )`,
  // Where no locality is named it is tried in the whole authority. The phase is what is written alone: from its first day on a
  // test that is planned is running.
  `create table test_of_change (${NEWEST},
    series text not null,
    cycle integer not null check (cycle > 0),
    from_on date,
    until_on date check (until_on >= from_on),
    phase text not null check (phase in ('planned', 'running', 'studied', 'acted'))
  )`,
  `create unique index test_of_change_cycle on test_of_change (lower(series), cycle)`,
  `create index test_of_change_dated on test_of_change (from_on) where from_on is not null`,
  `create table driver_diagram (${NEWEST})`,
  `create table forcefield (${NEWEST})`,
]

const RIGHTS = [
  `grant select, insert on improvement_version to pace_api`,
  `grant select, insert, update on test_of_change, driver_diagram, forcefield to pace_api`,
  `grant select on improvement_version, test_of_change, driver_diagram, forcefield to pace_conductor, pace_reporting`,
]
