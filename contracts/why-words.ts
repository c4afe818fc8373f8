import {
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  nonWorkingReason,
  UncoveredYearError,
} from '../domain/calendar'
import { inFull } from '../domain/dates-in-words'
import type { Deadline, Unreckoned } from '../domain/deadlines'
import type { JourneyEvent } from '../domain/events'
import { factTold } from '../domain/notices'
import { inOwnWords } from '../domain/own-words'
import { calendarIn, type Basis, type Policy, type Rule } from '../domain/policy'
import type { Step } from '../domain/reckoning'
import { writeInstant, writeOccurrence, type Instant, type LocalDate, type Occurrence } from '../domain/time'
import { happened, when } from './notice-words'
import { CLOCK_WORDS } from './policy-words'

/**
 * Why a deadline is on its date, in sentences: the event that started the clock, each step of the arithmetic with the
 * holidays skipped by name, the rule with its version, on whose authority it stands and how sure we are of it, and what
 * met or ended it.
 */
export function whyDeadline(deadline: Deadline, policy: Policy): string[] {
  const { rule, startedBy, steps, dueOn, met, cancelledBy } = deadline
  return [
    `The clock was started by this: ${eventInWords(startedBy, policy)}${untimed(startedBy.occurred)}`,
    ...steps.flatMap(stepInWords),
    ...lastWorkingDay(dueOn, policy),
    ...(met ? [`It was met ${met.late ? 'late' : 'in time'} by this: ${eventInWords(met.by, policy)}`] : []),
    ...(cancelledBy ? [`It is no longer needed since this: ${eventInWords(cancelledBy, policy)}`] : []),
    ...ruleInWords(rule, policy),
  ]
}

/** Why a rule has no date in a journey yet, or cannot have one. */
export function whyNoDate(rule: Rule, policy: Policy, unreckoned?: Unreckoned): string[] {
  const first =
    unreckoned === undefined
      ? [`The clock has not started: it starts with ${inOwnWords(CLOCK_WORDS[rule.clock], policy.words)}.`]
      : [
          `The clock was started by this: ${eventInWords(unreckoned.startedBy, policy)}`,
          `No date can be given: ${unreckoned.error.message}.`,
        ]
  return [...first, ...ruleInWords(rule, policy)]
}

/** The arithmetic of a date outside any journey. */
export function whyDate(
  startedAt: Occurrence,
  { steps, dueOn }: { readonly steps: readonly Step[]; readonly dueOn: LocalDate },
  policy: Policy,
  rule?: Rule,
): string[] {
  return [
    `The clock starts ${when(writeOccurrence(startedAt))}.${untimed(startedAt)}`,
    ...steps.flatMap(stepInWords),
    ...lastWorkingDay(dueOn, policy),
    ...(rule ? ruleInWords(rule, policy) : []),
  ]
}

function eventInWords(event: JourneyEvent, { words }: Policy): string {
  const { occurredAt, detail = '' } = factTold(event)
  const corrected = event.correctedBy === undefined ? '' : ' (as corrected since)'
  return `${happened(event.type, detail, words)} ${when(occurredAt)}${corrected}.`
}

function untimed(occurred: Occurrence): string {
  return occurred.at === undefined ? ' The time was not recorded.' : ''
}

function stepInWords(step: Step): string[] {
  switch (step.step) {
    case 'starts-after':
      return startsAfter(step)
    case 'hours':
      return hours(step)
    case 'calendar':
      return calendar(step)
    case 'working-days':
      return workingDays(step)
    case 'expires-on':
      return [`The order itself says its last day: ${inFull(step.on)}.`]
    case 'in-all':
      return [
        `With all its renewals it lasts ${step.days} days at most, counted from ${inFull(step.from)}: that is ${inFull(step.to)}, which comes first.`,
      ]
  }
}

type Of<Name extends Step['step']> = Extract<Step, { step: Name }>

