import { when } from './event-forms'
import type { Field } from './field'

/** The fields for what is personal about a child. */
export const CHILD_FIELDS: readonly Field[] = [
  { kind: 'line', name: 'name', label: 'Name', hint: 'The whole name.' },
  { kind: 'line', name: 'knownAs', label: 'Known as', optional: true },
  when('birthDate', 'Date of birth', { time: false, optional: true }),
  { kind: 'line', name: 'gender', label: 'Gender', optional: true },
  { kind: 'line', name: 'ethnicity', label: 'Ethnicity', optional: true },
  { kind: 'line', name: 'disability', label: 'Disability', optional: true },
  { kind: 'line', name: 'language', label: 'Language at home', optional: true },
]
