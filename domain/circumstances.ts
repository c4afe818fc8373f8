import type { Authority, LegalBasis, PlacementType } from './codes'
import type { JourneyEvent } from './events'
import type { Journey } from './journey'
import { legalBasesOf } from './legal-basis'
import { placementsOf } from './placements'
import type { LocalDate } from './time'

/** How a child is looked after by all that stands: on which basis, where, and from when their own consent is needed. */
export interface Circumstances {
  readonly legalBasis: LegalBasis
  /** The last day of an order that says so itself. */
  readonly legalBasisUntil?: LocalDate
  /** Absent where nobody has said where the child lives, or the placement has ended. */
  readonly placement?: PlacementNow
  readonly consentRequiredFrom?: LocalDate
}

export interface PlacementNow {
  readonly placementType: PlacementType
  /** The authority in whose area the child is placed, when it is another. */
  readonly placedIn?: Authority
  /** The id of the event that says so. */
  readonly setBy: string
}

/** The circumstances of a journey; of a closed one, those at its end. */
export function circumstancesOf(journey: Journey): Circumstances {
  const basis = legalBasesOf(journey).at(-1)
  const placement = placementNow(journey)
  const { consentRequiredFrom } = journey.start
  return {
    legalBasis: basis?.legalBasis ?? journey.start.legalBasis,
    ...(basis?.expiresOn && { legalBasisUntil: basis.expiresOn }),
    ...(placement && { placement }),
    ...(consentRequiredFrom && { consentRequiredFrom }),
  }
}

function placementNow(journey: Journey): PlacementNow | undefined {
  const last = placementsOf(journey).at(-1)
  if (last === undefined) return undefined
  const ended = last.endedBy !== undefined && last.endedBy !== journey.closed?.by
  return ended ? undefined : saidBy(last.by)
}

function saidBy(event: JourneyEvent): PlacementNow | undefined {
  if (event.type === 'placement-changed') {
    const { id, placementType, placedIn } = event
    return { placementType, setBy: id, ...(placedIn && { placedIn }) }
  }
  if (event.type !== 'looked-after-started' || event.placementType === undefined) return undefined
  return { placementType: event.placementType, setBy: event.id }
}
