import { datesSetBy } from './diary'
import type { Deadline } from './deadlines'
import { unreckonedOf } from './deadlines'
import type { EventOf, JourneyEvent, View } from './events'
import { eventsOf, follows, type Journey } from './journey'
import { legalBasesOf, legalBasisAt } from './legal-basis'
import { isBefore } from './order'
import { approvesPermanenceOrder, carriesRecommendation, isPermanenceOrder } from './outcomes'
import type { Policy } from './policy'

/** Something that is not refused but should not pass unseen. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly eventId: string
}

/** What a person should look at in this journey: gaps that the record shows, each with the event it is about. */
export function warningsOf(journey: Journey, deadlines: readonly Deadline[], policy: Policy): Warning[] {
  return [
    ...[...journey.flagged].map(([event, lack]) =>
      warning(event, 'antecedent-missing', `${lack.because}. It starts no clock. ${lack.remedy}`),
    ),
    ...unreckonedOf(journey, policy).map(({ startedBy, rule, error }) =>
      warning(startedBy, 'calendar-does-not-cover', `${rule.title} has no date: ${error.message}`),
    ),
    ...journey.events.flatMap(withoutTheChildsViews),
    ...journey.events.flatMap(sixMonthsWithoutRecommendation),
    ...journey.events.flatMap((event) => agreedDates(event, deadlines)),
    ...eventsOf(journey, 'visit-made').flatMap(childNotSeen),
    ...eventsOf(journey, 'agency-decision-made').flatMap((event) => decisionWithoutPanel(journey, event)),
    ...eventsOf(journey, 'parents-notified').flatMap((event) =>
      needsBefore(journey, event, 'agency-decision-made', 'no agency decision before it'),
    ),
    ...eventsOf(journey, 'peer-review-fed-back').flatMap((event) =>
      needsBefore(journey, event, 'peer-review-held', 'no peer review before it'),
    ),
    ...OUTCOMES_OF_AN_APPLICATION.flatMap((type) =>
      eventsOf(journey, type).flatMap((event) => withoutApplication(journey, event)),
    ),
    ...eventsOf(journey, 'order-lodged').flatMap((event) => [
      ...withoutReviewSinceDecision(journey, event),
      ...withoutHearingsAdvice(journey, event),
      ...withoutTheChildsConsent(journey, event),
    ]),
    ...supervisionOrderWhilePending(journey),
  ]
}

function warning(event: JourneyEvent, code: string, message: string): Warning {
  return { code, message, eventId: event.id }
}

function withoutTheChildsViews(event: JourneyEvent): Warning[] {
  const asked =
    event.type === 'child-plan-meeting-held' || event.type === 'review-held' || event.type === 'panel-held'
  if (!asked || event.views?.some(givenByChild)) return []
  return [
    warning(event, 'no-views-of-the-child', `No views of the child are recorded for this ${event.type}`),
  ]
}

function givenByChild(view: View): boolean {
  return view.of === 'child' && view.how !== 'not-sought'
}

function sixMonthsWithoutRecommendation(event: JourneyEvent): Warning[] {
  if (event.type !== 'child-plan-meeting-held' || event.meeting !== '6-month') return []
  if (carriesRecommendation(event)) return []
  return [
    warning(
      event,
      'no-recommendation-at-6-months',
      'The 6-month meeting is committed to a permanence recommendation, and none is recorded for it',
    ),
  ]
}

const AGREED_AT_72_HOURS = [
  { meeting: '3-month', rule: '3-month-meeting' },
  { meeting: '6-month', rule: '6-month-meeting-or-recommendation' },
] as const

// The 72-hour meeting agrees the dates of the 3- and 6-month meetings: a missing date, or one that is too late.
function agreedDates(event: JourneyEvent, deadlines: readonly Deadline[]): Warning[] {
  if (event.type !== 'child-plan-meeting-held' || event.meeting !== '72-hour') return []
  return AGREED_AT_72_HOURS.flatMap(({ meeting, rule }): Warning[] => {
    const agreed = datesSetBy(event).find((date) => date.meeting === meeting)
    if (agreed === undefined) {
      return [
        warning(event, 'date-not-agreed', `The 72-hour meeting agreed no date for the ${meeting} meeting`),
      ]
    }
    // Of the period that the meeting belongs to: the last that had begun by then.
    const deadline = deadlines.findLast(
      (one) => one.rule.metBy === rule && !isBefore(event.occurred, one.startedBy.occurred),
    )
    if (deadline === undefined || agreed.date.on <= deadline.dueOn) return []
    return [
      warning(
        event,
        'date-agreed-too-late',
        `The ${meeting} meeting is agreed for ${agreed.date.on}, after it is due on ${deadline.dueOn}`,
      ),
    ]
  })
}

function childNotSeen(event: EventOf<'visit-made'>): Warning[] {
  return event.childSeen ? [] : [warning(event, 'child-not-seen', 'The child was not seen on this visit')]
}

