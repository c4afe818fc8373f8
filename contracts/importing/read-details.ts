import type { Finding } from '../../domain/importing/finding'
import { childDetailsSchema, type ChildDetails } from '../child-schema'
import { fieldErrors } from '../field-errors'
import { unkeepableText } from '../unkeepable-text'
import type { Cells, ChildColumn } from './columns'

const COLUMNS: Readonly<Record<keyof ChildDetails, ChildColumn>> = {
  name: 'name',
  knownAs: 'known_as',
  birthDate: 'birth_date',
  gender: 'gender',
  ethnicity: 'ethnicity',
  disability: 'disability',
  language: 'language',
}

/** What a row says of a child, or what is wrong with it. A blank cell says nothing: what is kept stays. */
export function readDetailsRow(
  line: number,
  cells: Cells,
): { readonly details: Partial<ChildDetails> } | { readonly findings: readonly Finding[] } {
  const sent = Object.fromEntries(
    Object.entries(COLUMNS).flatMap(([field, column]) => {
      const text = cells[column]
      return text === undefined ? [] : [[field, text]]
    }),
  )
  const result = childDetailsSchema.partial().safeParse(sent)
  const errors = result.success ? [] : fieldErrors(result.error.issues, sent, [])
  const wrong = [...errors, ...unkeepableText(sent)]
  if (result.success && wrong.length === 0) return { details: result.data }
  return {
    findings: wrong.map(({ field, message, remedy }) => ({
      kind: 'refused',
      line,
      field: COLUMNS[field as keyof ChildDetails],
      message,
      remedy: remedy.startsWith('Mend it') ? 'Mend it and bring the file in again' : remedy,
    })),
  }
}
