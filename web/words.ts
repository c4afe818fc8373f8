import type {
  Attendance,
  Authority,
  DeadlineStatus,
  LegalBasis,
  Pathway,
  PlacementType,
  Role,
  Stage,
  ViewHolder,
  ViewMeans,
} from '../domain/codes'
import type { DiaryConcern } from '../contracts/diary-schema'
import type { MeetingAnswer } from '../domain/answers'
import type { AimClass } from '../domain/aims'
import { inFull } from '../domain/dates-in-words'
import type { DelayStage, ExplainedReason } from '../domain/delay'
import type { EventType } from '../domain/events'
import type { Form } from '../domain/forms'
import type { NoticeStatus } from '../domain/notices'
import type { OverdueBand } from '../domain/overdue-bands'
import type { Action, Part, Reach } from '../domain/permissions'
import type { Basis } from '../domain/policy'

// The one catalogue of words: what each code is called on a page.

export const SERVICE_NAME = 'PACE'

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  'first-72-hours': 'First 72 hours',
  assessment: 'Assessment',
  'awaiting-recommendation': 'Awaiting recommendation',
  'awaiting-panel': 'Awaiting panel',
  'awaiting-decision': 'Awaiting agency decision',
  'awaiting-lodging': 'Awaiting lodging',
  'in-court': 'In court',
  'order-in-place': 'Order in place',
  'returning-home': 'Returning home',
  'at-home': 'At home',
  closed: 'Closed',
}

export const STATUS_WORDS: Readonly<Record<DeadlineStatus, string>> = {
  pending: 'Not due yet',
  'due-soon': 'Due soon',
  overdue: 'Overdue',
  met: 'Met',
  'met-late': 'Met late',
  cancelled: 'Not needed',
  'not-applicable': 'Not started',
}

export const AIM_CLASS_WORDS: Readonly<Record<AimClass, string>> = {
  onTime: 'On time',
  returned: 'Returned home in time',
  late: 'Done late',
  left: 'No longer to be done',
  overdue: 'Overdue',
  open: 'Still has time',
}

export const EVENT_WORDS: Readonly<Record<EventType, string>> = {
  'looked-after-started': 'Became looked after',
  'pathway-changed': 'Change of pathway',
  'legal-basis-changed': 'Legal basis',
  'placement-changed': 'Placement',
  'worker-assigned': 'Worker assigned',
  'visit-made': 'Visit',
  'child-plan-meeting-held': 'Child plan meeting',
  'meeting-date-set': 'Meeting date',
  'review-held': 'Statutory review',
  'permanence-recommended': 'Permanence recommendation',
  'panel-held': 'Permanence panel',
  'agency-decision-made': 'Agency decision',
  'parents-notified': 'Parents told of the decision',
  'hearing-advice-requested': "Hearing's advice asked for",
  'hearing-held': "Children's hearing",
  'hearing-advice-given': "Hearing's advice",
  'consent-recorded': 'Consent',
  'order-lodged': 'Order lodged',
  'order-granted': 'Order granted',
  'order-refused': 'Order refused',
  'application-withdrawn': 'Application withdrawn',
  'returned-to-family': 'Return to the family',
  'peer-review-held': 'Peer review',
  'peer-review-fed-back': 'Peer review fed back',
  'delay-explained': 'Delay explained',
  transferred: 'Transfer',
  'policy-adopted': 'Policy adopted',
  'journey-closed': 'Closing of the journey',
  'event-corrected': 'Correction',
}

export const FORM_WORDS: Readonly<Record<Form, string>> = {
  each: 'Each message by itself',
  digest: 'All of a day in one message',
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  'case-worker': 'Case worker',
  reviewer: 'Reviewer',
  'panel-coordinator': 'Panel coordinator',
  'decision-maker': 'Agency decision maker',
  legal: 'Legal adviser',
  manager: 'Manager',
  'improvement-lead': 'Improvement lead',
  partner: 'Partner agency',
  auditor: 'Auditor',
  administrator: 'Administrator',
  system: 'Connected system',
}

