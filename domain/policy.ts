import type { Calendar } from './calendar'
import type { Agency } from './codes'
import type { EventType } from './events'
import type { OwnWords } from './own-words'
import type { LocalDate } from './time'

/** How long a rule gives. Hours run on the instant; days, weeks, months and working days on the calendar. */
export type Within =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly weeks: number }
  | { readonly months: number }
  | { readonly workingDays: number; readonly calendar: string }

/** What can start a rule's clock; each is computed by one function in clocks.ts. */
export const CLOCKS = [
  'away-from-home-period',
  'at-home-period',
  'emergency-placement',
  'placement',
  'visit',
  '6-week-review',
  'later-review',
  'first-away-from-home-recommendation',
  'panel-outcome',
  'agency-decision',
  'first-permanence-order-approval',
  'undecided',
  'cpo',
  'icso',
  'cso',
] as const
export type Clock = (typeof CLOCKS)[number]

/** What can meet a rule; each is decided by one function in outcomes.ts. */
export const OUTCOMES = [
  '72-hour-meeting',
  'emergency-review',
  'visit',
  '6-week-review',
  'later-review',
  '3-month-meeting',
  '6-month-meeting-or-recommendation',
  'recommendation-or-return',
  'panel',
  'agency-decision',
  'parents-notified',
  'permanence-order-lodged',
  'panel-decision-or-lodging',
  'legal-basis-changed',
  'legal-basis-changed-or-hearing',
  'peer-review-fed-back',
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

/**
 * What must happen, counted from which event, by when, on whose authority. A rule that changed in law stands in a policy
 * once for each version, under one id, and the version in force on the clock's start applies.
 */
export interface Rule {
  readonly id: string
  readonly title: string
  readonly clock: Clock
  readonly within: Within
  /** The clock starts only this long after the event, and on no day before `notBefore`, if the period lasts so long. */
  readonly startsAfter?: { readonly months: number; readonly notBefore?: LocalDate }
  /** Of what is renewed: how long the whole unbroken run may last. */
  readonly inAll?: { readonly days: number }
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

/** Which policy a variant was made of. */
export interface PolicyVersion {
  readonly id: string
  readonly version: number
}

/** A change that is tried in some localities for a while, before it is everybody's. */
export interface TestOfChange {
  readonly title: string
  readonly localities: readonly string[]
  /** By which name the journeys that were begun under it are compared with others. */
  readonly cohort: string
  /** For journeys that start on or after this day. */
  readonly from: LocalDate
  /** And on or before this one; for as long as nobody ends it when absent. */
  readonly until?: LocalDate
}

/** A versioned set of rules, notifications and escalation of one authority. Immutable once released. */
export interface Policy {
  readonly id: string
  readonly version: number
  readonly authority: string
  readonly title: string
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  /** Who comes to the meetings, is told and reminded: social work, which is the authority itself, and its partners. */
  readonly agencies: readonly { readonly id: Agency; readonly name: string }[]
  /** What this council calls things, where it is not what they are usually called. */
  readonly words: OwnWords
  /** Of a variant: of which policy, and the test of change that it is for. */
  readonly variantOf?: PolicyVersion
  readonly testOfChange?: TestOfChange
  readonly rules: readonly Rule[]
  /** The calendars that its rules count working days by, in the versions that the document pins. */
  readonly calendars: Readonly<Record<string, Calendar>>
  /** By which of them dates of meetings are suggested; none when absent. */
  readonly workingCalendar?: string
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

/** The ids of a policy's rules, each once, in the policy's order. */
export function ruleIdsOf({ rules }: Policy): string[] {
  return [...new Set(rules.map(({ id }) => id))]
}

/** The version of a rule that applies to a clock that starts on a day; undefined when none does. */
export function ruleInForce({ rules }: Policy, id: string, on: LocalDate): Rule | undefined {
  return rules.find((rule) => rule.id === id && isInForce(rule, on))
}

/** Is a rule in force for clocks that start on a day? */
export function isInForce({ effectiveFrom, effectiveUntil }: Rule, on: LocalDate): boolean {
  return (
    (effectiveFrom === undefined || effectiveFrom <= on) &&
    (effectiveUntil === undefined || on <= effectiveUntil)
  )
}

/** The version of a rule that stands for it where no clock has started: the newest. */
export function newestRule({ rules }: Policy, id: string): Rule {
  const versions = rules.filter((rule) => rule.id === id)
  const [newest] = versions.sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? 1 : -1))
  if (newest === undefined) throw new Error(`The policy has no rule ${id}`)
  return newest
}

/** A calendar of a policy. Throws when the policy pins none of that name, which its schema never lets through. */
export function calendarIn({ calendars }: Pick<Policy, 'calendars'>, id: string): Calendar {
  const calendar = calendars[id]
  if (calendar === undefined) throw new Error(`The policy has no calendar ${id}`)
  return calendar
}

/**
 * The cohort that a journey is of which starts in a locality on a day under a policy: of the policy's test of change, while
 * it runs there; undefined otherwise.
 */
export function cohortAtStart({ testOfChange }: Policy, locality: string, on: LocalDate): string | undefined {
  return testOfChange !== undefined && isTriedIn(testOfChange, locality, on) ? testOfChange.cohort : undefined
}

/** Is a change tried for journeys that start in a locality on a day? */
export function isTriedIn(
  { localities, from, until }: TestOfChange,
  locality: string,
  on: LocalDate,
): boolean {
  return localities.includes(locality) && from <= on && (until === undefined || on <= until)
}
