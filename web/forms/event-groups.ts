import type { RecordableType } from './event-forms'

/** The types of events under the headings that people look under; each type is under exactly one. */
export const EVENT_GROUPS = {
  'Meetings and reviews': ['child-plan-meeting-held', 'review-held', 'meeting-date-set', 'delay-explained'],
  'Living and visits': [
    'placement-changed',
    'visit-made',
    'pathway-changed',
    'peer-review-held',
    'peer-review-fed-back',
  ],
  'Law and hearings': [
    'legal-basis-changed',
    'hearing-held',
    'hearing-advice-requested',
    'hearing-advice-given',
  ],
  'Permanence decisions': [
    'permanence-recommended',
    'panel-held',
    'agency-decision-made',
    'parents-notified',
    'consent-recorded',
  ],
  Court: ['order-lodged', 'order-granted', 'order-refused', 'application-withdrawn'],
  'People and place': ['worker-assigned', 'transferred', 'policy-adopted'],
  Ending: ['returned-to-family', 'journey-closed'],
} as const satisfies Readonly<Record<string, readonly RecordableType[]>>
