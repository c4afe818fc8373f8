import { sql, type Kysely } from 'kysely'

/** What run charts need beside the facts: when policies were adopted, as counts that say nothing of any child. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of ADOPTED) await sql.raw(statement).execute(db)
}

const ADOPTED = [
  `create index event_policy_adopted on event (occurred_on) where type = 'policy-adopted'`,
  // As the owner, who sees all of them: whoever counts sees no event.
  `create function policies_adopted(of_locality text, from_day date, to_day date)
    returns table (adopted_on date, policy text, version integer, journeys bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select occurred_on, fields->>'policy', (fields->>'version')::integer, count(*)
    from event join journey on journey.id = event.journey_id
    where type = 'policy-adopted' and occurred_on between from_day and to_day and not practice
      and (of_locality is null or locality = of_locality)
      and not exists (
        select from event correction
        where correction.journey_id = event.journey_id and correction.type = 'event-corrected'
          and correction.fields->>'eventId' = event.id::text
      )
    group by 1, 2, 3
  $$`,
  `revoke all on function policies_adopted from public`,
  `grant execute on function policies_adopted to pace_api, pace_conductor, pace_reporting`,
]
