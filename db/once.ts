import { sql } from 'kysely'
import type { Database } from './database'

/** Whether this was the last of its kind that was done in this installation. */
export async function wasLastDone(db: Database, kind: string, what: string): Promise<boolean> {
  const row = await db
    .selectFrom('installation')
    .select('at')
    .where('name', '=', nameOf(kind, what))
    .executeTakeFirst()
  return row !== undefined
}

/** Says that it was, in the place of whatever was the last before. */
export async function markLastDone(db: Database, kind: string, what: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('installation')
      .where(sql<boolean>`starts_with(name, ${nameOf(kind, '')})`)
      .execute()
    await trx
      .insertInto('installation')
      .values({ name: nameOf(kind, what), at: sql<Date>`clock_timestamp()` })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
  })
}

function nameOf(kind: string, what: string): string {
  return `${kind}: ${what}`
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
