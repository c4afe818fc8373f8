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
 * The reference journey, 17 events with its start: accommodated with consent, planned in time at every meeting, and
 * lodged in court in its 55th week.
 */
export const steps: readonly Step[] = [
  {
    type: 'child-plan-meeting-held',
    fields: { meeting: '72-hour', agreedDates: { threeMonth: '2040-04-06', sixMonth: '2040-07-06' }, views },
    when: { beforeDueOf: 'seventy-two-hour-meeting' },
  },
  dateSet('6-week-review', '2040-02-17', 14),
  { type: 'review-held', fields: { review: '6-week', views }, when: { beforeDueOf: 'six-week-review' } },
  dateSet('3-month', '2040-04-06T10:00:00+01:00', 70),
  {
    type: 'child-plan-meeting-held',
    fields: { meeting: '3-month', views },
    when: { beforeDueOf: 'three-month-meeting' },
  },
  laterReview(120),
  dateSet('6-month', '2040-07-06T10:00:00+01:00', 150),
  {
    type: 'child-plan-meeting-held',
    fields: {
      meeting: '6-month',
      views,
      recommendation: 'away-from-home',
      route: 'permanence-order',
    },
    when: { beforeDueOf: 'six-month-meeting' },
  },
  dateSet('panel', '2040-09-25T13:00:00+01:00', 190),
  {
    type: 'panel-held',
    fields: { members: ['panel-chair', 'panel-doctor', 'panel-member'], outcome: 'supported', views },
    when: { beforeDueOf: 'permanence-panel' },
  },
  {
    type: 'agency-decision-made',
    fields: { decisionMaker: 'decision-maker-1', decision: 'approve-permanence-order' },
    when: { beforeDueOf: 'agency-decision' },
  },
  laterReview(280),
  { type: 'child-plan-meeting-held', fields: { meeting: 'other', views }, when: { afterDays: 300 } },
  dateSet('other', '2040-12-14', 310),
  { type: 'child-plan-meeting-held', fields: { meeting: 'other', views }, when: { afterDays: 340 } },
  { type: 'order-lodged', fields: {}, when: { beforeDueOf: 'order-lodging' } },
]

function dateSet(meeting: string, at: string, afterDays: number): Step {
  return { type: 'meeting-date-set', fields: { meeting, at }, when: { afterDays } }
}

function laterReview(afterDays: number): Step {
  return { type: 'review-held', fields: { review: 'later', views }, when: { afterDays } }
}