export const PART_WORDS: Readonly<Record<Part, string>> = {
  course: 'What has happened and what is due, in codes and dates',
  words: 'What people wrote in their own words',
  people: 'Who leads, covers, chaired and recorded',
  siblings: 'Brothers and sisters',
  diary: 'Meetings that have a date',
  notices: 'Who has been told',
}

export const REACH_WORDS: Readonly<Record<Reach, string>> = {
  agency: 'Journeys of which their agency was told',
  own: 'Journeys that they lead or cover',
  team: 'Their own journeys and those of their team',
  locality: 'All of their localities',
  authority: 'The whole authority',
}

/** What can be done besides recording events. */
export const ACTION_WORDS: Readonly<Record<Exclude<Action, `record.${EventType}`>, string>> = {
  'journey.start': 'Start a journey',
  'journey.read': 'Read a journey',
  'journey.list': 'List journeys',
  'child.read': 'Read the name and details of the child',
  'child.write': 'Keep the name and details of the child',
  'service.describe': 'Read how this service is described',
  'tools.use': 'Work out a date',
  'practice-mail.read': 'Read the practice mail',
  'practice.read': 'Read practice journeys',
  'practice.advance': 'Move the clock of a practice journey',
  'practice.end': 'Throw a practice journey away',
  'people.read': 'Read who works here',
  'people.write': 'Change who works here',
  'people.handover': 'Hand over the journeys that somebody leads',
  'people.sign-out': 'Sign somebody out everywhere',
  'agencies.read': 'Read whom to reach in which agency',
  'agencies.write': 'Change whom to reach in which agency',
  'meetings.read': 'Read when each locality has its PACE meeting',
  'meetings.write': 'Set when a locality has its PACE meeting',
  'meeting-packs.read': 'Open the pack of a PACE meeting',
  'siblings.link': 'Link brothers and sisters',
  'work.read': 'Read their own work',
  'diary.read': 'Read the meetings to come',
  'journey.open-with-reason': 'Open a journey that is not theirs, with a reason',
  'audit.read': 'Read who looked at a journey',
  'audit.search': 'Look through the audit',
  'changes.follow': 'Follow the changes, as another system does',
  'permissions.read': 'Read who may do what',
  'policies.read': 'Read policies and compare them',
  'policies.what-if': 'Look what would change under another policy',
  'policies.adopt': 'Adopt a policy for open journeys',
  'imports.read': 'Read what came of a file that was brought in',
  'imports.write': 'Bring in a file from another system',
  'notices.list': 'List who was told of what',
  'notices.resend': 'Have a notice sent again',
  'chronology.read': 'Read the chronology of a journey',
  'reports.read': 'Read aims, run charts and where weeks are lost',
  'reports.journeys': 'List the children behind a number',
  'dashboard.read': 'Read the dashboard of a locality',
  'workload.read': 'Read how much each worker has',
  'improvement.read': 'Read tests of change, driver diagrams and forcefields',
  'improvement.write': 'Change tests of change, driver diagrams and forcefields',
  'exports.journeys': 'Take out a list of journeys',
  'exports.published': 'Take out counts to publish',
  'exports.celcis': 'Take out journeys under pseudonyms, for CELCIS',
  'exports.clas': 'Take out the annual return',
}

export const PATHWAY_WORDS: Readonly<Record<Pathway, string>> = {
  'away-from-home': 'Away from home (looked after and accommodated)',
  'at-home': 'At home',
}

export const LEGAL_BASIS_WORDS: Readonly<Record<LegalBasis, string>> = {
  'voluntary-s25': 'Voluntary, section 25',
  cpo: 'Child protection order',
  icso: 'Interim compulsory supervision order',
  cso: 'Compulsory supervision order',
  'permanence-order': 'Permanence order',
  warrant: 'Warrant',
  other: 'Other',
}

