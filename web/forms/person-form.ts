import { ROLES } from '../../domain/codes'
import { ROLE_WORDS } from '../words'
import { when } from './event-forms'
import type { Field } from './field'
import { calendarField, formField, type Named } from './told-form'

export interface PersonFormChoices {
  /** Absent when a known person is changed: an id never changes. */
  readonly isNew: boolean
  /** Those who can be manager or cover: everybody else. */
  readonly others: readonly Named[]
  readonly localities: readonly Named[]
  readonly calendars: readonly Named[]
}

/** The fields for keeping somebody in the directory. */
export function personFields({ isNew, others, localities, calendars }: PersonFormChoices): Field[] {
  const id: Field = {
    kind: 'line',
    name: 'id',
    label: 'Id',
    hint: 'As the sign-in knows them. It never changes.',
  }
  return [
    ...(isNew ? [id] : []),
    { kind: 'line', name: 'name', label: 'Name' },
    when('awayFrom', 'First day away', { time: false, optional: true }),
    when('awayUntil', 'Last day away', { time: false, optional: true }),
    list('cover', 'Who covers', others, 'Who does their work while they are away, and once they have left.'),
    when('leftOn', 'Has left, from this day on', { time: false, optional: true }),
    list('manager', 'Manager', others, 'Who answers for their work when nobody covers.'),
    list('locality', 'Locality', localities, 'Left empty, they work for the whole authority.'),
    { kind: 'line', name: 'team', label: 'Team', optional: true },
    {
      kind: 'several',
      name: 'roles',
      label: 'Roles',
      hint: 'For finding managers. What somebody may do here is for the sign-in to say.',
      options: ROLES.map((value) => ({ value, words: ROLE_WORDS[value] })),
      always: true,
      optional: true,
    },
    {
      kind: 'line',
      name: 'address',
      label: 'Mail address',
      hint: 'Left empty, the one that is known stays.',
      optional: true,
    },
    formField,
    calendarField(calendars),
  ]
}

export interface HandoverFormChoices {
  /** Those who are here today. */
  readonly colleagues: readonly Named[]
  readonly journeys: readonly { readonly id: string; readonly childReference: string }[]
}

/** The fields for handing over the journeys that somebody leads. */
export function handoverFields({ colleagues, journeys }: HandoverFormChoices): Field[] {
  return [
    { ...list('to', 'To whom', colleagues, 'Everybody here is at work today.'), optional: false },
    {
      kind: 'several',
      name: 'journeys',
      label: 'Which journeys',
      options: journeys.map(({ id, childReference }) => ({ value: id, words: childReference })),
      always: true,
    },
    {
      kind: 'line',
      name: 'reason',
      label: 'Why',
      hint: 'Kept in the audit, and nowhere else.',
      optional: true,
    },
  ]
}

function list(name: string, label: string, options: readonly Named[], hint: string) {
  return {
    kind: 'choice',
    name,
    label,
    hint,
    as: 'list',
    optional: true,
    options: options.map(({ id, name: words }) => ({ value: id, words })),
  } as const
}
