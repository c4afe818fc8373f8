import { UncoveredYearError } from './calendar'
import { startsOf, type ClockStart } from './clocks'
import type { JourneyEvent } from './events'
import { follows, type Journey } from './journey'
import { metBy } from './outcomes'
import { isInForce, ruleIdsOf, type Policy, type Rule } from './policy'
import { clockStartOf, reckonRule, type Due, type Step } from './reckoning'
import type { Instant, LocalDate, Occurrence } from './time'

/** A rule applied to a journey: due when, and met or no longer needed by what. Nothing here depends on the time now. */
export interface Deadline extends Due {
  readonly rule: Rule
  /** Counts the starts of the rule's clock in this journey, from 1. */
  readonly instance: number
  readonly startedBy: JourneyEvent
  /** From when the clock counts: the event, or a day after it that the rule gives. */
  readonly startedAt: Occurrence
  readonly steps: readonly Step[]
  readonly met?: { readonly by: JourneyEvent; readonly late: boolean }
  readonly cancelledBy?: JourneyEvent
}

/** A deadline that cannot be reckoned: the calendar does not cover the year. Never a silent weekday. */
export interface Unreckoned {
  readonly rule: Rule
  readonly startedBy: JourneyEvent
  readonly error: UncoveredYearError
}

/** Every deadline whose clock has started, in the order of the policy's rules. */
export function deadlinesOf(journey: Journey, policy: Policy): Deadline[] {
  return ruleIdsOf(policy).flatMap((id) =>
    reckonedOf(journey, policy, id)
      .filter((one): one is Omit<Deadline, 'instance'> => !('error' in one))
      .map((deadline, index) => ({ ...deadline, instance: index + 1 })),
  )
}

/** The deadlines that no calendar reaches. */
export function unreckonedOf(journey: Journey, policy: Policy): Unreckoned[] {
  return ruleIdsOf(policy).flatMap((id) =>
    reckonedOf(journey, policy, id).filter((one): one is Unreckoned => 'error' in one),
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

// The versions of a rule are effective one after the other: each clock has the one in force when it started.
function reckonedOf(
  journey: Journey,
  policy: Policy,
  ruleId: string,
): (Omit<Deadline, 'instance'> | Unreckoned)[] {
  const versions = policy.rules.filter(({ id }) => id === ruleId)
  const clocks = [...new Set(versions.map(({ clock }) => clock))]
  return clocks.flatMap((clock) =>
    startsOf(clock, journey).flatMap((start) =>
      versions
        .filter((rule) => rule.clock === clock)
        .flatMap((rule) => deadlineOf(journey, policy, rule, start)),
    ),
  )
}

function deadlineOf(
  journey: Journey,
  policy: Policy,
  rule: Rule,
  start: ClockStart,
): (Omit<Deadline, 'instance'> | Unreckoned)[] {
  const { from, steps } = clockStartOf(rule, start.by.occurred)
  if (!isInForce(rule, from.on) || endedBefore(from, rule, start)) return []
  try {
    const due = reckonRule(rule, from, start, policy)
    const candidates = journey.events.filter((event) => isInTime(journey, event, start))
    const met = metBy(rule.metBy, start.by, candidates)
    return [
      {
        rule,
        startedBy: start.by,
        startedAt: from,
        ...due,
        steps: [...steps, ...due.steps],
        ...(met && { met: { by: met, late: isLate(met.occurred, due) } }),
        ...(!met && start.endedBy && { cancelledBy: start.endedBy }),
      },
    ]
  } catch (error) {
    if (error instanceof UncoveredYearError) return [{ rule, startedBy: start.by, error }]
    throw error
  }
}

// A clock that starts some time after its event never starts when the period has ended by then.
function endedBefore(from: Occurrence, { startsAfter }: Rule, { endedBy }: ClockStart): boolean {
  return startsAfter !== undefined && endedBy !== undefined && endedBy.occurred.on <= from.on
}

// The event that ends the need may itself be the outcome: a return to the family meets the 45 weeks.
function isInTime(journey: Journey, event: JourneyEvent, { by, endedBy }: ClockStart): boolean {
  return follows(journey, event, by) && (endedBy === undefined || !follows(journey, event, endedBy))
}
