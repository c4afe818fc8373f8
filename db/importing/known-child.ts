import type { RecordedEvent } from '../../domain/events'
import type { Known } from '../../domain/importing/in-journeys'
import { journeyOf } from '../../domain/journey'
import { openKey, type ChildKey } from '../child-keys'
import type { DatabaseTransaction } from '../database'
import { openEvents } from '../events'
import type { JourneyRow } from '../recording/recorded-journey'
import type { Fingerprints } from './fingerprints'
import type { BringingIn } from './for-child'
import type { LinkedRow } from './linked-rows'

/** A journey of the child that is in the record. */
export interface KnownJourney extends Known {
  readonly row: JourneyRow
  readonly recorded: readonly RecordedEvent[]
  /** It was closed as recorded in error: nothing is added to it any more. */
  readonly inError: boolean
}

/** The child of a reference, practice apart; undefined when nobody is known by it. Throws MissingKeyError. */
export async function knownChild(
  trx: DatabaseTransaction,
  { keys }: BringingIn,
  reference: string,
): Promise<{ readonly child: ChildKey } | undefined> {
  const row = await trx
    .selectFrom('child')
    .select(['id', 'wrapped', 'key_id', 'destroyed_at'])
    .where('reference', '=', reference)
    .where('practice', '=', false)
    .where('destroyed_at', 'is', null)
    .executeTakeFirst()
  return row && { child: openKey(keys, row) }
}

/** The journeys of a child, locked. */
export async function knownJourneys(
  trx: DatabaseTransaction,
  { keys }: BringingIn,
  { childId }: ChildKey,
): Promise<KnownJourney[]> {
  const rows = await trx
    .selectFrom('journey')
    .selectAll()
    .where('child_id', '=', childId)
    .orderBy('id')
    .forUpdate()
    .execute()
  return Promise.all(
    rows.map(async (row) => {
      const { events } = await openEvents(trx, keys, row)
      const { start, closed } = journeyOf(events)
      return {
        id: row.id,
        row,
        recorded: events,
        inError: row.closed_reason === 'recorded-in-error',
        from: start.occurred,
        ...(closed && { until: closed.on }),
      }
    }),
  )
}

/** The event that says the same already: what people have recorded here is not recorded twice. */
export function sameIn(
  journeys: readonly KnownJourney[],
  { content, sourceId }: { readonly content: Buffer; readonly sourceId?: string },
  fingerprints: Fingerprints,
  linked: ReadonlyMap<string, LinkedRow>,
): Pick<LinkedRow, 'journey_id' | 'event_id'> | undefined {
  const taken = new Set([...linked.values()].map(({ event_id }) => event_id))
  for (const { id, recorded, inError } of journeys) {
    if (inError) continue
    const same = journeyOf(recorded).events.find(
      (event) =>
        fingerprints.contentOf(event).equals(content) && (sourceId === undefined || !taken.has(event.id)),
    )
    if (same) return { journey_id: id, event_id: same.id }
  }
  return undefined
}
