import type { KeyRing } from '../../keys/key-ring'
import type { DatabaseTransaction } from '../database'
import { childHash, openImportKey } from './import-key'

/**
 * Takes the rows of a child out of every file that is being brought in, so that whoever is erased does not come back with
 * one. Throws MissingKeyError when such a file cannot be opened here.
 */
export async function forgetRowsOf(trx: DatabaseTransaction, keys: KeyRing, childId: string): Promise<void> {
  const child = await trx
    .selectFrom('child')
    .select(['reference', 'practice'])
    .where('id', '=', childId)
    .executeTakeFirstOrThrow()
  if (child.practice) return
  const unfinished = await trx
    .selectFrom('import')
    .select(['id', 'wrapped', 'key_id'])
    .where('ended_at', 'is', null)
    .execute()
  for (const { id, wrapped, key_id } of unfinished) {
    if (wrapped === null || key_id === null) continue
    const hash = childHash(openImportKey(keys, { id, wrapped, key_id }), child.reference)
    await trx.deleteFrom('import_row').where('import_id', '=', id).where('child', '=', hash).execute()
    await trx.deleteFrom('import_child').where('import_id', '=', id).where('child', '=', hash).execute()
  }
}
