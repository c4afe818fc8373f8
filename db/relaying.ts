import { sql } from 'kysely'
import { RELAY_TASK } from '../contracts/relay'
import { IS_NOT_ERASED } from './child-keys'
import { moveAgain, tellAgain } from './conduct-again'
import type { Database, DatabaseTransaction, Queryable } from './database'

/** What the relay needs to know of a journey to tell the engine of it. */
export interface ToRelay {
  readonly id: string
  readonly seq: number
  readonly practice: boolean
  readonly clockOffset: number
  readonly clockBase: number
  readonly forwarded: number
  readonly closed: boolean
  /** The engine was not told of its last event, or was told long ago and has not conducted it. */
  readonly untold: boolean
}

/** Reads what is to be told of a journey; undefined when there is no such journey, or its child was erased. */
export async function readToRelay(db: Queryable, journeyId: string): Promise<ToRelay | undefined> {
  return (
    db
      .selectFrom('journey')
      .select(['id', 'seq', 'practice', 'closed'])
      .select(['clock_offset_ms as clockOffset', 'clock_base_ms as clockBase', 'forwarded_ms as forwarded'])
      .select(
        sql<boolean>`signalled_seq < seq
          or (conducted_seq < seq and signalled_at < ${secondsAgo(TELL_AGAIN_SECONDS)})`.as('untold'),
      )
      .where('id', '=', journeyId)
      // the engine has forgotten those, and is not to hear of them again
      .where(IS_NOT_ERASED)
      .executeTakeFirst()
  )
}

/** Whether there is no such journey at all, as of practice that was thrown away. */
export async function isGone(db: Database, journeyId: string): Promise<boolean> {
  const row = await db.selectFrom('journey').select('id').where('id', '=', journeyId).executeTakeFirst()
  return row === undefined
}

/** The engine has been told up to this number. False when there is no such journey any more. */
export async function markSignalled(db: Queryable, journeyId: string, seq: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('journey')
    .set({ signalled_seq: seq, signalled_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', journeyId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The engine has been moved on so far with a practice journey's clock. */
export async function markForwarded(db: Queryable, journeyId: string, milliseconds: number): Promise<void> {
  await db
    .updateTable('journey')
    .set({ forwarded_ms: milliseconds, move_refused: false })
    .where('id', '=', journeyId)
    .where((where) => where.or([where('forwarded_ms', '<>', milliseconds), where('move_refused', '=', true)]))
    .execute()
}

/** The engine moves no clocks, so that a practice journey stays where it is. */
export async function markRefused(db: Queryable, journeyId: string): Promise<void> {
  await db
    .updateTable('journey')
    .set({ move_refused: true })
    .where('id', '=', journeyId)
    .where('move_refused', '=', false)
    .execute()
}

/** Does something about a journey while no other relay does the same; undefined when one is at it now: nobody waits for it. */
export function oneAtATime<T>(
  db: Database,
  journeyId: string,
  work: (trx: DatabaseTransaction) => Promise<T>,
): Promise<T | undefined> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`move/${journeyId}`}, 0)) as mine`.execute(trx)
    return rows[0]?.mine === true ? work(trx) : undefined
  })
}

const AT_ONCE = 500
/** A job that was just written needs no second one. */
const GRACE_SECONDS = 3
/** A journey whose workflow was told and has not answered is told again, but not so often that its history fills. */
const TELL_AGAIN_SECONDS = 60
/**
 * When so many are behind, as after an import, their workflows wait their turn and have not missed anything: telling all of them
 * again would keep the engine from what it has in hand.
 */
const MANY_BEHIND = 200
const TELL_MANY_AGAIN_SECONDS = 900

/**
 * Enqueues again every journey that has something recorded and not yet conducted, or is to be told of again, so that nothing
 * depends on one job or one signal; but for those whose job waits its turn, as many do after an import. Returns how many.
 */
export async function enqueueUnconducted(db: Database): Promise<number> {
  const againAfter = (await areManyBehind(db)) ? TELL_MANY_AGAIN_SECONDS : TELL_AGAIN_SECONDS
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where((where) =>
      where.or([
        where('conducted_seq', '<', where.ref('seq')),
        where('signalled_seq', '<', where.ref('seq')),
        where('forwarded_ms', '<>', where.ref('clock_offset_ms')),
      ]),
    )
    .where('changed_at', '<', secondsAgo(GRACE_SECONDS))
    .where(IS_NOT_ERASED)
    .where((where) =>
      where.or([
        where('signalled_seq', '<', where.ref('seq')),
        where('forwarded_ms', '<>', where.ref('clock_offset_ms')),
        where('signalled_at', '<', secondsAgo(againAfter)),
      ]),
    )
    .limit(AT_ONCE)
    .execute()
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  const enqueued = await sql<{ count: number }>`
    select enqueue_relay_again(${RELAY_TASK}, ${ids}::uuid[]) as count`.execute(db)
  return enqueued.rows[0]?.count ?? 0
}

async function areManyBehind(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('journey')
    .select('id')
    .whereRef('conducted_seq', '<', 'seq')
    .offset(MANY_BEHIND)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** An engine that went away may have lost so much of what it knew last: a database's write to the disk, a failover. */
const LOST_MINUTES = 10

/**
 * Has the engine told again of all that it was told last before it went away. A workflow that knows it already does nothing
 * with it; one that was set back goes on. A practice journey is looked at as well: an order to move on may be lost.
 */
export async function tellLastAgain(db: Database): Promise<void> {
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where(
      sql<boolean>`signalled_at > (select max(signalled_at) from journey) - make_interval(mins => ${LOST_MINUTES})`,
    )
    .execute()
  const ids = rows.map(({ id }) => id)
  await tellAgain(db, ids)
  await moveAgain(db, ids)
}

function secondsAgo(seconds: number) {
  return sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`
}
