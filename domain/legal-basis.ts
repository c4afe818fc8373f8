import type { LegalBasis } from './codes'
import type { JourneyEvent } from './events'
import { follows, type Journey } from './journey'
import type { LocalDate } from './time'

/** A legal basis on which the child is looked after, from the event that set it. */
export interface LegalBasisSet {
  readonly legalBasis: LegalBasis
  readonly by: JourneyEvent
  /** The last day of an order that says so itself. */
  readonly expiresOn?: LocalDate
  /** The events that set this basis one after another, the last of them this one: it was made, then renewed. */
  readonly run: readonly JourneyEvent[]
}

/**
 * Every legal basis of a journey, in order; one that is renewed stands there again. A change of pathway that goes on under
 * the same basis renews nothing: the order is the one it was.
 */
export function legalBasesOf(journey: Journey): LegalBasisSet[] {
  const bases: LegalBasisSet[] = []
  for (const event of journey.events) {
    const set = basisIn(event)
    if (set === undefined) continue
    const before = bases.at(-1)
    const same = before?.legalBasis === set.legalBasis
    if (same && event.type === 'pathway-changed') continue
    bases.push({ ...set, by: event, run: same ? [...before.run, event] : [event] })
  }
  return bases
}

/** The legal basis that stood when an event occurred, set on that day included. */
export function legalBasisAt(journey: Journey, event: JourneyEvent): LegalBasis {
  const before = legalBasesOf(journey).filter(({ by }) => by === event || follows(journey, event, by))
  return (before.at(-1) ?? journey.start).legalBasis
}

function basisIn(event: JourneyEvent): { legalBasis: LegalBasis; expiresOn?: LocalDate } | undefined {
  if (event.type === 'legal-basis-changed') {
    const { legalBasis, expiresOn } = event
    return { legalBasis, ...(expiresOn && { expiresOn }) }
  }
  if (event.type === 'looked-after-started' || event.type === 'pathway-changed') {
    return { legalBasis: event.legalBasis }
  }
  return undefined
}
