import type { ImportedBatch } from '../contracts/import-workflow'
import type { Seam } from '../contracts/seam'
import type { Database } from '../db/database'
import { workOn } from '../db/importing/work-on'
import type { KeyRing } from '../keys/key-ring'

export interface ImportServices {
  readonly db: Database
  readonly keys: KeyRing
  readonly seam: Seam
}

/** Works on the next batch of an import. @param alive told after each child */
export async function importBatch(
  { db, keys, seam }: ImportServices,
  { importId }: { readonly importId: string },
  alive: () => void,
): Promise<ImportedBatch> {
  const batch = await workOn(db, keys, importId, {
    alive,
    beforeCommit: () => seam('importing: before commit'),
  })
  seam('importing: after a batch')
  return batch
}
