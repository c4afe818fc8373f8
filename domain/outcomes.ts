import type { JourneyEvent } from './events'
import type { Outcome } from './policy'

/**
 * Does this event meet a rule with that outcome? Asked of the events that follow the clock's start, in order; the
 * first that does meets the rule.
 */
export function meets(outcome: Outcome, event: JourneyEvent): boolean {
  return MEETS[outcome](event)
}

/** The child's return to the family, however it was recorded. */
export function isReturn(event: JourneyEvent): boolean {
  return (
    event.type === 'returned-to-family' ||
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

const MEETS: Record<Outcome, (event: JourneyEvent) => boolean> = {
  '72-hour-meeting': (event) => isChildPlanMeeting(event, '72-hour'),
  // A child plan meeting meets a statutory review only where its `review` says that it was also that review.
  '6-week-review': (event) =>
    (event.type === 'review-held' || event.type === 'child-plan-meeting-held') && event.review === '6-week',
  '3-month-meeting': (event) => isChildPlanMeeting(event, '3-month'),
  // The 6-month meeting is committed to a recommendation: without one it does not meet the rule, and an earlier
  // recommendation meets it without the meeting.
  '6-month-meeting-or-recommendation': carriesRecommendation,
  'recommendation-or-return': (event) => carriesRecommendation(event) || isReturn(event),
  panel: (event) => event.type === 'panel-held',
  'agency-decision': (event) => event.type === 'agency-decision-made',
  'permanence-order-lodged': (event) => event.type === 'order-lodged' && isPermanenceOrder(event.order),
}

/** A permanence order with or without authority to adopt; an order left blank is a permanence order. */
export function isPermanenceOrder(order: string | undefined): boolean {
  return (
    order === undefined ||
    order === 'permanence-order' ||
    order === 'permanence-order-with-authority-to-adopt'
  )
}

function isChildPlanMeeting(event: JourneyEvent, meeting: string): boolean {
  return event.type === 'child-plan-meeting-held' && event.meeting === meeting
}
