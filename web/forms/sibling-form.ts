import type { Field, SeveralField } from './field'

interface Sibling {
  readonly id: string
  readonly childReference: string
}

/** The siblings who are linked, each with a tick that can be taken away. */
export function linkedField(siblings: readonly Sibling[]): SeveralField {
  return {
    kind: 'several',
    name: 'siblings',
    label: 'Linked brothers and sisters',
    hint: 'Take the tick away from whoever is no brother or sister.',
    options: optionsOf(siblings),
    always: true,
    optional: true,
  }
}

export const REFERENCES: Field = {
  kind: 'people',
  name: 'references',
  label: 'Child references of others (optional)',
  hint: 'One on each line. They are linked to each other too.',
}

/** On a form for recording: for which siblings it is recorded too. Absent where there are none. */
export function alsoForFields(siblings: readonly Sibling[]): SeveralField[] {
  if (siblings.length === 0) return []
  return [
    {
      kind: 'several',
      name: 'alsoFor',
      label: 'Also for',
      hint: 'The same is recorded for these brothers and sisters: for all of them, or for none.',
      options: optionsOf(siblings),
      optional: true,
    },
  ]
}

function optionsOf(siblings: readonly Sibling[]) {
  return siblings.map(({ id, childReference }) => ({ value: id, words: childReference }))
}
