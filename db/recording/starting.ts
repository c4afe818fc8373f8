import { sql } from 'kysely'
import type { EventDraft, EventSource } from '../../domain/events'
import { refusalOfStart } from '../../domain/guards'
import { instant } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'
import type { ReleasedPolicy } from '../../policies/released'
import { childOf, type ChildKey } from '../child-keys'
import { clockOf, type DatabaseTransaction } from '../database'
import { addEvent } from '../events'
import { derive } from './deriving'
import { NotPracticeError, refuse } from './errors'
import { refuseSecondOpenJourney } from './one-at-a-time'
import { broughtFrom, type Started } from './recording'
import type { JourneyRow } from './recorded-journey'

export interface StartRequest {
  readonly childReference: string
  readonly locality: string
  readonly team?: string
  readonly practice?: boolean
  /** How far a practice journey's clock is ahead of PostgreSQL's from the start; behind it when less than 0. */
  readonly clockOffset?: number
  readonly policy: ReleasedPolicy
  readonly draft: Extract<EventDraft, { type: 'looked-after-started' }>
  readonly by: string
  readonly source?: EventSource
  readonly imported?: boolean
}

/**
 * Starts a journey: its row, its first event, everything derived, an audit row and one relay job, in the caller's
 * transaction. Committed means acknowledged, with the engine up or down.
 *
 * Throws RefusedError when the start is dated in the future, OpenJourneyError when the child has an open journey, and
 * MissingKeyError when the key of a child who was here before cannot be opened.
 */
export async function startJourney(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: StartRequest,
): Promise<Started> {
  const { childReference, practice = false, clockOffset = 0, draft, by } = request
  if (clockOffset !== 0 && !practice) throw new NotPracticeError()
  const at = new Date((await clockOf(trx)).getTime() + clockOffset)
  refuse(refusalOfStart(draft.occurred, instant(at)), request.policy.policy)
  await refuseSecondOpenJourney(trx, childReference, practice)

  const child = await childOf(trx, keys, childReference, practice)
  const row = await insertJourney(trx, child, { ...request, practice, clockOffset, at, closed: false })
  await auditTakingUp(trx, row, child, by)
  const event = await addEvent(trx, child, row.id, 1, draft, { at, by, ...broughtFrom(request) })
  return { ...(await derive(trx, { row, child }, [event], { now: instant(at), by, added: [event] })), event }
}

export interface JourneyToInsert extends Omit<StartRequest, 'by' | 'source' | 'imported'> {
  readonly at: Date
  /** Begun as closed it is in nobody's way, until what is derived of its events says whether it is. */
  readonly closed: boolean
}

/** Adds the row of a journey that is to have its first event in the same transaction. */
export function insertJourney(
  trx: DatabaseTransaction,
  child: ChildKey,
  {
    childReference,
    locality,
    team,
    practice = false,
    clockOffset = 0,
    policy,
    draft,
    at,
    closed,
  }: JourneyToInsert,
): Promise<JourneyRow> {
  return trx
    .insertInto('journey')
    .values({
      child_id: child.childId,
      child_reference: childReference,
      locality,
      team: team ?? null,
      worker: null,
      policy_id: policy.reference.id,
      policy_version: policy.reference.version,
      policy_hash: policy.reference.hash,
      first_locality: locality,
      first_team: team ?? null,
      first_policy_id: policy.reference.id,
      first_policy_version: policy.reference.version,
      first_policy_hash: policy.reference.hash,
      cohort: null,
      practice,
      clock_offset_ms: clockOffset,
      // an engine goes back never: of a clock that began in the past it stays so far ahead
      clock_base_ms: Math.min(clockOffset, 0),
      forwarded_ms: Math.min(clockOffset, 0),
      seq: 1,
      pathway: draft.pathway,
      stage: 'assessment',
      started_on: draft.occurred.on,
      closed,
      created_at: at,
      changed_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** What is known of the child is known here from now on: that stands in the audit of each earlier journey, wherever it was. */
export async function auditTakingUp(
  trx: DatabaseTransaction,
  { id }: Pick<JourneyRow, 'id'>,
  { childId }: ChildKey,
  by: string,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select journeys_of_child(${childId}) as id`.execute(trx)
  const earlier = rows.map((row) => row.id).filter((other) => other !== id)
  if (earlier.length === 0) return
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'child.taken-up',
      journey_id: id,
      journey_ids: earlier,
      detail: JSON.stringify({}),
    })
    .execute()
}
