import { sql, type Kysely } from 'kysely'

/**
 * What those who are invited to a meeting answered. Rows are only added: of several answers of one the last stands.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const OF_JOURNEY = `exists (select from journey where journey.id = meeting_answer.journey_id)`

const STATEMENTS = [
  `create table meeting_answer (
    id bigint generated always as identity primary key,
    journey_id uuid not null references journey,
    notice_id uuid not null references notice,
    uid text not null,
    sequence integer not null,
    meeting text not null,
    meeting_at text not null,
    agency text not null,
    recipient text not null,
    person text,
    address text not null,
    answer text not null check (answer in ('accepted', 'declined', 'tentative', 'counter')),
    proposed text,
    via text not null check (via in ('link', 'reply')),
    message_id text,
    at timestamptz not null
  )`,
  `create index meeting_answer_of_journey on meeting_answer (journey_id, uid)`,
  // one message of mail is one answer, however often it is read
  `create unique index meeting_answer_of_message on meeting_answer (notice_id, message_id) where message_id is not null`,
  `create trigger meeting_answer_only_added before update or delete on meeting_answer
    for each row execute function refuse_change()`,

  `alter table meeting_answer enable row level security`,
  `alter table meeting_answer force row level security`,
  `create policy conducted on meeting_answer to pace_conductor using (true) with check (true)`,
  `do $$ begin
    execute format('create policy operated on meeting_answer to %I using (true) with check (true)', current_user);
  end $$`,
  `create policy seen on meeting_answer to pace_api using (${OF_JOURNEY}) with check (${OF_JOURNEY})`,
  `grant select, insert on meeting_answer to pace_api`,
  `grant select, insert, update, delete on meeting_answer to pace_conductor`,
  `grant usage on all sequences in schema public to pace_api, pace_conductor`,

  // what a calendar calls a meeting, and who was invited to what by which address
  `create index notice_invitation on notice ((content ->> 'uid')) where content ->> 'about' = 'invitation'`,
  `create index notice_invited on notice (lower(sent_to)) where content ->> 'about' = 'invitation'`,
  // the journeys in which a date was set: for the diary of a locality
  `create index event_setting_dates on event (journey_id)
    where type in ('meeting-date-set', 'child-plan-meeting-held', 'event-corrected')`,

  // Whoever holds the signed link of an invitation may answer it, and know of that journey no more than it says.
  `create function journey_invited_to(invitation uuid) returns uuid language sql stable
    security definer set search_path = pg_catalog, public, pg_temp as $$
    select notice.journey_id from notice
    join journey on journey.id = notice.journey_id
    join child on child.id = journey.child_id and child.destroyed_at is null
    where notice.id = invitation and notice.content ->> 'about' = 'invitation'
  $$`,
  // Is somebody who is invited to a meeting of these journeys invited to another one at that time, wherever that is? By the
  // address that both invitations went to; a day without a time overlaps with nothing.
  `create function overlapping_invitations(journeys uuid[], minutes integer)
    returns table (id uuid, journey_id uuid, agency text, recipient text, content jsonb,
      other_id uuid, other_journey_id uuid, other_agency text, other_recipient text, other_content jsonb)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with standing as (
      select distinct on (notice.journey_id, notice.content ->> 'uid', lower(notice.sent_to))
        notice.id, notice.journey_id, notice.agency, notice.recipient, notice.content,
        lower(notice.sent_to) as address
      from notice
      join journey on journey.id = notice.journey_id and not journey.closed and not journey.practice
      join child on child.id = journey.child_id and child.destroyed_at is null
      where notice.content ->> 'about' = 'invitation' and notice.status = 'sent'
        and lower(notice.sent_to) in (
          select lower(invited.sent_to) from notice invited
          where invited.journey_id = any(journeys) and invited.content ->> 'about' = 'invitation'
            and invited.status = 'sent')
      order by notice.journey_id, notice.content ->> 'uid', lower(notice.sent_to),
        (notice.content ->> 'sequence')::integer desc
    ), timed as (
      select standing.*, (standing.content ->> 'at')::timestamptz as moment from standing
      where standing.content ->> 'method' = 'REQUEST' and standing.content ->> 'at' like '%T%'
    )
    select one.id, one.journey_id, one.agency, one.recipient, one.content,
      other.id, other.journey_id, other.agency, other.recipient, other.content
    from timed one
    join timed other on other.address = one.address and other.content ->> 'uid' <> one.content ->> 'uid'
      and other.moment > one.moment - make_interval(mins => minutes)
      and other.moment < one.moment + make_interval(mins => minutes)
    where one.journey_id = any(journeys) and one.moment > now()
    order by one.moment, one.id, other.id
  $$`,
  ...['journey_invited_to(uuid)', 'overlapping_invitations(uuid[], integer)'].flatMap((name) => [
    `revoke execute on function ${name} from public`,
    `grant execute on function ${name} to pace_api, pace_conductor`,
  ]),
]
