import { lackOf, type Lack } from './antecedents'
import { closingReasonOf } from './closing'
import type { ClosingReason, Pathway, Recommendation, Route } from './codes'
import { factsThatStand } from './corrections'
import type { EventOf, FactType, JourneyEvent, RecordedEvent } from './events'
import { inOrderOfOccurrence, isBefore } from './order'
import { writeOccurrence, type Occurrence } from './time'

/** An unbroken stretch on one pathway. `until` is where it ended, if it has. */
export interface Period {
  readonly pathway: Pathway
  readonly from: Occurrence
  readonly setBy: JourneyEvent
  readonly until?: Occurrence
  readonly endedBy?: JourneyEvent
}

/** A permanence recommendation, recorded by itself or carried by a child plan meeting. */
export interface RecommendationMade {
  readonly event: JourneyEvent
  readonly recommendation: Recommendation
  readonly route?: Route
}

/** What the events of one journey say, in the order in which they occurred. Nothing here depends on the time now. */
export interface Journey {
  /** All that was ever recorded, corrected or not, in the order of recording. */
  readonly recorded: readonly RecordedEvent[]
  /** The facts as they stand, corrections taken in, in the order in which they occurred. */
  readonly events: readonly JourneyEvent[]
  /** The place of each event in that order. */
  readonly places: ReadonlyMap<JourneyEvent, number>
  readonly start: EventOf<'looked-after-started'>
  readonly periods: readonly Period[]
  readonly recommendations: readonly RecommendationMade[]
  readonly closed?: { readonly on: Occurrence; readonly by: JourneyEvent; readonly reason: ClosingReason }
  /** Events that a correction has left without what they need: they start no clock. */
  readonly flagged: ReadonlyMap<JourneyEvent, Lack>
}

/**
 * Folds the events of a journey, in whatever order they were recorded, into what they say together.
 * Total: it judges nothing and refuses nothing, so that a record once accepted can always be read again.
 * Throws only when there is no `looked-after-started`, which recording never allows.
 */
export function journeyOf(recorded: readonly RecordedEvent[]): Journey {
  const events = inOrderOfOccurrence(factsThatStand(recorded))
  const start = events.find((event) => event.type === 'looked-after-started')
  if (start === undefined) throw new Error('A journey without looked-after-started cannot be read')
  const closed = closingOf(events)
  return {
    recorded: [...recorded].sort((a, b) => a.number - b.number),
    events,
    places: new Map(events.map((event, place) => [event, place])),
    start,
    periods: periodsOf(events, start, closed),
    recommendations: events.flatMap(recommendationIn),
    ...(closed && { closed }),
    flagged: flaggedIn(events, start, closed),
  }
}

/** The events of one type, in the order in which they occurred. */
export function eventsOf<T extends FactType>(journey: Journey, type: T): EventOf<T>[] {
  return journey.events.filter((event): event is EventOf<T> => event.type === type)
}

/** The period that runs now or, of a closed journey, the last one. */
export function currentPeriod(journey: Journey): Period {
  return journey.periods[journey.periods.length - 1] as Period
}

/** Did an event occur in a period, after what began it and not after what ended it? */
export function isWithin(journey: Journey, period: Period, event: JourneyEvent): boolean {
  const ended = period.endedBy !== undefined && follows(journey, event, period.endedBy)
  return follows(journey, event, period.setBy) && !ended
}

/** The period that an event began, or in which it occurred; undefined before the start. */
export function periodAt(journey: Journey, event: JourneyEvent): Period | undefined {
  return (
    journey.periods.find(({ setBy }) => setBy === event) ??
    journey.periods.find((period) => isWithin(journey, period, event))
  )
}

/** Does an event come after another in the order of occurrence? Both are events of the journey. */
export function follows({ places }: Journey, event: JourneyEvent, other: JourneyEvent): boolean {
  return (places.get(event) ?? -1) > (places.get(other) ?? -1)
}

function recommendationIn(event: JourneyEvent): RecommendationMade[] {
  if (event.type === 'permanence-recommended') {
    const { recommendation, route } = event
    return [{ event, recommendation, ...(route && { route }) }]
  }
  // A child plan meeting that carries a recommendation implies it.
  if (event.type === 'child-plan-meeting-held') {
    const { recommendation, route } = event
    if (recommendation === undefined || recommendation === 'none') return []
    return [{ event, recommendation, ...(route && { route }) }]
  }
  return []
}

function closingOf(events: readonly JourneyEvent[]): Journey['closed'] {
  for (const event of events) {
    const reason = closingReasonOf(event)
    if (reason !== undefined) return { on: event.occurred, by: event, reason }
  }
  return undefined
}

function periodsOf(
  events: readonly JourneyEvent[],
  start: EventOf<'looked-after-started'>,
  closed: Journey['closed'],
): Period[] {
  const periods: Period[] = []
  let open: Period = { pathway: start.pathway, from: start.occurred, setBy: start }
  for (const event of events.slice(events.indexOf(start) + 1)) {
    if (event === closed?.by) break
    const pathway = pathwayAfter(event)
    if (pathway === undefined || pathway === open.pathway) continue
    periods.push({ ...open, until: event.occurred, endedBy: event })
    open = { pathway, from: event.occurred, setBy: event }
  }
  periods.push(closed ? { ...open, until: closed.on, endedBy: closed.by } : open)
  return periods
}

function pathwayAfter(event: JourneyEvent): Pathway | undefined {
  if (event.type === 'pathway-changed') return event.to
  return event.type === 'returned-to-family' ? 'at-home' : undefined
}

function flaggedIn(
  events: readonly JourneyEvent[],
  start: JourneyEvent,
  closed: Journey['closed'],
): Map<JourneyEvent, Lack> {
  const flagged = new Map<JourneyEvent, Lack>()
  for (const event of events) {
    const lack = outside(event, start, closed) ?? lackOf(events, event)
    if (lack !== undefined) flagged.set(event, lack)
  }
  return flagged
}

function outside(event: JourneyEvent, start: JourneyEvent, closed: Journey['closed']): Lack | undefined {
  if (isBefore(event.occurred, start.occurred)) {
    return {
      code: 'before-the-journey',
      because: `It is dated before the journey began on ${writeOccurrence(start.occurred)}`,
      remedy: 'Correct its date, or that of the start',
    }
  }
  if (closed === undefined || event === closed.by || !isBefore(closed.on, event.occurred)) return undefined
  return {
    code: 'after-closing',
    because: `It is dated after the journey closed on ${writeOccurrence(closed.on)}`,
    remedy: 'Correct its date, or that of the closing',
  }
}
