import { sql, type Kysely } from 'kysely'

/**
 * Notices that wait for their receiver's working day, digests of them, every try that a notice has had, and how the mail
 * server is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...TABLES, ...AGAIN, ...SECURED]) await sql.raw(statement).execute(db)
}

const TABLES = [
  // One message for all that waited for an address. What it says is kept while it is sent, and forgotten at its end.
  `create table digest (
    id uuid primary key default gen_random_uuid(),
    address text not null,
    day date not null,
    message jsonb,
    made_at timestamptz not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null,
    lease uuid,
    leased_until timestamptz,
    ended_at timestamptz,
    status text check (status in ('sent', 'refused', 'gave-up')),
    last_error text,
    check ((ended_at is null) = (status is null)),
    check (ended_at is null or message is null)
  )`,
  `create unique index digest_open on digest (address) where ended_at is null`,
  `create index digest_of_day on digest (address, day)`,
  `alter table notice
    add column digest_id uuid references digest on delete set null,
    add column digest_to text,
    add column tried_at timestamptz,
    add column failing_since timestamptz,
    add column number integer not null default 1 check (number > 0),
    add column send_to text`,
  `create index notice_of_digest on notice (digest_id) where digest_id is not null`,
  `create index notice_for_digest on notice (digest_to) where status = 'pending' and digest_to is not null`,
  `create index notice_failed on notice (ended_at) where status in ('refused', 'gave-up')`,
  `create index notice_by_time on notice (at)`,

  // How a notice ended before somebody had it sent again.
  `create table notice_try (
    notice_id uuid not null references notice,
    number integer not null check (number > 0),
    journey_id uuid not null references journey,
    content jsonb not null,
    status text not null check (status in ('sent', 'refused', 'gave-up')),
    sent_to text,
    attempts integer not null,
    last_error text,
    ended_at timestamptz not null,
    resent_by text not null,
    resent_at timestamptz not null default clock_timestamp(),
    primary key (notice_id, number)
  )`,
  `create index notice_try_of_journey on notice_try (journey_id)`,

  // One row: until when nothing is sent, and why; and when the next message may go.
  `create table mail_server (
    only_one boolean primary key default true check (only_one),
    paused_until timestamptz,
    pauses integer not null default 0,
    failing_since timestamptz,
    took_at timestamptz,
    last_error text,
    next_message_at timestamptz
  )`,
  `insert into mail_server default values`,
]

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

// Whoever sees a journey may have a notice of it sent again, and change nothing else of it. How it ended stays.
const AGAIN = [
  `create function send_again(resent uuid, to_address text, by_whom text) returns boolean language plpgsql
    security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      insert into notice_try
          (notice_id, number, journey_id, content, status, sent_to, attempts, last_error, ended_at, resent_by)
        select notice.id, notice.number, notice.journey_id, notice.content, notice.status, notice.sent_to,
          notice.attempts, notice.last_error, notice.ended_at, by_whom
        from notice join journey on journey.id = notice.journey_id
        where notice.id = resent and notice.status in ('sent', 'refused', 'gave-up') and not journey.practice
          and (sees_all_localities() or journey.locality = any(localities_seen()) or journey.id = any(journeys_opened()))
        for update of notice;
      if not found then return false; end if;
      update notice set status = 'pending', number = number + 1, send_to = to_address, digest_id = null,
        digest_to = null, attempts = 0, tried_at = null, failing_since = null, ended_at = null, sent_to = null, last_error = null,
        lease = null, leased_until = null, next_attempt_at = clock_timestamp()
        where id = resent;
      return true;
    end
  $$`,
]

const OF_JOURNEY = `exists (select from journey where journey.id = notice_try.journey_id)`

const SECURED = [
  ...secured('digest'),
  ...secured('notice_try'),
  `create policy seen on notice_try for select to pace_api using (${OF_JOURNEY})`,
  `grant select on notice_try, mail_server to pace_api`,
  `grant select, insert, update, delete on digest, notice_try, mail_server to pace_conductor`,
  `revoke execute on function send_again(uuid, text, text) from public`,
  `grant execute on function send_again(uuid, text, text) to pace_api, pace_conductor`,
]
