import type { Calendar } from '../domain/calendar'
import { calendarAmong, type ReleasedCalendar } from './library'
import { library } from './here'

export type { ReleasedCalendar }

/** The very calendar that a deadline was computed with. Throws an Error that says which there are when it is none of them. */
export function calendarOf(id: string, version: number): Calendar {
  return calendarAmong(library().calendars, id, version)
}

/** All calendars that have been released, each version of each. */
export function releasedCalendars(): readonly ReleasedCalendar[] {
  return library().calendars
}

/** All released calendars by id, each once, by the title of its newest version. */
export function namedCalendars(): { readonly id: string; readonly name: string }[] {
  const newestFirst = library()
    .calendars.map(({ calendar }) => calendar)
    .sort((a, b) => b.version - a.version)
  const ids = [...new Set(newestFirst.map(({ id }) => id))].sort()
  return ids.map((id) => ({ id, name: newestFirst.find((one) => one.id === id)?.title ?? id }))
}

/** The newest version of a calendar; undefined when there is none of that id. */
export function newestCalendar(id: string): Calendar | undefined {
  return library()
    .calendars.map(({ calendar }) => calendar)
    .filter((calendar) => calendar.id === id)
    .sort((a, b) => b.version - a.version)[0]
}
