import { sql } from 'kysely'
import type { NoticeContent } from '../domain/notices'
import type { DatabaseTransaction } from './database'

/** The keys of notices that raise something to the worker: they are of no event and no deadline, and conducting leaves them be. */
export const RAISED_KEYS = 'raised/'

/**
 * Raises something to the lead worker of a journey, unless it was raised already. It is sent within seconds; of a practice
 * journey it is caught.
 *
 * @param what says what is raised, by codes and ids: the same is never raised twice
 */
export async function raise(
  trx: DatabaseTransaction,
  journey: { readonly id: string; readonly locality: string; readonly practice: boolean },
  what: string,
  content: NoticeContent,
): Promise<void> {
  const now = sql<Date>`clock_timestamp()`
  await trx
    .insertInto('notice')
    .values({
      journey_id: journey.id,
      key: `${RAISED_KEYS}${what}`,
      agency: 'social-work',
      locality: journey.locality,
      recipient: 'lead-worker',
      at: now,
      content: JSON.stringify(content),
      status: journey.practice ? 'caught' : 'pending',
      created_at: now,
      next_attempt_at: now,
    })
    .onConflict((conflict) => conflict.columns(['journey_id', 'key']).doNothing())
    .execute()
}

/** Says that a journey has changed to whoever looks at it now. */
export async function tellChanged(trx: DatabaseTransaction, journeyId: string): Promise<void> {
  await sql`select pg_notify('journey_changed', json_build_object(
    'id', id, 'locality', locality, 'version', seq)::text) from journey where id = ${journeyId}`.execute(trx)
}
