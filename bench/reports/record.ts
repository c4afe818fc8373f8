import { sql } from 'kysely'

import type { Database } from '../../db/database'
import { currentPolicy } from '../../policies/released'

/** How many rows a record has, by table. */
export type Size = Readonly<Record<string, number>>

const eventsOfJourney = 10
const localities = [
  'caithness',
  'sutherland',
  'ross',
  'inverness',
  'nairn',
  'badenoch-and-strathspey',
  'lochaber',
  'skye',
]

/**
 * Writes the record of many years at once, as it lies in the tables: so many journeys with ten events each, three in ten of them
 * open, with the deadlines of the policy's rules, a third of them late, and with the facts that reports count, in the versions
 * in which they came to be known. The same number gives the same record, but for the day that it ends on.
 */
export async function writeRecord(db: Database, journeys: number): Promise<Size> {
  await db.transaction().execute(async (trx) => {
    await sql`select set_config('statement_timeout', '0', true)`.execute(trx)
    // what triggers tell of is no part of a report, and all that is referred to is there
    await sql`set local session_replication_role = replica`.execute(trx)
    for (const statement of statements(journeys)) await statement.execute(trx)
  })
  await sql`set statement_timeout = 0`.execute(db)
  await sql`vacuum analyze`.execute(db)
  return sizeOf(db)
}

async function sizeOf(db: Database): Promise<Size> {
  const tables = [
    'journey',
    'event',
    'deadline',
    'aim_fact',
    'meeting_fact',
    'delay_fact',
    'notice',
    'person',
  ]
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{
        count: number
      }>`select count(*) as count from ${sql.table(table)}`.execute(db)
      return [table, rows[0]?.count ?? 0] as const
    }),
  )
  return Object.fromEntries(counts)
}

// A number from 0 to 999 of a journey and a question, the same in every run.
const chance = (question: string) => sql.raw(`(abs(hashint8(number * 31 + ${hashOf(question)})) % 1000)`)

function hashOf(text: string): number {
  return [...text].reduce((hash, letter) => (hash * 33 + letter.charCodeAt(0)) % 1_000_003, 7)
}

/** Each rule with the days after the start on which its clock starts, and the days that it gives. */
const rules = [
  ['seventy-two-hour-meeting', 1, 0, 3],
  ['first-visit', 1, 0, 7],
  ['six-week-review', 1, 0, 42],
  ['three-month-meeting', 1, 0, 91],
  ['three-month-review', 1, 40, 91],
  ['six-month-meeting', 1, 0, 182],
  ['later-review', 1, 130, 182],
  ['later-review', 2, 310, 182],
  ['later-review', 3, 490, 182],
  ['later-visit', 1, 7, 91],
  ['later-visit', 2, 98, 91],
  ['later-visit', 3, 189, 91],
  ['later-visit', 4, 280, 91],
  ['later-visit', 5, 371, 91],
  ['later-visit', 6, 462, 91],
  ['permanence-recommendation', 1, 0, 315],
  ['permanence-panel', 1, 320, 84],
  ['agency-decision', 1, 400, 14],
  ['parents-notification', 1, 415, 7],
  ['order-lodging', 1, 415, 112],
] as const

const eventTypes = [
  'looked-after-started',
  'child-plan-meeting-held',
  'visit-made',
  'review-held',
  'child-plan-meeting-held',
  'visit-made',
  'permanence-recommended',
  'review-held',
  'visit-made',
  'visit-made',
]

