import type { Policy } from '../domain/policy'
import { stateOf } from '../domain/state'
import { instant } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { clockOf, type Queryable } from './database'
import { openEvents } from './events'
import { knowPolicyOf } from './practice-policy'
import { policyOfRow, UnknownJourneyError, type RecordedJourney } from './record'
import { inScope, type Scope } from './scope'

/**
 * A journey as the record has it now. Throws UnknownJourneyError when the caller may not know of it, or nobody does, and
 * MissingKeyError when the child's key cannot be opened here.
 */
export async function readJourney(
  db: Queryable,
  keys: KeyRing,
  journeyId: string,
  scope: Scope,
): Promise<RecordedJourney> {
  const row = await db
    .selectFrom('journey')
    .selectAll()
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  await knowPolicyOf(db, row)
  const { child, events } = await openEvents(db, keys, row)
  const policy = policyOfRow(row)
  const now = instant((await clockOf(db)).getTime() + row.clock_offset_ms)
  return { row, child, policy, state: stateOf(events, policy), now }
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

/** The policy of a journey. Throws UnknownJourneyError when the caller may not know of it, or nobody does. */
export async function policyOfJourney(db: Queryable, journeyId: string, scope: Scope): Promise<Policy> {
  const row = await db
    .selectFrom('journey')
    .selectAll()
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  await knowPolicyOf(db, row)
  return policyOfRow(row)
}
