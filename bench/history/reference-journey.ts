import type { EventDraft, EventType } from '../../domain/events'

/** A step of the reference journey: what is recorded, and when. */
export interface Step {
  readonly type: EventType
  readonly fields: object
  readonly when: When
}

/** So many days after the journey began, or shortly before the rule's deadline. */
export type When = { readonly afterDays: number } | { readonly beforeDueOf: string }

/** When the reference journey begins: so far ahead that it is the same journey whenever it is measured. */
export const beginning = '2040-01-09T10:00:00.000Z'

export const start: Omit<Extract<EventDraft, { type: 'looked-after-started' }>, 'occurred'> = {
  type: 'looked-after-started',
  pathway: 'away-from-home',
  legalBasis: 'voluntary-s25',
  placementType: 'foster',
  worker: 'case-worker-1',
}

const views = [{ of: 'child', how: 'in-person' }]

/**
 * The reference journey, 17 events with its start: accommodated with consent, visited and reviewed as the law asks, planned
 * in time at every meeting, and lodged in court in its 55th week.
 */
export const steps: readonly Step[] = [
  {
    type: 'child-plan-meeting-held',
    fields: { meeting: '72-hour', agreedDates: { threeMonth: '2040-04-06', sixMonth: '2040-07-06' }, views },
    when: { beforeDueOf: 'seventy-two-hour-meeting' },
  },
  visit('first-visit'),
  { type: 'review-held', fields: { review: '6-week', views }, when: { beforeDueOf: 'six-week-review' } },
  {
    type: 'child-plan-meeting-held',
    fields: { meeting: '3-month', views },
    when: { beforeDueOf: 'three-month-meeting' },
  },
  visit('later-visit'),
  laterReview('three-month-review'),
  {
    type: 'child-plan-meeting-held',
    fields: { meeting: '6-month', views, recommendation: 'away-from-home', route: 'permanence-order' },
    when: { beforeDueOf: 'six-month-meeting' },
  },
  visit('later-visit'),
  {
    type: 'meeting-date-set',
    fields: { meeting: 'panel', at: '2040-09-25T13:00:00+01:00' },
    when: { afterDays: 190 },
  },
  {
    type: 'panel-held',
    fields: { members: ['panel-chair', 'panel-doctor', 'panel-member'], outcome: 'supported', views },
    when: { beforeDueOf: 'permanence-panel' },
  },
  visit('later-visit'),
  {
    type: 'agency-decision-made',
    fields: { decisionMaker: 'decision-maker-1', decision: 'approve-permanence-order' },
    when: { beforeDueOf: 'agency-decision' },
  },
  { type: 'parents-notified', fields: {}, when: { beforeDueOf: 'parents-notification' } },
  laterReview('later-review'),
  visit('later-visit'),
  { type: 'order-lodged', fields: {}, when: { beforeDueOf: 'order-lodging' } },
]

function visit(ruleId: string): Step {
  return {
    type: 'visit-made',
    fields: { childSeen: true, seenAlone: true },
    when: { beforeDueOf: ruleId },
  }
}

function laterReview(ruleId: string): Step {
  return { type: 'review-held', fields: { review: 'later', views }, when: { beforeDueOf: ruleId } }
}
