import type { DiaryMeeting } from './codes'
import type { Journey } from './journey'
import type { JourneyEvent } from './events'
import { isBefore } from './order'
import { parseOccurrence, startOf, type Occurrence } from './time'

/** A meeting in the diary: agreed at the 72-hour meeting, or set later. */
export interface DiaryEntry {
  readonly meeting: DiaryMeeting
  readonly date: Occurrence
  readonly setBy: JourneyEvent
  /** The events that gave this meeting a date, one after the other; the last is `setBy`. */
  readonly settings: readonly JourneyEvent[]
  /** The date that this one replaced. */
  readonly movedFrom?: Occurrence
  readonly cancelled: boolean
  /** The event that recorded the meeting, once it has been held. */
  readonly heldBy?: JourneyEvent
}

/** The meetings that have a date, the last agreed one of each, in the order of their dates. */
export function diaryOf(journey: Journey): DiaryEntry[] {
  const entries = new Map<DiaryMeeting, DiaryEntry>()
  for (const event of journey.events) {
    for (const { meeting, date, cancelled } of datesSetBy(event)) {
      const heldBy = journey.events.find((one) => holds(one, meeting) && isHeldOn(one, date, event))
      const before = sameMeeting(entries.get(meeting), heldBy)
      const movedFrom = movedFromOf(before, date)
      entries.set(meeting, {
        meeting,
        date,
        setBy: event,
        settings: [...(before?.settings ?? []), event],
        cancelled,
        ...(movedFrom && { movedFrom }),
        ...(heldBy && { heldBy }),
      })
    }
  }
  return [...entries.values()].sort((a, b) => compare(startOf(a.date), startOf(b.date)))
}

/** The dates that one event puts in the diary, e.g. those agreed at the 72-hour meeting. */
export function datesSetBy(
  event: JourneyEvent,
): { readonly meeting: DiaryMeeting; readonly date: Occurrence; readonly cancelled: boolean }[] {
  if (event.type === 'meeting-date-set') return dateOf(event.meeting, event.at, event.cancelled === true)
  if (event.type !== 'child-plan-meeting-held') return []
  return [
    ...dateOf('3-month', event.agreedDates?.threeMonth, false),
    ...dateOf('6-month', event.agreedDates?.sixMonth, false),
  ]
}

function dateOf(meeting: DiaryMeeting, text: string | undefined, cancelled: boolean) {
  const date = text === undefined ? undefined : parseOccurrence(text)
  return date ? [{ meeting, date, cancelled }] : []
}

// A panel that deferred, and set the date of the next on the same day, is not that next one.
function isHeldOn(held: JourneyEvent, date: Occurrence, setBy: JourneyEvent): boolean {
  return isBefore(setBy.occurred, held.occurred) || held.occurred.on === date.on
}

// What was held was not moved: the next date is of another meeting.
function sameMeeting(
  before: DiaryEntry | undefined,
  heldBy: JourneyEvent | undefined,
): DiaryEntry | undefined {
  return before?.heldBy === heldBy ? before : undefined
}

function movedFromOf(before: DiaryEntry | undefined, date: Occurrence): Occurrence | undefined {
  if (before === undefined) return undefined
  return sameTime(before.date, date) ? before.movedFrom : before.date
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sameTime(a: Occurrence, b: Occurrence): boolean {
  return a.on === b.on && a.at === b.at
}

function holds(event: JourneyEvent, meeting: DiaryMeeting): boolean {
  if (event.type === 'child-plan-meeting-held') {
    return event.meeting === meeting
      ? meeting !== 'other'
      : meeting === '6-week-review' && event.review === '6-week'
  }
  if (event.type === 'review-held') return meeting === '6-week-review' && event.review === '6-week'
  return event.type === 'panel-held' && meeting === 'panel'
}
