import { sql } from 'kysely'
import type { Database } from '../../db/database'
import { until } from './until'

/**
 * Waits until everything that was written into the feed can be served. PostgreSQL's order of transactions is of the whole
 * server: one that is under way in the database of another test holds back what was written after it began.
 */
export function untilTold(db: Database): Promise<unknown> {
  return until('nothing holds the feed back', async () => {
    const { rows } = await sql<{ held: boolean }>`
      select exists (
        select from change where epoch = feed_epoch_now() and transaction >= pg_snapshot_xmin(pg_current_snapshot())
      ) as held`.execute(db)
    return rows[0]?.held === false
  })
}
