import { FORMS } from '../../domain/forms'
import { FORM_WORDS } from '../words'
import type { ChoiceField } from './field'

/** Something to choose by its name. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** How somebody is told: each message by itself, or one a day. */
export const formField: ChoiceField = {
  kind: 'choice',
  name: 'form',
  label: 'How they are told',
  hint: 'What is urgent always comes at once.',
  as: 'radios',
  optional: true,
  options: FORMS.map((value) => ({ value, words: FORM_WORDS[value] })),
}

/** By which working calendar somebody works. */
export function calendarField(calendars: readonly Named[]): ChoiceField {
  return {
    kind: 'choice',
    name: 'calendar',
    label: 'Working calendar',
    hint: 'Left empty, it is the one of the policy.',
    as: 'list',
    optional: true,
    options: calendars.map(({ id, name: words }) => ({ value: id, words })),
  }
}
