import type { Authority, LegalBasis, Pathway, PlacementType } from '../codes'
import type { JourneyEvent } from '../events'
import type { Journey } from '../journey'
import { legalBasesOf } from '../legal-basis'
import { placementsOf } from '../placements'
import { plusDays, type LocalDate } from '../time'

/** A stretch of a journey in which nothing of this changed, as far as it lies in the year. */
export interface ReturnEpisode {
  readonly number: number
  readonly from: LocalDate
  /** The last day of it; absent while it goes on. */
  readonly until?: LocalDate
  readonly pathway: Pathway
  readonly legalBasis: LegalBasis
  readonly placement?: PlacementType
  readonly placedIn?: Authority
}

/** The year of an annual return: from 1 August of the year before to 31 July. */
export function returnYear(year: number): { readonly from: LocalDate; readonly until: LocalDate } {
  return { from: `${year - 1}-08-01` as LocalDate, until: `${year}-07-31` as LocalDate }
}

/**
 * The episodes of a journey within some days: one for each stretch between changes of pathway, legal basis or placement. An
 * episode that began before is told from its real beginning; one that goes on after them has no end.
 */
export function episodesIn(
  journey: Journey,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): ReturnEpisode[] {
  const end = journey.closed?.on.on
  const changes = [...new Set(changeDays(journey))]
    .sort()
    .filter((day) => day <= until && (end === undefined || day < end))
  const days = changes.length === 0 ? [journey.start.occurred.on] : changes
  return days
    .map((day, index): ReturnEpisode => {
      const next = days[index + 1]
      const last = next === undefined ? end : plusDays(next, -1)
      return {
        number: index + 1,
        from: day,
        ...(last !== undefined && last <= until && { until: last }),
        ...standingOn(journey, day),
      }
    })
    .filter((episode) => episode.until === undefined || episode.until >= from)
}

function changeDays(journey: Journey): LocalDate[] {
  return [
    ...journey.periods.map((period) => period.from.on),
    ...legalBasesOf(journey).map(({ by }) => by.occurred.on),
    ...placementsOf(journey).map(({ by }) => by.occurred.on),
  ]
}

function standingOn(
  journey: Journey,
  day: LocalDate,
): Pick<ReturnEpisode, 'pathway' | 'legalBasis' | 'placement' | 'placedIn'> {
  const period = journey.periods.findLast((one) => one.from.on <= day) ?? journey.periods[0]
  const basis = legalBasesOf(journey).findLast(({ by }) => by.occurred.on <= day)
  const placement = placementsOf(journey).findLast(({ by, endedBy }) => isOn(by, endedBy, day))
  return {
    pathway: period?.pathway ?? journey.start.pathway,
    legalBasis: basis?.legalBasis ?? journey.start.legalBasis,
    ...(placement && placeOf(placement.by)),
  }
}

function isOn(by: JourneyEvent, endedBy: JourneyEvent | undefined, day: LocalDate): boolean {
  return by.occurred.on <= day && (endedBy === undefined || endedBy.occurred.on > day)
}

function placeOf(event: JourneyEvent): { placement?: PlacementType; placedIn?: Authority } {
  if (event.type === 'placement-changed') {
    const { placementType, placedIn } = event
    return { placement: placementType, ...(placedIn && { placedIn }) }
  }
  if (event.type !== 'looked-after-started' || event.placementType === undefined) return {}
  return { placement: event.placementType }
}
