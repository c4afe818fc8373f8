import { sql, type Kysely } from 'kysely'

/** Files that are brought in from another system: what is still to be done of each, and what came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...TABLES, ENQUEUE_AGAIN, ...SECURED.flatMap(secured), ...WHO_SEES, ...RIGHTS])
    await sql.raw(statement).execute(db)
}

const TABLES = [
  // Its rows are sealed with a key of its own, which is destroyed when it has ended: nothing of the file is left then.
  `create table import (
    id uuid primary key,
    of text not null check (of in ('journeys', 'children')),
    system text not null,
    policy text not null,
    asked_by text not null,
    roles text[] not null,
    localities text[],
    from_address text,
    status text not null check (status in ('uploading', 'queued', 'running', 'done', 'failed', 'cancelled')),
    because text,
    rows integer not null default 0,
    applied integer not null default 0,
    unchanged integer not null default 0,
    corrected integer not null default 0,
    journeys integer not null default 0,
    bad_rows integer not null default 0,
    held_back integer not null default 0,
    cancel_asked_by text,
    created_at timestamptz not null,
    touched_at timestamptz not null,
    ended_at timestamptz,
    wrapped bytea,
    key_id text
  )`,
  `create index import_unfinished on import (touched_at) where ended_at is null`,
  `create index import_by_time on import (created_at desc, id desc)`,

  // A row of the file, by its line, with a keyed hash that is the same for all rows of a child.
  `create table import_row (
    import_id uuid not null references import on delete cascade,
    line integer not null,
    child bytea not null,
    sealed bytea not null,
    primary key (import_id, line)
  )`,
  `create index import_row_of_child on import_row (import_id, child)`,

  // A child of the file, in the order of the file: one transaction each.
  `create table import_child (
    import_id uuid not null references import on delete cascade,
    place integer not null,
    child bytea not null,
    done boolean not null default false,
    applied integer not null default 0,
    unchanged integer not null default 0,
    corrected integer not null default 0,
    journeys integer not null default 0,
    bad_rows integer not null default 0,
    held_back integer not null default 0,
    primary key (import_id, place)
  )`,
  `create index import_child_waiting on import_child (import_id, place) where not done`,

  // What is to be said of a line. It repeats nothing that stood in the file but codes and dates.
  `create table import_finding (
    import_id uuid not null references import on delete cascade,
    line integer not null,
    number integer not null,
    kind text not null check (kind in ('refused', 'warning')),
    field text not null,
    message text not null,
    remedy text not null,
    primary key (import_id, kind, line, number)
  )`,

  // What was last imported, as hashes keyed with the child's own key: they tell nothing, and nobody can make them again once
  // the child was erased.
  `create table imported_row (
    child_id uuid not null references child,
    key bytea not null,
    content bytea not null,
    journey_id uuid references journey,
    event_id uuid,
    primary key (child_id, key)
  )`,
]

/**
 * As enqueue_relay does, for several journeys: those that have a job already which nobody has tried yet, or somebody is at
 * now, are left be. A job whose relay was killed stays locked for hours, and counts as none.
 */
const ENQUEUE_AGAIN = `create function enqueue_relay_again(task text, journeys uuid[]) returns integer language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
  declare enqueued integer;
  begin
    perform graphile_worker.add_job(task, payload := json_build_object('journeyId', id), job_key := 'relay/' || id)
    from unnest(journeys) as id
    where not exists (
      select from graphile_worker.jobs
      where jobs.key = 'relay/' || id and attempts <= 1
        and coalesce(locked_at > clock_timestamp() - interval '1 minute', attempts = 0)
    );
    get diagnostics enqueued = row_count;
    return enqueued;
  end
$$`

const SECURED = ['import', 'import_row', 'import_child', 'import_finding', 'imported_row']

function secured(table: string): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy conducted on ${table} to pace_conductor using (true) with check (true)`,
    `do $$ begin
      execute format('create policy operated on ${table} to %I using (true) with check (true)', current_user);
    end $$`,
  ]
}

// An import is seen by whoever began it, and by those who act for the whole authority.
const THEIRS = `(asked_by = current_setting('pace.caller', true) or (select sees_all_localities()))`
const OF_THEIRS = (table: string) => `exists (select from import where import.id = ${table}.import_id)`

const WHO_SEES = [
  `create policy seen on import to pace_api using ${THEIRS} with check ${THEIRS}`,
  ...['import_row', 'import_child', 'import_finding'].map(
    (table) =>
      `create policy seen on ${table} to pace_api using (${OF_THEIRS(table)}) with check (${OF_THEIRS(table)})`,
  ),
  // whoever knows of none of the child's journeys sees nothing of what was imported of the child either
  `create policy seen on imported_row to pace_api
    using (exists (select from journey where journey.child_id = imported_row.child_id))`,
]

// The API takes a file in and shows what came of it; the conductor does the rest. What is sealed it cannot read back.
const RIGHTS = [
  `grant select, insert, update, delete on import to pace_api`,
  `grant insert, delete, select (import_id, line, child) on import_row to pace_api`,
  `grant select, insert, delete on import_child to pace_api`,
  `grant select on import_finding to pace_api`,
  `revoke execute on function enqueue_relay_again(text, uuid[]) from public`,
  `grant execute on function enqueue_relay_again(text, uuid[]) to pace_conductor`,
  `grant select, insert, update, delete on
    import, import_row, import_child, import_finding, imported_row to pace_conductor`,
]
