import { sql } from 'kysely'
import type { Database } from '../database'

/** An import of which nothing was done for so long has lost its workflow, or never had one. */
const UNTOUCHED_SECONDS = 30
/** Who sends a file does not pause for so long. */
const UPLOAD_HOURS = 1

/** Imports that nobody works on, and somebody should. */
export async function waitingImports(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('import')
    .select('id')
    .where('status', 'in', ['queued', 'running'])
    .where('touched_at', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${UNTOUCHED_SECONDS})`)
    .orderBy('created_at')
    .execute()
  return rows.map(({ id }) => id)
}

/** Throws away files of which the rest never came. Returns how many. */
export async function forgetUnfinishedUploads(db: Database): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('import')
    .where('status', '=', 'uploading')
    .where('touched_at', '<', sql<Date>`clock_timestamp() - make_interval(hours => ${UPLOAD_HOURS})`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Is this import one that somebody should work on? */
export async function isUnfinished(db: Database, importId: string): Promise<boolean> {
  const row = await db
    .selectFrom('import')
    .select('id')
    .where('id', '=', importId)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return row !== undefined
}
