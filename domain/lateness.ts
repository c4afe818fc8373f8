import type { DelayReason } from './codes'
import { isLate, type Deadline } from './deadlines'
import { eventsOf, type Journey } from './journey'
import { daysBetween, localDateOf, type Instant, type LocalDate } from './time'

/** A step that was late, or is: by how long, and why, as far as people have said. */
export interface Lateness {
  readonly ruleId: string
  readonly title: string
  readonly dueOn: LocalDate
  /** By how many days of the calendar; 0 where an hours rule was missed on its own day. */
  readonly days: number
  /** The event that met it after all; absent while it is still overdue. */
  readonly metBy?: string
  readonly reasons: readonly DelayReason[]
}

/**
 * Every step of a journey that was met late or is overdue now, in the order in which they were due. An explanation belongs to
 * the start of the rule's clock before it: of a repeating rule not to the ones after.
 */
export function latenessOf(journey: Journey, deadlines: readonly Deadline[], now: Instant): Lateness[] {
  const today = localDateOf(now)
  return deadlines
    .flatMap((deadline): Lateness[] => {
      const { rule, dueOn, met, cancelledBy } = deadline
      const isOverdue = !met && !cancelledBy && isLate({ on: today, at: now }, deadline)
      if (!isOverdue && met?.late !== true) return []
      return [
        {
          ruleId: rule.id,
          title: rule.title,
          dueOn,
          days: daysBetween(dueOn, met?.by.occurred.on ?? today),
          ...(met && { metBy: met.by.id }),
          reasons: reasonsFor(deadline, deadlines, journey),
        },
      ]
    })
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

function reasonsFor(deadline: Deadline, deadlines: readonly Deadline[], journey: Journey): DelayReason[] {
  const starts = deadlines.filter(({ rule }) => rule.id === deadline.rule.id).map((one) => one.startedAt.on)
  const next = starts.filter((start) => start > deadline.startedAt.on).sort()[0]
  const said = eventsOf(journey, 'delay-explained').filter(
    ({ ruleId, occurred: { on } }) =>
      ruleId === deadline.rule.id && on >= deadline.startedAt.on && (next === undefined || on <= next),
  )
  return [...new Set(said.map(({ reason }) => reason))]
}