export const PLACEMENT_WORDS: Readonly<Record<PlacementType, string>> = {
  'with-parents': 'With parents',
  kinship: 'Kinship care',
  foster: 'Foster care',
  'prospective-adopters': 'Prospective adopters',
  'other-community': 'Other, in the community',
  'council-home': "Council's residential home",
  'voluntary-home': "Voluntary organisation's home",
  'residential-school': 'Residential school',
  secure: 'Secure care',
  crisis: 'Crisis care',
  'other-residential': 'Other residential',
}

export const ATTENDANCE_WORDS: Readonly<Record<Attendance, string>> = {
  attended: 'Attended',
  apologies: 'Sent apologies',
  absent: 'Absent',
}

export const VIEW_HOLDER_WORDS: Readonly<Record<ViewHolder, string>> = {
  child: 'The child',
  parent: 'The parents',
  carer: 'The carers',
}

export const VIEW_MEANS_WORDS: Readonly<Record<ViewMeans, string>> = {
  'in-person': 'In person',
  written: 'In writing',
  advocate: 'Through an advocate',
  'too-young': 'Too young to give views',
  declined: 'Declined',
  'not-sought': 'Not sought',
}

export const NONE_RECORDED = 'None recorded'

/** Whether advocacy was offered to the child. */
export const ADVOCACY_WORDS = {
  offered: 'Offered',
  notOffered: 'Not offered',
  unknown: 'Not recorded',
} as const

export const NOTICE_STATUS_WORDS: Readonly<Record<NoticeStatus, string>> = {
  pending: 'Waiting',
  sent: 'Sent',
  refused: 'Refused',
  'gave-up': 'Given up',
  withdrawn: 'Withdrawn',
  caught: 'Caught',
}

export const AUTHORITY_WORDS: Readonly<Record<Authority, string>> = {
  'aberdeen-city': 'Aberdeen City',
  aberdeenshire: 'Aberdeenshire',
  angus: 'Angus',
  'argyll-and-bute': 'Argyll and Bute',
  clackmannanshire: 'Clackmannanshire',
  'dumfries-and-galloway': 'Dumfries and Galloway',
  'dundee-city': 'Dundee City',
  'east-ayrshire': 'East Ayrshire',
  'east-dunbartonshire': 'East Dunbartonshire',
  'east-lothian': 'East Lothian',
  'east-renfrewshire': 'East Renfrewshire',
  edinburgh: 'City of Edinburgh',
  'eilean-siar': 'Na h-Eileanan Siar (Western Isles)',
  falkirk: 'Falkirk',
  fife: 'Fife',
  'glasgow-city': 'Glasgow City',
  highland: 'Highland',
  inverclyde: 'Inverclyde',
  midlothian: 'Midlothian',
  moray: 'Moray',
  'north-ayrshire': 'North Ayrshire',
  'north-lanarkshire': 'North Lanarkshire',
  'orkney-islands': 'Orkney Islands',
  'perth-and-kinross': 'Perth and Kinross',
  renfrewshire: 'Renfrewshire',
  'scottish-borders': 'Scottish Borders',
  'shetland-islands': 'Shetland Islands',
  'south-ayrshire': 'South Ayrshire',
  'south-lanarkshire': 'South Lanarkshire',
  stirling: 'Stirling',
  'west-dunbartonshire': 'West Dunbartonshire',
  'west-lothian': 'West Lothian',
  'elsewhere-in-the-uk': 'Elsewhere in the United Kingdom',
  'outside-the-uk': 'Outside the United Kingdom',
}

/** On what a rule stands. */
export const BASIS_WORDS: Readonly<Record<Basis['kind'], string>> = {
  law: 'Law',
  'local-aim': 'Local aim',
  'test-of-change': 'Test of change',
}

/** How sure we are of what a rule stands on. */
export const CONFIDENCE_WORDS: Readonly<Record<Basis['confidence'], string>> = {
  confirmed: 'Confirmed',
  'by-analogy': 'By analogy only',
  unconfirmed: 'Not confirmed',
}

/** The two clocks that run side by side and are never merged. */
export const CLOCK_WORDS = { law: 'The law', local: 'Local aims and tests of change' } as const