function startsAfter({ months, anniversary, notBefore, from }: Of<'starts-after'>): string[] {
  const sentence = `The clock starts only after ${months} months without a break, on ${inFull(anniversary)}.`
  if (notBefore === undefined || from === anniversary) return [sentence]
  return [sentence, `It starts on no day before ${inFull(notBefore)}, so it starts then.`]
}

function hours({ hours: count, from, to, untimed: fromMidnight }: Of<'hours'>): string[] {
  return [
    ...(fromMidnight ? ['Without a time, hours are counted from 00:00 of the day.'] : []),
    `${count} hours of elapsed time after ${inFull(writeInstant(from))} end at ${inFull(writeInstant(to))}.`,
    ...clockChange(from, to, count),
  ]
}

function clockChange(from: Instant, to: Instant, count: number): string[] {
  const [before, after] = [offset(from), offset(to)]
  if (before === after) return []
  const [way, later] = after > before ? ['forward', 'later'] : ['back', 'earlier']
  return [
    `The clocks went ${way} in between: ${count} hours are still ${count} hours, so they end an hour ${later} by the clock.`,
  ]
}

function offset(moment: Instant): string {
  return writeInstant(moment).slice(-6)
}

function calendar({ unit, count, from, to, clamped }: Of<'calendar'>): string[] {
  const span = `${count} ${count === 1 ? unit.slice(0, -1) : unit}`
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date(to))
  return [
    `${span} after ${inFull(from)} is ${inFull(to)}, through the end of that day.`,
    ...(clamped ? [`${month} has no day ${Number(from.slice(8))} in that year: its last day counts.`] : []),
  ]
}

function workingDays({ count, calendar: by, from, to, skipped }: Of<'working-days'>): string[] {
  const days = count === 1 ? '1 working day' : `${count} working days`
  return [
    `${days} after ${inFull(from)}, which is not itself counted, is ${inFull(to)}, through the end of that day.`,
    ...(skipped.length > 0
      ? [`Not counted: ${skipped.map(({ on, because }) => dayInWords(on, because)).join('; ')}.`]
      : []),
    `Working days are those of the calendar ${by.id}, version ${by.version} (${by.title}).`,
  ]
}

// The name of a weekday is in the date already.
function dayInWords(on: LocalDate, because: string): string {
  return because === 'Saturday' || because === 'Sunday' ? inFull(on) : `${inFull(on)} (${because})`
}

// A deadline on a day that is not worked does not move: people are told by when to act.
function lastWorkingDay(dueOn: LocalDate, policy: Policy): string[] {
  if (policy.workingCalendar === undefined) return []
  const working = calendarIn(policy, policy.workingCalendar)
  try {
    if (isWorkingDay(working, dueOn)) return []
    const because = nonWorkingReason(working, dueOn) ?? ''
    const before = lastWorkingDayOnOrBefore(working, dueOn)
    return [
      `${dayInWords(dueOn, because)} is not a working day. The deadline does not move: the last working day before it is ${inFull(before)}.`,
    ]
  } catch (error) {
    if (error instanceof UncoveredYearError)
      return [`Whether it is a working day cannot be said: ${error.message}.`]
    throw error
  }
}

const CONFIDENCE_WORDS: Readonly<Record<Basis['confidence'], string>> = {
  confirmed: 'This is confirmed.',
  'by-analogy': 'This holds by analogy only.',
  unconfirmed: 'This is not confirmed.',
}

function ruleInWords(rule: Rule, policy: Policy): string[] {
  const { title, basis, effectiveFrom, effectiveUntil } = rule
  const since = effectiveFrom ? ` from ${inFull(effectiveFrom)}` : ''
  const until = effectiveUntil ? ` until ${inFull(effectiveUntil)}` : ''
  const force = since + until === '' ? '' : `, in force for clocks that start${since}${until}`
  return [
    `Rule: ${title}, of the policy ${policy.id}, version ${policy.version}${force}.`,
    `On whose authority: ${basis.citation}. ${CONFIDENCE_WORDS[basis.confidence]}${basis.note ? ` ${basis.note}.` : ''}`,
  ]
}
