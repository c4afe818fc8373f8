import { sql } from 'kysely'
import type { LocalDate } from '../../domain/time'
import type { DatabaseTransaction } from '../database'
import { OpenJourneyError, RefusedError } from './errors'
import type { JourneyRow } from './recorded-journey'

/** A child has one open journey at a time, practice apart. Throws OpenJourneyError when there is one already. */
export async function refuseSecondOpenJourney(
  trx: DatabaseTransaction,
  childReference: string,
  practice: boolean,
): Promise<void> {
  if (practice) return
  // Two starts of one child at once: the second waits here and then sees the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${childReference}, 0))`.execute(trx)
  // anywhere, also where whoever records sees nothing
  const { rows } = await sql<{ id: string; locality: string }>`
    select id, locality from open_journey_of(${childReference})`.execute(trx)
  const [open] = rows
  if (open) throw new OpenJourneyError(childReference, open.id, open.locality)
}

/**
 * A journey is one continuous time of being looked after: two of one child cannot share a day but the last of the first.
 * Throws RefusedError.
 */
export async function refuseOverlap(trx: DatabaseTransaction, row: JourneyRow): Promise<void> {
  if (row.practice || row.closed_reason === 'recorded-in-error') return
  const { rows } = await sql<{ id: string; started_on: LocalDate; closed_on: LocalDate }>`
    select id, started_on, closed_on from overlapping_journey(
      ${row.id}, ${row.child_reference}, ${row.started_on}, ${row.closed_on}
    )`.execute(trx)
  const [other] = rows
  if (other === undefined) return
  // where and when the child was elsewhere is for those who may see it there
  const seen = await trx.selectFrom('journey').select('id').where('id', '=', other.id).executeTakeFirst()
  if (seen === undefined) {
    throw new RefusedError({
      code: 'overlaps-another-journey',
      field: 'occurredAt',
      because: 'The child was looked after elsewhere at that time, and this journey would overlap that one',
      remedy: 'Give a later date, or ask a manager of the whole authority',
    })
  }
  throw new RefusedError({
    code: 'overlaps-another-journey',
    field: 'occurredAt',
    because: `The child was looked after in another journey from ${other.started_on} to ${other.closed_on}, and this one would overlap it`,
    remedy: `Give a date that is not before ${other.closed_on}, or correct that journey first`,
  })
}
