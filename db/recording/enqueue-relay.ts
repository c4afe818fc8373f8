import { sql } from 'kysely'
import { FORGET_TASK, RELAY_TASK, relayJobKey, type ForgetJob, type RelayJob } from '../../contracts/relay'
import type { DatabaseTransaction, Queryable } from '../database'

/**
 * Enqueues the job that tells the engine, or leaves it be when one is waiting already. It belongs to the caller's
 * transaction, so it exists exactly when what it tells of does. No queue name: a killed relay's lock would block
 * those behind it.
 */
export async function enqueueRelay(trx: DatabaseTransaction, journeyId: string): Promise<void> {
  const job: RelayJob = { journeyId }
  await sql`select enqueue_relay(
    ${RELAY_TASK}, ${JSON.stringify(job)}::json, ${relayJobKey(journeyId)}
  )`.execute(trx)
}

/** Enqueues the job that has the engine forget a journey that is no more. Twice is once. */
export async function enqueueForgetting(db: Queryable, journeyId: string): Promise<void> {
  const job: ForgetJob = { journeyId }
  await sql`select enqueue_relay(
    ${FORGET_TASK}, ${JSON.stringify(job)}::json, ${`${FORGET_TASK}/${journeyId}`}
  )`.execute(db)
}
