import type {
  ChildPlanMeeting,
  ClosingReason,
  Decision,
  DiaryMeeting,
  FeedbackTo,
  LegalBasis,
  Order,
  PanelOutcome,
  Pathway,
  Review,
  Route,
} from '../../domain/codes'
import type {
  Correction,
  EventDraft,
  EventFields,
  EventType,
  JourneyEvent,
  Recorded,
  RecordedEvent,
} from '../../domain/events'
import { journeyOf, type Journey } from '../../domain/journey'
import { ruleIdsOf } from '../../domain/policy'
import { parsePolicy } from '../../domain/policy-schema'
import { stateOf, type JourneyState } from '../../domain/state'
import { standingAt, type DeadlineNow } from '../../domain/standing'
import {
  instant,
  localDateOf,
  parseOccurrence,
  plusHours,
  startOf,
  type Instant,
  type Occurrence,
} from '../../domain/time'
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

/** The child becomes looked after at home. */
export function startedAtHome(
  occurredAt: string,
  fields: Partial<EventFields['looked-after-started']> = {},
): Fact {
  return started(occurredAt, { pathway: 'at-home', legalBasis: 'cso', ...fields })
}

/** From then on the child is looked after on the other pathway; voluntarily unless said otherwise. */
export function pathwayChanged(
  occurredAt: string,
  to: Pathway,
  legalBasis: LegalBasis = 'voluntary-s25',
): Fact {
  return fact('pathway-changed', occurredAt, { to, legalBasis })
}

/** The child is looked after on another legal basis, or on the same one renewed; an order may say its last day itself. */
export function legalBasis(occurredAt: string, basis: LegalBasis, expiresOn?: string): Fact {
  const lastDay = expiresOn === undefined ? {} : { expiresOn: occurrence(expiresOn).on }
  return fact('legal-basis-changed', occurredAt, { legalBasis: basis, ...lastDay })
}

/** The child moves, to foster carers unless said otherwise. */
export function placed(occurredAt: string, fields: Partial<EventFields['placement-changed']> = {}): Fact {
  return fact('placement-changed', occurredAt, { placementType: 'foster', ...fields })
}

/** A visit on which the child was seen, unless said otherwise. */
export function visited(occurredAt: string, childSeen = true): Fact {
  return fact('visit-made', occurredAt, { childSeen })
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

/** An order is granted; a permanence order when it is left blank. */
export function granted(occurredAt: string, order?: Order): Fact {
  return fact('order-granted', occurredAt, { ...(order && { order }) })
}

export function refused(occurredAt: string, order?: Order): Fact {
  return fact('order-refused', occurredAt, { ...(order && { order }) })
}

/** An application is withdrawn; that for a permanence order when it is left blank. */
export function withdrawn(occurredAt: string, order?: Order): Fact {
  return fact('application-withdrawn', occurredAt, { ...(order && { order }) })
}

export function parentsNotified(occurredAt: string): Fact {
  return fact('parents-notified', occurredAt, {})
}

/** A children's hearing sat. */
export function hearingHeld(occurredAt: string): Fact {
  return fact('hearing-held', occurredAt, {})
}

export function peerReviewHeld(occurredAt: string): Fact {
  return fact('peer-review-held', occurredAt, {})
}

/** The peer review was fed back to a manager. */
export function fedBack(occurredAt: string, to: FeedbackTo): Fact {
  return fact('peer-review-fed-back', occurredAt, { to })
}

export function transferred(occurredAt: string, fields: EventFields['transferred']): Fact {
  return fact('transferred', occurredAt, fields)
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

/** A record with facts recorded after all that it has. */
export function andThen(record: readonly RecordedEvent[], ...facts: readonly Fact[]): RecordedEvent[] {
  const after = recorded(...facts).map((one, index) => {
    const number = record.length + index + 1
    return { ...one, number, id: `event-${number}` }
  })
  return [...record, ...after]
}

/**
 * A record with the correction of one of its events, by number: how that was or, with null, that it was not at all. The
 * correction is made on the day after the last fact of the record occurred, unless said otherwise.
 */
export function corrected(
  record: readonly RecordedEvent[],
  number: number,
  replacement: Fact | null,
  correctedAt?: string,
): RecordedEvent[] {
  const event = record[number - 1]
  if (event === undefined) throw new Error(`There is no event ${number} to correct`)
  const last = record.map(({ recordedAt }) => recordedAt).sort()[record.length - 1] as Instant
  const moment = correctedAt === undefined ? plusHours(last, 24) : at(correctedAt)
  const correction: Correction = {
    type: 'event-corrected',
    occurred: { on: localDateOf(moment), at: moment },
    eventId: event.id,
    replacement,
    reason: 'typed wrongly',
    id: `event-${record.length + 1}`,
    number: record.length + 1,
    recordedAt: moment,
    recordedBy: 'case-worker',
  }
  return [...record, correction]
}

/** What facts say together. */
export function journey(...facts: readonly Fact[]): Journey {
  return journeyOf(recorded(...facts))
}

/** All that facts mean under Highland's policy. */
export function state(...facts: readonly Fact[]): JourneyState {
  return stateOf(recorded(...facts), highland)
}

/** All that a record means under Highland's whole timetable. */
export function wholeState(record: readonly RecordedEvent[]): JourneyState {
  return stateOf(record, wholeTimetable)
}

/** The deadlines of a rule as they are at a moment. */
export function deadlinesAt(now: string, ruleId: string, ...facts: readonly Fact[]): DeadlineNow[] {
  return standingAt(state(...facts).standing, at(now)).deadlines.filter((one) => one.ruleId === ruleId)
}

/** The first deadline of a rule as it is at a moment; without a date while its clock has not started. */
export function deadlineAt(now: string, ruleId: string, ...facts: readonly Fact[]): DeadlineNow {
  const [first] = deadlinesAt(now, ruleId, ...facts)
  if (first !== undefined) return first
  if (!ruleIdsOf(highland).includes(ruleId)) throw new Error(`Highland's policy has no rule ${ruleId}`)
  return { ruleId, instance: 1, dueOn: null, status: 'not-applicable' }
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
