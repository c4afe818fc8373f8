import { randomUUID } from 'node:crypto'
import { FIELDS_FROM } from '../../contracts/importing/event-columns'
import type { Correction, EventDraft, FactType, JourneyEvent } from '../../domain/events'
import type { Finding } from '../../domain/importing/finding'
import { inJourneys, inOrder, type RowsOfJourney } from '../../domain/importing/in-journeys'
import { judgeRows, type RefusedRow } from '../../domain/importing/judge-rows'
import { localDateOf, type Instant } from '../../domain/time'
import { policyAtStart } from '../../policies/released'
import { refusalByPolicy } from '../recording/in-policy'
import { isOfLocalities } from '../scope'
import type { ChangingRow } from './changing-rows'
import { refusedRow, type BringingIn } from './for-child'
import type { KnownJourney } from './known-child'

/** What is to be written of one journey. */
export interface PlannedJourney {
  /** Absent when its first row starts it. */
  readonly journey?: KnownJourney
  readonly start?: ChangingRow
  readonly changes: readonly (ChangingRow & { readonly event: JourneyEvent | Correction })[]
}

/** Says what is to be written of each journey, in the order in which it occurred, and which rows may not be. */
export function planned(
  changing: readonly ChangingRow[],
  known: readonly KnownJourney[],
  bringing: BringingIn,
  badTypes: readonly (FactType | undefined)[],
  now: Instant,
): { readonly journeys: readonly PlannedJourney[]; readonly findings: readonly Finding[] } {
  const corrections = changing.filter(({ corrects }) => corrects !== undefined)
  const added = inJourneys(
    changing.filter(({ corrects }) => corrects === undefined),
    known.filter(({ inError }) => !inError),
  )
  const findings: Finding[] = []
  if (added.before.length > 0 && !badTypes.some((type) => isStart(type) || type === undefined))
    findings.push(withoutJourney(added.before, known))
  const journeys = [...withCorrections(added.journeys, corrections)].map(
    ({ journeyId, rows }): PlannedJourney => {
      const journey = known.find(({ id }) => id === journeyId)
      const sorted = inOrder(rows)
      const first = (journey?.row.seq ?? 0) + 1
      const changes = sorted.map((row, index) => ({
        ...row,
        event: eventOf(row, { number: first + index, bringing, now }),
      }))
      return {
        ...(journey ? { journey } : { start: rows.find(({ draft }) => isStart(draft.type)) }),
        changes,
      }
    },
  )
  for (const { journey, changes } of journeys) {
    const [first] = changes
    if (journey && first && !isOfLocalities(bringing.scope, journey.row.locality)) {
      findings.push(
        refusedRow(
          first.line,
          'child_reference',
          'has a journey in a locality that is not yours',
          'Leave the rows of this child out, or have somebody of that locality bring them in',
        ),
      )
      continue
    }
    const refused = judgeRows(journey?.recorded ?? [], changes, {
      now,
      bad: badTypes,
      byPolicy: (draft) => byPolicy(draft, journey, changes, bringing),
    })
    findings.push(...refused.map(findingOf))
  }
  return { journeys, findings }
}

function byPolicy(
  draft: EventDraft,
  journey: KnownJourney | undefined,
  [start]: readonly ChangingRow[],
  { policy }: BringingIn,
) {
  const { locality = '' } = start ?? {}
  const { id, version, hash } = (start ? policyAtStart(policy, locality, start.draft.occurred.on) : policy)
    .reference
  const begun = { policy_id: id, policy_version: version, policy_hash: hash, locality }
  const refusal = refusalByPolicy(draft, journey?.row ?? begun)
  if (refusal === undefined) return undefined
  // which place or rule was given is not repeated: it may be anything
  return { ...refusal, because: `must be ${refusal.remedy.replace('Give ', '')}` }
}

function isStart(type: FactType | undefined): boolean {
  return type === 'looked-after-started'
}

function withCorrections(
  added: readonly RowsOfJourney<ChangingRow>[],
  corrections: readonly ChangingRow[],
): RowsOfJourney<ChangingRow>[] {
  const ids = new Set(corrections.map(({ corrects }) => corrects?.journeyId))
  const of = (id: string | undefined) => corrections.filter(({ corrects }) => corrects?.journeyId === id)
  return [
    ...[...ids]
      .filter((id) => !added.some(({ journeyId }) => journeyId === id))
      .map((id) => ({ ...(id !== undefined && { journeyId: id }), rows: of(id) })),
    ...added.map((one) =>
      one.journeyId === undefined ? one : { ...one, rows: [...one.rows, ...of(one.journeyId)] },
    ),
  ]
}

function eventOf(
  { draft, sourceId, corrects }: ChangingRow,
  { number, bringing, now }: { number: number; bringing: BringingIn; now: Instant },
): JourneyEvent | Correction {
  const recording = {
    id: randomUUID(),
    number,
    recordedAt: now,
    recordedBy: bringing.by,
    source: { system: bringing.system, ...(sourceId !== undefined && { id: sourceId }) },
    imported: true,
  }
  if (corrects === undefined) return { ...draft, ...recording }
  return {
    type: 'event-corrected',
    occurred: { on: localDateOf(now), at: now },
    eventId: corrects.eventId,
    replacement: draft,
    reason: 'Brought in again with other content',
    ...recording,
  }
}

function withoutJourney(before: readonly ChangingRow[], known: readonly KnownJourney[]): Finding {
  const { line } = before.reduce((first, row) => (row.line < first.line ? row : first))
  if (known.length === 0) {
    return refusedRow(
      line,
      'event',
      'no row says when the child became looked after, and no journey of the child is here',
      'Give a row with looked-after-started for this child',
    )
  }
  return refusedRow(
    line,
    'occurred_at',
    'is before every journey of the child',
    'Give a date on or after a start, or a row with looked-after-started for the time before',
  )
}

function findingOf({ line, type, refusal }: RefusedRow): Finding {
  const { code, field, because, remedy } = refusal
  // whom it is about is not repeated
  const said = code === 'decision-maker-sat-on-panel' ? SAT_ON_PANEL : because
  return refusedRow(line, columnOf(type, field), said, remedy)
}

const SAT_ON_PANEL = 'A member of the panel cannot be the decision maker of what followed it'

function columnOf(type: FactType, field: string | undefined): string {
  if (field === undefined) return 'event'
  const name = field.replace(/^replacement\./, '')
  if (name === 'occurredAt') return 'occurred_at'
  return FIELDS_FROM[type][name]?.column ?? 'event'
}
