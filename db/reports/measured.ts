import { sql, type RawBuilder } from 'kysely'
import type { AimOutcome } from '../../domain/aim-clocks'
import type { AimLimit, AimSpan, Measure } from '../../domain/measures'
import type { LocalDate } from '../../domain/time'

/** Of what the cases of a measure are counted. */
export interface Counting {
  readonly measure: Measure
  /** Where the clock started, the meeting was held, or the review was due; the whole authority when absent. */
  readonly locality?: string
  readonly today: LocalDate
  /** The rules that are met by a statutory review, in any policy. */
  readonly reviewRules: readonly string[]
}

const REACHED: Readonly<Record<AimOutcome, string>> = {
  recommendation: 'recommended_on',
  panel: 'panel_on',
  'agency-decision': 'decided_on',
  'permanence-order-lodged': 'lodged_on',
  'peer-review-fed-back': 'reviewed_on',
}

/** Facts as they are known now. */
const STANDING = sql`known_to = 'infinity'`

/**
 * The cases of a measure as a query of rows `day`, to which month a case belongs, and `value`: the days that a step took, or
 * 1 and 0 of a share. Nothing in it tells of which child a case is.
 */
export function casesOf({ measure, ...counting }: Counting): RawBuilder<unknown> {
  const { counted } = measure
  switch (counted.of) {
    case 'weeks': {
      const reached = sql.ref(REACHED[counted.outcome])
      return sql`select ${reached} as day, ${reached} - started_on as value from aim_fact
        where clock = ${counted.clock} and ${STANDING} and ${reached} is not null ${inPlace(counting)}`
    }
    case 'on-time':
      return onTime(counted.aim, counting)
    case 'reviews':
      return reviews(counting)
    case 'views':
      return sql`select held_on as day, child_heard::integer as value from meeting_fact where true ${inPlace(counting)}`
  }
}

type Where = Omit<Counting, 'measure'>

function inPlace({ locality }: Where): RawBuilder<unknown> {
  return locality === undefined ? sql`` : sql`and locality = ${locality}`
}

// By the day of the limit, once it is past: who was on time of those who were, came late, or are late still. Whoever left
// before the limit is not counted, nor, where the aim says so, whoever returned to the family.
function onTime(aim: AimLimit, { locality, today }: Where): RawBuilder<unknown> {
  const done = sql`coalesce(${sql.ref(REACHED[aim.outcome])} <= until, false)`
  const begun = aim.after === undefined ? sql`started_on` : plus(sql`started_on`, aim.after)
  const start = aim.carriesOver === true ? sql`greatest(${begun}, ${aim.from}::date)` : begun
  const returned = aim.withReturns === true ? sql`coalesce(returned_on <= until, false)` : sql`false`
  // where the clock began to count, which may be some time after it started
  const place = sql`coalesce((select move ->> 'to' from jsonb_array_elements(moves) with ordinality as made (move, number)
    where (move ->> 'on')::date <= start order by number desc limit 1), locality)`
  return sql`select until as day, ${done}::integer as value
    from (
      select *, ${plus(sql`start`, aim.within)} as until
      from (select *, ${start} as start from aim_fact where clock = ${aim.clock} and ${STANDING}) started
    ) limited
    where start >= ${aim.from}::date and until < ${today}::date
      and (start = started_on or ended_on is null or ended_on > start)
      and (${done} or not ${returned} and (${sql.ref(REACHED[aim.outcome])} is not null or not coalesce(left_on <= until, false)))
      ${locality === undefined ? sql`` : sql`and ${place} = ${locality}`}`
}

// Months clamp to the month's last day, as everywhere.
function plus(day: RawBuilder<unknown>, span: AimSpan): RawBuilder<unknown> {
  if ('months' in span) return sql`(${day} + make_interval(months => ${span.months}))::date`
  return sql`(${day} + ${'days' in span ? span.days : span.weeks * 7}::integer)`
}

// Of practice there are no facts, but there are deadlines.
function reviews({ reviewRules, today, ...counting }: Where) {
  return sql`select due_on as day, (met_on is not null and met_late is not true)::integer as value
    from deadline join journey on journey.id = deadline.journey_id
    where rule_id = any(${[...reviewRules]}) and due_on < ${today}::date
      and not coalesce(met_on is null and cancelled_on <= due_on, false)
      and not practice and closed_reason is distinct from 'recorded-in-error' ${inPlace({ reviewRules, today, ...counting })}`
}
