import type { EventDraft, FactType } from '../../domain/events'
import { refusalOfCorrection, type Refusal } from '../../domain/guards'
import { journeyOf } from '../../domain/journey'
import { instant, localDateOf } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'
import type { DatabaseTransaction } from '../database'
import { addEvent } from '../events'
import type { Scope } from '../scope'
import { derive } from './deriving'
import { refuse } from './errors'
import { refusalByPolicy } from './in-policy'
import { openForRecording } from './locking'
import { policyOfRow } from './recorded-journey'
import type { Started } from './recording'

export interface CorrectionRequest {
  readonly journeyId: string
  readonly eventId: string
  /** The event as it was, of the same type; null when it did not happen. */
  readonly replacement: EventDraft | null
  readonly reason: string
  readonly by: string
  readonly scope: Scope
  readonly ifVersion?: number
  /** Throws when the caller may not correct events of this type: who may record one may correct it. */
  readonly permit: (type: FactType) => void
}

/**
 * Corrects an event of a journey: what was recorded stays, the correction is added, and everything is derived again.
 *
 * Throws UnknownJourneyError, VersionError, ErasedChildError, what `permit` throws, RefusedError, or OpenJourneyError when it
 * would open a closed journey of a child who has another open one by now.
 */
export async function recordCorrection(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: CorrectionRequest,
): Promise<Started> {
  const { eventId, replacement, reason, by, permit } = request
  const { row, child, recorded, at } = await openForRecording(trx, keys, request)
  const journey = journeyOf(recorded)
  const corrected = recorded.find(({ id }) => id === eventId)
  if (corrected !== undefined && corrected.type !== 'event-corrected') permit(corrected.type)
  const now = instant(at)
  const policy = policyOfRow(row)
  refuse(refusalOfCorrection(journey, { eventId, replacement }, now), policy)
  if (replacement !== null) refuse(inReplacement(refusalByPolicy(replacement, row)), policy)

  const occurred = { on: localDateOf(now), at: now }
  const draft = { type: 'event-corrected', occurred, eventId, replacement, reason } as const
  const event = await addEvent(trx, child, row.id, row.seq + 1, draft, { at, by })
  return { ...(await derive(trx, { row, child }, [...recorded, event], { now, by, added: [event] })), event }
}

function inReplacement(refusal: Refusal | undefined): Refusal | undefined {
  return refusal?.field === undefined ? refusal : { ...refusal, field: `replacement.${refusal.field}` }
}