function statements(journeys: number) {
  const { id, version, hash } = currentPolicy('highland').reference
  const today = sql`(now() at time zone 'Europe/London')::date`
  const ruleRows = sql.join(
    rules.map(
      ([rule, instance, starts, within]) =>
        sql`(${rule}::text, ${instance}::integer, ${starts}::integer, ${within}::integer)`,
    ),
  )
  // each of one team, of five in a locality
  const worker = sql`((array_position(${localities}::text[], locality) - 1) * 5 + ${chance('team')} % 5) * 22 + ${chance('worker')} % 22`
  return [
    // who each journey is about, when it began and, of seven in ten, when it ended
    sql`create temporary table course on commit drop as
      select number, gen_random_uuid() as id, gen_random_uuid() as child_id,
        ${today} - (case when ${chance('open')} < 300 then ${chance('since')} * 750 / 1000
          else 750 + ${chance('since')} * 2900 / 1000 end)::integer as started_on,
        case when ${chance('open')} < 300 then null else 120 + ${chance('length')} * 620 / 1000 end as lasted,
        (${localities}::text[])[1 + ${chance('locality')} % ${localities.length}] as locality
      from generate_series(1, ${journeys}) as number`,
    sql`alter table course add column ended_on date`,
    sql`update course set ended_on = started_on + lasted::integer`,

    sql`insert into child (id, reference, made_at) select child_id, 'BENCH-' || number, started_on from course`,
    sql`insert into journey (id, child_id, child_reference, locality, team, worker, cover, policy_id, policy_version, policy_hash,
        first_locality, first_policy_id, first_policy_version, first_policy_hash, cohort, seq, conducted_seq, signalled_seq,
        pathway, stage, started_on, closed, closed_on, closed_reason, created_at, changed_at, facts_version)
      select id, child_id, 'BENCH-' || number, locality, locality || ' ' || ${chance('team')} % 5,
        case when ${chance('nobody')} < 10 then null else 'worker-' || ${worker} end,
        case when ${chance('cover')} < 30 then 'worker-' || (${worker} + 1) % 900 end,
        ${id}, ${version}, ${hash}, locality, ${id}, ${version}, ${hash},
        case when locality = 'caithness' then 'caithness-72-hours' end, ${eventsOfJourney}, ${eventsOfJourney}, ${eventsOfJourney},
        case when ${chance('home')} < 150 then 'at-home' else 'away-from-home' end,
        case when ended_on is not null then 'closed' when ${chance('home')} < 150 then 'at-home'
          else (array['assessment', 'awaiting-recommendation', 'awaiting-panel', 'awaiting-decision', 'awaiting-lodging',
            'in-court', 'order-in-place'])[least(7, 1 + (${today} - started_on) / 100)] end,
        started_on, ended_on is not null, ended_on, case when ended_on is not null then 'ceased-to-be-looked-after' end,
        started_on, coalesce(ended_on, ${today}), 32767
      from course`,
    sql`insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields)
      select id, place, (${eventTypes}::text[])[place],
        started_on + ((coalesce(ended_on, ${today}) - started_on) * (place - 1) / ${eventsOfJourney}),
        started_on + ((coalesce(ended_on, ${today}) - started_on) * (place - 1) / ${eventsOfJourney}) + 1,
        'worker-' || number % 900, '{}'
      from course cross join generate_series(1, ${eventsOfJourney}) as place`,

    // done some weeks before or after it is due, if the journey still went on; a third of all are late, and some are never done
    sql`insert into deadline (journey_id, rule_id, instance, due_on, last_moment, due_soon_from, met_on, met_late, cancelled_on)
      select id, rule_id, instance, due_on, moment, moment - interval '14 days',
        case when done_on <= until then done_on end,
        case when done_on <= until then done_on > due_on end,
        case when done_on > until and ended_on is not null then ended_on end
      from (
        select course.*, rule_id, instance, started_on + starts + within as due_on,
          ((started_on + starts + within + 1)::timestamp at time zone 'Europe/London') - interval '1 millisecond' as moment,
          started_on + starts + within
            + case when late % 1000 > 950 then 400 else (late % 1000 - 660) * least(within, 90) / 900 end as done_on,
          coalesce(ended_on, ${today}) as until, started_on + starts as begun_on
        from course cross join (values ${ruleRows}) as rule(rule_id, instance, starts, within)
        cross join lateral (select abs(hashint8(number * 131 + hashtext(rule_id) + instance)) as late) chance
      ) each
      where begun_on <= until`,
    sql`update journey set next_due = (
        select min(last_moment) from deadline where journey_id = journey.id and met_on is null and cancelled_on is null)
      where not closed`,

    // what was known at first, when the outcome was told, and when the journey ended
    sql`insert into aim_fact (journey_id, clock, instance, known_from, known_to, locality, cohort, started_on, recommended_on,
        panel_on, decided_on, lodged_on, reviewed_on, left_on, ended_on)
      select id, clock, 1, known_from, known_to, locality, cohort, begun_on,
        case when place > 1 and clock = 'away-from-home-period' then done_on end,
        case when place > 1 and clock = 'first-away-from-home-recommendation' then done_on end,
        case when place > 1 and clock = 'first-panel-outcome' then done_on end,
        case when place > 1 and clock = 'first-permanence-order-approval' then done_on end,
        case when place > 1 and clock = 'at-home-period' then done_on end,
        case when place > 2 then ended_on end, case when place > 2 then ended_on end
      from (
        select course.id, course.locality, case when course.locality = 'caithness' then 'caithness-72-hours' end as cohort, clock,
          started_on + starts as begun_on, started_on + starts + within + late as done_on, ended_on, place,
          case place when 1 then started_on + starts + 2 when 2 then started_on + starts + within + late + 3
            else ended_on + 1 end::timestamptz as known_from,
          coalesce(lead(case place when 1 then started_on + starts + 2 when 2 then started_on + starts + within + late + 3
            else ended_on + 1 end) over (partition by course.id, clock order by place), 'infinity')::timestamptz as known_to,
          coalesce(ended_on, ${today}) as until
        from course
        cross join (values ('away-from-home-period', 0, 300), ('first-away-from-home-recommendation', 320, 80),
          ('first-panel-outcome', 400, 12), ('first-permanence-order-approval', 415, 100), ('at-home-period', 250, 810)) as clocks(clock, starts, within)
        cross join lateral (select abs(hashint8(number * 17 + hashtext(clock))) % 80 - 30 as late) chance
        cross join generate_series(1, 3) as place
        where started_on + starts <= coalesce(ended_on, ${today})
          and (clock <> 'at-home-period' or ${chance('home')} < 150)
          and case place when 1 then true
            when 2 then started_on + starts + within + late < coalesce(ended_on, ${today}) - 3
            else ended_on is not null end
      ) versions
      where known_to > known_from`,
    sql`insert into meeting_fact (journey_id, event_id, kind, held_on, locality, child_heard)
      select id, gen_random_uuid(), (array['child-plan-meeting', 'review', 'panel'])[1 + place % 3], started_on + place * 75, locality,
        (number + place) % 4 > 0
      from course cross join generate_series(0, 5) as place
      where started_on + place * 75 <= coalesce(ended_on, ${today})`,
    sql`insert into delay_fact (journey_id, event_id, rule_id, reason, said_on, locality)
      select journey_id, gen_random_uuid(), rule_id,
        (array['legal', 'panel-date', 'assessment', 'court', 'family-contact', 'staffing', 'other'])[1 + abs(hashtext(journey_id::text)) % 7],
        due_on + 7 * place, journey.locality
      from deadline join journey on journey.id = journey_id cross join generate_series(1, 2) as place
      where (met_late or (met_on is null and cancelled_on is null and due_on < ${today}))
        and abs(hashtext(journey_id::text || rule_id)) % 5 = 0 and (place = 1 or abs(hashtext(rule_id || journey_id)) % 4 = 0)`,
    sql`insert into notice (journey_id, key, agency, locality, recipient, at, content, status, created_at, next_attempt_at, ended_at)
      select id, 'bench-' || place, 'health', locality, 'contact', started_on, '{}',
        case when ${chance('refused')} < 5 then 'refused' else 'sent' end, started_on, started_on, started_on + place
      from course cross join generate_series(1, 3) as place`,
    sql`insert into person (id, name, roles, locality, left_on, away_from)
      select 'worker-' || number, 'Worker ' || number, '{case-worker}', (${localities}::text[])[1 + number % ${localities.length}],
        case when number % 30 = 0 then ${today} - 10 end, case when number % 30 = 1 then ${today} - 2 end
      from generate_series(0, 899) as number`,
  ]
}