/** What a field of an event is called where the event is shown; by `type/field` where types differ. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  pathway: 'Pathway',
  legalBasis: 'Legal basis',
  placementType: 'Placement',
  emergency: 'Emergency',
  worker: 'Worker',
  'looked-after-started/worker': 'Lead worker',
  consentRequiredFrom: "The child's own consent is needed from",
  'pathway-changed/to': 'New pathway',
  'consent-recorded/to': 'To the order',
  'peer-review-fed-back/to': 'To',
  expiresOn: 'Last day',
  placedIn: 'In the area of',
  siblingsTogether: 'Together with brothers and sisters',
  as: 'As',
  until: 'Until',
  childSeen: 'Child seen',
  seenAlone: 'Seen alone',
  meeting: 'Meeting',
  review: 'Was also the review',
  'review-held/review': 'Review',
  chair: 'Chair',
  immediateNeeds: 'Immediate needs',
  recommendation: 'Recommendation',
  route: 'Route',
  at: 'Date',
  place: 'Place',
  joinUrl: 'Joining link',
  documentUrl: 'Document',
  reason: 'Reason',
  cancelled: 'Cancelled',
  outcome: 'Outcome',
  advocacyOffered: 'Advocacy offered',
  members: 'Members',
  decisionMaker: 'Decision maker',
  decision: 'Decision',
  of: 'Of',
  consent: 'Consent',
  order: 'Order',
  findings: 'Findings',
  ruleId: 'What is late',
  note: 'Note',
  locality: 'Locality',
  team: 'Team',
  authority: 'To the authority',
  policy: 'Policy',
  version: 'Version',
  stillLookedAfter: 'Still looked after',
  erased: 'What people wrote was erased',
}

/** What a field of an event is called where the event is shown. */
export function fieldWords(type: EventType, field: string): string {
  return FIELD_WORDS[`${type}/${field}`] ?? FIELD_WORDS[field] ?? wordsFor(field)
}

const CODE_WORDS: Readonly<Record<string, string>> = {
  ...AUTHORITY_WORDS,
  ...LEGAL_BASIS_WORDS,
  ...PLACEMENT_WORDS,
  'away-from-home': 'Away from home',
  'at-home': 'At home',
  '72-hour': '72-hour meeting',
  '3-month': '3-month meeting',
  '6-month': '6-month meeting',
  '6-week': '6-week review',
  '6-week-review': '6-week review',
  emergency: 'Emergency review',
  later: 'Later review',
  other: 'Other',
  none: 'No recommendation yet',
  'return-home': 'Return home',
  'permanence-order-with-authority-to-adopt': 'Permanence order with authority to adopt',
  'kinship-care-order': 'Kinship care order',
  'approve-permanence-order': 'Permanence order approved',
  'approve-permanence-order-with-authority-to-adopt': 'Permanence order with authority to adopt approved',
  'approve-adoption': 'Adoption approved',
  'approve-other': 'Other plan approved',
  'not-approved': 'Not approved',
  'not-supported': 'Not supported',
  lead: 'Lead worker',
  cover: 'Cover for the lead worker',
  child: 'The child',
  parent: 'A parent',
  incapable: 'Not capable of consenting',
  'panel-date': 'Date of the panel',
  'family-contact': 'Contact with the family',
}

/** What a code is called: its own words where there are some, else the code read as words. */
export function wordsFor(code: string): string {
  return CODE_WORDS[code] ?? sentence(code)
}

/** What a stage is called where weeks are lost; what is due in all of them by itself. */
export function delayStageWords(stage: DelayStage): string {
  return stage === 'throughout' ? 'Visits, later reviews, hearings: in every stage' : STAGE_WORDS[stage]
}

/** Why something was late, as somebody explained it. */
export const DELAY_REASON_WORDS: Readonly<Record<ExplainedReason, string>> = {
  legal: 'Legal',
  'panel-date': 'Waiting for a panel date',
  assessment: 'Assessment',
  court: 'Court',
  'family-contact': 'Contact with the family',
  staffing: 'Staffing',
  other: 'Another reason',
  unexplained: 'Nobody has explained it',
}

