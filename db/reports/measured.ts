import { sql, type RawBuilder } from 'kysely'
import type { Aim } from '../../domain/aims'
import type { Measure } from '../../domain/measures'
import type { LocalDate } from '../../domain/time'
import { cohortOf } from './aims'
import { isAsked, JOURNEY_COUNTS, KNOWN_NOW, reachedOn } from './conditions'

/** Of what the cases of a measure are counted. */
export interface Counting {
  readonly measure: Measure
  /** Where the clock started, the meeting was held, or the review was due; the whole authority when absent. */
  readonly locality?: string
  readonly today: LocalDate
  /** The rules that are met by a statutory review, in any policy. */
  readonly reviewRules: readonly string[]
}

/**
 * The cases of a measure as a query of rows `day`, to which month a case belongs, and `value`: the days that a step took, or
 * 1 and 0 of a share. Nothing in it tells of which child a case is.
 */
export function casesOf({ measure, ...counting }: Counting): RawBuilder<unknown> {
  const { counted } = measure
  switch (counted.of) {
    case 'weeks': {
      const reached = reachedOn(counted.outcome)
      return sql`select ${reached} as day, ${reached} - started_on as value from aim_fact
        where clock = ${counted.clock} and ${KNOWN_NOW} and ${reached} is not null and ${isAsked('locality', counting.locality)}`
    }
    case 'on-time':
      return onTime(counted.aim, counting)
    case 'reviews':
      return reviews(counting)
    case 'views':
      return sql`select held_on as day, child_heard::integer as value from meeting_fact
        where ${isAsked('locality', counting.locality)}`
  }
}

type Where = Omit<Counting, 'measure'>

// By the day of the limit, once it is past: who was on time of those who were, came late, or are late still. Whoever left
// before the limit is not counted, nor, where the aim says so, whoever returned to the family.
function onTime(aim: Aim, { locality, today }: Where): RawBuilder<unknown> {
  return sql`${cohortOf(aim, { asOf: today })}
    select limit_on as day, (class = 'onTime')::integer as value from classed
    where class in ('onTime', 'late', 'overdue') and limit_on < ${today}::date
      and ${isAsked('place', locality)}`
}

// Of practice there are no facts, but there are deadlines.
function reviews({ reviewRules, today, locality }: Where) {
  return sql`select due_on as day, (met_on is not null and met_late is not true)::integer as value
    from deadline join journey on journey.id = deadline.journey_id
    where rule_id = any(${[...reviewRules]}) and due_on < ${today}::date
      and not coalesce(met_on is null and cancelled_on <= due_on, false)
      and ${JOURNEY_COUNTS} and ${isAsked('journey.locality', locality)}`
}
