import type { RecordedEvent } from '../../domain/events'
import type { KeyRing } from '../../keys/key-ring'
import { ErasedChildError, type ChildKey } from '../child-keys'
import { clockOf, type DatabaseTransaction } from '../database'
import { openEvents } from '../events'
import { knowPolicyOf } from '../practice-policy'
import { inScope, type Scope } from '../scope'
import { UnknownJourneyError, VersionError } from './errors'
import type { JourneyRow } from './recorded-journey'

/** A journey that is locked for recording in it, with the moment at which that is done, by its own clock. */
export interface OpenForRecording {
  readonly row: JourneyRow
  readonly child: ChildKey
  readonly recorded: RecordedEvent[]
  readonly at: Date
}

/**
 * Locks a journey and opens what is recorded of it. Locked, so that what is recorded later has the later moment, and is
 * judged by all that was recorded before. Throws UnknownJourneyError, VersionError, ErasedChildError, or MissingKeyError.
 *
 * @param ifVersion the number of the last event that the caller has seen, when it matters to them
 */
export async function openForRecording(
  trx: DatabaseTransaction,
  keys: KeyRing,
  {
    journeyId,
    scope,
    ifVersion,
  }: { readonly journeyId: string; readonly scope: Scope; readonly ifVersion?: number },
): Promise<OpenForRecording> {
  const row = await lockJourney(trx, journeyId, scope)
  if (ifVersion !== undefined && ifVersion !== row.seq) throw new VersionError(ifVersion, row.seq)
  const at = new Date((await clockOf(trx)).getTime() + row.clock_offset_ms)
  const { child, events: recorded } = await openEvents(trx, keys, row)
  if (child.key === undefined) throw new ErasedChildError()
  return { row, child, recorded, at }
}

/** Locks a journey that the caller may know of, for the rest of the transaction. Throws UnknownJourneyError. */
export async function lockJourney(
  trx: DatabaseTransaction,
  journeyId: string,
  scope: Scope,
): Promise<JourneyRow> {
  const row = await trx
    .selectFrom('journey')
    .selectAll()
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  await knowPolicyOf(trx, row)
  return row
}
