import { plusDays, type LocalDate } from './time'

/** A day that a calendar names as not worked. */
export interface Holiday {
  readonly on: LocalDate
  readonly name: string
}

/** Which days are worked: every weekday that is not a holiday. A version never changes once it is released. */
export interface Calendar {
  readonly id: string
  readonly version: number
  readonly title: string
  /** The first and the last year that the holidays were listed for; absent where the calendar holds for every year. */
  readonly years?: { readonly from: number; readonly until: number }
  /** The holidays of one day each, in the order of their days. */
  readonly holidays: readonly Holiday[]
  /** The holidays of the same day each year, `12-25`. */
  readonly yearly: readonly { readonly monthDay: string; readonly name: string }[]
  /** Days on which a yearly holiday is worked after all. */
  readonly removed?: readonly LocalDate[]
}

/** What a council's own calendar changes in the one that it is laid over. */
export interface Overlay {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly add: readonly Holiday[]
  readonly remove: readonly LocalDate[]
}

/** Where counting arrives, and each day passed over on the way, in order, with why it was not counted. */
export interface WorkingDays {
  readonly on: LocalDate
  readonly skipped: readonly { readonly on: LocalDate; readonly because: string }[]
}

/** A year for which the calendar lists no holidays: to take its weekdays for working days would be a guess. */
export class UncoveredYearError extends Error {
  readonly calendar: string
  readonly version: number

  constructor(
    { id, version, years }: Calendar,
    readonly year: number,
  ) {
    const covered = years ? ` (it covers ${years.from} to ${years.until})` : ''
    super(
      `Calendar ${id} version ${version} does not cover ${year}${covered}: release a version of it that lists the holidays of ${year}`,
    )
    this.name = 'UncoveredYearError'
    this.calendar = id
    this.version = version
  }
}

/**
 * Why a day is not worked: `Saturday`, `Sunday` or the holiday's name; undefined of a working day. A holiday on a weekend
 * is the weekend. Throws UncoveredYearError in a year that the calendar does not cover, on its weekends too.
 */
export function nonWorkingReason(calendar: Calendar, day: LocalDate): string | undefined {
  mustCover(calendar, day)
  return weekendOf(day) ?? holidayOn(calendar, day)
}

/** Is the day worked? Throws UncoveredYearError in a year that the calendar does not cover. */
export function isWorkingDay(calendar: Calendar, day: LocalDate): boolean {
  return nonWorkingReason(calendar, day) === undefined
}

/**
 * The working day that is so many after a start, which is not itself counted whether worked or not. Throws RangeError of a
 * count that is not 1 or more, and UncoveredYearError where counting leaves the years that the calendar covers.
 */
export function plusWorkingDays(calendar: Calendar, start: LocalDate, count: number): WorkingDays {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`Working days are counted in whole days from 1, not ${count}`)
  const skipped: { on: LocalDate; because: string }[] = []
  let on = start
  for (let counted = 0; counted < count;) {
    on = plusDays(on, 1)
    const because = nonWorkingReason(calendar, on)
    if (because === undefined) counted++
    else skipped.push({ on, because })
  }
  return { on, skipped }
}

/**
 * The day itself when it is worked, else the last working day before it: by when to act on what is due on that day. Throws
 * UncoveredYearError where looking back leaves the years that the calendar covers.
 */
export function lastWorkingDayOnOrBefore(calendar: Calendar, day: LocalDate): LocalDate {
  let on = day
  while (!isWorkingDay(calendar, on)) on = plusDays(on, -1)
  return on
}

/**
 * A calendar with a council's changes: first what it removes, then what it adds. It covers the years of the base. Throws an
 * Error where a removed day is no holiday, or an added one is a holiday already, for then the council meant something else.
 */
export function overlaid(base: Calendar, overlay: Overlay): Calendar {
  const { id, version, title, add, remove } = overlay
  const name = `Calendar ${id} version ${version}`
  const without = remove.reduce((calendar, day) => withoutHoliday(calendar, day, name), base)
  const holidays = add.reduce((calendar, holiday) => withHoliday(calendar, holiday, name), without)
  return { ...holidays, id, version, title }
}

function withoutHoliday(calendar: Calendar, day: LocalDate, name: string): Calendar {
  mustCover(calendar, day)
  if (holidayOn(calendar, day) === undefined) {
    throw new Error(
      `${name} removes ${day}, which is no holiday of ${calendar.id} version ${calendar.version}: leave it out of what is removed`,
    )
  }
  const holidays = calendar.holidays.filter(({ on }) => on !== day)
  // what is still a holiday without its own entry is one of every year
  const after = { ...calendar, holidays }
  if (holidayOn(after, day) === undefined) return after
  return { ...after, removed: [...(calendar.removed ?? []), day].sort() }
}

function withHoliday(calendar: Calendar, holiday: Holiday, name: string): Calendar {
  mustCover(calendar, holiday.on)
  const already = holidayOn(calendar, holiday.on)
  if (already !== undefined) {
    throw new Error(
      `${name} adds ${holiday.on} (${holiday.name}), which is a holiday already (${already}): leave it out of what is added`,
    )
  }
  const holidays = [...calendar.holidays, holiday].sort((a, b) => (a.on < b.on ? -1 : 1))
  return { ...calendar, holidays }
}

function mustCover(calendar: Calendar, day: LocalDate): void {
  const year = Number(day.slice(0, 4))
  const { years } = calendar
  if (years && (year < years.from || year > years.until)) throw new UncoveredYearError(calendar, year)
}

function weekendOf(day: LocalDate): 'Saturday' | 'Sunday' | undefined {
  // of a date alone, which is read as UTC: the machine's own time zone has no say in it
  const weekday = new Date(day).getUTCDay()
  if (weekday === 6) return 'Saturday'
  return weekday === 0 ? 'Sunday' : undefined
}

function holidayOn({ holidays, yearly, removed }: Calendar, day: LocalDate): string | undefined {
  const holiday = holidays.find(({ on }) => on === day)
  if (holiday) return holiday.name
  if (removed?.includes(day)) return undefined
  return yearly.find(({ monthDay }) => monthDay === day.slice(5))?.name
}
