import type { EventDraft, EventSource, RecordedEvent } from '../../domain/events'
import { refusalOf } from '../../domain/guards'
import { journeyOf } from '../../domain/journey'
import { instant } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'
import type { DatabaseTransaction } from '../database'
import { addEvent } from '../events'
import type { Scope } from '../scope'
import { derive } from './deriving'
import { refuse } from './errors'
import { refusalByPolicy } from './in-policy'
import { openForRecording } from './locking'
import { policyOfRow, type RecordedJourney } from './recorded-journey'

/** A journey with the event that was recorded in it. */
export interface Started extends RecordedJourney {
  readonly event: RecordedEvent
}

export interface RecordRequest {
  readonly journeyId: string
  readonly draft: EventDraft
  readonly by: string
  readonly scope: Scope
  /** The number of the last event that the caller has seen, when it matters to them. */
  readonly ifVersion?: number
  readonly source?: EventSource
  readonly imported?: boolean
}

/**
 * Records an event of a journey: the row is locked, the events are folded, the guards allow or refuse, and the event,
 * everything derived, an audit row and one relay job are written in the caller's transaction.
 *
 * Throws UnknownJourneyError, VersionError, RefusedError with the reason and the remedy, ErasedChildError, or
 * MissingKeyError.
 */
export async function recordEvent(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: RecordRequest,
): Promise<Started> {
  const { draft, by } = request
  const { row, child, recorded, at } = await openForRecording(trx, keys, request)
  const journey = journeyOf(recorded)
  refuse(refusalOf(journey, draft, instant(at)) ?? refusalByPolicy(draft, row), policyOfRow(row))

  const event = await addEvent(trx, child, row.id, row.seq + 1, draft, { at, by, ...broughtFrom(request) })
  return {
    ...(await derive(trx, { row, child }, [...recorded, event], { now: instant(at), by, added: [event] })),
    event,
  }
}

/** Where an event came from, as far as that was said. */
export function broughtFrom({ source, imported }: Pick<RecordRequest, 'source' | 'imported'>) {
  return { ...(source && { source }), ...(imported && { imported }) }
}
