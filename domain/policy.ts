import type { Agency } from './codes'
import type { EventType } from './events'
import type { LocalDate } from './time'

/** How long a rule gives. Hours run on the instant; days, weeks and months on the calendar. */
export type Within =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly weeks: number }
  | { readonly months: number }

/** What can start a rule's clock; each is computed by one function in clocks.ts. */
export const CLOCKS = [
  'away-from-home-period',
  'first-away-from-home-recommendation',
  'panel-outcome',
  'first-permanence-order-approval',
] as const
export type Clock = (typeof CLOCKS)[number]

/** What can meet a rule; each is decided by one function in outcomes.ts. */
export const OUTCOMES = [
  '72-hour-meeting',
  '6-week-review',
  '3-month-meeting',
  '6-month-meeting-or-recommendation',
  'recommendation-or-return',
  'panel',
  'agency-decision',
  'permanence-order-lodged',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** On whose authority a rule stands, and how sure we are of it. */
export interface Basis {
  readonly kind: 'law' | 'local-aim' | 'test-of-change'
  readonly citation: string
  readonly confidence: 'confirmed' | 'by-analogy' | 'unconfirmed'
  readonly note?: string
}

/** How long before a deadline a reminder goes: calendar days, or elapsed hours. */
export type Before = { readonly days: number } | { readonly hours: number }

/** What must happen, counted from which event, by when, on whose authority. */
export interface Rule {
  readonly id: string
  readonly title: string
  readonly clock: Clock
  readonly within: Within
  readonly metBy: Outcome
  readonly basis: Basis
  /** The agencies that are reminded, and told when it is missed. */
  readonly concerns: readonly Agency[]
  /** Reminders before the deadline; the policy's default when absent. */
  readonly reminders?: readonly Before[]
  /** In force for clocks that start on or after this day. */
  readonly effectiveFrom?: LocalDate
  /** In force for clocks that start on or before this day. */
  readonly effectiveUntil?: LocalDate
}

/** Who inside social work hears of a missed deadline, and how many days after it. */
export const SENIORS = ['team-manager', 'service-manager', 'head-of-service'] as const
export type Senior = (typeof SENIORS)[number]

/** A step of escalation: to whom, and how many days after the deadline. */
export interface Escalation {
  readonly after: { readonly days: number }
  readonly to: Senior
}

/** Which agencies hear when an event of a type is recorded. */
export type Told = Readonly<Partial<Record<EventType, readonly Agency[]>>>

/** A versioned set of rules, notifications and escalation of one authority. Immutable once released. */
export interface Policy {
  readonly id: string
  readonly version: number
  readonly authority: string
  readonly title: string
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  readonly rules: readonly Rule[]
  readonly reminders: readonly Before[]
  /** The London hour at which reminders and escalations of calendar rules go. */
  readonly noticeHour: number
  readonly escalation: readonly Escalation[]
  readonly told: Told
}

/** The policy that a journey keeps: which, and the hash of the document its deadlines were computed with. */
export interface PolicyReference {
  readonly id: string
  readonly version: number
  readonly hash: string
}
