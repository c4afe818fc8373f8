import { sql, type Kysely } from 'kysely'

/** The two-weekly PACE meetings of localities, their packs, and who was told of each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...TABLES, ...SECURED, ...RIGHTS]) await sql.raw(statement).execute(db)
}

const TIME = `text not null check (meeting_at ~ '^([01]\\d|2[0-3]):[0-5]\\d$')`

const TABLES = [
  // The rhythm of a locality. Once it is ended the row stays until the engine has followed.
  `create table pace_meeting (
    locality text primary key,
    first_on date not null,
    meeting_at ${TIME},
    weeks integer not null check (weeks between 1 and 26),
    pack_days_before integer not null check (pack_days_before between 0 and 10),
    calendar text,
    people text[] not null,
    agencies text[] not null,
    changes jsonb not null,
    paused boolean not null,
    ended boolean not null default false,
    version integer not null,
    scheduled_version integer not null default 0,
    scheduled_at timestamptz,
    changed_at timestamptz not null,
    changed_by text not null
  )`,
  `create table meeting_pack (
    id uuid primary key default gen_random_uuid(),
    locality text not null,
    meeting_on date not null,
    meeting_at ${TIME},
    made_at timestamptz not null,
    since timestamptz not null,
    until date not null,
    unique (locality, meeting_on)
  )`,
  // Codes and dates of a journey; whose it is the journey itself says.
  `create table meeting_pack_item (
    pack_id uuid not null references meeting_pack on delete cascade,
    place integer not null,
    journey_id uuid not null references journey,
    content jsonb not null,
    primary key (pack_id, place)
  )`,
  `create index meeting_pack_item_of_journey on meeting_pack_item (journey_id)`,
  // One message to each address, whoever reads it there.
  `create table meeting_pack_mail (
    id uuid primary key default gen_random_uuid(),
    pack_id uuid not null references meeting_pack on delete cascade,
    recipients text[] not null,
    address text,
    status text not null check (status in ('pending', 'sent', 'refused', 'gave-up', 'withdrawn')),
    attempts integer not null default 0,
    last_error text,
    leased_until timestamptz,
    ended_at timestamptz,
    unique (pack_id, address)
  )`,
  `create index meeting_pack_mail_waiting on meeting_pack_mail (pack_id) where status = 'pending'`,
]

const SEEN = `exists (select from journey where journey.id = meeting_pack_item.journey_id)`

const SECURED = [
  `alter table meeting_pack_item enable row level security`,
  `alter table meeting_pack_item force row level security`,
  `create policy conducted on meeting_pack_item to pace_conductor using (true) with check (true)`,
  `do $$ begin
    execute format('create policy operated on meeting_pack_item to %I using (true) with check (true)', current_user);
  end $$`,
  `create policy seen on meeting_pack_item to pace_api using (${SEEN})`,
]

const RIGHTS = [
  `grant select, insert, update on pace_meeting to pace_api`,
  `grant select on meeting_pack, meeting_pack_item, meeting_pack_mail to pace_api`,
  `grant select, insert, update, delete on
    pace_meeting, meeting_pack, meeting_pack_item, meeting_pack_mail to pace_conductor`,
]
