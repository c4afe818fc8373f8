import { sql } from 'kysely'
import { IS_NOT_ERASED } from './child-keys'
import type { Database } from './database'

/**
 * Has journeys conducted anew: they count as recorded and not conducted, so that the relay's next sweep tells the engine
 * of them, and begins a workflow where there is none. The record has all that a workflow knew. A practice journey is left
 * as it is: a new run would not be where its clock was. Returns the ids of those that are.
 */
export async function conductAgain(db: Database, journeyIds: readonly string[]): Promise<string[]> {
  if (journeyIds.length === 0) return []
  const rows = await db
    .updateTable('journey')
    .set({ conducted_seq: 0, signalled_seq: 0, signalled_at: null })
    .where(sql<boolean>`id = any(${[...journeyIds]}::uuid[])`)
    .where('practice', '=', false)
    .where(IS_NOT_ERASED)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** So long a workflow may take to begin and to stand in the engine's list. */
const SETTLED_SECONDS = 60

/** The open journeys that count as conducted, so that the engine should have a workflow of each. */
export async function journeysThatShouldRun(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where('closed', '=', false)
    .where('practice', '=', false)
    .where('conducted_seq', '=', (where) => where.ref('seq'))
    .where('changed_at', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${SETTLED_SECONDS})`)
    .where(IS_NOT_ERASED)
    .execute()
  return rows.map(({ id }) => id)
}
