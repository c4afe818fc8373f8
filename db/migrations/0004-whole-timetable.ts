import { sql, type Kysely } from 'kysely'

/** Where a journey was started and under which policy, since both can change; who covers; and when it closed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table journey
    add column first_locality text,
    add column first_team text,
    add column first_policy_id text,
    add column first_policy_version integer,
    add column first_policy_hash text,
    add column cover text,
    add column cover_until date,
    add column closed_on date,
    add column closed_reason text`,
  `update journey set
    first_locality = locality,
    first_team = team,
    first_policy_id = policy_id,
    first_policy_version = policy_version,
    first_policy_hash = policy_hash,
    closed_on = closing."on",
    closed_reason = closing.reason
   from (
     select journey.id, found.*
     from journey left join lateral (
       select occurred_on as "on", coalesce(fields->>'reason', 'returned-to-family') as reason
       from event
       where journey_id = journey.id
         and (type = 'journey-closed'
           or (type = 'returned-to-family' and fields->>'stillLookedAfter' is distinct from 'true'))
       order by occurred_on, number
       limit 1
     ) found on true
   ) closing
   where closing.id = journey.id`,
  `alter table journey
    alter column first_locality set not null,
    alter column first_policy_id set not null,
    alter column first_policy_version set not null,
    alter column first_policy_hash set not null`,
  `create index journey_by_cover on journey (cover) where not closed`,
  `create index journey_of_child on journey (child_reference)`,
]
