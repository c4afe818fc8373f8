import type { Correction, EventDraft, FactType, JourneyEvent, RecordedEvent } from '../events'
import { refusalOf, refusalOfCorrection, refusalOfStart, type Refusal } from '../guards'
import { journeyOf } from '../journey'
import type { Instant } from '../time'

/** A row as it would stand in the record: a fact, or the correction of one. */
export interface Change {
  readonly line: number
  readonly event: JourneyEvent | Correction
}

export interface Judging {
  /** The moment of recording. */
  readonly now: Instant
  /** What only the policies can judge. */
  readonly byPolicy: (draft: EventDraft) => Refusal | undefined
  /** Types of other rows of the child with which something is wrong; undefined where that could not be read. */
  readonly bad: readonly (FactType | undefined)[]
}

export interface RefusedRow {
  readonly line: number
  readonly type: FactType
  readonly refusal: Refusal
}

/**
 * Judges rows of one journey, in the order in which they occurred, by the guards that hold for recording by hand. A row is
 * not blamed for what only lacks because another row of the child is bad: that one is named, and when it is mended this
 * one is judged again.
 *
 * @param known what is recorded of the journey; nothing where the first row starts it
 */
export function judgeRows(
  known: readonly RecordedEvent[],
  changes: readonly Change[],
  judging: Judging,
): RefusedRow[] {
  const refused: RefusedRow[] = []
  const recorded = [...known]
  for (const { line, event } of changes) {
    const draft = event.type === 'event-corrected' ? event.replacement : event
    const refusal = refusalOfRow(recorded, event, judging)
    const bad = [...judging.bad, ...refused.map(({ type }) => type)]
    if (refusal !== undefined && draft !== null && !mayFollowFrom(refusal, bad))
      refused.push({ line, type: draft.type, refusal })
    recorded.push(event)
  }
  return refused
}

function refusalOfRow(
  recorded: readonly RecordedEvent[],
  event: JourneyEvent | Correction,
  { now, byPolicy }: Judging,
): Refusal | undefined {
  if (recorded.length === 0) return refusalOfStart(event.occurred, now)
  const journey = journeyOf(recorded)
  if (event.type !== 'event-corrected') return refusalOf(journey, event, now) ?? byPolicy(event)
  const { eventId, replacement } = event
  const refusal = refusalOfCorrection(journey, { eventId, replacement }, now)
  return refusal ?? (replacement === null ? undefined : byPolicy(replacement))
}

/** Which rows could mend what is refused, when they are mended themselves. */
const MENDED_BY: Readonly<Record<string, readonly FactType[]>> = {
  'panel-before-recommendation': ['permanence-recommended', 'child-plan-meeting-held'],
  'lodged-before-approval': ['agency-decision-made'],
  'before-the-journey': ['looked-after-started'],
  'after-closing': ['looked-after-started'],
  'already-closed': ['looked-after-started'],
}

function mayFollowFrom({ code }: Refusal, bad: readonly (FactType | undefined)[]): boolean {
  const mending = MENDED_BY[code] ?? []
  return mending.length > 0 && bad.some((type) => type === undefined || mending.includes(type))
}
