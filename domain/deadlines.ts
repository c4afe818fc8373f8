import { startsOf, type ClockStart } from './clocks'
import type { JourneyEvent } from './events'
import { follows, type Journey } from './journey'
import { meets } from './outcomes'
import type { Policy, Rule, Within } from './policy'
import {
  endOfDay,
  localDateOf,
  plusDays,
  plusHours,
  plusMonths,
  plusWeeks,
  startOf,
  type Instant,
  type LocalDate,
  type Occurrence,
} from './time'

/** A rule applied to a journey: due when, and met or no longer needed by what. Nothing here depends on the time now. */
export interface Deadline {
  readonly rule: Rule
  /** Counts the starts of the rule's clock in this journey, from 1. */
  readonly instance: number
  readonly startedBy: JourneyEvent
  readonly dueOn: LocalDate
  /** Of an hours rule: the exact instant. */
  readonly dueAt?: Instant
  /** The last moment at which it can still be met on time. */
  readonly lastMoment: Instant
  readonly met?: { readonly by: JourneyEvent; readonly late: boolean }
  readonly cancelledBy?: JourneyEvent
}

/** Every deadline whose clock has started, in the order of the policy's rules. */
export function deadlinesOf(journey: Journey, policy: Policy): Deadline[] {
  return policy.rules.flatMap((rule) =>
    startsOf(rule.clock, journey)
      .filter((start) => isInForce(rule, start.by.occurred.on))
      .map((start, index) => deadlineOf(journey, rule, start, index + 1)),
  )
}

/** Is the deadline still to be met: neither met nor cancelled? */
export function isOpen(deadline: Deadline): boolean {
  return deadline.met === undefined && deadline.cancelledBy === undefined
}

/**
 * Was what occurred too late for a deadline? Of an hours rule by the moment; what has no time, as of any other rule, by
 * the day: an untimed meeting meets an hours rule if its date is not after the due one.
 */
export function isLate(
  occurred: Occurrence,
  { dueOn, dueAt }: { readonly dueOn: LocalDate; readonly dueAt?: Instant },
): boolean {
  if (dueAt !== undefined && occurred.at !== undefined) return occurred.at > dueAt
  return occurred.on > dueOn
}

/**
 * When a span that starts with an occurrence ends. Hours run from the moment, or from 00:00 of a day without a time;
 * days, weeks and months run on the calendar, through the end of the last day, inclusive. Calendar months clamp.
 */
export function dueAfter(
  started: Occurrence,
  within: Within,
): { dueOn: LocalDate; dueAt?: Instant; lastMoment: Instant } {
  if ('hours' in within) {
    const dueAt = plusHours(startOf(started), within.hours)
    return { dueOn: localDateOf(dueAt), dueAt, lastMoment: dueAt }
  }
  const dueOn = calendarDay(started.on, within)
  return { dueOn, lastMoment: endOfDay(dueOn) }
}

function calendarDay(on: LocalDate, within: Exclude<Within, { hours: number }>): LocalDate {
  if ('days' in within) return plusDays(on, within.days)
  if ('weeks' in within) return plusWeeks(on, within.weeks)
  return plusMonths(on, within.months)
}

function isInForce(rule: Rule, on: LocalDate): boolean {
  const begun = rule.effectiveFrom === undefined || rule.effectiveFrom <= on
  const ended = rule.effectiveUntil !== undefined && on > rule.effectiveUntil
  return begun && !ended
}

function deadlineOf(journey: Journey, rule: Rule, start: ClockStart, instance: number): Deadline {
  const due = dueAfter(start.by.occurred, rule.within)
  const metBy = journey.events.find((event) => isInTime(journey, event, start) && meets(rule.metBy, event))
  return {
    rule,
    instance,
    startedBy: start.by,
    ...due,
    ...(metBy && { met: { by: metBy, late: isLate(metBy.occurred, due) } }),
    ...(!metBy && start.endedBy && { cancelledBy: start.endedBy }),
  }
}

// The event that ends the need may itself be the outcome: a return to the family meets the 45 weeks.
function isInTime(journey: Journey, event: JourneyEvent, { by, endedBy }: ClockStart): boolean {
  return follows(journey, event, by) && (endedBy === undefined || !follows(journey, event, endedBy))
}
