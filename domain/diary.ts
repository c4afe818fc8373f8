import type { DiaryMeeting } from './codes'
import type { Journey } from './journey'
import type { JourneyEvent } from './events'
import { parseOccurrence, type Occurrence } from './time'

/** A meeting in the diary: agreed at the 72-hour meeting, or set later. */
export interface DiaryEntry {
  readonly meeting: DiaryMeeting
  readonly date: Occurrence
  readonly setBy: JourneyEvent
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
      const before = entries.get(meeting)
      const movedFrom = before && !sameTime(before.date, date) ? before.date : before?.movedFrom
      entries.set(meeting, { meeting, date, setBy: event, cancelled, ...(movedFrom && { movedFrom }) })
    }
  }
  return [...entries.values()]
    .map((entry) => {
      const heldBy = journey.events.find((event) => holds(event, entry.meeting))
      return heldBy ? { ...entry, heldBy } : entry
    })
    .sort((a, b) => (a.date.on < b.date.on ? -1 : a.date.on > b.date.on ? 1 : 0))
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
