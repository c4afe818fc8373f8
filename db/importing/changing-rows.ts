import type { EventRow } from '../../contracts/importing/read-row'
import { lastCorrections } from '../../domain/corrections'
import type { Finding } from '../../domain/importing/finding'
import { isOfLocalities } from '../scope'
import type { Fingerprints } from './fingerprints'
import { refusedRow, type BringingIn } from './for-child'
import type { KnownJourney } from './known-child'

/** A row that changes something: it adds an event or, where it was imported with other content before, corrects it. */
export interface ChangingRow extends EventRow {
  readonly key: Buffer
  readonly content: Buffer
  readonly corrects?: { readonly eventId: string; readonly journeyId: string }
}

/** A place that is not one of the policy's, or not theirs who bring the rows in. The place itself is not repeated. */
export function outOfPlace({ line, draft, locality }: EventRow, { policy, scope }: BringingIn): Finding[] {
  if (locality === undefined) return []
  const known = policy.policy.localities.map(({ id }) => id)
  if (!known.includes(locality)) {
    const one = `one of: ${known.join(', ')}`
    return [refusedRow(line, 'locality', `must be ${one}`, `Give ${one}`)]
  }
  // whoever hands a child on gives the place where that is
  if (isOfLocalities(scope, locality) || draft.type === 'transferred') return []
  return [
    refusedRow(
      line,
      'locality',
      'is not one of yours',
      'Leave the rows of this child out, or have somebody of that locality bring them in',
    ),
  ]
}

/** Each row once: the same twice says nothing new; two that the other system calls the same cannot both be so. */
export function eachOnce(
  rows: readonly EventRow[],
  fingerprints: Fingerprints,
  findings: Finding[],
): ChangingRow[] {
  const byKey = new Map<string, ChangingRow>()
  for (const row of rows) {
    const content = fingerprints.contentOf(row.draft)
    const key = fingerprints.keyOf(row.sourceId, content)
    const first = byKey.get(key.toString('hex'))
    if (first === undefined) byKey.set(key.toString('hex'), { ...row, key, content })
    else if (first.content.equals(content)) {
      findings.push({
        kind: 'warning',
        line: row.line,
        field: row.sourceId === undefined ? 'event' : 'source_id',
        message: `says the same as line ${first.line}, and is recorded once`,
        remedy: 'Give each its own source_id if both did happen',
      })
    } else {
      findings.push(
        refusedRow(
          row.line,
          'source_id',
          `is also that of line ${first.line}, which says something else`,
          'Give each event its own source_id',
        ),
      )
    }
  }
  return [...byKey.values()]
}

/** What people have corrected here and the other system has changed since: the newer word counts, and that is said. */
export function overwritten(changing: readonly ChangingRow[], journeys: readonly KnownJourney[]): Finding[] {
  return changing.flatMap(({ line, corrects }): Finding[] => {
    const journey = journeys.find(({ id }) => id === corrects?.journeyId)
    if (corrects === undefined || journey === undefined) return []
    const last = lastCorrections(journey.recorded).get(corrects.eventId)
    if (last === undefined || last.imported === true) return []
    return [
      {
        kind: 'warning',
        line,
        field: 'source_id',
        message:
          'has changed since it was imported, and was corrected here meanwhile: what the file says counts now',
        remedy: 'Look at the journey, and correct the event again if that is wrong',
      },
    ]
  })
}
