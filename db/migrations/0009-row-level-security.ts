import { sql, type Kysely } from 'kysely'

/**
 * Row-level security behind the permissions of the API: a query that forgets to ask for whom it reads finds nothing.
 *
 * Two roles, which own nothing: the API's sees what the caller of the transaction may see, the conductor's all of it.
 * What must look or reach beyond one's localities (is this child's journey open elsewhere; a transfer; the relay's job)
 * is a function of its own, which does that and no more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...ROLES, ...WHO_SEES, ...TABLES, ...BEYOND_ONES_LOCALITIES, ...RIGHTS])
    await sql.raw(statement).execute(db)
}

const ROLES = ['pace_api', 'pace_conductor'].flatMap((role) => [
  // several databases of one server share their roles, and may be migrated at once
  `do $$ begin
    if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise exception 'The role ${role} is missing, and this login may not make it: as an administrator, "create role ${role} nologin; grant ${role} to %"', current_user;
  end $$`,
  // so that a login that owns the tables can step down to it
  `do $$ begin
    if not pg_has_role(current_user, '${role}', 'set') then
      execute format('grant ${role} to %I', current_user);
    end if;
  end $$`,
])

// Told at the beginning of a transaction, and forgotten at its end: nothing is left in the connection for the next one.
const WHO_SEES = [
  `create function sees_all_localities() returns boolean language sql stable
    return coalesce(current_setting('pace.authority', true), '') = 'on'`,
  `create function localities_seen() returns text[] language sql stable
    return coalesce(nullif(current_setting('pace.localities', true), ''), '{}')::text[]`,
  `create function journeys_opened() returns uuid[] language sql stable
    return coalesce(nullif(current_setting('pace.opened', true), ''), '{}')::uuid[]`,
]

// In brackets they are asked once for a query, and not for each row.
const SEEN = `((select sees_all_localities()) or locality = any((select localities_seen())::text[])
  or id = any((select journeys_opened())::uuid[]))`

// The policy of the journey stands behind each of these as well.
const OF_JOURNEY = (table: string, column = 'journey_id') =>
  `exists (select from journey where journey.id = ${table}.${column})`

const OF_CHILD = (table: string) => `exists (select from journey where journey.child_id = ${table}.child_id)`

const POLICIES: Readonly<Record<string, string>> = {
  journey: SEEN,
  event: OF_JOURNEY('event'),
  deadline: OF_JOURNEY('deadline'),
  milestone: OF_JOURNEY('milestone'),
  notice: OF_JOURNEY('notice'),
  sibling: OF_JOURNEY('sibling'),
  child_details: OF_CHILD('child_details'),
  child_name_token: OF_CHILD('child_name_token'),
  // also of an answer that is given again after the journey went elsewhere
  child: `exists (select from journey where journey.child_id = child.id)
    or exists (select from idempotency where idempotency.child_id = child.id)`,
  idempotency: `caller = current_setting('pace.caller', true)`,
}

// Anything may be written down; read is what is about a journey that is seen, or about none.
const AUDIT_READ = `case
    when (select sees_all_localities()) then true
    when journey_id is null and journey_ids is null then true
    else ${OF_JOURNEY('audit')} or exists (select from journey where journey.id = any(audit.journey_ids))
  end`

function secured(table: string): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy conducted on ${table} to pace_conductor using (true) with check (true)`,
    // forced also on the owner, who migrates and operates
    `do $$ begin
      execute format('create policy operated on ${table} to %I using (true) with check (true)', current_user);
    end $$`,
  ]
}

const TABLES = [
  ...Object.entries(POLICIES).flatMap(([table, seen]) => [
    ...secured(table),
    `create policy seen on ${table} to pace_api using (${seen}) with check (${seen})`,
  ]),
  ...secured('audit'),
  `create policy seen on audit for select to pace_api using (${AUDIT_READ})`,
  `create policy written on audit for insert to pace_api with check (true)`,
]

const OWN_PROCESS = `(current_setting('role') <> 'pace_api' and pg_has_role(session_user,
  (select relowner from pg_class where oid = 'journey'::regclass), 'member'))`

const DEFINER = `security definer set search_path = pg_catalog, public, pg_temp`

const BEYOND_ONES_LOCALITIES = [
  // Is there an open journey of this child anywhere? One is, at most.
  `create function open_journey_of(reference text) returns table (id uuid, locality text) language sql stable ${DEFINER} as $$
    select journey.id, journey.locality from journey
    where child_reference = reference and not closed and not practice
  $$`,
  // Does another time of being looked after of the same child reach into this one?
  `create function overlapping_journey(journey_id uuid, reference text, from_day date, to_day date)
    returns table (id uuid, started_on date, closed_on date) language sql stable ${DEFINER} as $$
    select journey.id, journey.started_on, journey.closed_on from journey
    where child_reference = reference and journey.id <> journey_id and not practice and closed
      and closed_reason is distinct from 'recorded-in-error'
      and journey.closed_on > from_day and journey.started_on < coalesce(to_day, 'infinity'::date)
    order by journey.started_on limit 1
  $$`,
  // The ids of a child's journeys, wherever they are: who reads of the child is written down with each of them.
  `create function journeys_of_child(child uuid) returns setof uuid language sql stable ${DEFINER} as $$
    select journey.id from journey where journey.child_id = child order by journey.created_at, journey.id
  $$`,
  // The child of a reference, made now if there is none; \`made\` says so.
  `create function child_of(new_id uuid, child_reference text, is_practice boolean, new_wrapped bytea, new_key_id text)
    returns table (id uuid, wrapped bytea, key_id text, made boolean) language plpgsql ${DEFINER} as $$
    #variable_conflict use_column
    begin
      insert into child (id, reference, practice, wrapped, key_id, made_at)
        values (new_id, child_reference, is_practice, new_wrapped, new_key_id, clock_timestamp())
        on conflict (reference, practice) where destroyed_at is null do nothing;
      return query select child.id, child.wrapped, child.key_id, child.id = new_id from child
        where child.reference = child_reference and child.practice = is_practice and child.destroyed_at is null;
    end
  $$`,
  // A transfer: whoever sees a journey may hand it on to where they do not. Those who see all are the owner, and whoever
  // has stepped down from the owner to the conductor; asked of the session, since the function itself acts as its owner.
  `create function move_journey(moved uuid, to_locality text, to_team text) returns void language plpgsql ${DEFINER} as $$
    begin
      update journey set locality = to_locality, team = to_team where id = moved
        and (${OWN_PROCESS} or ${SEEN});
      if not found then raise exception 'There is no such journey to move' using errcode = 'insufficient_privilege'; end if;
    end
  $$`,
  // The relay's tables belong to the relay: whoever records may leave a job in them, and nothing else.
  `create function enqueue_relay(task text, payload json, key text) returns void language plpgsql ${DEFINER} as $$
    begin
      perform graphile_worker.add_job(task, payload := payload, job_key := key);
    end
  $$`,
]

const API_RIGHTS: Readonly<Record<string, string>> = {
  journey: 'select, insert, update',
  event: 'select, insert',
  deadline: 'select, insert, update, delete',
  milestone: 'select',
  notice: 'select',
  sibling: 'select, insert, delete',
  child: 'select, update',
  child_details: 'select, insert, update, delete',
  child_name_token: 'select, insert, delete',
  idempotency: 'select, insert, update',
  audit: 'select, insert',
  audit_seal: 'select',
  person: 'select, insert, update',
  person_access: 'select, insert, update, delete',
  directory: 'select, update',
  web_session: 'select, insert, update, delete',
  heartbeat: 'select',
  installation: 'select',
  kysely_migration: 'select',
}

const FUNCTIONS = [
  'open_journey_of(text)',
  'overlapping_journey(uuid, text, date, date)',
  'child_of(uuid, text, boolean, bytea, text)',
  'journeys_of_child(uuid)',
  'move_journey(uuid, text, text)',
  'enqueue_relay(text, json, text)',
]

const RIGHTS = [
  ...Object.entries(API_RIGHTS).map(([table, rights]) => `grant ${rights} on ${table} to pace_api`),
  `grant select, insert, update, delete on all tables in schema public to pace_conductor`,
  `grant usage on all sequences in schema public to pace_api, pace_conductor`,
  ...FUNCTIONS.flatMap((name) => [
    `revoke execute on function ${name} from public`,
    `grant execute on function ${name} to pace_api, pace_conductor`,
  ]),
]
