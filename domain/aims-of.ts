import type { AimFact } from './aim-facts'
import { countedUnder, numbersOf, totalsOf, type Aim, type AimNumbers } from './aims'
import { factsThatStand } from './corrections'
import type { RecordedEvent } from './events'
import { journeyOf } from './journey'
import { factsOf } from './report-facts'
import type { Instant, LocalDate } from './time'

/** A journey as it was recorded, for counting. */
export interface RecordedForAims {
  readonly firstLocality: string
  readonly practice?: boolean
  readonly recorded: readonly RecordedEvent[]
}

/** Of which day, as it was known when, and where; of the whole authority when no locality is named. */
export interface AimsAsked {
  readonly asOf: LocalDate
  readonly knownAt: Instant
  readonly locality?: string
}

/**
 * The numbers of aims from what was recorded, as the domain defines them: what had been recorded by `knownAt`, corrections
 * among it, of that what had occurred by `asOf`, folded, and every clock judged. What reports count is held against this.
 * Source: domain "Aims".
 */
export function aimsOf(
  aims: readonly Aim[],
  journeys: readonly RecordedForAims[],
  asked: AimsAsked,
): AimNumbers[] {
  const { locality, asOf } = asked
  const facts = journeys.flatMap((journey) => factsIn(journey, asked))
  return aims.map((aim) => {
    const counted = facts
      .flatMap((fact) => countedUnder(aim, fact, asOf) ?? [])
      .filter((one) => locality === undefined || one.locality === locality)
    return numbersOf(aim, totalsOf(counted))
  })
}

function factsIn(
  { firstLocality, practice = false, recorded }: RecordedForAims,
  { asOf, knownAt }: AimsAsked,
): readonly AimFact[] {
  if (practice) return []
  const known = recorded.filter(({ recordedAt }) => recordedAt <= knownAt)
  const facts = factsThatStand(known)
  if (!facts.some(({ type }) => type === 'looked-after-started')) return []
  // that it was all an error is so of any day, once it is known
  if (journeyOf(known).closed?.reason === 'recorded-in-error') return []
  const byThen = facts.filter(({ occurred }) => occurred.on <= asOf)
  if (!byThen.some(({ type }) => type === 'looked-after-started')) return []
  return factsOf(journeyOf(byThen), { firstLocality, cohortOn: () => null }).aims
}
