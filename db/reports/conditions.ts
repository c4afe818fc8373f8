import { sql, type RawBuilder } from 'kysely'
import type { AimOutcome } from '../../domain/aim-clocks'

/** The condition that a column is what was asked for; whatever it is where nothing was. */
export function isAsked(column: string, asked: string | undefined): RawBuilder<boolean> {
  return asked === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = ${asked}`
}

/** The condition that a journey counts: no practice, nor recorded in error. As the index `journey_counted` has it. */
export const JOURNEY_COUNTS = sql<boolean>`(not journey.practice and journey.closed_reason is distinct from 'recorded-in-error')`

/** The condition that a fact of an aim is what is known now. As the index `aim_fact_of_now` has it. */
export const KNOWN_NOW = sql<boolean>`known_to = 'infinity'`

const OUTCOME_COLUMNS: Readonly<Record<AimOutcome, string>> = {
  recommendation: 'recommended_on',
  panel: 'panel_on',
  'agency-decision': 'decided_on',
  'permanence-order-lodged': 'lodged_on',
  'peer-review-fed-back': 'reviewed_on',
}

/** The day on which what is aimed at came, of a fact of an aim. */
export function reachedOn(outcome: AimOutcome): RawBuilder<unknown> {
  return sql.ref(OUTCOME_COLUMNS[outcome])
}
