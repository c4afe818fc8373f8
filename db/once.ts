import { sql } from 'kysely'
import type { Database } from './database'

/** Whether something was done for good in this installation. */
export async function isDone(db: Database, name: string): Promise<boolean> {
  const row = await db.selectFrom('installation').select('at').where('name', '=', name).executeTakeFirst()
  return row !== undefined
}

/** Says that it was. */
export async function markDone(db: Database, name: string): Promise<void> {
  await db
    .insertInto('installation')
    .values({ name, at: sql<Date>`clock_timestamp()` })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at: sql<Date>`clock_timestamp()` }))
    .execute()
}

/**
 * Does something that one process of all is to do at a time. Returns false, with nothing done, when another is at it. The
 * lock goes with the connection, so that nobody is held up by one that was killed.
 */
export async function alone(db: Database, what: string, work: () => Promise<void>): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    const lock = sql`hashtextextended(${what}, 0)`
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${lock}) as got`.execute(
      connection,
    )
    if (rows[0]?.got !== true) return false
    try {
      await work()
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection)
    }
    return true
  })
}
