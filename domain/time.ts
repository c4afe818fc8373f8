import { TZDate } from '@date-fns/tz'
import { addDays, addMonths, addWeeks, format, isValid } from 'date-fns'

/** A day of the civil calendar in Europe/London, `YYYY-MM-DD`. */
export type LocalDate = string & { readonly localDate: unique symbol }
/** A moment, as ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Instant = string & { readonly instant: unique symbol }
/** When a thing occurred: always a local day, and the moment where it is known. */
export interface Occurrence {
  readonly on: LocalDate
  readonly at?: Instant
}

export const CIVIL_ZONE = 'Europe/London'
const DATE = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** The instant of a JavaScript date or of milliseconds since 1970. Throws RangeError when it is no date. */
export function instant(moment: Date | number | string): Instant {
  return new Date(moment).toISOString() as Instant
}

/** Milliseconds from one instant to another; negative when `to` is the earlier. */
export function millisecondsBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from)
}

export function isLocalDate(text: string): text is LocalDate {
  if (!DATE.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return isValid(date) && date.toISOString().startsWith(text)
}

/**
 * Reads what a person or a system wrote: a date alone (`2026-03-27`) or a moment with its offset
 * (`2026-03-27T15:30:00+00:00`, RFC 3339). Anything else, also 30 February or a moment without offset, is undefined.
 */
export function parseOccurrence(text: string): Occurrence | undefined {
  if (isLocalDate(text)) return { on: text }
  if (!MOMENT.test(text) || !isLocalDate(text.slice(0, 10))) return undefined
  const date = new Date(text)
  if (!isValid(date)) return undefined
  const at = instant(date)
  return { on: localDateOf(at), at }
}

/** The local day on which an instant falls in Europe/London. */
export function localDateOf(at: Instant): LocalDate {
  return format(new TZDate(at, CIVIL_ZONE), 'yyyy-MM-dd') as LocalDate
}

/** The instant of a London wall time on a day, e.g. `wallTime('2026-10-25', 9)` for 09:00. */
export function wallTime(on: LocalDate, hour: number, minute = 0): Instant {
  const [year, month, day] = partsOf(on)
  return instant(new TZDate(year, month - 1, day, hour, minute, 0, CIVIL_ZONE).getTime())
}

/** The first moment of a local day: where a date alone starts an hours clock. */
export function startOfDay(on: LocalDate): Instant {
  return wallTime(on, 0)
}

/** The last millisecond of a local day: a calendar deadline is kept until then. */
export function endOfDay(on: LocalDate): Instant {
  return instant(Date.parse(startOfDay(plusDays(on, 1))) - 1)
}

/** Elapsed hours on the instant: over a clock change 72 hours are still 72 hours. */
export function plusHours(at: Instant, hours: number): Instant {
  return instant(Date.parse(at) + hours * 3_600_000)
}

/** Calendar days; never 86,400 seconds each. */
export function plusDays(on: LocalDate, days: number): LocalDate {
  return asLocalDate(addDays(calendarDay(on), days))
}

export function plusWeeks(on: LocalDate, weeks: number): LocalDate {
  return asLocalDate(addWeeks(calendarDay(on), weeks))
}

/** Calendar months, clamped to the month's last day: 31 August + 6 months is 28 February, or 29 in a leap year. */
export function plusMonths(on: LocalDate, months: number): LocalDate {
  return asLocalDate(addMonths(calendarDay(on), months))
}

/** The moment from which an occurrence counts: its own, or the start of its day when no time was recorded. */
export function startOf(occurrence: Occurrence): Instant {
  return occurrence.at ?? startOfDay(occurrence.on)
}

/** An occurrence as it is shown outside: a date, or RFC 3339 with London's offset of that moment. */
export function writeOccurrence({ on, at }: Occurrence): string {
  return at === undefined ? on : writeInstant(at)
}

/** An instant as RFC 3339 with London's offset of that moment, to the second. */
export function writeInstant(at: Instant): string {
  return format(new TZDate(at, CIVIL_ZONE), "yyyy-MM-dd'T'HH:mm:ssxxx")
}

function partsOf(on: LocalDate): [number, number, number] {
  return [Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8, 10))]
}

// Calendar arithmetic is done on a day of no zone (UTC), where every day has 24 hours, so that the machine's own
// time zone and clock changes have no say in it.
function calendarDay(on: LocalDate): TZDate {
  const [year, month, day] = partsOf(on)
  return new TZDate(year, month - 1, day, 'UTC')
}

function asLocalDate(date: Date): LocalDate {
  return format(date, 'yyyy-MM-dd') as LocalDate
}
