import { sql, type Kysely } from 'kysely'

/**
 * What reports count, written when an event is recorded, so that no report folds events: the clocks that aims go by, as they
 * were known at any moment; the meetings with the child's views; the delays that were explained. And the role that counts
 * them, of the whole authority, without knowing of which child they are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...ROLE, ...TABLES, ...RIGHTS]) await sql.raw(statement).execute(db)
}

const ROLE = [
  `do $$ begin
    if not exists (select from pg_roles where rolname = 'pace_reporting') then create role pace_reporting nologin; end if;
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise exception 'The role pace_reporting is missing, and this login may not make it: as an administrator, "create role pace_reporting nologin; grant pace_reporting to %"', current_user;
  end $$`,
  `do $$ begin
    if not pg_has_role(current_user, 'pace_reporting', 'set') then
      execute format('grant pace_reporting to %I', current_user);
    end if;
  end $$`,
]

const TABLES = [
  // By which derivation the facts of a journey were written; 0 of one that has none yet.
  `alter table journey add column facts_version integer not null default 0`,
  `create index journey_without_facts on journey (facts_version, id) where not practice`,

  // One row for each start of a clock, and for each time that something else came to be known of it. It holds from known_from
  // until before known_to.
  `create table aim_fact (
    journey_id uuid not null references journey,
    clock text not null,
    instance integer not null check (instance > 0),
    known_from timestamptz not null,
    known_to timestamptz not null default 'infinity' check (known_to > known_from),
    locality text not null,
    moves jsonb not null default '[]',
    cohort text,
    started_on date not null,
    recommended_on date,
    panel_on date,
    decided_on date,
    lodged_on date,
    reviewed_on date,
    returned_on date,
    left_on date,
    ended_on date,
    primary key (journey_id, clock, instance, known_from)
  )`,
  `create index aim_fact_of_clock on aim_fact (clock, started_on) include (known_from, known_to, locality,
    recommended_on, panel_on, decided_on, lodged_on, reviewed_on, returned_on, left_on, ended_on)`,

  // what is known now is asked for most, and is a part of all that was ever known; in the order of the lists behind a number
  `create index aim_fact_of_now on aim_fact (clock, started_on, journey_id, instance) include (locality,
    recommended_on, panel_on, decided_on, lodged_on, reviewed_on, returned_on, left_on, ended_on) where known_to = 'infinity'`,

  `create table meeting_fact (
    journey_id uuid not null references journey,
    event_id uuid not null,
    kind text not null check (kind in ('child-plan-meeting', 'review', 'panel')),
    held_on date not null,
    locality text not null,
    child_heard boolean not null,
    primary key (journey_id, event_id)
  )`,
  `create index meeting_fact_held on meeting_fact (held_on) include (kind, locality, child_heard)`,

  `create table delay_fact (
    journey_id uuid not null references journey,
    event_id uuid not null,
    rule_id text not null,
    reason text not null,
    said_on date not null,
    locality text not null,
    primary key (journey_id, event_id)
  )`,
  `create index delay_fact_of_rule on delay_fact (rule_id) include (journey_id, reason, said_on, locality)`,
]

const OF_JOURNEY = (table: string) => `exists (select from journey where journey.id = ${table}.journey_id)`

function secured(table: string): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy conducted on ${table} to pace_conductor using (true) with check (true)`,
    `do $$ begin
      execute format('create policy operated on ${table} to %I using (true) with check (true)', current_user);
    end $$`,
    `create policy seen on ${table} to pace_api using (${OF_JOURNEY(table)}) with check (${OF_JOURNEY(table)})`,
    `create policy counted on ${table} for select to pace_reporting using (true)`,
    `grant select, insert, update, delete on ${table} to pace_api, pace_conductor`,
  ]
}

const RIGHTS = [
  ...['aim_fact', 'meeting_fact', 'delay_fact'].flatMap(secured),
  // Whoever counts joins by the id of a journey, which nobody outside can tell a child by without seeing the journey.
  `grant select on aim_fact, meeting_fact, delay_fact to pace_reporting`,
  `create policy counted on journey for select to pace_reporting using (not practice)`,
  `grant select (id, locality, team, worker, cover, cover_until, policy_id, policy_version, cohort, practice, pathway, stage,
    stage_until, stage_then, started_on, closed, closed_on, closed_reason, next_due, clock_offset_ms) on journey to pace_reporting`,
  `create policy counted on deadline for select to pace_reporting using (true)`,
  `grant select on deadline to pace_reporting`,
]
