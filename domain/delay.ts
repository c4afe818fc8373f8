import type { DelayReason, Stage } from './codes'
import type { Basis, Outcome, Policy, Rule } from './policy'
import { plusDays, plusMonths, type LocalDate } from './time'

/** Where weeks are lost: in a stage of the way to permanence, or in what is due in every stage of it. */
export type DelayStage = Exclude<Stage, 'closed'> | 'throughout'

/** The law's clock, or that of the council's own aims and tests of change: two that are never added together. */
export const DELAY_CLOCKS = ['law', 'local'] as const
export type DelayClock = (typeof DELAY_CLOCKS)[number]

/** Why, as somebody explained it last, or that nobody has. */
export type ExplainedReason = DelayReason | 'unexplained'

/**
 * The stage in which a journey waits while what meets a rule is not done. By the outcome and not by the rule, so that the rules
 * of any council have a place. Visits, later reviews and the hearings' dates are due whatever the stage: being late with
 * them holds no stage up, and they are counted by themselves.
 */
const WAITS_IN: Readonly<Record<Outcome, DelayStage>> = {
  '72-hour-meeting': 'first-72-hours',
  'emergency-review': 'first-72-hours',
  '6-week-review': 'assessment',
  '3-month-meeting': 'assessment',
  '6-month-meeting-or-recommendation': 'awaiting-recommendation',
  'recommendation-or-return': 'awaiting-recommendation',
  panel: 'awaiting-panel',
  // what was deferred or not approved waits for a panel again
  'panel-decision-or-lodging': 'awaiting-panel',
  'agency-decision': 'awaiting-decision',
  'parents-notified': 'awaiting-lodging',
  'permanence-order-lodged': 'awaiting-lodging',
  'peer-review-fed-back': 'at-home',
  visit: 'throughout',
  'later-review': 'throughout',
  'legal-basis-changed': 'throughout',
  'legal-basis-changed-or-hearing': 'throughout',
}

/** The stages in which weeks can be lost, in the order of the way; what is due in all of them last. */
export const DELAY_STAGES: readonly DelayStage[] = [
  'first-72-hours',
  'assessment',
  'awaiting-recommendation',
  'awaiting-panel',
  'awaiting-decision',
  'awaiting-lodging',
  'at-home',
  'throughout',
]

/** The stage in which lateness with a rule is lost. */
export function stageOfRule({ metBy }: Pick<Rule, 'metBy'>): DelayStage {
  return WAITS_IN[metBy]
}

/** Whose clock a rule runs by. */
export function clockOfBasis({ kind }: Pick<Basis, 'kind'>): DelayClock {
  return kind === 'law' ? 'law' : 'local'
}

/** Is this rule met by a recommendation? */
export function asksForRecommendation({ metBy }: Pick<Rule, 'metBy'>): boolean {
  return metBy === 'recommendation-or-return' || metBy === '6-month-meeting-or-recommendation'
}

/** Where the lateness of each rule of a policy is counted. A rule has one place, whatever version of it was in force. */
export function placesOf(policy: Pick<Policy, 'rules'>): ReadonlyMap<string, DelayPlace> {
  return new Map(
    policy.rules.map((rule) => [rule.id, { stage: stageOfRule(rule), clock: clockOfBasis(rule.basis) }]),
  )
}

/** Where the lateness of a rule is counted. */
export interface DelayPlace {
  readonly stage: DelayStage
  readonly clock: DelayClock
}

/** What of a deadline says how late it was, or is. */
export interface LateDeadline {
  readonly dueOn: LocalDate
  readonly metOn?: LocalDate
  /** Also when it was met on its own day, after its hour. */
  readonly metLate?: boolean
  readonly cancelledOn?: LocalDate
}

/** The days that are looked at, the first and the last included. */
export interface Span {
  readonly from: LocalDate
  readonly to: LocalDate
}

// between days of the calendar, which are all as long
const DAY_MS = 86_400_000

/**
 * How many of a span's days were lost of a deadline: each day after its due date until it was met, was no longer needed, or, while
 * it is open, until the end of the span, so that a child who still waits counts, since whenever. Undefined of one that was
 * not late in the span.
 */
export function daysLost(
  { dueOn, metOn, metLate = false, cancelledOn }: LateDeadline,
  { from, to }: Span,
): number | undefined {
  const ended = metOn ?? cancelledOn
  const last = ended === undefined || ended > to ? to : ended
  const before = plusDays(from, -1)
  const days = (Date.parse(last) - Date.parse(dueOn > before ? dueOn : before)) / DAY_MS
  if (days > 0) return days
  return metLate && metOn === dueOn && metOn >= from && metOn <= to ? 0 : undefined
}

/** How far back it is looked when nobody says. */
const MONTHS_BACK = 12

/** The span that is looked at: until today when it is not said, and from a year before its end. */
export function spanAsked({ from, to }: Partial<Span>, today: LocalDate): Span {
  const last = to === undefined || to > today ? today : to
  return { from: from ?? plusDays(plusMonths(last, -MONTHS_BACK), 1), to: last }
}
