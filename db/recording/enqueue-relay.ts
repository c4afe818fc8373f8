import { sql } from 'kysely'
import { RELAY_TASK, relayJobKey, type RelayJob } from '../../contracts/relay'
import type { DatabaseTransaction } from '../database'

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
