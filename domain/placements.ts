import type { JourneyEvent } from './events'
import { eventsOf, periodAt, type Journey, type Period } from './journey'

/** Where a child lives, from the event that says so until the next one, or the end of the period. */
export interface Placement {
  readonly by: JourneyEvent
  readonly period: Period
  readonly emergency: boolean
  readonly endedBy?: JourneyEvent
}

/**
 * The placements of a journey, in order: at the start when the child is accommodated or a placement is named, at each
 * change, and where the child comes to live away from home without a word of where on that day. So nobody is left
 * without visits because a placement was not typed.
 */
export function placementsOf(journey: Journey): Placement[] {
  const found = journey.events.flatMap((event): Placement[] => {
    if (!begins(journey, event)) return []
    const period = periodAt(journey, event)
    if (period === undefined || journey.flagged.has(event)) return []
    return [{ by: event, period, emergency: isEmergency(event) }]
  })
  return found.map((placement, index) => {
    const next = found[index + 1]
    const endedBy =
      next !== undefined && next.period === placement.period ? next.by : placement.period.endedBy
    return { ...placement, ...(endedBy && { endedBy }) }
  })
}

function begins(journey: Journey, event: JourneyEvent): boolean {
  if (event.type === 'placement-changed') return true
  if (event.type === 'looked-after-started') {
    return event.pathway === 'away-from-home' || event.placementType !== undefined
  }
  const accommodated =
    event.type === 'pathway-changed' &&
    journey.periods.some(({ setBy, pathway }) => setBy === event && pathway === 'away-from-home')
  return accommodated && !namedOnTheSameDay(journey, event)
}

function namedOnTheSameDay(journey: Journey, { occurred }: JourneyEvent): boolean {
  return eventsOf(journey, 'placement-changed').some((placement) => placement.occurred.on === occurred.on)
}

function isEmergency(event: JourneyEvent): boolean {
  if (event.type !== 'looked-after-started' && event.type !== 'placement-changed') return false
  return event.emergency === true
}
