import { sql, type Kysely } from 'kysely'

/**
 * The feed of changes: what connected systems are told, in an order in which nobody misses anything.
 *
 * Each row is for those who see a locality. A move is told three times over: to those who see the place that the journey
 * leaves and not the one that it comes to, the other way round, and to those who see both.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...ALONE, ...TABLES, ...ORDER, ...BEFORE, ...TELLING, ...SECURED])
    await sql.raw(statement).execute(db)
}

const DEFINER = `security definer set search_path = pg_catalog, public, pg_temp`

// All that was ever recorded is gone through once. Who records meanwhile waits before the journey, and not half way.
const ALONE = [`set local statement_timeout = 0`, `lock table journey in exclusive mode`]

const TABLES = [
  // Another PostgreSQL, to which a backup was brought, numbers transactions anew: its numbers count from an epoch of their own.
  `create table feed_epoch (
    number integer primary key,
    system text not null,
    began_at timestamptz not null
  )`,
  `create table change (
    id bigint generated always as identity primary key,
    epoch integer not null,
    transaction xid8 not null default pg_current_xact_id(),
    key uuid not null default gen_random_uuid(),
    at timestamptz not null default clock_timestamp(),
    kind text not null check (kind in ('event', 'entered', 'moved', 'left', 'erased')),
    journey_id uuid not null references journey,
    event_id uuid references event,
    locality text not null,
    team text,
    other text,
    other_seen boolean,
    check ((kind = 'event') = (event_id is not null)),
    check ((other is null) = (other_seen is null))
  )`,
  `create unique index change_in_order on change (epoch, transaction, id)`,
  `create index change_of_journey on change (journey_id, epoch, transaction)`,
  `create index change_erased on change (journey_id) where kind = 'erased'`,
  `create trigger change_only_added before update or delete on change
    for each row execute function refuse_change()`,
  `create trigger change_never_emptied before truncate on change
    for each statement execute function refuse_change()`,
]

const THIS_SYSTEM = `(select system_identifier::text from pg_control_system())`

const ORDER = [
  // The epoch that counts in this PostgreSQL, also before anything was written in it.
  `create function feed_epoch_now() returns integer language sql stable ${DEFINER} as $$
    select coalesce((
      select case when system = ${THIS_SYSTEM} then number else number + 1 end
      from feed_epoch order by number desc limit 1
    ), 1)
  $$`,
  // The same for whoever writes, who begins it when nobody has.
  `create function feed_epoch_to_write() returns integer language plpgsql ${DEFINER} as $$
    declare
      epoch_now integer := feed_epoch_now();
    begin
      if not exists (select from feed_epoch where number = epoch_now) then
        insert into feed_epoch (number, system, began_at) values (epoch_now, ${THIS_SYSTEM}, clock_timestamp())
          on conflict do nothing;
      end if;
      return epoch_now;
    end
  $$`,
  `alter table change alter column epoch set default feed_epoch_to_write()`,
  // The last row before the first transaction that is not over: rows up to it are all there, and none comes between them.
  // It names no journey, and is the same for everybody: a cursor goes on from it past what is not for its owner.
  `create function feed_end() returns table (epoch integer, transaction xid8, id bigint, key uuid)
    language sql stable ${DEFINER} as $$
    select ends.* from (
      (select change.epoch, change.transaction, change.id, change.key from change
        where change.epoch = feed_epoch_now() and change.transaction < pg_snapshot_xmin(pg_current_snapshot())
        order by change.epoch desc, change.transaction desc, change.id desc limit 1)
      union all
      (select change.epoch, change.transaction, change.id, change.key from change
        where change.epoch < feed_epoch_now()
        order by change.epoch desc, change.transaction desc, change.id desc limit 1)
    ) ends order by ends.epoch desc limit 1
  $$`,
  // Whether this very row is here: not in a database that was restored from before it was written.
  `create function feed_has(at_epoch integer, at_transaction xid8, at_id bigint, at_key uuid)
    returns boolean language sql stable ${DEFINER}
    return exists (select from change where change.epoch = at_epoch and change.transaction = at_transaction
      and change.id = at_id and change.key = at_key)`,
]

const TELLING = [
  // A transaction can have its number long before it comes to write in a journey, and another with a higher number may have
  // written there first. What is written later counts as of that one's number, so that each journey keeps its order. Nothing
  // comes before what was served by that: while the first is not over, nothing of a higher number than its own is served.
  `create function keep_order_of_journey() returns trigger language plpgsql ${DEFINER} as $$
    begin
      new.transaction := greatest(new.transaction, (
        select change.transaction from change where change.journey_id = new.journey_id and change.epoch = new.epoch
        order by change.transaction desc limit 1
      ));
      return new;
    end
  $$`,
  `create trigger change_ordered before insert on change for each row execute function keep_order_of_journey()`,
  // Practice is nobody's journey, and is told to no other system.
  `create function tell_events() returns trigger language plpgsql ${DEFINER} as $$
    begin
      insert into change (epoch, kind, journey_id, event_id, locality, team)
        select told.epoch, 'event', added.journey_id, added.id, journey.locality, journey.team
        from added join journey on journey.id = added.journey_id, (select feed_epoch_to_write() as epoch) told
        where not journey.practice
        order by added.journey_id, added.number;
      return null;
    end
  $$`,
  `create trigger event_told after insert on event referencing new table as added
    for each statement execute function tell_events()`,
  // Whoever sees a journey come is told all of it: what went before was not for them.
  `create function tell_move() returns trigger language plpgsql ${DEFINER} as $$
    declare
      epoch_now integer := feed_epoch_to_write();
    begin
      if new.locality = old.locality then
        insert into change (epoch, kind, journey_id, locality, team) values (epoch_now, 'moved', new.id, new.locality, new.team);
        return null;
      end if;
      insert into change (epoch, kind, journey_id, locality, team, other, other_seen) values
        (epoch_now, 'left', new.id, old.locality, null, new.locality, false),
        (epoch_now, 'moved', new.id, new.locality, new.team, old.locality, true),
        (epoch_now, 'entered', new.id, new.locality, new.team, old.locality, false);
      insert into change (epoch, kind, journey_id, event_id, locality, team, other, other_seen)
        select epoch_now, 'event', new.id, event.id, new.locality, new.team, old.locality, false
        from event where event.journey_id = new.id order by event.number;
      return null;
    end
  $$`,
  `create trigger journey_moved after update of locality, team on journey for each row
    when ((old.locality, old.team) is distinct from (new.locality, new.team) and not new.practice)
    execute function tell_move()`,
]

// What was recorded before this migration comes before everything else, as if it had always been where it is now.
const BEFORE = [
  `insert into change (epoch, transaction, at, kind, journey_id, event_id, locality, team)
    select told.epoch, '0'::xid8, event.recorded_at, 'event', journey.id, event.id, journey.locality, journey.team
    from event join journey on journey.id = event.journey_id, (select feed_epoch_to_write() as epoch) told
    where not journey.practice
    order by event.recorded_at, event.journey_id, event.number`,
  `insert into change (transaction, at, kind, journey_id, locality)
    select '0'::xid8, child.destroyed_at, 'erased', journey.id, journey.locality
    from child join journey on journey.child_id = child.id
    where child.destroyed_at is not null and not journey.practice
    order by child.destroyed_at, journey.id`,
]

const FUNCTIONS = {
  pace_api: ['feed_epoch_now()', 'feed_end()', 'feed_has(integer, xid8, bigint, uuid)'],
  pace_conductor: ['feed_epoch_to_write()'],
} as const
const FOR_NOBODY = ['keep_order_of_journey()', 'tell_events()', 'tell_move()', 'feed_epoch_to_write()']

const SECURED = [
  `alter table change enable row level security`,
  `alter table change force row level security`,
  `create policy conducted on change to pace_conductor using (true) with check (true)`,
  `do $$ begin
    execute format('create policy operated on change to %I using (true) with check (true)', current_user);
  end $$`,
  // Of a journey that is elsewhere by now, that it left.
  `create policy seen on change for select to pace_api using (
    ((select sees_all_localities()) or locality = any((select localities_seen())::text[]))
    and (kind in ('left', 'erased') or exists (select from journey where journey.id = change.journey_id)))`,
  `grant select on change to pace_api`,
  `grant select, insert on change to pace_conductor`,
  `grant select on feed_epoch to pace_conductor`,
  ...[...FUNCTIONS.pace_api, ...FOR_NOBODY].map((name) => `revoke execute on function ${name} from public`),
  ...Object.entries(FUNCTIONS).flatMap(([role, names]) =>
    names.map((name) => `grant execute on function ${name} to ${role}`),
  ),
]
