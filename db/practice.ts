import { sql } from 'kysely'
import { ErasedChildError, isErased } from './child-keys'
import type { Database } from './database'
import { enqueueRelay, lockJourney, NotPracticeError } from './record'
import { type Scope } from './scope'

/**
 * Moves a practice journey's clock on: committed here first, then the relay moves the engine by the difference, through
 * each moment in turn. Throws NotPracticeError, UnknownJourneyError, ErasedChildError, or RangeError when it
 * would go back.
 *
 * @param milliseconds how far, at least 0
 */
export async function advancePractice(
  db: Database,
  journeyId: string,
  milliseconds: number,
  scope: Scope,
): Promise<void> {
  if (!(milliseconds >= 0)) throw new RangeError('A clock cannot be moved back')
  await db.transaction().execute(async (trx) => {
    const { practice, child_id } = await lockJourney(trx, journeyId, scope)
    if (!practice) throw new NotPracticeError()
    if (await isErased(trx, child_id)) throw new ErasedChildError()
    await trx
      .updateTable('journey')
      .set({ clock_offset_ms: sql<number>`clock_offset_ms + ${Math.round(milliseconds)}` })
      .where('id', '=', journeyId)
      .execute()
    await enqueueRelay(trx, journeyId)
  })
}
