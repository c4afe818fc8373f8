import { sql, type Selectable } from 'kysely'
import type { DatabaseTransaction } from '../database'
import type { Tables } from '../tables'

export type LinkedRow = Selectable<Tables['imported_row']>

/** What was last imported of a child, by the key of each row in hexadecimal. */
export async function readLinked(
  trx: DatabaseTransaction,
  childId: string,
): Promise<ReadonlyMap<string, LinkedRow>> {
  const rows = await trx.selectFrom('imported_row').selectAll().where('child_id', '=', childId).execute()
  return new Map(rows.map((row) => [row.key.toString('hex'), row]))
}

/** Keeps what was imported of a child just now. */
export async function keepLinked(trx: DatabaseTransaction, rows: readonly LinkedRow[]): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('imported_row')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['child_id', 'key']).doUpdateSet({
        content: sql`excluded.content`,
        journey_id: sql`excluded.journey_id`,
        event_id: sql`excluded.event_id`,
      }),
    )
    .execute()
}
