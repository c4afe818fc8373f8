import { sql, type Kysely } from 'kysely'

/** Journeys with their events, what is derived from them, notices, and what the parts keep for themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table journey (
    id uuid primary key default gen_random_uuid(),
    child_reference text not null,
    locality text not null,
    team text,
    worker text,
    policy_id text not null,
    policy_version integer not null,
    policy_hash text not null,
    practice boolean not null default false,
    clock_offset_ms bigint not null default 0,
    forwarded_ms bigint not null default 0,
    seq integer not null,
    conducted_seq integer not null default 0,
    signalled_seq integer not null default 0,
    signalled_at timestamptz,
    pathway text not null,
    stage text not null,
    stage_until timestamptz,
    stage_then text,
    started_on date not null,
    closed boolean not null,
    created_at timestamptz not null,
    changed_at timestamptz not null
  )`,
  // One open journey for each child; practice stands apart.
  `create unique index journey_open_reference on journey (child_reference) where not closed and not practice`,
  `create index journey_locality on journey (locality, closed, id)`,
  `create index journey_worker on journey (worker) where not closed`,
  `create index journey_to_conduct on journey (id) where conducted_seq < seq or forwarded_ms <> clock_offset_ms`,

  `create table event (
    id uuid primary key default gen_random_uuid(),
    journey_id uuid not null references journey,
    number integer not null,
    type text not null,
    occurred_on date not null,
    occurred_at timestamptz,
    recorded_at timestamptz not null,
    recorded_by text not null,
    source_system text,
    source_id text,
    imported boolean not null default false,
    fields jsonb not null,
    words jsonb,
    unique (journey_id, number)
  )`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'Rows of % are only ever added: correct an event with another event', tg_table_name;
    end
  $$`,
  `create trigger event_only_added before update or delete on event
    for each row execute function refuse_change()`,

  `create table deadline (
    journey_id uuid not null references journey,
    rule_id text not null,
    instance integer not null,
    due_on date not null,
    last_moment timestamptz not null,
    due_soon_from timestamptz,
    met_on date,
    met_late boolean,
    cancelled_on date,
    primary key (journey_id, rule_id, instance)
  )`,
  `create index deadline_open on deadline (last_moment, journey_id) where met_on is null and cancelled_on is null`,

  `create table milestone (
    journey_id uuid not null references journey,
    rule_id text not null,
    instance integer not null,
    due timestamptz not null,
    kind text not null,
    started_on date not null,
    reached_on date not null,
    recorded_at timestamptz not null,
    superseded_at timestamptz,
    primary key (journey_id, rule_id, instance, due, kind)
  )`,

  `create table notice (
    id uuid primary key default gen_random_uuid(),
    journey_id uuid not null references journey,
    key text not null,
    agency text not null,
    locality text not null,
    recipient text not null,
    at timestamptz not null,
    content jsonb not null,
    status text not null check (status in ('pending', 'sent', 'refused', 'gave-up', 'withdrawn', 'caught')),
    created_at timestamptz not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null,
    lease uuid,
    leased_until timestamptz,
    ended_at timestamptz,
    sent_to text,
    last_error text,
    unique (journey_id, key)
  )`,
  `create index notice_to_send on notice (agency, locality, next_attempt_at) where status = 'pending'`,

  `create table contact (
    agency text not null,
    locality text not null,
    recipient text not null,
    address text not null,
    primary key (agency, locality, recipient)
  )`,
  `create table person (id text primary key, address text)`,

  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    journey_id uuid,
    detail jsonb not null
  )`,
  `create trigger audit_only_added before update or delete on audit
    for each row execute function refuse_change()`,

  `create table idempotency (
    caller text not null,
    path text not null,
    key text not null,
    body_hash text not null,
    status integer,
    location text,
    answer text,
    created_at timestamptz not null,
    primary key (caller, path, key)
  )`,
  `create index idempotency_age on idempotency (created_at)`,

  `create table heartbeat (
    part text not null,
    instance text not null,
    at timestamptz not null,
    primary key (part, instance)
  )`,
  `create table installation (name text primary key, at timestamptz not null)`,
]
