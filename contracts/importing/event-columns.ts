import type { FactType } from '../../domain/events'
import type { JourneyColumn } from './columns'

/** How the text of a cell becomes the value of a field; undefined when it is none of those that it may be. */
export type ReadCell = (text: string) => unknown

/** A field of an event: from which column it comes, and how it is read where that is more than its text. */
export interface FieldFrom {
  readonly column: JourneyColumn
  readonly read?: ReadCell
  /** A column that counts where that one is blank. */
  readonly or?: JourneyColumn
}

/** Yes or no, as spreadsheets write them. What is neither stays as it is, to be refused. */
const yesOrNo: ReadCell = (text) => YES_OR_NO[text.toLowerCase()] ?? text
const YES_OR_NO: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  '0': false,
}

const list: ReadCell = (text) =>
  text
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')

const SEEN: Readonly<Record<string, boolean>> = {
  'child-seen': true,
  'seen-alone': true,
  'child-not-seen': false,
}
const childSeen: ReadCell = (text) => SEEN[text] ?? text

const ORDER = { order: { column: 'order' } } as const

/** What cannot be brought in, and what is to be done instead. */
export const NOT_BROUGHT_IN: Partial<Record<FactType, string>> = {
  'policy-adopted': 'Leave the row out, and adopt a policy here, where it can be seen what changes',
}

/** From which columns the fields of each type of event come. What is not here has no column. */
export const FIELDS_FROM: { readonly [T in FactType]: Readonly<Record<string, FieldFrom>> } = {
  'looked-after-started': {
    pathway: { column: 'pathway' },
    legalBasis: { column: 'legal_basis' },
    placementType: { column: 'placement_type' },
    emergency: { column: 'emergency', read: yesOrNo },
    worker: { column: 'worker' },
  },
  'pathway-changed': { to: { column: 'to', or: 'pathway' }, legalBasis: { column: 'legal_basis' } },
  'legal-basis-changed': { legalBasis: { column: 'legal_basis' }, expiresOn: { column: 'to' } },
  'placement-changed': {
    placementType: { column: 'placement_type' },
    emergency: { column: 'emergency', read: yesOrNo },
    placedIn: { column: 'to' },
  },
  'worker-assigned': { worker: { column: 'worker' }, as: { column: 'to' }, reason: { column: 'reason' } },
  'visit-made': { childSeen: { column: 'outcome', read: childSeen } },
  'hearing-held': { outcome: { column: 'outcome' } },
  'child-plan-meeting-held': {
    meeting: { column: 'meeting' },
    review: { column: 'review' },
    chair: { column: 'chair' },
    recommendation: { column: 'recommendation' },
    route: { column: 'route' },
    immediateNeeds: { column: 'outcome' },
    'agreedDates.threeMonth': { column: 'three_month' },
    'agreedDates.sixMonth': { column: 'six_month' },
  },
  'meeting-date-set': {
    meeting: { column: 'meeting' },
    at: { column: 'to' },
    chair: { column: 'chair' },
    reason: { column: 'reason' },
  },
  'review-held': {
    review: { column: 'review' },
    chair: { column: 'chair' },
    outcome: { column: 'outcome' },
  },
  'permanence-recommended': { recommendation: { column: 'recommendation' }, route: { column: 'route' } },
  'panel-held': { members: { column: 'members', read: list }, outcome: { column: 'outcome' } },
  'agency-decision-made': { decisionMaker: { column: 'decision_maker' }, decision: { column: 'decision' } },
  'parents-notified': {},
  'hearing-advice-requested': {},
  'hearing-advice-given': {},
  'consent-recorded': {
    of: { column: 'decision_maker' },
    to: { column: 'order' },
    consent: { column: 'outcome' },
  },
  'order-lodged': ORDER,
  'order-granted': ORDER,
  'order-refused': ORDER,
  'application-withdrawn': ORDER,
  'peer-review-held': { findings: { column: 'outcome' } },
  'peer-review-fed-back': { to: { column: 'to' } },
  'delay-explained': { ruleId: { column: 'to' }, reason: { column: 'reason' } },
  // a code of a locality here, or of another authority: told apart when the row is read
  transferred: { locality: { column: 'to', or: 'locality' } },
  'policy-adopted': {},
  'returned-to-family': {
    stillLookedAfter: { column: 'pathway', read: (text) => (text === 'at-home' ? true : text) },
  },
  'journey-closed': { reason: { column: 'reason' } },
}

/** Columns that may stand in every row, whatever it is about: they say whose it is. */
export const OF_EVERY_ROW: readonly JourneyColumn[] = [
  'child_reference',
  'locality',
  'team',
  'event',
  'occurred_at',
  'source_id',
]

/** Columns that some systems repeat in each row of a child. Where they do not belong, they are passed over, and that is said. */
export const PASSED_OVER: readonly JourneyColumn[] = [
  'pathway',
  'legal_basis',
  'placement_type',
  'emergency',
  'worker',
]
