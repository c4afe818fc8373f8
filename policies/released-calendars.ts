import { overlaid, type Calendar } from '../domain/calendar'
import { parseCalendar } from '../domain/calendar-schema'
import hearings1 from './calendars/hearings/1.json'
import scotland1 from './calendars/scotland/1.json'
import { hashOf } from './hash'

/** A released calendar and the hash of its document. */
export interface ReleasedCalendar {
  readonly calendar: Calendar
  readonly hash: string
}

const RELEASED = released([
  { document: scotland1, name: 'policies/calendars/scotland/1.json' },
  { document: hearings1, name: 'policies/calendars/hearings/1.json' },
])

/** The very calendar that a deadline was computed with. Throws an Error that says which there are when it is none of them. */
export function calendarOf(id: string, version: number): Calendar {
  return among(RELEASED, id, version)
}

/** All calendars that have been released, each version of each. */
export function releasedCalendars(): readonly ReleasedCalendar[] {
  return RELEASED
}

/**
 * Reads calendar documents, a council's changes after the calendar that they are laid over. Throws an Error that names the
 * document which is no calendar, which has no such base before it, or whose id and version are taken.
 */
export function released(
  documents: readonly { readonly document: unknown; readonly name: string }[],
): readonly ReleasedCalendar[] {
  return documents.reduce<readonly ReleasedCalendar[]>((before, { document, name }) => {
    const calendar = calendarFrom(document, name, before)
    const { id, version } = calendar
    if (before.some((other) => isOf(other, id, version)))
      throw new Error(`${name}: calendar ${id} version ${version} is there already`)
    return [...before, { calendar, hash: hashOf(document) }]
  }, [])
}

function calendarFrom(document: unknown, name: string, before: readonly ReleasedCalendar[]): Calendar {
  const parsed = parseCalendar(document, name)
  if (!('base' in parsed)) return parsed
  const { base, ...overlay } = parsed
  try {
    return overlaid(among(before, base.id, base.version), overlay)
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
  }
}

function among(calendars: readonly ReleasedCalendar[], id: string, version: number): Calendar {
  const found = calendars.find((one) => isOf(one, id, version))
  if (found) return found.calendar
  const names = calendars.map(({ calendar }) => `${calendar.id} version ${calendar.version}`)
  throw new Error(`There is no calendar ${id} version ${version}: there is ${names.join(', ') || 'none'}`)
}

function isOf({ calendar }: ReleasedCalendar, id: string, version: number): boolean {
  return calendar.id === id && calendar.version === version
}
