import { sql, type Kysely } from 'kysely'

/** Journeys that were opened to somebody beyond their reach, for a while and with a reason. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table break_glass (
    id uuid primary key default gen_random_uuid(),
    person text not null,
    journey_id uuid not null references journey,
    reason bytea not null,
    opened_at timestamptz not null,
    until timestamptz not null
  )`,
  `create index break_glass_of_person on break_glass (person, until)`,
  `create index break_glass_of_journey on break_glass (journey_id)`,
  `create trigger break_glass_only_added before update or delete on break_glass
    for each row execute function refuse_change()`,

  `alter table break_glass enable row level security`,
  `alter table break_glass force row level security`,
  `create policy conducted on break_glass to pace_conductor using (true) with check (true)`,
  `do $$ begin
    execute format('create policy operated on break_glass to %I using (true) with check (true)', current_user);
  end $$`,
  // ids and moments, read before it is known what the caller may see; the reason is sealed with the child's key
  `create policy read on break_glass for select to pace_api using (true)`,
  `create policy opened on break_glass for insert to pace_api
    with check (exists (select from journey where journey.id = break_glass.journey_id))`,
  `grant select, insert on break_glass to pace_api`,
  `grant select, insert, update, delete on break_glass to pace_conductor`,
  // the manager is told
  `grant insert on notice to pace_api`,

  // Whatever is written into the audit of an opened journey says by which opening.
  `create function mark_opening() returns trigger language plpgsql as $$
    begin
      if new.reason is null and new.journey_id is not null then
        new.reason := nullif(current_setting('pace.openings', true), '')::jsonb ->> new.journey_id::text;
      end if;
      return new;
    end
  $$`,
  `create trigger audit_marked before insert on audit for each row execute function mark_opening()`,

  // By its id, or by the child's reference the open one: that there is such a journey, and no more.
  `create function journey_named(given text) returns uuid language sql stable
    security definer set search_path = pg_catalog, public, pg_temp as $$
    select journey.id from journey
    where journey.id::text = lower(given) or child_reference = given
    order by journey.id::text = lower(given) desc, practice, closed, started_on desc
    limit 1
  $$`,
  `revoke execute on function journey_named(text) from public`,
  `grant execute on function journey_named(text) to pace_api, pace_conductor`,
]
