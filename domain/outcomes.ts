import type { ChildPlanMeeting, Review } from './codes'
import type { JourneyEvent } from './events'
import type { Outcome } from './policy'

/**
 * Which event meets a rule with that outcome, among the events that follow the clock's start, in the order in which they
 * occurred; undefined when none does yet.
 */
export function metBy(
  outcome: Outcome,
  startedBy: JourneyEvent,
  events: readonly JourneyEvent[],
): JourneyEvent | undefined {
  if (outcome === 'peer-review-fed-back') return peerReviewFedBack(events)
  return events.find((event) => MEETS[outcome](event, startedBy))
}

/** The child's return to the family, however it was recorded. */
export function isReturn(event: JourneyEvent): boolean {
  return (
    event.type === 'returned-to-family' ||
    (event.type === 'pathway-changed' && event.to === 'at-home') ||
    (event.type === 'journey-closed' && event.reason === 'returned-to-family')
  )
}

/** A permanence recommendation of either kind, by itself or carried by a child plan meeting. */
export function carriesRecommendation(event: JourneyEvent): boolean {
  if (event.type === 'permanence-recommended') return true
  return (
    event.type === 'child-plan-meeting-held' &&
    event.recommendation !== undefined &&
    event.recommendation !== 'none'
  )
}

/** A recommendation of permanence away from the family, by itself or carried by a child plan meeting. */
export function recommendsAwayFromHome(event: JourneyEvent): boolean {
  return (
    (event.type === 'permanence-recommended' || event.type === 'child-plan-meeting-held') &&
    event.recommendation === 'away-from-home'
  )
}

const APPROVALS_OF_PERMANENCE_ORDER: readonly string[] = [
  'approve-permanence-order',
  'approve-permanence-order-with-authority-to-adopt',
]

/** Is this the agency decision maker's approval of a permanence order, with or without authority to adopt? */
export function approvesPermanenceOrder(event: JourneyEvent): boolean {
  return event.type === 'agency-decision-made' && APPROVALS_OF_PERMANENCE_ORDER.includes(event.decision)
}

/** A permanence order with or without authority to adopt; an order left blank is a permanence order. */
export function isPermanenceOrder(order: string | undefined): boolean {
  return (
    order === undefined ||
    order === 'permanence-order' ||
    order === 'permanence-order-with-authority-to-adopt'
  )
}

/** Was this a statutory review, by itself or because a child plan meeting says that it was also that review? */
export function isReview(event: JourneyEvent, review: Review): boolean {
  return (event.type === 'review-held' || event.type === 'child-plan-meeting-held') && event.review === review
}

type Meets = (event: JourneyEvent, startedBy: JourneyEvent) => boolean

const MEETS: Record<Exclude<Outcome, 'peer-review-fed-back'>, Meets> = {
  '72-hour-meeting': (event) => isChildPlanMeeting(event, '72-hour'),
  'emergency-review': (event) => isReview(event, 'emergency'),
  visit: (event) => event.type === 'visit-made',
  '6-week-review': (event) => isReview(event, '6-week'),
  'later-review': (event) => isReview(event, 'later'),
  '3-month-meeting': (event) => isChildPlanMeeting(event, '3-month'),
  // The 6-month meeting is committed to a recommendation: without one it does not meet the rule, and an earlier
  // recommendation meets it without the meeting.
  '6-month-meeting-or-recommendation': carriesRecommendation,
  'recommendation-or-return': (event) => carriesRecommendation(event) || isReturn(event),
  panel: (event) => event.type === 'panel-held',
  'agency-decision': (event) => event.type === 'agency-decision-made',
  'parents-notified': (event) => event.type === 'parents-notified',
  'permanence-order-lodged': (event) => event.type === 'order-lodged' && isPermanenceOrder(event.order),
  'panel-decision-or-lodging': (event) =>
    event.type === 'panel-held' || event.type === 'agency-decision-made' || event.type === 'order-lodged',
  'legal-basis-changed': endsLegalBasis,
  'legal-basis-changed-or-hearing': (event, startedBy) =>
    endsLegalBasis(event, startedBy) || event.type === 'hearing-held',
}

// A child who comes to live elsewhere under the same order has no new one: only another basis, or a renewal, ends it.
function endsLegalBasis(event: JourneyEvent, startedBy: JourneyEvent): boolean {
  if (event.type === 'legal-basis-changed') return true
  return (
    event.type === 'pathway-changed' && 'legalBasis' in startedBy && event.legalBasis !== startedBy.legalBasis
  )
}

function isChildPlanMeeting(event: JourneyEvent, meeting: ChildPlanMeeting): boolean {
  return event.type === 'child-plan-meeting-held' && event.meeting === meeting
}

// Held, and fed back to both managers: met by whichever of the three came last.
function peerReviewFedBack(events: readonly JourneyEvent[]): JourneyEvent | undefined {
  const held = events.findIndex(({ type }) => type === 'peer-review-held')
  if (held === -1) return undefined
  const told = new Set<string>()
  return events.slice(held).find((event) => {
    if (event.type === 'peer-review-fed-back') told.add(event.to)
    return told.has('service-manager') && told.has('team-manager')
  })
}
