import { USUAL_AGENCIES } from '../../domain/agencies'
import {
  ASSIGNMENTS,
  ATTENDANCES,
  AUTHORITIES,
  CHILD_PLAN_MEETINGS,
  CLOSING_REASONS,
  CONSENTS,
  CONSENTS_OF,
  CPM_RECOMMENDATIONS,
  DECISIONS,
  DELAY_REASONS,
  DIARY_MEETINGS,
  FEEDBACK_TO,
  LEGAL_BASES,
  ORDERS,
  PANEL_OUTCOMES,
  PATHWAYS,
  PLACEMENT_TYPES,
  RECOMMENDATIONS,
  REVIEWS,
  ROUTES,
  VIEW_HOLDERS,
  VIEW_MEANS,
} from '../../domain/codes'
import type { FactType } from '../../domain/events'
import { ATTENDANCE_WORDS, meetingWords, VIEW_HOLDER_WORDS, VIEW_MEANS_WORDS, wordsFor } from '../words'
import type { Option } from '../components/select'
import type { Council } from '../council'
import type { ChoiceField, Field } from './field'

/** A form for recording a type of event: its heading, what it is for, and its fields. */
export interface EventForm {
  readonly title: string
  readonly intro?: string
  readonly fields: readonly Field[]
}

/** The types that are recorded in a running journey; a start and a correction have pages of their own. */
export type RecordableType = Exclude<FactType, 'looked-after-started'>

/** What a form offers that is not the same everywhere: localities and rules of the policy, the policies there are, people. */
export interface Offered {
  readonly people: readonly Option[]
  readonly localities: readonly Option[]
  readonly rules: readonly Option[]
  readonly policies: readonly Option[]
  /** The agencies of the policy. */
  readonly agencies: readonly Option[]
  /** What the council calls what a form speaks of. */
  readonly council: Council
}

/** The form of a type of event, with what the policy offers to choose from. */
export function formFor(type: RecordableType, offered: Offered): EventForm {
  const form = EVENT_FORMS[type]
  const say = (sentence: string) => offered.council.say(sentence)
  return {
    title: say(form.title),
    ...(form.intro !== undefined && { intro: say(form.intro) }),
    fields: [...offering(form.fields, offered), DOCUMENT],
  }
}

/** The fields with the options that depend on policy and people. */
export function offering(fields: readonly Field[], offered: Offered): Field[] {
  return offeringPeople(fields, offered.people).map((field) =>
    spoken(offeringOf(field, offered), offered.council),
  )
}

function offeringOf(field: Field, offered: Offered): Field {
  if (field.kind === 'choice' && field.from !== undefined) return { ...field, options: offered[field.from] }
  if (field.kind === 'grid' && field.name === 'attendance') return { ...field, rows: offered.agencies }
  return field.kind === 'actions' ? { ...field, owners: offered.agencies } : field
}

/** A field with its label and codes in a council's words; what a policy or the directory offers has its own already. */
export function spoken(field: Field, council: Council): Field {
  const named = { ...field, label: council.say(field.label) }
  if (named.kind !== 'choice' || named.from !== undefined) return named
  return {
    ...named,
    options: named.options.map(({ value, words }) => ({ value, words: ownWords(value, words, council) })),
  }
}

function ownWords(code: string, words: string, council: Council): string {
  return words === wordsFor(code) ? council.code(code) : council.say(words)
}

/** The fields for a person's id with people to choose from while typing. */
export function offeringPeople(fields: readonly Field[], people: readonly Option[]): Field[] {
  return fields.map((field) =>
    field.kind === 'line' && field.from === 'people' ? { ...field, offered: people } : field,
  )
}

/** What any event may say besides: where its document is. */
export const DOCUMENT: Field = {
  kind: 'line',
  name: 'documentUrl',
  label: 'Link to the document',
  hint: 'The https address that it has in the document store. Kept apart and never sent by mail.',
  optional: true,
}

