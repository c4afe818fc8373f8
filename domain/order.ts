import { EVENT_TYPES, isFreeText, type EventType, type JourneyEvent } from './events'
import type { Occurrence } from './time'

/**
 * Is `earlier` before `later`? By the moment where both have one, else by the day: equal dates are never "before".
 */
export function isBefore(earlier: Occurrence, later: Occurrence): boolean {
  if (earlier.at !== undefined && later.at !== undefined) return earlier.at < later.at
  return earlier.on < later.on
}

const RANK = new Map<EventType, number>(EVENT_TYPES.map((type, rank) => [type, rank]))

/**
 * The order in which things occurred: by moment where it is known. An event without a time stands on its day after
 * whatever ordinarily comes before it, a panel after the recommendation. So nothing stands before what `isBefore` puts
 * before it, and the order of entry has no say: the same facts give the same state however they were typed.
 */
export function inOrderOfOccurrence(facts: readonly JourneyEvent[]): JourneyEvent[] {
  const order = facts.filter(({ occurred }) => occurred.at !== undefined).sort(byOccurrence)
  const untimed = facts.filter(({ occurred }) => occurred.at === undefined).sort(byOccurrence)
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
    compare(dateSetBy(a), dateSetBy(b)) ||
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

// A date is set before it is cancelled, on one day too.
function dateSetBy(event: JourneyEvent): string {
  return event.type === 'meeting-date-set' ? `${event.at} ${event.cancelled === true ? 'cancelled' : ''}` : ''
}

const NOT_CONTENT = ['id', 'number', 'recordedAt', 'recordedBy', 'source', 'imported', 'correctedBy']

// What people wrote in their own words is left out: the order is the same for those who may not read it.
function contentOf(event: JourneyEvent): string {
  const content = Object.entries(event).filter(
    ([name]) => !NOT_CONTENT.includes(name) && !isFreeText(event.type, name),
  )
  return JSON.stringify(Object.fromEntries(content), namesInOrder)
}

function namesInOrder(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)))
}
