import type {
  ChildPlanMeeting,
  ClosingReason,
  Decision,
  DiaryMeeting,
  Order,
  PanelOutcome,
  Review,
  Route,
} from '../../domain/codes'
import type { EventDraft, EventFields, EventType, JourneyEvent, Recorded } from '../../domain/events'
import { journeyOf, type Journey } from '../../domain/journey'
import { parsePolicy } from '../../domain/policy-schema'
import { stateOf, type JourneyState } from '../../domain/state'
import { standingAt, type DeadlineNow } from '../../domain/standing'
import { instant, parseOccurrence, startOf, type Instant, type Occurrence } from '../../domain/time'
import highland1 from '../../policies/highland/1.json'
import highland2 from '../../policies/highland/2.json'
import { calendarOf } from '../../policies/released-calendars'

/** Highland's policy as it was first released, whatever comes after it. */
export const highland = parsePolicy(highland1, 'policies/highland/1.json')

/** Highland's policy with the whole timetable, as it is in force for new journeys. */
export const wholeTimetable = parsePolicy(highland2, 'policies/highland/2.json', calendarOf)

/** An event as a test says it; how it was recorded only where that matters. */
export type Fact = EventDraft & Partial<Recorded>

/** Reads a date or a moment as people write it. Throws when it is neither. */
export function occurrence(text: string): Occurrence {
  const read = parseOccurrence(text)
  if (read === undefined) throw new TypeError(`${text} is neither a date nor a moment with its offset`)
  return read
}

/** The instant of a moment with its offset, e.g. `at('2026-03-30T16:30:00+01:00')`. */
export function at(moment: string): Instant {
  return instant(moment)
}

/** A fact of any type. */
export function fact<T extends EventType>(type: T, occurredAt: string, fields: EventFields[T]): Fact {
  return { type, occurred: occurrence(occurredAt), ...fields } as unknown as Fact
}

/** The child becomes looked after and accommodated. */
export function started(occurredAt: string, fields: Partial<EventFields['looked-after-started']> = {}): Fact {
  return fact('looked-after-started', occurredAt, {
    pathway: 'away-from-home',
    legalBasis: 'voluntary-s25',
    ...fields,
  })
}

/** A child plan meeting, at which the child's views were heard. */
export function meetingHeld(
  meeting: ChildPlanMeeting,
  occurredAt: string,
  fields: Partial<EventFields['child-plan-meeting-held']> = {},
): Fact {
  const views = [{ of: 'child', how: 'in-person' }] as const
  return fact('child-plan-meeting-held', occurredAt, { meeting, views, ...fields })
}

/** A statutory review, at which the child's views were heard. */
export function reviewHeld(
  review: Review,
  occurredAt: string,
  fields: Partial<EventFields['review-held']> = {},
): Fact {
  return fact('review-held', occurredAt, { review, views: [{ of: 'child', how: 'advocate' }], ...fields })
}

/** On a day, a date is set for a meeting. */
export function dateSet(
  meeting: DiaryMeeting,
  date: string,
  { on, ...fields }: { on: string } & Partial<EventFields['meeting-date-set']>,
): Fact {
  return fact('meeting-date-set', on, { meeting, at: date, ...fields })
}

/** Permanence away from the family is recommended; for a permanence order unless said otherwise. */
export function recommended(occurredAt: string, route: Route = 'permanence-order'): Fact {
  return fact('permanence-recommended', occurredAt, { recommendation: 'away-from-home', route })
}

/** A return to the family is recommended. */
export function returnRecommended(occurredAt: string): Fact {
  return fact('permanence-recommended', occurredAt, { recommendation: 'return-home' })
}

export function panelHeld(
  occurredAt: string,
  outcome: PanelOutcome = 'supported',
  members: readonly string[] = ['panel-chair', 'panel-doctor'],
): Fact {
  return fact('panel-held', occurredAt, {
    members,
    outcome,
    views: [{ of: 'child', how: 'written' }],
  })
}

export function decided(
  occurredAt: string,
  decision: Decision = 'approve-permanence-order',
  decisionMaker = 'decision-maker',
): Fact {
  return fact('agency-decision-made', occurredAt, { decisionMaker, decision })
}

/** An order is lodged in court; a permanence order when it is left blank. */
export function lodged(occurredAt: string, order?: Order): Fact {
  return fact('order-lodged', occurredAt, { ...(order && { order }) })
}

/** The child returns to the family: looked after no longer, unless said so. */
export function returned(occurredAt: string, fields: EventFields['returned-to-family'] = {}): Fact {
  return fact('returned-to-family', occurredAt, fields)
}

export function closed(occurredAt: string, reason: ClosingReason = 'ceased-to-be-looked-after'): Fact {
  return fact('journey-closed', occurredAt, { reason })
}

/** A fact that was typed at a moment of its own, later than it occurred. */
export function typed(moment: string, one: Fact): Fact {
  return { ...one, recordedAt: at(moment) }
}

/** A fact brought in from the system before. */
export function imported(moment: string, one: Fact): Fact {
  return { ...typed(moment, one), imported: true }
}

/** Facts as recorded events, numbered in the order given; each recorded when it occurred unless said otherwise. */
export function recorded(...facts: readonly Fact[]): JourneyEvent[] {
  return facts.map((one, index) => ({
    id: `event-${index + 1}`,
    number: index + 1,
    recordedAt: startOf(one.occurred),
    recordedBy: 'case-worker',
    ...one,
  }))
}

/** What facts say together. */
export function journey(...facts: readonly Fact[]): Journey {
  return journeyOf(recorded(...facts))
}

/** All that facts mean under Highland's policy. */
export function state(...facts: readonly Fact[]): JourneyState {
  return stateOf(recorded(...facts), highland)
}

/** The deadlines of a rule as they are at a moment. */
export function deadlinesAt(now: string, ruleId: string, ...facts: readonly Fact[]): DeadlineNow[] {
  return standingAt(state(...facts).standing, at(now)).deadlines.filter((one) => one.ruleId === ruleId)
}

/** The first deadline of a rule as it is at a moment. */
export function deadlineAt(now: string, ruleId: string, ...facts: readonly Fact[]): DeadlineNow {
  const [first] = deadlinesAt(now, ruleId, ...facts)
  if (first === undefined) throw new Error(`Highland's policy has no rule ${ruleId}`)
  return first
}

/** A whole journey to the court, each step on time: looked after from Monday 2 March 2026. */
export function journeyToCourt(): Fact[] {
  return [
    started('2026-03-02T10:00:00Z', { worker: 'worker-1' }),
    meetingHeld('72-hour', '2026-03-04T14:00:00Z', {
      agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-27' },
    }),
    reviewHeld('6-week', '2026-04-10'),
    meetingHeld('3-month', '2026-05-28T10:00:00+01:00'),
    meetingHeld('6-month', '2026-08-27', { recommendation: 'away-from-home', route: 'permanence-order' }),
    panelHeld('2026-10-20T13:00:00+01:00'),
    decided('2026-10-30'),
    reviewHeld('later', '2026-11-20'),
    lodged('2027-01-15'),
  ]
}
