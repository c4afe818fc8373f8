import type { Pathway, Recommendation, Route } from './codes'
import { EVENT_TYPES, FREE_TEXT, type EventOf, type EventType, type JourneyEvent } from './events'
import type { Occurrence } from './time'

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
  readonly events: readonly JourneyEvent[]
  /** The place of each event in that order. */
  readonly places: ReadonlyMap<JourneyEvent, number>
  readonly start: EventOf<'looked-after-started'>
  readonly periods: readonly Period[]
  readonly recommendations: readonly RecommendationMade[]
  readonly closed?: { readonly on: Occurrence; readonly by: JourneyEvent; readonly reason: string }
}

/**
 * Folds the events of a journey, in whatever order they were recorded, into what they say together.
 * Total: it judges nothing and refuses nothing, so that a record once accepted can always be read again.
 * Throws only when there is no `looked-after-started`, which recording never allows.
 */
export function journeyOf(recorded: readonly JourneyEvent[]): Journey {
  const events = inOrderOfOccurrence(recorded)
  const start = events.find((event) => event.type === 'looked-after-started')
  if (start === undefined) throw new Error('A journey without looked-after-started cannot be read')
  const closed = closingOf(events)
  return {
    events,
    places: new Map(events.map((event, place) => [event, place])),
    start,
    periods: periodsOf(events, start, closed),
    recommendations: events.flatMap(recommendationIn),
    ...(closed && { closed }),
  }
}

/** The events of one type, in the order in which they occurred. */
export function eventsOf<T extends EventType>(journey: Journey, type: T): EventOf<T>[] {
  return journey.events.filter((event): event is EventOf<T> => event.type === type)
}

/** The period that runs now or, of a closed journey, the last one. */
export function currentPeriod(journey: Journey): Period {
  return journey.periods[journey.periods.length - 1] as Period
}

/**
 * Is `earlier` before `later`? By the moment where both have one, else by the day: equal dates are never "before".
 */
export function isBefore(earlier: Occurrence, later: Occurrence): boolean {
  if (earlier.at !== undefined && later.at !== undefined) return earlier.at < later.at
  return earlier.on < later.on
}

/** Does an event come after another in the order of occurrence? Both are events of the journey. */
export function follows({ places }: Journey, event: JourneyEvent, other: JourneyEvent): boolean {
  return (places.get(event) ?? -1) > (places.get(other) ?? -1)
}

const RANK = new Map<EventType, number>(EVENT_TYPES.map((type, rank) => [type, rank]))

/**
 * The order in which things occurred: by moment where it is known. An event without a time stands on its day after
 * whatever ordinarily comes before it, a panel after the recommendation. So nothing stands before what `isBefore` puts
 * before it, and the order of entry has no say: the same facts give the same state however they were typed.
 */
function inOrderOfOccurrence(recorded: readonly JourneyEvent[]): JourneyEvent[] {
  const order = recorded.filter(({ occurred }) => occurred.at !== undefined).sort(byOccurrence)
  const untimed = recorded.filter(({ occurred }) => occurred.at === undefined).sort(byOccurrence)
  for (const event of untimed.reverse()) {
    const before = order.findLastIndex((other) => byDayAndRank(other, event) < 0)
    order.splice(before + 1, 0, event)
  }
  return order
}

// Among events that all have a moment, or that all have none.
function byOccurrence(a: JourneyEvent, b: JourneyEvent): number {
  return (
    compare(a.occurred.at ?? '', b.occurred.at ?? '') ||
    byDayAndRank(a, b) ||
    compare(contentOf(a), contentOf(b)) ||
    a.number - b.number
  )
}

function byDayAndRank(a: JourneyEvent, b: JourneyEvent): number {
  return compare(a.occurred.on, b.occurred.on) || (RANK.get(a.type) ?? 0) - (RANK.get(b.type) ?? 0)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const NOT_CONTENT = ['id', 'number', 'recordedAt', 'recordedBy', 'source', 'imported']

// What people wrote in their own words is left out: the order is the same for those who may not read it.
function contentOf(event: JourneyEvent): string {
  const left = new Set<string>([...NOT_CONTENT, ...FREE_TEXT[event.type]])
  const content = Object.entries(event).filter(([name]) => !left.has(name))
  return JSON.stringify(Object.fromEntries(content), namesInOrder)
}

function namesInOrder(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)))
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
    if (event.type === 'journey-closed') {
      return { on: event.occurred, by: event, reason: event.reason }
    }
    if (event.type === 'returned-to-family' && event.stillLookedAfter !== true) {
      return { on: event.occurred, by: event, reason: 'returned-to-family' }
    }
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
  for (const event of events) {
    if (event === closed?.by) break
    if (event.type === 'returned-to-family' && open.pathway === 'away-from-home') {
      periods.push({ ...open, until: event.occurred, endedBy: event })
      open = { pathway: 'at-home', from: event.occurred, setBy: event }
    }
  }
  periods.push(closed ? { ...open, until: closed.on, endedBy: closed.by } : open)
  return periods
}
