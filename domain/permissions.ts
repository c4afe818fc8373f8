import { ROLES, type Role } from './codes'
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
  | 'practice.read'
  | 'practice.advance'
  | 'practice.end'
  | 'people.read'
  | 'people.write'
  | 'people.handover'
  | 'agencies.read'
  | 'agencies.write'
  | 'meetings.read'
  | 'meetings.write'
  | 'meeting-packs.read'
  | 'people.sign-out'
  | 'siblings.link'
  | 'work.read'
  | 'diary.read'
  | 'journey.open-with-reason'
  | 'audit.read'
  | 'audit.search'
  | 'permissions.read'
  | 'changes.follow'
  | 'policies.read'
  | 'policies.what-if'
  | 'policies.adopt'
  | 'imports.read'
  | 'imports.write'
  | 'notices.list'
  | 'notices.resend'
  | 'chronology.read'
  | 'reports.read'
  | 'reports.journeys'
  | 'dashboard.read'
  | 'workload.read'
  | 'improvement.read'
  | 'improvement.write'
  | 'exports.journeys'
  | 'exports.published'
  | 'exports.celcis'
  | 'exports.clas'
  | `record.${EventType}`

/**
 * How far an action goes, the narrowest first. `agency`: journeys of one's localities of which one's agency was told. `own`:
 * those that one leads, covers today, or covers for a lead who is away or has left. `team`: those, the journeys of one's
 * team, and those that have neither team nor lead yet. `locality`: all of one's localities, as the sign-in says them.
 * `authority`: what is bound to no locality, for being about no journey. What was opened with a reason is within each.
 */
export const REACHES = ['agency', 'own', 'team', 'locality', 'authority'] as const
export type Reach = (typeof REACHES)[number]

type ByRole<Value> = Readonly<Partial<Record<Role, Value>>>

const ALWAYS = { manager: 'locality', administrator: 'locality' } as const satisfies ByRole<Reach>

const EVERYBODY = Object.fromEntries(ROLES.map((role) => [role, 'authority'])) as Record<Role, 'authority'>

/** Whoever may read a journey finds it in a list, and the other way round. */
const READERS: ByRole<Reach> = {
  'case-worker': 'locality',
  reviewer: 'locality',
  'panel-coordinator': 'locality',
  'decision-maker': 'locality',
  legal: 'locality',
  auditor: 'locality',
  system: 'locality',
  ...ALWAYS,
  partner: 'agency',
}

const OF_THE_AUTHORITY: ByRole<Reach> = Object.fromEntries(
  ROLES.filter((role) => role !== 'partner' && role !== 'system').map((role) => [role, 'authority']),
)

// A pack is made for a meeting: connected systems follow the changes.
const { system: _notInMeetings, ...PACK_READERS } = READERS
const { partner: _toldOfSome, ...COUNTED_FOR } = PACK_READERS
/** Whoever starts journeys or records in them practises. */
const PRACTISING: ByRole<Reach> = {
  'case-worker': 'locality',
  reviewer: 'locality',
  'panel-coordinator': 'locality',
  'decision-maker': 'locality',
  legal: 'locality',
  ...ALWAYS,
}

/**
 * Who may do what, and how far: one table, role by action. What is not in it is denied. The rows of `record.*` are the
 * column "recorded by" of the domain's table of events; managers and administrators always may.
 */
