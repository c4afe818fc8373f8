import {
  AGENCIES,
  ATTENDANCES,
  CHILD_PLAN_MEETINGS,
  CLOSING_REASONS,
  CPM_RECOMMENDATIONS,
  DECISIONS,
  DIARY_MEETINGS,
  ORDERS,
  PANEL_OUTCOMES,
  RECOMMENDATIONS,
  REVIEWS,
  ROUTES,
  VIEW_HOLDERS,
  VIEW_MEANS,
} from '../../domain/codes'
import type { EventType } from '../../domain/events'
import {
  AGENCY_WORDS,
  ATTENDANCE_WORDS,
  meetingWords,
  VIEW_HOLDER_WORDS,
  VIEW_MEANS_WORDS,
  wordsFor,
} from '../words'
import type { ChoiceField, Field } from './field'

/** A form for recording a type of event: its heading, what it is for, and its fields. */
export interface EventForm {
  readonly title: string
  readonly intro?: string
  readonly fields: readonly Field[]
}

/** The types that are recorded in a running journey; a start has a page of its own. */
export type RecordableType = Exclude<EventType, 'looked-after-started'>

const VIEWS: Field = {
  kind: 'grid',
  name: 'views',
  label: 'Views',
  hint: 'Whose views were heard, and how they were given. Leave out whoever was not asked about.',
  shape: 'views',
  rows: VIEW_HOLDERS.map((value) => ({ value, words: VIEW_HOLDER_WORDS[value] })),
  options: VIEW_MEANS.map((value) => ({ value, words: VIEW_MEANS_WORDS[value] })),
}

const AGENCY_OPTIONS = AGENCIES.map((value) => ({ value, words: AGENCY_WORDS[value] }))

/** The form of each type of event. The fields are those of the API, in the order in which people think of them. */
export const EVENT_FORMS: Readonly<Record<RecordableType, EventForm>> = {
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
  'order-lodged': {
    title: 'Record the lodging of an order',
    fields: [when('occurredAt', 'When it was lodged'), choice('order', 'Order', ORDERS)],
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
}

/** A choice among codes, each in its own words. */
export function choice(
  name: string,
  label: string,
  codes: readonly string[],
  { optional = false, as = 'radios', words = wordsFor }: ChoiceOptions = {},
): ChoiceField {
  return {
    kind: 'choice',
    name,
    label,
    as,
    optional,
    options: codes.map((value) => ({ value, words: words(value) })),
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
  return { kind: 'line', name, label, hint: "The person's id, not their name.", optional }
}
