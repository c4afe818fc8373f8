import { tzOffset } from '@date-fns/tz'

/** A day of the civil calendar in Europe/London, `YYYY-MM-DD`. */
export type LocalDate = string & { readonly localDate: unique symbol }
/** A moment, as ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Instant = string & { readonly instant: unique symbol }
/** When a thing occurred: always a local day, and the moment where it is known. */
export interface Occurrence {
  readonly on: LocalDate
  readonly at?: Instant
}

/** Where days begin and 09:00 is: permanence in Scotland runs on London's civil time. */
export const CIVIL_ZONE = 'Europe/London'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
// A year such as 0206 or 20026 is a slip of the finger, and no child's.
const DATE = /^(19|2\d)\d{2}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** The instant of a JavaScript date or of milliseconds since 1970. Throws RangeError when it is no date. */
export function instant(moment: Date | number | string): Instant {
  return new Date(moment).toISOString() as Instant
}

/** Milliseconds from one instant to another; negative when `to` is the earlier. */
export function millisecondsBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from)
}

/** Is this a day of the calendar, `YYYY-MM-DD`, in the years 1900 to 2999? 30 February is not. */
export function isLocalDate(text: string): text is LocalDate {
  if (!DATE.test(text)) return false
  const milliseconds = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(milliseconds) && dayOf(milliseconds) === text
}

/**
 * Reads what a person or a system wrote: a date alone (`2026-03-27`) or a moment with its offset
 * (`2026-03-27T15:30:00+00:00`, RFC 3339). Anything else, also 30 February or a moment without offset, is undefined.
 */
export function parseOccurrence(text: string): Occurrence | undefined {
  if (isLocalDate(text)) return { on: text }
  if (!MOMENT.test(text) || !isLocalDate(text.slice(0, 10))) return undefined
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds)) return undefined
  const at = instant(milliseconds)
  return { on: localDateOf(at), at }
}

/** The local day on which an instant falls in Europe/London. */
export function localDateOf(at: Instant): LocalDate {
  return dayOf(Date.parse(at) + offsetAt(Date.parse(at)))
}

/**
 * The instant of a London wall time on a day, e.g. `wallTime('2026-10-25', 9)` for 09:00. Of a time that comes twice
 * when the clocks go back it is the first; one that is skipped when they go forward is as much later.
 */
export function wallTime(on: LocalDate, hour: number, minute = 0): Instant {
  const wall = midnightOf(on) + (hour * 60 + minute) * MINUTE
  // the offset of the day before, unless the clocks have changed by then
  for (const nearby of [wall - DAY, wall + DAY]) {
    const offset = offsetAt(nearby)
    if (offsetAt(wall - offset) === offset) return instant(wall - offset)
  }
  return instant(wall - offsetAt(wall - DAY))
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
  return dayOf(midnightOf(on) + days * DAY)
}

/** How many days of the calendar lie between two: 1 from a day to the next one, negative backwards. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** Calendar weeks of seven days each. */
export function plusWeeks(on: LocalDate, weeks: number): LocalDate {
  return plusDays(on, weeks * 7)
}

/** Calendar months, clamped to the month's last day: 31 August + 6 months is 28 February, or 29 in a leap year. */
export function plusMonths(on: LocalDate, months: number): LocalDate {
  const year = Number(on.slice(0, 4))
  const month = Number(on.slice(5, 7)) - 1 + months
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dayOf(Date.UTC(year, month, Math.min(Number(on.slice(8)), lastDay)))
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
  const milliseconds = Date.parse(at)
  const offset = offsetAt(milliseconds)
  const hours = new Date(offset).toISOString().slice(11, 16)
  return `${new Date(milliseconds + offset).toISOString().slice(0, 19)}+${hours}`
}

// Milliseconds by which London's clocks are ahead of UTC at a moment; never behind it.
function offsetAt(milliseconds: number): number {
  return tzOffset(CIVIL_ZONE, new Date(milliseconds)) * MINUTE
}

// Calendar arithmetic is done on days of no zone (UTC), where every day has 24 hours, so that the machine's own time
// zone and clock changes have no say in it.
function midnightOf(on: LocalDate): number {
  return Date.parse(on)
}

function dayOf(milliseconds: number): LocalDate {
  return new Date(milliseconds).toISOString().slice(0, 10) as LocalDate
}
