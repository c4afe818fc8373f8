import { sql } from 'kysely'
import { instant, localDateOf } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { clockOf, type DatabaseTransaction } from './database'
import { recordEvent, RefusedError } from './record'
import { inScope, type Scope } from './scope'

export interface HandoverRequest {
  readonly from: string
  readonly to: string
  /** Only these; all that are led when absent. */
  readonly journeys?: readonly string[]
  readonly reason?: string
  readonly by: string
  readonly scope: Scope
}

/** A journey with what it is known by. */
export interface NamedJourney {
  readonly id: string
  readonly childReference: string
}

/** Some of the journeys that were asked for are not open and led by that person, or not for the caller to know of. */
export class NotLedError extends Error {
  constructor(
    readonly journeys: readonly string[],
    readonly lead: string,
  ) {
    super(`${lead} leads no such open journey`)
    this.name = 'NotLedError'
  }
}

/**
 * Makes somebody the lead of the open journeys that another leads, as far as the caller may know of them: as an event in
 * each, locked in the order of their ids, all or none, in the caller's transaction. Why is sealed with each child's key.
 *
 * Throws NotLedError, or RefusedError with the journey that refuses.
 */
export async function handOver(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: HandoverRequest,
): Promise<NamedJourney[]> {
  const { from, to, journeys, reason, by, scope } = request
  const rows = await trx
    .selectFrom('journey')
    .select(['id', 'child_reference', 'clock_offset_ms'])
    .where('worker', '=', from)
    .where('closed', '=', false)
    .where('practice', '=', false)
    .where(inScope(scope))
    .$if(journeys !== undefined, (query) => query.where('id', 'in', journeys ?? []))
    .orderBy('id')
    .forUpdate()
    .execute()
  const missing = journeys?.filter((id) => !rows.some((row) => row.id === id)) ?? []
  if (missing.length > 0) throw new NotLedError(missing, from)

  const clock = (await clockOf(trx)).getTime()
  for (const { id, child_reference, clock_offset_ms } of rows) {
    const at = instant(clock + clock_offset_ms)
    const occurred = { on: localDateOf(at), at }
    const draft = {
      type: 'worker-assigned',
      occurred,
      worker: to,
      as: 'lead',
      ...(reason && { reason }),
    } as const
    await inJourneyOf(child_reference, () => recordEvent(trx, keys, { journeyId: id, draft, by, scope }))
  }
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'people.handover',
      journey_id: null,
      journey_ids: rows.map(({ id }) => id),
      detail: JSON.stringify({ from, to }),
    })
    .execute()
  return rows.map((row) => ({ id: row.id, childReference: row.child_reference }))
}

/** Does somebody lead a journey, open or closed, anywhere? */
export async function leadsAny(trx: DatabaseTransaction, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('journey')
    .select('id')
    .where('worker', '=', id)
    .where('practice', '=', false)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Records in one of several journeys: a refusal then says which. */
export async function inJourneyOf<T>(childReference: string, recording: () => Promise<T>): Promise<T> {
  try {
    return await recording()
  } catch (error) {
    if (error instanceof RefusedError) throw new RefusedError(error.refusal, childReference)
    throw error
  }
}
