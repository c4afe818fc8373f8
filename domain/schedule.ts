import type { Deadline } from './deadlines'
import { isOpen } from './deadlines'
import type { Before, Policy, Senior } from './policy'
import { endOfDay, instant, plusDays, plusHours, startOf, wallTime, type Instant } from './time'

/** A moment of a deadline at which something is to happen. */
export type Moment = { readonly at: Instant; readonly label: string } & (
  | { readonly kind: 'reminder' }
  /** The first moment at which the deadline is overdue. */
  | { readonly kind: 'overdue' }
  /** When those whom the rule concerns are told that it was missed. */
  | { readonly kind: 'missed' }
  | { readonly kind: 'escalation'; readonly to: Senior }
)

/**
 * The moments of a deadline in time order: reminders before it, the moment it is overdue, the notice of that, and each
 * step of escalation. Of calendar rules, notices go at the policy's hour, London time; of hours rules at their exact
 * instant. No reminder precedes the start of the clock or, of a calendar rule, goes on that very day. A deadline that is
 * met or cancelled has the same moments: whether they still count is asked with `isOpen`.
 */
export function momentsOf(deadline: Deadline, policy: Policy): Moment[] {
  const { startedAt } = deadline
  const started = deadline.dueAt === undefined ? endOfDay(startedAt.on) : startOf(startedAt)
  const reminders = (deadline.rule.reminders ?? policy.reminders)
    .map((before): Moment => ({
      kind: 'reminder',
      at: reminderAt(deadline, before, policy.noticeHour),
      label: `reminder-${spanLabel(before)}`,
    }))
    .filter((moment) => moment.at > started)
  const escalations = policy.escalation.map(({ after, to }): Moment => ({
    kind: 'escalation',
    to,
    at: afterwards(deadline, after.days, policy.noticeHour),
    label: `escalation-${spanLabel(after)}`,
  }))
  const overdue = overdueFrom(deadline)
  return [
    ...reminders,
    { kind: 'overdue' as const, at: overdue, label: 'overdue' },
    {
      kind: 'missed' as const,
      at: deadline.dueAt === undefined ? afterwards(deadline, 1, policy.noticeHour) : overdue,
      label: 'missed',
    },
    ...escalations,
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** When a deadline becomes due soon: at its first reminder. Undefined where no reminder fits between start and due. */
export function dueSoonFrom(deadline: Deadline, policy: Policy): Instant | undefined {
  return momentsOf(deadline, policy).find((moment) => moment.kind === 'reminder')?.at
}

/** What a journey waits for next: the moment, and a label in the field's words for people who watch the engine. */
export interface Awaited {
  readonly at: Instant
  readonly label: string
}

/** The next moment after `now` of any open deadline; undefined when nothing is awaited. */
export function nextMoment(
  deadlines: readonly Deadline[],
  policy: Policy,
  now: Instant,
): Awaited | undefined {
  let next: Awaited | undefined
  for (const deadline of deadlines.filter(isOpen)) {
    for (const moment of momentsOf(deadline, policy)) {
      if (moment.at > now && (next === undefined || moment.at < next.at)) {
        next = { at: moment.at, label: `${deadline.rule.title}: ${moment.label}` }
      }
    }
  }
  return next
}

function overdueFrom({ lastMoment }: Deadline): Instant {
  return instant(Date.parse(lastMoment) + 1)
}

function reminderAt(deadline: Deadline, before: Before, hour: number): Instant {
  if (deadline.dueAt !== undefined) return plusHours(deadline.dueAt, -hoursOf(before))
  if ('days' in before) return wallTime(plusDays(deadline.dueOn, -before.days), hour)
  return plusHours(deadline.lastMoment, -before.hours)
}

function afterwards(deadline: Deadline, days: number, hour: number): Instant {
  if (deadline.dueAt !== undefined) return plusHours(deadline.dueAt, days * 24)
  return wallTime(plusDays(deadline.dueOn, days), hour)
}

function hoursOf(span: Before): number {
  return 'hours' in span ? span.hours : span.days * 24
}

function spanLabel(span: Before): string {
  if ('hours' in span) return `${span.hours}-hours`
  return span.days === 1 ? '1-day' : `${span.days}-days`
}
