import { LEGAL_BASES, PATHWAYS, PLACEMENT_TYPES, type Pathway } from '../../domain/codes'
import { choice, DOCUMENT, person, when } from './event-forms'
import { PATHWAY_WORDS } from '../words'
import type { Field } from './field'

const STARTED = when('occurredAt', 'When the child became looked after')

const HOW: readonly Field[] = [
  choice('pathway', 'Pathway', PATHWAYS, { words: (pathway) => PATHWAY_WORDS[pathway as Pathway] }),
  choice('legalBasis', 'Legal basis', LEGAL_BASES, { as: 'list' }),
  choice('placementType', 'Placement', PLACEMENT_TYPES, { as: 'list', optional: true }),
  { kind: 'yes', name: 'emergency', label: 'It was an emergency' },
  person('worker', 'Lead worker', true),
]

const CONSENT: Field = {
  ...when('consentRequiredFrom', "The child's own consent is needed from", { time: false, optional: true }),
  hint: 'The twelfth birthday, so that no birth date need be kept. For example, 27 3 2031.',
}

/** The fields of the event that a journey starts with: what of a start can be corrected. */
export const START_EVENT_FIELDS: readonly Field[] = [STARTED, ...HOW, CONSENT]

/** The fields for starting a journey. @param localities those in which the person may start one */
export function startFields(localities: readonly { readonly id: string; readonly name: string }[]): Field[] {
  return [
    {
      kind: 'line',
      name: 'childReference',
      label: 'Child reference',
      hint: 'The pseudonymous reference of your council. Never a name, or a number that others know.',
    },
    STARTED,
    {
      kind: 'choice',
      name: 'locality',
      label: 'Locality',
      as: 'list',
      options: localities.map(({ id, name }) => ({ value: id, words: name })),
    },
    ...HOW,
    { kind: 'line', name: 'team', label: 'Team', optional: true },
    CONSENT,
    DOCUMENT,
  ]
}
