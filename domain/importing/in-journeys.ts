import { closingReasonOf } from '../closing'
import type { EventDraft, JourneyEvent } from '../events'
import { inOrderOfOccurrence, isBefore } from '../order'
import type { Instant, Occurrence } from '../time'

/** A row that says what has happened. */
export interface Row {
  readonly line: number
  readonly draft: EventDraft
}

/** A journey of the child that is in the record. */
export interface Known {
  readonly id: string
  readonly from: Occurrence
  readonly until?: Occurrence
}

/** Rows that belong to one journey, in the order in which they occurred: one that is known, or one that its first row starts. */
export interface RowsOfJourney<R extends Row> {
  readonly journeyId?: string
  readonly rows: readonly R[]
}

/**
 * Says to which journey each row of a child belongs, whatever the order in the file: to the last that had begun by then. On
 * the day on which one journey ends and the next begins, what ends a journey belongs to the earlier one. Rows of before
 * every journey belong to none.
 *
 * @param known journeys in the record, in whatever order
 */
export function inJourneys<R extends Row>(
  rows: readonly R[],
  known: readonly Known[],
): { readonly journeys: readonly RowsOfJourney<R>[]; readonly before: readonly R[] } {
  const sorted = inOrder(rows)
  const begun = sorted
    .filter(({ draft }) => draft.type === 'looked-after-started')
    .map((start) => ({ from: start.draft.occurred, rows: [start], isOver: false }))
  const stretches: Stretch<R>[] = [
    ...known.map(({ id, from, until }) => ({ journeyId: id, from, rows: [], isOver: until !== undefined })),
    ...begun,
  ].sort((a, b) => (isBefore(a.from, b.from) ? -1 : isBefore(b.from, a.from) ? 1 : 0))
  const before: R[] = []
  for (const row of sorted) {
    if (row.draft.type === 'looked-after-started') continue
    const stretch = stretchOf(row, stretches)
    if (stretch === undefined) before.push(row)
    else {
      stretch.rows.push(row)
      if (closingReasonOf(row.draft) !== undefined) stretch.isOver = true
    }
  }
  return {
    journeys: stretches
      .filter(({ rows: theirs }) => theirs.length > 0)
      .map(({ journeyId, rows: theirs }) => ({
        ...(journeyId !== undefined && { journeyId }),
        rows: theirs,
      })),
    before,
  }
}

interface Stretch<R> {
  readonly journeyId?: string
  readonly from: Occurrence
  readonly rows: R[]
  isOver: boolean
}

function stretchOf<R extends Row>({ draft }: R, stretches: readonly Stretch<R>[]): Stretch<R> | undefined {
  const begun = stretches.filter(({ from }) => !isBefore(draft.occurred, from))
  const last = begun.at(-1)
  const earlier = begun.at(-2)
  const atTheTurn = last !== undefined && !isBefore(last.from, draft.occurred)
  if (atTheTurn && earlier?.isOver === false && closingReasonOf(draft) !== undefined) return earlier
  return last
}

/** Rows in the order in which they occurred. */
export function inOrder<R extends Row>(rows: readonly R[]): R[] {
  const byEvent = new Map<JourneyEvent, R>(rows.map((row) => [asEvent(row), row]))
  return inOrderOfOccurrence([...byEvent.keys()]).map((event) => byEvent.get(event) as R)
}

// Nothing of how it is recorded has a say in the order, but for rows that are the same in all else.
function asEvent({ line, draft }: Row): JourneyEvent {
  return { ...draft, id: '', number: line, recordedAt: '' as Instant, recordedBy: '' }
}
