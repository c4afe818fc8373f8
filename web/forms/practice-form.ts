import { LEGAL_BASES, PATHWAYS, type Pathway } from '../../domain/codes'
import { PATHWAY_WORDS } from '../words'
import { choice, when } from './event-forms'
import type { Field } from './field'

interface Named {
  readonly id: string
  readonly name: string
}

/** The fields for starting a practice journey. @param localities of all policies, those in which the person may start one */
export function practiceFields(policies: readonly Named[], localities: readonly Named[]): Field[] {
  const among = (named: readonly Named[]) => named.map(({ id, name }) => ({ value: id, words: name }))
  return [
    {
      kind: 'line',
      name: 'childReference',
      label: 'What to call it',
      hint: 'Never a real reference, though it would meet none.',
    },
    { kind: 'choice', name: 'policy', label: 'Policy', as: 'list', options: among(policies) },
    { kind: 'choice', name: 'locality', label: 'Locality', as: 'list', options: among(localities) },
    when('occurredAt', 'When the child would have become looked after'),
    choice('pathway', 'Pathway', PATHWAYS, { words: (pathway) => PATHWAY_WORDS[pathway as Pathway] }),
    choice('legalBasis', 'Legal basis', LEGAL_BASES, { as: 'list' }),
  ]
}