export const OVERDUE_BAND_WORDS: Readonly<Record<OverdueBand, string>> = {
  'up-to-a-week': 'Up to a week',
  'up-to-four-weeks': '1 to 4 weeks',
  'up-to-twelve-weeks': '4 to 12 weeks',
  longer: 'Over 12 weeks',
}

/** What somebody who is invited answered. */
export const ANSWER_WORDS: Readonly<Record<MeetingAnswer, string>> = {
  accepted: 'Will come',
  declined: 'Cannot come',
  tentative: 'Perhaps',
  counter: 'Proposes another time',
}

/** Why somebody should look at a meeting to come. */
export const CONCERN_WORDS: Readonly<Record<DiaryConcern, string>> = {
  conflict: 'Two meetings at once',
  'chair-declined': 'The chair cannot come',
  'other-time': 'Another time is proposed',
  'not-told': 'An invitation did not arrive',
  'no-answer': 'Somebody has not answered',
}

/** A meeting in the diary. */
export function meetingWords(meeting: string): string {
  if (meeting === 'panel') return 'Permanence panel'
  if (meeting === 'other') return 'Another meeting'
  return wordsFor(meeting)
}

/** What an event is called: a meeting or a review by its place in the timetable. */
export function eventTitle(event: {
  readonly type: EventType
  readonly meeting?: string
  readonly review?: string
}): string {
  const { type, meeting, review } = event
  if (type === 'child-plan-meeting-held' && meeting !== undefined && meeting !== 'other') {
    return `${wordsFor(meeting).replace(' meeting', '')} child plan meeting`
  }
  return type === 'review-held' && review !== undefined ? wordsFor(review) : EVENT_WORDS[type]
}

/** An event by what it is called and its day: `Visit, Thursday 5 November 2026`. */
export function eventOn(
  event: Parameters<typeof eventTitle>[0] & { readonly occurredAt: string },
  titleOf = eventTitle,
): string {
  return `${titleOf(event)}, ${inFull(event.occurredAt.slice(0, 10))}`
}

/** What comes next, by the title of its rule: some are called next already, such as the next visit. */
export function nextWords(title: string): string {
  return title.startsWith('Next ') ? title : `Next: ${title}`
}

/** `1 child`, `2 children`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' })

/** A moment of today as a clock in Scotland shows it: `17:30`. @param moment milliseconds since 1970 */
export function timeInWords(moment: number): string {
  return CLOCK.format(moment)
}

function sentence(code: string): string {
  const text = code.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What stands beneath the field of a date that the 72-hour meeting agrees. Dates are in full already. */
export function agreedDateHint({
  suggested,
  due,
  isDueDay,
  typed,
}: {
  readonly suggested: string
  readonly due: string
  readonly isDueDay: boolean
  readonly typed?: { readonly day: string; readonly isLate: boolean; readonly isWorked: boolean }
}): string {
  const because = isDueDay
    ? 'the last day on which it is in time'
    : `the last working day before it is due on ${due}`
  const words = [`Suggested: ${suggested}, ${because}. Add the time if it is known, such as 14:30.`]
  if (typed?.isLate) words.push(`${typed.day} is after it is due: it can be recorded, and is warned of.`)
  if (typed && !typed.isWorked) words.push(`${typed.day} is not a working day.`)
  return words.join(' ')
}

/** What comes next by itself in a journey, as the engine labels it, in words: `6-week review: reminder, 14 days before`. */
export function comingInWords(label: string): string {
  return label
    .replace(/: reminder-(\d+)-(\w+)$/, ': reminder, $1 $2 before')
    .replace(/: escalation-(\d+)-(\w+)$/, ': escalation, $1 $2 after')
    .replace(/: missed$/, ': notice that it is overdue')
    .replace(/: overdue$/, ': overdue from then on')
}
