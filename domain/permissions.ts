import type { Role } from './codes'
import type { EventType } from './events'

/** What can be done with the product: recording each type of event is an action of its own. */
export type Action =
  | 'journey.start'
  | 'journey.read'
  | 'journey.list'
  | 'child.read'
  | 'child.write'
  | 'service.describe'
  | 'tools.use'
  | 'practice-mail.read'
  | 'people.read'
  | 'people.write'
  | 'people.handover'
  | 'people.sign-out'
  | 'siblings.link'
  | 'work.read'
  | 'journey.open-with-reason'
  | 'audit.read'
  | 'audit.search'
  | `record.${EventType}`

const EVERYONE_ALWAYS = ['manager', 'administrator'] as const satisfies readonly Role[]

/**
 * Who may do what: one table, role by action. What is not in it is denied. The rows of `record.*` are the column
 * "recorded by" of the domain's table of events; managers and administrators always may.
 */
export const PERMISSIONS: Readonly<Record<Action, readonly Role[]>> = {
  'journey.start': ['case-worker', ...EVERYONE_ALWAYS],
  'journey.read': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'auditor',
    'system',
    ...EVERYONE_ALWAYS,
  ],
  'journey.list': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'auditor',
    'system',
    ...EVERYONE_ALWAYS,
  ],
  // who the child is: for those who work with the child, not for whoever reads journeys
  'child.read': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    ...EVERYONE_ALWAYS,
  ],
  'child.write': ['case-worker', 'reviewer', ...EVERYONE_ALWAYS],
  'service.describe': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'improvement-lead',
    'partner',
    'auditor',
    'system',
    ...EVERYONE_ALWAYS,
  ],
  // arithmetic about no child at all
  'tools.use': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'improvement-lead',
    'partner',
    'auditor',
    'system',
    ...EVERYONE_ALWAYS,
  ],
  // the mail of a practice installation is about nobody real
  'practice-mail.read': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    ...EVERYONE_ALWAYS,
  ],
  // whoever may read a journey may know who is behind the ids in it
  'people.read': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'auditor',
    'system',
    ...EVERYONE_ALWAYS,
  ],
  'people.write': EVERYONE_ALWAYS,
  'people.handover': EVERYONE_ALWAYS,
  'people.sign-out': EVERYONE_ALWAYS,
  'siblings.link': ['case-worker', 'reviewer', ...EVERYONE_ALWAYS],
  // anybody who may read a journey can come to own one; auditors and systems own none
  'work.read': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    ...EVERYONE_ALWAYS,
  ],
  // beyond their own reach: for those who work with children
  'journey.open-with-reason': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'manager',
  ],
  // who looked at one child; and all that anybody did
  'audit.read': ['auditor', ...EVERYONE_ALWAYS],
  'audit.search': ['auditor', 'administrator'],
  'record.looked-after-started': ['case-worker', ...EVERYONE_ALWAYS],
  'record.pathway-changed': ['case-worker', ...EVERYONE_ALWAYS],
  'record.legal-basis-changed': ['case-worker', 'legal', ...EVERYONE_ALWAYS],
  'record.placement-changed': ['case-worker', ...EVERYONE_ALWAYS],
  'record.worker-assigned': ['case-worker', ...EVERYONE_ALWAYS],
  'record.visit-made': ['case-worker', ...EVERYONE_ALWAYS],
  'record.child-plan-meeting-held': ['reviewer', 'case-worker', ...EVERYONE_ALWAYS],
  'record.review-held': ['reviewer', ...EVERYONE_ALWAYS],
  'record.meeting-date-set': ['reviewer', 'case-worker', 'panel-coordinator', ...EVERYONE_ALWAYS],
  'record.permanence-recommended': ['reviewer', ...EVERYONE_ALWAYS],
  'record.panel-held': ['panel-coordinator', 'reviewer', ...EVERYONE_ALWAYS],
  'record.agency-decision-made': ['decision-maker', 'panel-coordinator', ...EVERYONE_ALWAYS],
  'record.parents-notified': ['case-worker', 'panel-coordinator', ...EVERYONE_ALWAYS],
  'record.hearing-advice-requested': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.hearing-held': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.hearing-advice-given': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.consent-recorded': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.order-lodged': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.order-granted': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.order-refused': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.application-withdrawn': ['legal', 'case-worker', ...EVERYONE_ALWAYS],
  'record.returned-to-family': ['case-worker', ...EVERYONE_ALWAYS],
  'record.peer-review-held': ['reviewer', ...EVERYONE_ALWAYS],
  'record.peer-review-fed-back': ['reviewer', ...EVERYONE_ALWAYS],
  'record.delay-explained': ['case-worker', 'reviewer', ...EVERYONE_ALWAYS],
  'record.transferred': EVERYONE_ALWAYS,
  'record.policy-adopted': EVERYONE_ALWAYS,
  'record.journey-closed': ['case-worker', ...EVERYONE_ALWAYS],
  // who may record an event may correct it; which one that is, the correction says
  'record.event-corrected': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    ...EVERYONE_ALWAYS,
  ],
}

/** May a person with these roles do this? Denied unless the table says otherwise. */
export function may(roles: readonly Role[], action: Action): boolean {
  return PERMISSIONS[action].some((role) => roles.includes(role))
}

/** The roles that may do this, for telling a person whom to ask. */
export function rolesThatMay(action: Action): readonly Role[] {
  return PERMISSIONS[action]
}
