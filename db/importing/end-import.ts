import { sql } from 'kysely'
import type { ImportedBatch } from '../../contracts/import-workflow'
import type { Database } from '../database'

/**
 * Ends an import: its counts are summed up, and nothing of the file is left, nor the key that it was sealed with. Ending
 * it again changes nothing.
 */
export async function endImport(
  db: Database,
  importId: string,
  status: 'done' | 'failed' | 'cancelled',
  because?: string,
): Promise<ImportedBatch> {
  await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update import set status = ${status}, because = ${because ?? null}, wrapped = null, key_id = null,
        applied = sums.applied, unchanged = sums.unchanged, corrected = sums.corrected,
        journeys = sums.journeys, bad_rows = sums.bad_rows, held_back = sums.held_back,
        touched_at = clock_timestamp(), ended_at = clock_timestamp()
      from (select coalesce(sum(applied), 0) as applied, coalesce(sum(unchanged), 0) as unchanged,
          coalesce(sum(corrected), 0) as corrected, coalesce(sum(journeys), 0) as journeys,
          coalesce(sum(bad_rows), 0) as bad_rows,
          coalesce(sum(held_back), 0) as held_back
        from import_child where import_id = ${importId}) sums
      where id = ${importId} and ended_at is null`.execute(trx)
    if (numAffectedRows === 0n) return
    await trx.deleteFrom('import_row').where('import_id', '=', importId).execute()
  })
  return { ended: true }
}
