import type { Field } from './field'

/** The fields for judging a series that somebody brings. */
export const SERIES_FIELDS: readonly Field[] = [
  {
    kind: 'words',
    name: 'values',
    label: 'Values, in the order of time',
    hint: 'One on each line, or with commas between them: a column of a spreadsheet can be pasted as it is. Leave a line blank where nothing was measured.',
    required: true,
  },
  {
    kind: 'number',
    name: 'freezeAfter',
    label: 'Freeze the median on the first so many',
    hint: 'The baseline, before anything was changed. Those that are missing count too.',
    optional: true,
  },
  {
    kind: 'number',
    name: 'median',
    label: 'Or a median from elsewhere',
    optional: true,
  },
]
