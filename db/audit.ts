import { sql } from 'kysely'
import type { Queryable } from './database'

/** Who did something, from where, and why when they were asked: what each row of the audit says. */
export interface Accountable {
  readonly id: string
  /** The address that the request came from. */
  readonly from?: string
  readonly reason?: string
}

/** Something that was shown to somebody. */
export interface Reading {
  readonly by: Accountable
  /** The action of the table of permissions by which it was allowed. */
  readonly action: string
  readonly journeyId?: string
  /** The journeys that were listed. */
  readonly journeyIds?: readonly string[]
  /** What exactly, in codes and ids. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** Writes down that something was read. It stays when it is committed: show nothing before. */
export async function writeReading(db: Queryable, reading: Reading): Promise<void> {
  const { by, action, journeyId, journeyIds, detail } = reading
  await db
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by.id,
      action,
      journey_id: journeyId ?? null,
      journey_ids: journeyIds ?? null,
      detail: JSON.stringify(detail),
      from_address: by.from ?? null,
      reason: by.reason ?? null,
    })
    .execute()
}
