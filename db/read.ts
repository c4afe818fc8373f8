import { stateOf } from '../domain/state'
import { instant } from '../domain/time'
import { clockOf, type Queryable } from './database'
import { readEvents } from './events'
import { inScope, policyOfRow, UnknownJourneyError, type RecordedJourney, type Scope } from './record'

/** A journey as the record has it now. Throws UnknownJourneyError when the caller may not know of it, or nobody does. */
export async function readJourney(db: Queryable, journeyId: string, scope: Scope): Promise<RecordedJourney> {
  const row = await db
    .selectFrom('journey')
    .selectAll()
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  const events = await readEvents(db, journeyId)
  const policy = policyOfRow(row)
  const now = instant((await clockOf(db)).getTime() + row.clock_offset_ms)
  return { row, policy, state: stateOf(events, policy), now }
}

/** Whether there is such a journey, and the caller may know of it. */
export async function isJourneyInScope(db: Queryable, journeyId: string, scope: Scope): Promise<boolean> {
  const row = await db
    .selectFrom('journey')
    .select('id')
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .executeTakeFirst()
  return row !== undefined
}
