import { WHOLE_AUTHORITY } from '../../domain/contacts'
import { RECIPIENTS } from '../../domain/notices'
import { recipientWords } from '../recipient-words'
import { when } from './event-forms'
import type { ChoiceField, Field } from './field'
import { calendarField, formField, type Named } from './told-form'

export interface ContactFormChoices {
  /** Absent when a known contact is changed: whose contact it is never changes. */
  readonly isNew: boolean
  readonly agencies: readonly Named[]
  /** Those that this person may change. */
  readonly localities: readonly Named[]
  readonly mayWholeAuthority: boolean
  /** Those who can stand in: the other contacts, of the same agency once that is known. */
  readonly others: readonly Named[]
  readonly calendars: readonly Named[]
}

/** The fields for keeping a contact of an agency. */
export function contactFields(choices: ContactFormChoices): Field[] {
  const { isNew, agencies, localities, mayWholeAuthority, others, calendars } = choices
  const places = [
    ...(mayWholeAuthority ? [{ id: WHOLE_AUTHORITY, name: 'Whole authority' }] : []),
    ...localities,
  ]
  return [
    ...(isNew
      ? [
          list('agency', 'Agency', agencies),
          list('locality', 'Locality', places),
          list(
            'recipient',
            'Who in the agency',
            RECIPIENTS.map((id) => ({ id, name: recipientWords(id) })),
            'Of partner agencies it is the contact. The others are of social work.',
          ),
        ]
      : []),
    {
      kind: 'line',
      name: 'name',
      label: 'Name',
      hint: 'Of the person or the office.',
      optional: true,
    },
    {
      kind: 'line',
      name: 'address',
      label: 'Mail address',
      hint: 'One address, such as skye@nhs.example.',
    },
    formField,
    calendarField(calendars),
    when('awayFrom', 'First day away', { time: false, optional: true }),
    when('awayUntil', 'Last day away', { time: false, optional: true }),
    {
      ...list('standIn', 'Who stands in', others, 'Who is told while they are away.'),
      optional: true,
    },
  ]
}

function list(name: string, label: string, options: readonly Named[], hint?: string): ChoiceField {
  return {
    kind: 'choice',
    name,
    label,
    as: 'list',
    ...(hint !== undefined && { hint }),
    options: options.map(({ id, name: words }) => ({ value: id, words })),
  }
}
