import type { Option } from '../components/select'
import { wordsFor } from '../words'
import { when } from './event-forms'
import type { Field } from './field'

/** What can be reckoned with: the policy's rules and calendars, and the units of a span. */
export interface Reckonable {
  readonly rules: readonly Option[]
  readonly units: readonly string[]
  readonly calendars: readonly Option[]
}

/** The fields for working out a date: from when, and by a rule or by a span. */
export function reckonFields({ rules, units, calendars }: Reckonable): Field[] {
  return [
    {
      ...when('startedAt', 'From when'),
      hint: 'For example, 27 3 2026. Of hours, add the time, such as 15:30.',
    },
    {
      kind: 'choice',
      name: 'rule',
      label: 'Rule',
      hint: 'Either a rule, or how many days, weeks, months, hours or working days.',
      as: 'list',
      options: rules,
      optional: true,
    },
    { kind: 'number', name: 'count', label: 'Or how many', optional: true },
    {
      kind: 'choice',
      name: 'unit',
      label: 'Of what',
      as: 'list',
      options: units.map((value) => ({ value, words: wordsFor(value) })),
      optional: true,
    },
    {
      kind: 'choice',
      name: 'calendar',
      label: 'By which calendar',
      hint: 'Of working days only.',
      as: 'list',
      options: calendars,
      optional: true,
    },
  ]
}