export const PERMISSIONS: Readonly<Record<Action, ByRole<Reach>>> = {
  'journey.start': { 'case-worker': 'locality', ...ALWAYS },
  'journey.read': READERS,
  'journey.list': READERS,
  // the meetings to come, of whatever journeys somebody may list
  'diary.read': READERS,
  // who the child is: for those who work with the child, not for whoever reads journeys
  'child.read': {
    'case-worker': 'team',
    reviewer: 'locality',
    'panel-coordinator': 'locality',
    'decision-maker': 'locality',
    legal: 'locality',
    manager: 'locality',
  },
  'child.write': { 'case-worker': 'team', reviewer: 'locality', manager: 'locality' },
  'service.describe': EVERYBODY,
  // who may do what is no secret
  'permissions.read': EVERYBODY,
  // by which rules a child's journey is judged is no secret
  'policies.read': EVERYBODY,
  'policies.what-if': { 'improvement-lead': 'locality', ...ALWAYS },
  'policies.adopt': { ...ALWAYS },
  // arithmetic about no child at all
  'tools.use': EVERYBODY,
  // the mail of a practice installation is about nobody real
  'practice-mail.read': {
    'case-worker': 'authority',
    reviewer: 'authority',
    'panel-coordinator': 'authority',
    'decision-maker': 'authority',
    legal: 'authority',
    manager: 'authority',
    administrator: 'authority',
  },
  // about nobody real, and still of a locality
  'practice.read': PRACTISING,
  'practice.advance': PRACTISING,
  'practice.end': PRACTISING,
  // whoever may read a journey may know who is behind the ids in it
  'people.read': {
    'case-worker': 'authority',
    reviewer: 'authority',
    'panel-coordinator': 'authority',
    'decision-maker': 'authority',
    legal: 'authority',
    auditor: 'authority',
    system: 'authority',
    manager: 'authority',
    administrator: 'authority',
  },
  'people.write': { manager: 'locality', administrator: 'authority' },
  'people.handover': { ...ALWAYS },
  // whom to reach in which agency: for everybody of the authority; of partners each knows their own
  'agencies.read': OF_THE_AUTHORITY,
  'agencies.write': { manager: 'locality', administrator: 'authority' },
  // when the two-weekly meetings are, and what became of their packs; what is in a pack is of children
  'meetings.read': OF_THE_AUTHORITY,
  'meetings.write': { 'improvement-lead': 'locality', ...ALWAYS },
  'meeting-packs.read': PACK_READERS,
  'people.sign-out': { manager: 'locality', administrator: 'authority' },
  'siblings.link': { 'case-worker': 'team', reviewer: 'locality', ...ALWAYS },
  // anybody who may read a journey can come to own one; auditors and systems own none
  'work.read': {
    'case-worker': 'own',
    reviewer: 'own',
    'panel-coordinator': 'own',
    'decision-maker': 'own',
    legal: 'own',
    ...ALWAYS,
  },
  // beyond their own reach: for those who work with children
  'journey.open-with-reason': {
    'case-worker': 'authority',
    reviewer: 'authority',
    'panel-coordinator': 'authority',
    'decision-maker': 'authority',
    legal: 'authority',
    manager: 'authority',
  },
  // who looked at one child; and all that anybody did
  'audit.read': { auditor: 'locality', ...ALWAYS },
  'audit.search': { auditor: 'locality', administrator: 'locality' },
  // what a connected system keeps of journeys: nobody else has a use for the whole of it
  'changes.follow': { system: 'locality' },
  // from another system, of one's localities: whoever brings it knows what is in it
  'imports.write': { system: 'locality', ...ALWAYS },
  'imports.read': { system: 'locality', ...ALWAYS },
  // who was told of what, and who was not: for whoever may put it right, and whoever looks whether it was
  'notices.list': {
    'case-worker': 'locality',
    reviewer: 'locality',
    'panel-coordinator': 'locality',
    'decision-maker': 'locality',
    legal: 'locality',
    auditor: 'locality',
    ...ALWAYS,
  },
  // for whoever records in a journey
  'notices.resend': {
    'case-worker': 'team',
    reviewer: 'locality',
    'panel-coordinator': 'locality',
    'decision-maker': 'locality',
    legal: 'locality',
    ...ALWAYS,
  },
  // the journey in order, for panel papers
  'chronology.read': COUNTED_FOR,
  // numbers that name nobody, of the whole authority
  'reports.read': OF_THE_AUTHORITY,
  // the children behind a number
  'reports.journeys': COUNTED_FOR,
  'dashboard.read': { 'improvement-lead': 'locality', ...COUNTED_FOR },
  // how much each worker has is between them, their managers and whoever improves the work
  'workload.read': { 'improvement-lead': 'locality', auditor: 'locality', ...ALWAYS },
  'improvement.read': OF_THE_AUTHORITY,
  'improvement.write': { 'improvement-lead': 'authority', manager: 'authority', administrator: 'authority' },
  'exports.journeys': COUNTED_FOR,
  'exports.published': {
    'improvement-lead': 'authority',
    auditor: 'authority',
    manager: 'authority',
    administrator: 'authority',
  },
  // children one by one: whoever answers for the returns, and nobody because they run the service
  'exports.celcis': { 'improvement-lead': 'locality', manager: 'locality' },
  'exports.clas': { 'improvement-lead': 'locality', manager: 'locality' },
  'record.looked-after-started': { 'case-worker': 'team', ...ALWAYS },
  'record.pathway-changed': { 'case-worker': 'team', ...ALWAYS },
  'record.legal-basis-changed': { 'case-worker': 'team', legal: 'locality', ...ALWAYS },
  'record.placement-changed': { 'case-worker': 'team', ...ALWAYS },
  'record.worker-assigned': { 'case-worker': 'team', ...ALWAYS },
  'record.visit-made': { 'case-worker': 'team', ...ALWAYS },
  'record.child-plan-meeting-held': { reviewer: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.review-held': { reviewer: 'locality', ...ALWAYS },
  'record.meeting-date-set': {
    reviewer: 'locality',
    'case-worker': 'team',
    'panel-coordinator': 'locality',
    ...ALWAYS,
  },
  'record.permanence-recommended': { reviewer: 'locality', ...ALWAYS },
  'record.panel-held': { 'panel-coordinator': 'locality', reviewer: 'locality', ...ALWAYS },
  'record.agency-decision-made': { 'decision-maker': 'locality', 'panel-coordinator': 'locality', ...ALWAYS },
  'record.parents-notified': { 'case-worker': 'team', 'panel-coordinator': 'locality', ...ALWAYS },
  'record.hearing-advice-requested': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.hearing-held': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.hearing-advice-given': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.consent-recorded': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.order-lodged': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.order-granted': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.order-refused': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.application-withdrawn': { legal: 'locality', 'case-worker': 'team', ...ALWAYS },
  'record.returned-to-family': { 'case-worker': 'team', ...ALWAYS },
  'record.peer-review-held': { reviewer: 'locality', ...ALWAYS },
  'record.peer-review-fed-back': { reviewer: 'locality', ...ALWAYS },
  'record.delay-explained': { 'case-worker': 'team', reviewer: 'locality', ...ALWAYS },
  'record.transferred': { ...ALWAYS },
  'record.policy-adopted': { ...ALWAYS },
  'record.journey-closed': { 'case-worker': 'team', ...ALWAYS },
  // who may record an event may correct it; which one that is, the correction says
  'record.event-corrected': {
    'case-worker': 'team',
    reviewer: 'locality',
    'panel-coordinator': 'locality',
    'decision-maker': 'locality',
    legal: 'locality',
    ...ALWAYS,
  },
}

/** What an answer about a journey is made of. What is personal about the child is an answer of its own, `child.read`. */
export const PARTS = ['course', 'words', 'people', 'siblings', 'diary', 'notices'] as const
export type Part = (typeof PARTS)[number]

/** All of a part; or of what is somebody's agency's business only that. */
export type Extent = 'all' | 'agency'

const WORKS_WITH_THE_CHILD = {
  'case-worker': 'all',
  reviewer: 'all',
  'panel-coordinator': 'all',
  'decision-maker': 'all',
  legal: 'all',
  manager: 'all',
  administrator: 'all',
} as const satisfies ByRole<Extent>
const READS_CODES = {
  ...WORKS_WITH_THE_CHILD,
  auditor: 'all',
  system: 'all',
} as const satisfies ByRole<Extent>

/**
 * Which parts of a journey's answer are for whom, of those who may read it: one table, role by part. What is not in it is
 * left out, and named as withheld. Whoever has the whole course has all parts but, at most, the words.
 */
export const SHOWN: Readonly<Record<Part, ByRole<Extent>>> = {
  // pathway, stage, circumstances, events in codes and dates, deadlines
  course: { ...READS_CODES, partner: 'agency' },
  // what people wrote in their own words
  words: WORKS_WITH_THE_CHILD,
  // who leads, covers, answers for, chaired and recorded, by id
  people: READS_CODES,
  siblings: READS_CODES,
  diary: { ...READS_CODES, partner: 'agency' },
  notices: { ...READS_CODES, partner: 'agency' },
}

/** How far somebody with these roles may go in an action; undefined when they may not at all. Of several, the farthest. */
export function reachOf(roles: readonly Role[], action: Action): Reach | undefined {
  const reaches = roles.map((role) => PERMISSIONS[action][role])
  return REACHES.filter((reach) => reaches.includes(reach)).at(-1)
}

/** May a person with these roles do this, however near? Denied unless the table says otherwise. */
export function may(roles: readonly Role[], action: Action): boolean {
  return reachOf(roles, action) !== undefined
}

/** How much of a part somebody with these roles is shown; undefined when nothing. */
export function shownOf(roles: readonly Role[], part: Part): Extent | undefined {
  const extents = roles.map((role) => SHOWN[part][role])
  return (['all', 'agency'] as const).find((extent) => extents.includes(extent))
}

/** The parts of which somebody with these roles is shown nothing. */
export function withheldFrom(roles: readonly Role[]): Part[] {
  return PARTS.filter((part) => shownOf(roles, part) === undefined)
}

/** The roles that may do this, for telling a person whom to ask. */
export function rolesThatMay(action: Action): readonly Role[] {
  return Object.keys(PERMISSIONS[action]) as Role[]
}
