/**
 * What an aim's clock can start with, each at most once in a period: the period itself, its first recommendation away from
 * home, its first panel that supported the plan or did not, its first approval of a permanence order. Which of them an aim
 * goes by is data of the policy.
 */
export const AIM_CLOCKS = [
  'at-home-period',
  'away-from-home-period',
  'first-away-from-home-recommendation',
  'first-panel-outcome',
  'first-permanence-order-approval',
] as const
export type AimClock = (typeof AIM_CLOCKS)[number]

/** What can be aimed at, each as the first of its kind after the clock's start, in the same period. */
export const AIM_OUTCOMES = [
  'recommendation',
  'panel',
  'agency-decision',
  'permanence-order-lodged',
  'peer-review-fed-back',
] as const
export type AimOutcome = (typeof AIM_OUTCOMES)[number]
