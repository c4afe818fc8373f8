import type { DatabaseTransaction } from '../../db/database'
import { wordsLikeReferences } from '../../domain/improvement/references-in-text'
import { invalidRequest } from '../problem'

/**
 * Refuses child references in what is written about the work, of the children whom the caller may see: what is written there is read
 * by all of the authority, marked on charts and never erased with a child. Throws Problem (422) that names the field and not the child.
 */
export async function refuseReferences(written: object, trx: DatabaseTransaction): Promise<void> {
  const words = wordsLikeReferences(written)
  if (words.length === 0) return
  const asked = [...new Set(words.flatMap(({ word }) => [word, word.toUpperCase()]))]
  const rows = await trx
    .selectFrom('journey')
    .select('child_reference')
    .where('child_reference', 'in', asked)
    .execute()
  const known = new Set(rows.map(({ child_reference }) => child_reference))
  const fields = words.flatMap(({ field, word }) =>
    known.has(word) || known.has(word.toUpperCase()) ? [field] : [],
  )
  if (fields.length === 0) return
  throw invalidRequest(
    [...new Set(fields)].map((field) => ({
      field,
      message: 'has a child reference in it',
      remedy: 'Say it without: improvement work names no child',
    })),
  )
}
