import { sql, type Kysely } from 'kysely'

/**
 * Practice journeys as people use them: how far the engine has come, drafts of policies that are practised with, and the
 * throwing away of what is about no child.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...CLOCK, ...FOR_EVER, ...DRAFTS, ...UNTOLD, ...THROWN_AWAY])
    await sql.raw(statement).execute(db)
}

const CLOCK = [
  // `engine_at`: the moment of the journey's own clock at which it was conducted last.
  // `clock_base_ms`: by how much the engine's clock of it is ahead of its own, 0 or less: of one that began in the past, or was
  // moved too far. An engine goes back never.
  // `move_refused`: the engine refused to move on, as one does that skips no time.
  `alter table journey add column engine_at timestamptz,
    add column move_refused boolean not null default false,
    add column clock_base_ms bigint not null default 0 check (clock_base_ms <= 0)`,
  `create index journey_practice on journey (changed_at) where practice`,
]

// Practice is thrown away, and its notices go to nobody: nothing real may become so, nor the other way round.
const FOR_EVER = [
  `create function refuse_to_make_practice() returns trigger language plpgsql as $$
    begin
      raise exception 'What is practice stays so, and what is real too: % %', tg_table_name, old.id;
    end
  $$`,
  ...['journey', 'child'].map(
    (table) => `create trigger ${table}_practice_stays before update on ${table}
      for each row when (old.practice is distinct from new.practice) execute function refuse_to_make_practice()`,
  ),
]

const DRAFTS = [
  `create table practice_policy (
    hash text primary key,
    document jsonb not null,
    kept_at timestamptz not null
  )`,
  `grant select on practice_policy to pace_api`,
  `grant select, insert, update, delete on practice_policy to pace_conductor`,
]

// Nobody who listens for changes is told of practice: its own pages look again by themselves.
const UNTOLD = [
  `create or replace function tell_journey_changed() returns trigger language plpgsql as $$
    begin
      if not new.practice then
        perform pg_notify('journey_changed', json_build_object(
          'id', new.id, 'locality', new.locality, 'version', new.seq
        )::text);
      end if;
      return null;
    end
  $$`,
  // What is opened beyond one's reach is about a child: practice is not.
  `create or replace function journey_named(given text) returns uuid language sql stable
    security definer set search_path = pg_catalog, public, pg_temp as $$
    select journey.id from journey
    where (journey.id::text = lower(given) or child_reference = given) and not practice
    order by journey.id::text = lower(given) desc, closed, started_on desc
    limit 1
  $$`,
]

const DEFINER = `security definer set search_path = pg_catalog, public, pg_temp`
const OWN_PROCESS = `(current_setting('role') <> 'pace_api' and pg_has_role(session_user,
  (select relowner from pg_class where oid = 'journey'::regclass), 'member'))`
const SEEN = `(sees_all_localities() or locality = any(localities_seen()) or id = any(journeys_opened()))`

const THROWN_AWAY = [
  // Events are only ever added. Those of a practice journey go with it as a whole, and in no other way.
  `create function is_thrown_away(journey_of_row uuid) returns boolean language sql stable ${DEFINER} as $$
    select coalesce(current_setting('pace.thrown_away', true), '') = journey_of_row::text
      and exists (select from journey where journey.id = journey_of_row and journey.practice)
  $$`,
  `create function refuse_all_but_throwing_away() returns trigger language plpgsql as $$
    begin
      if is_thrown_away(old.journey_id) then return old; end if;
      raise exception 'Rows of % are only ever added: correct an event with another event', tg_table_name;
    end
  $$`,
  `drop trigger event_only_added on event`,
  `create trigger event_only_added before update on event
    for each row execute function refuse_all_but_sealing()`,
  `create trigger event_kept before delete on event
    for each row execute function refuse_all_but_throwing_away()`,
  ...['break_glass', 'meeting_answer'].flatMap((table) => [
    `drop trigger ${table}_only_added on ${table}`,
    `create trigger ${table}_only_added before update on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_kept before delete on ${table}
      for each row execute function refuse_all_but_throwing_away()`,
  ]),

  // A whole practice journey, where whoever asks sees it: its rows, and its made-up child when there is no other of it. What is
  // held for the law, or was erased, stays where it is written down.
  `create function throw_away_practice(thrown uuid) returns void language plpgsql ${DEFINER} as $$
    declare
      of_child uuid;
      drafts text[];
    begin
      select child_id, array[policy_hash, first_policy_hash] into of_child, drafts from journey
        where id = thrown and practice and (${OWN_PROCESS} or ${SEEN}) for update;
      if not found then raise exception 'There is no such practice journey' using errcode = 'insufficient_privilege'; end if;
      -- events of a real journey are in the feed, always
      if exists (select from change where journey_id = thrown) then
        raise exception 'What is in the feed of changes is no practice: journey %', thrown;
      end if;
      perform set_config('pace.thrown_away', thrown::text, true);
      delete from meeting_answer where journey_id = thrown;
      delete from notice_try where journey_id = thrown;
      delete from notice where journey_id = thrown;
      delete from milestone where journey_id = thrown;
      delete from deadline where journey_id = thrown;
      delete from sibling where journey_id = thrown or sibling_id = thrown;
      delete from break_glass where journey_id = thrown;
      delete from event where journey_id = thrown;
      perform set_config('pace.thrown_away', '', true);
      delete from journey where id = thrown;
      if not exists (select from journey where child_id = of_child)
        and not exists (select from legal_hold where child_id = of_child)
        and not exists (select from erasure where child_id = of_child) then
        delete from idempotency where child_id = of_child;
        delete from child_name_token where child_id = of_child;
        delete from child_details where child_id = of_child;
        delete from child where id = of_child and practice;
      end if;
      -- locked first: whoever begins a journey under a draft at this moment is waited for, and seen by what follows
      perform from practice_policy where hash = any(drafts) order by hash for update;
      delete from practice_policy where hash = any(drafts)
        and not exists (select from journey where hash in (policy_hash, first_policy_hash));
    end
  $$`,
  ...['is_thrown_away(uuid)', 'throw_away_practice(uuid)'].flatMap((name) => [
    `revoke execute on function ${name} from public`,
    `grant execute on function ${name} to pace_api, pace_conductor`,
  ]),
]