function decisionWithoutPanel(journey: Journey, event: EventOf<'agency-decision-made'>): Warning[] {
  return needsBefore(
    journey,
    event,
    'panel-held',
    'This decision was made without a recorded panel before it',
    'decision-without-panel',
  )
}

function needsBefore(
  journey: Journey,
  event: JourneyEvent,
  needed: 'panel-held' | 'agency-decision-made' | 'peer-review-held',
  message: string,
  code = 'antecedent-not-recorded',
): Warning[] {
  if (eventsOf(journey, needed).some((before) => follows(journey, event, before))) return []
  return [
    warning(event, code, code === 'antecedent-not-recorded' ? `There is ${message}: ${needed}` : message),
  ]
}

const OUTCOMES_OF_AN_APPLICATION = ['order-granted', 'order-refused', 'application-withdrawn'] as const
type OutcomeOfAnApplication = EventOf<(typeof OUTCOMES_OF_AN_APPLICATION)[number]>

function withoutApplication(journey: Journey, event: OutcomeOfAnApplication): Warning[] {
  const lodged = eventsOf(journey, 'order-lodged').some(
    ({ order, occurred }) =>
      (order ?? 'permanence-order') === (event.order ?? 'permanence-order') &&
      !isBefore(event.occurred, occurred),
  )
  if (lodged) return []
  return [
    warning(
      event,
      'antecedent-not-recorded',
      'There is no application for this order before it: record the order-lodged that it answers',
    ),
  ]
}

// LAC Regs 2009 r45(4)(b): the child's case is reviewed before an application for a permanence order.
function withoutReviewSinceDecision(journey: Journey, lodged: EventOf<'order-lodged'>): Warning[] {
  if (!isPermanenceOrder(lodged.order)) return []
  const decision = journey.events.findLast(
    (event) => approvesPermanenceOrder(event) && follows(journey, lodged, event),
  )
  if (decision === undefined) return []
  const reviewed = journey.events.some(
    (event) =>
      (event.type === 'review-held' || event.type === 'child-plan-meeting-held') &&
      event.review !== undefined &&
      !isBefore(event.occurred, decision.occurred) &&
      follows(journey, lodged, event),
  )
  if (reviewed) return []
  return [
    warning(
      lodged,
      'no-review-since-the-decision',
      'A permanence order was lodged without a review since the agency decision (LAC Regs 2009 r45(4)(b))',
    ),
  ]
}

// Children's Hearings (Scotland) Act 2011 s131: of a child under a compulsory supervision order, the hearing advises.
function withoutHearingsAdvice(journey: Journey, lodged: EventOf<'order-lodged'>): Warning[] {
  if (!isPermanenceOrder(lodged.order) || legalBasisAt(journey, lodged) !== 'cso') return []
  if (eventsOf(journey, 'hearing-advice-given').some((advice) => follows(journey, lodged, advice))) return []
  return [
    warning(
      lodged,
      'no-advice-of-the-hearing',
      "A permanence order was lodged for a child under a compulsory supervision order without the hearing's advice (CHA 2011 s131)",
    ),
  ]
}

// ACA 2007 s84, of an adoption s32: a child of 12 or more consents, unless incapable. A kinship care order needs none.
function withoutTheChildsConsent(journey: Journey, lodged: EventOf<'order-lodged'>): Warning[] {
  const from = journey.start.consentRequiredFrom
  if (from === undefined || lodged.occurred.on < from) return []
  const order = lodged.order ?? 'permanence-order'
  if (!isPermanenceOrder(order) && order !== 'adoption') return []
  const recorded = eventsOf(journey, 'consent-recorded').some(
    ({ of, to, occurred }) => of === 'child' && to === order && !isBefore(lodged.occurred, occurred),
  )
  if (recorded) return []
  return [
    warning(
      lodged,
      'no-consent-of-the-child',
      `The child's own consent has been needed since ${from} and is not recorded (ACA 2007 ${order === 'adoption' ? 's32' : 's84'})`,
    ),
  ]
}

// ACA 2007 s96: while an application for a permanence order is pending, a supervision order needs the court's leave.
function supervisionOrderWhilePending(journey: Journey): Warning[] {
  return legalBasesOf(journey)
    .filter(({ legalBasis, by, run }) => legalBasis === 'cso' && run.length === 1 && isPendingAt(journey, by))
    .map(({ by }) =>
      warning(
        by,
        'supervision-order-while-pending',
        'A compulsory supervision order was made while an application for a permanence order is pending (ACA 2007 s96)',
      ),
    )
}

function isPendingAt(journey: Journey, event: JourneyEvent): boolean {
  const last = journey.events.findLast(
    (other) =>
      follows(journey, event, other) &&
      (other.type === 'order-lodged' || isOutcomeOfAnApplication(other)) &&
      isPermanenceOrder(other.order),
  )
  return last?.type === 'order-lodged'
}

function isOutcomeOfAnApplication(event: JourneyEvent): event is OutcomeOfAnApplication {
  return (OUTCOMES_OF_AN_APPLICATION as readonly string[]).includes(event.type)
}
