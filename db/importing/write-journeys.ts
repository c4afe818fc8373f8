import type { Correction, JourneyEvent } from '../../domain/events'
import type { Instant } from '../../domain/time'
import { policyAtStart } from '../../policies/released'
import { childOf, keyToSeal, type ChildKey } from '../child-keys'
import type { DatabaseTransaction } from '../database'
import { addEvents } from '../events'
import { derive } from '../recording/deriving'
import { OpenJourneyError, RefusedError } from '../recording/errors'
import type { JourneyRow } from '../recording/recorded-journey'
import { auditTakingUp, insertJourney } from '../recording/starting'
import type { ChangingRow } from './changing-rows'
import { Fingerprints } from './fingerprints'
import { refusedRow, RefusedChildError, type BringingIn } from './for-child'
import { keepLinked, type LinkedRow } from './linked-rows'
import type { PlannedJourney } from './plan-journeys'

/** Writes journeys that were judged, and what was imported with them. Throws RefusedChildError where another is in the way. */
export async function writeJourneys(
  trx: DatabaseTransaction,
  bringing: BringingIn,
  reference: string,
  journeys: readonly PlannedJourney[],
  now: Instant,
  known: ChildKey | undefined,
): Promise<void> {
  const child = known ?? (await childOf(trx, bringing.keys, reference, false))
  const fingerprints = new Fingerprints(keyToSeal(child), bringing.system)
  const links: LinkedRow[] = []
  // an earlier one is to be closed before a later one begins
  for (const { journey, start, changes } of inTime(journeys)) {
    const row = journey?.row ?? (await begin(trx, bringing, child, reference, start, now))
    await addEvents(
      trx,
      child,
      row.id,
      changes.map(({ event }) => toAdd(event)),
    )
    const added = changes.map(({ event }) => event)
    try {
      await derive(trx, { row, child }, [...(journey?.recorded ?? []), ...added], {
        now,
        by: bringing.by,
        added,
      })
    } catch (error) {
      throw inTheWay(error, (start ?? changes[0])?.line ?? 1)
    }
    for (const { draft, sourceId, corrects, event } of changes) {
      const content = fingerprints.contentOf(draft)
      links.push({
        child_id: child.childId,
        key: fingerprints.keyOf(sourceId, content),
        content,
        journey_id: row.id,
        event_id: corrects?.eventId ?? event.id,
      })
    }
  }
  await keepLinked(trx, links)
}

function inTime(journeys: readonly PlannedJourney[]): PlannedJourney[] {
  const beginning = ({ journey, start }: PlannedJourney) => journey?.from.on ?? start?.draft.occurred.on ?? ''
  return [...journeys].sort((a, b) => (beginning(a) < beginning(b) ? -1 : 1))
}

async function begin(
  trx: DatabaseTransaction,
  { policy, by }: BringingIn,
  child: ChildKey,
  reference: string,
  start: ChangingRow | undefined,
  now: Instant,
): Promise<JourneyRow> {
  if (start?.draft.type !== 'looked-after-started')
    throw new TypeError('A journey starts with looked-after-started')
  const { locality = '' } = start
  const row = await insertJourney(trx, child, {
    childReference: reference,
    locality,
    ...(start.team !== undefined && { team: start.team }),
    policy: policyAtStart(policy, locality, start.draft.occurred.on),
    draft: start.draft,
    at: new Date(now),
    closed: true,
  })
  await auditTakingUp(trx, row, child, by)
  return row
}

function toAdd(event: JourneyEvent | Correction) {
  const { id, number, recordedAt, recordedBy, source, imported, ...draft } = event
  return {
    id,
    number,
    draft,
    recording: {
      at: new Date(recordedAt),
      by: recordedBy,
      ...(source && { source }),
      ...(imported && { imported }),
    },
  }
}

// Another journey of the child stands in the way: said of the row that starts this one.
function inTheWay(error: unknown, line: number): unknown {
  if (error instanceof OpenJourneyError) {
    return new RefusedChildError([
      refusedRow(
        line,
        'child_reference',
        'has an open journey already',
        'Give the row that closes it, or close it here, before another one starts',
      ),
    ])
  }
  if (!(error instanceof RefusedError)) return error
  const { because, remedy } = error.refusal
  return new RefusedChildError([refusedRow(line, 'occurred_at', because, remedy)])
}