const VIEWS: Field = {
  kind: 'grid',
  name: 'views',
  label: 'Views',
  hint: 'Whose views were heard, and how they were given. Leave out whoever was not asked about.',
  shape: 'views',
  rows: VIEW_HOLDERS.map((value) => ({ value, words: VIEW_HOLDER_WORDS[value] })),
  options: VIEW_MEANS.map((value) => ({ value, words: VIEW_MEANS_WORDS[value] })),
}

// Until the policy of a journey offers its own.
const AGENCY_OPTIONS = USUAL_AGENCIES.map(({ id, name }) => ({ value: id, words: name }))

/** The form of each type of event. The fields are those of the API, in the order in which people think of them. */
export const EVENT_FORMS: Readonly<Record<RecordableType, EventForm>> = {
  'pathway-changed': {
    title: 'Record a change of pathway',
    intro: 'The child comes to live away from home, or at home again, and goes on being looked after.',
    fields: [
      choice('to', 'New pathway', PATHWAYS),
      when('occurredAt', 'When it changed'),
      choice('legalBasis', 'Legal basis from then', LEGAL_BASES, { as: 'list' }),
    ],
  },
  'legal-basis-changed': {
    title: 'Record a change of legal basis',
    intro: 'A new basis, or the same one renewed or continued.',
    fields: [
      choice('legalBasis', 'Legal basis', LEGAL_BASES, { as: 'list' }),
      when('occurredAt', 'When it was made'),
      when('expiresOn', 'Last day, if the order says one', { time: false, optional: true }),
    ],
  },
  'placement-changed': {
    title: 'Record a placement',
    fields: [
      choice('placementType', 'Placement', PLACEMENT_TYPES, { as: 'list' }),
      when('occurredAt', 'When the child was placed'),
      { kind: 'yes', name: 'emergency', label: 'It was an emergency' },
      choice('placedIn', 'Area of another authority', AUTHORITIES, { as: 'list', optional: true }),
      {
        kind: 'yes-no',
        name: 'siblingsTogether',
        label: 'Placed together with brothers and sisters',
        optional: true,
      },
    ],
  },
  'worker-assigned': {
    title: 'Assign a worker',
    fields: [
      person('worker', 'Worker', false),
      choice('as', 'As', ASSIGNMENTS),
      when('occurredAt', 'From when', { time: false }),
      when('until', 'Last day, if a cover', { time: false, optional: true }),
      { kind: 'line', name: 'reason', label: 'Why', optional: true },
    ],
  },
  'visit-made': {
    title: 'Record a visit',
    fields: [
      when('occurredAt', 'When the visit was made'),
      { kind: 'yes-no', name: 'childSeen', label: 'Was the child seen' },
      { kind: 'yes-no', name: 'seenAlone', label: 'Was the child seen alone', optional: true },
    ],
  },
  'hearing-held': {
    title: "Record a children's hearing",
    intro: 'What it changed in law is recorded besides, as a change of legal basis.',
    fields: [
      when('occurredAt', 'When it was held'),
      { kind: 'words', name: 'outcome', label: 'Outcome', hint: 'Kept apart and never sent by mail.' },
    ],
  },
  'child-plan-meeting-held': {
    title: 'Record a child plan meeting',
    intro:
      'The 72-hour meeting agrees the dates of the 3-month and 6-month meetings. The 6-month meeting is committed to a permanence recommendation.',
    fields: [
      choice('meeting', 'Which meeting', CHILD_PLAN_MEETINGS, { words: meetingWords }),
      when('occurredAt', 'When it was held'),
      person('chair', 'Chair', true),
      {
        kind: 'grid',
        name: 'attendance',
        label: 'Attendance',
        shape: 'record',
        rows: AGENCY_OPTIONS,
        options: ATTENDANCES.map((value) => ({ value, words: ATTENDANCE_WORDS[value] })),
      },
      VIEWS,
      {
        kind: 'words',
        name: 'immediateNeeds',
        label: 'Immediate needs',
        hint: 'Contact, health, school. Kept apart and never sent by mail.',
      },
      {
        kind: 'actions',
        name: 'actions',
        label: 'Actions',
        hint: 'What was agreed, and who does it.',
        owners: AGENCY_OPTIONS,
        lines: 4,
      },
      when('agreedDates.threeMonth', 'Agreed date of the 3-month meeting', { optional: true }),
      when('agreedDates.sixMonth', 'Agreed date of the 6-month meeting', { optional: true }),
      choice('recommendation', 'Recommendation', CPM_RECOMMENDATIONS, { optional: true }),
      choice('route', 'Route, if away from home', ROUTES, { optional: true, as: 'list' }),
      choice('review', 'Was it also a statutory review', REVIEWS, { optional: true, as: 'list' }),
    ],
  },
  'review-held': {
    title: 'Record a statutory review',
    fields: [
      choice('review', 'Which review', REVIEWS),
      when('occurredAt', 'When it was held'),
      person('chair', 'Chair', true),
      VIEWS,
      { kind: 'yes', name: 'advocacyOffered', label: 'Advocacy was offered' },
      { kind: 'words', name: 'outcome', label: 'Outcome', hint: 'Kept apart and never sent by mail.' },
    ],
  },
  'meeting-date-set': {
    title: 'Set a meeting date',
    intro: 'Those who come are told of the date, and of a move.',
    fields: [
      choice('meeting', 'Which meeting', DIARY_MEETINGS, { words: meetingWords }),
      when('at', 'When it will be held'),
      when('occurredAt', 'When the date was agreed', { time: false }),
      person('chair', 'Chair, if it is known already', true),
      { kind: 'line', name: 'place', label: 'Place', optional: true },
      { kind: 'line', name: 'joinUrl', label: 'Joining link', hint: 'An https address.', optional: true },
      { kind: 'line', name: 'reason', label: 'Why it was moved', optional: true },
      { kind: 'yes', name: 'cancelled', label: 'The meeting is cancelled' },
    ],
  },
  'permanence-recommended': {
    title: 'Record a permanence recommendation',
    intro: 'A child plan meeting that made the recommendation is recorded as the meeting, which carries it.',
    fields: [
      choice('recommendation', 'Recommendation', RECOMMENDATIONS),
      when('occurredAt', 'When it was made'),
      choice('route', 'Route, if away from home', ROUTES, { optional: true, as: 'list' }),
    ],
  },
  'panel-held': {
    title: 'Record a permanence panel',
    fields: [
      when('occurredAt', 'When it was held'),
      choice('outcome', 'Outcome', PANEL_OUTCOMES),
      {
        kind: 'people',
        name: 'members',
        label: 'Members who sat',
        hint: 'Their ids, one on each line. The agency decision maker cannot be among them.',
      },
      VIEWS,
    ],
  },
  'agency-decision-made': {
    title: 'Record the agency decision',
    fields: [
      when('occurredAt', 'When it was made'),
      choice('decision', 'Decision', DECISIONS),
      person('decisionMaker', 'Agency decision maker', false),
    ],
  },
  'parents-notified': {
    title: 'Record that the parents were told of the decision',
    fields: [when('occurredAt', 'When they were told')],
  },
  'hearing-advice-requested': {
    title: "Record that the hearing's advice was asked for",
    fields: [when('occurredAt', 'When it was asked for')],
  },
  'hearing-advice-given': {
    title: "Record the hearing's advice",
    fields: [when('occurredAt', 'When it was given')],
  },
  'consent-recorded': {
    title: 'Record consent',
    intro: 'A child of 12 or more consents to an order, unless incapable of it.',
    fields: [
      choice('of', 'Whose consent', CONSENTS_OF),
      choice('to', 'To which order', ORDERS, { as: 'list' }),
      choice('consent', 'Consent', CONSENTS),
      when('occurredAt', 'When it was given or withheld'),
    ],
  },
  'order-lodged': {
    title: 'Record the lodging of an order',
    fields: [when('occurredAt', 'When it was lodged'), choice('order', 'Order', ORDERS)],
  },
  'order-granted': {
    title: 'Record that an order was granted',
    intro:
      'An adoption or a kinship care order ends being looked after, and the journey with it. A permanence order does not.',
    fields: [when('occurredAt', 'When it was granted'), choice('order', 'Order', ORDERS)],
  },
  'order-refused': {
    title: 'Record that an order was refused',
    fields: [when('occurredAt', 'When it was refused'), choice('order', 'Order', ORDERS)],
  },
  'application-withdrawn': {
    title: 'Record that an application was withdrawn',
    fields: [when('occurredAt', 'When it was withdrawn'), choice('order', 'Order', ORDERS)],
  },
  'peer-review-held': {
    title: 'Record a peer review',
    fields: [
      when('occurredAt', 'When it was held'),
      { kind: 'words', name: 'findings', label: 'Findings', hint: 'Kept apart and never sent by mail.' },
    ],
  },
  'peer-review-fed-back': {
    title: 'Record that a peer review was fed back',
    intro: 'It is fed back to both managers.',
    fields: [choice('to', 'To whom', FEEDBACK_TO), when('occurredAt', 'When it was fed back')],
  },
  'delay-explained': {
    title: 'Explain a delay',
    fields: [
      choice('ruleId', 'What is late', [], { as: 'list', from: 'rules' }),
      choice('reason', 'Reason', DELAY_REASONS),
      when('occurredAt', 'When it was explained', { time: false }),
      { kind: 'words', name: 'note', label: 'Note', hint: 'Kept apart and never sent by mail.' },
    ],
  },
  transferred: {
    title: 'Transfer the journey',
    intro: 'Clocks go on as they are. A child who moves to another authority ends the journey here.',
    fields: [
      when('occurredAt', 'When it was transferred'),
      choice('locality', 'To which locality', [], { as: 'list', optional: true, from: 'localities' }),
      { kind: 'line', name: 'team', label: 'Team', optional: true },
      choice('authority', 'Or to another authority', AUTHORITIES, { as: 'list', optional: true }),
    ],
  },
  'policy-adopted': {
    title: 'Adopt a policy for this journey',
    intro: 'Every date is derived anew under its rules. The people told of dates that change are told so.',
    fields: [
      choice('policy', 'Policy', [], { as: 'list', from: 'policies' }),
      { kind: 'number', name: 'version', label: 'Version' },
      when('occurredAt', 'When it was adopted', { time: false }),
      { kind: 'words', name: 'reason', label: 'Reason' },
    ],
  },
  'returned-to-family': {
    title: 'Record a return to the family',
    fields: [
      when('occurredAt', 'When the child returned'),
      {
        kind: 'yes',
        name: 'stillLookedAfter',
        label: 'Still looked after, now at home',
        hint: 'Otherwise the journey ends.',
      },
    ],
  },
  'journey-closed': {
    title: 'Close the journey',
    fields: [
      when('occurredAt', 'When it ended', { time: false }),
      choice('reason', 'Reason', CLOSING_REASONS, { as: 'list' }),
    ],
  },
}

interface ChoiceOptions {
  readonly optional?: boolean
  readonly as?: ChoiceField['as']
  readonly words?: (code: string) => string
  readonly from?: ChoiceField['from']
}

/** A choice among codes, each in its own words. */
export function choice(
  name: string,
  label: string,
  codes: readonly string[],
  { optional = false, as = 'radios', words = wordsFor, from }: ChoiceOptions = {},
): ChoiceField {
  return {
    kind: 'choice',
    name,
    label,
    as,
    optional,
    options: codes.map((value) => ({ value, words: words(value) })),
    ...(from && { from }),
  }
}

/** A date, with a time unless it has none. */
export function when(
  name: string,
  label: string,
  { time = true, optional = false }: { time?: boolean; optional?: boolean } = {},
): Field {
  return {
    kind: 'when',
    name,
    label,
    time,
    optional,
    hint: `For example, 27 3 2026${time ? ', and 14:30 if the time is known' : ''}.`,
  }
}

/** A person, by id. */
export function person(name: string, label: string, optional: boolean): Field {
  return {
    kind: 'line',
    name,
    label,
    hint: 'Begin to type a name, and choose; or give the id.',
    optional,
    from: 'people',
  }
}
