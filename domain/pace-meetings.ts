import { isWorkingDay, UncoveredYearError, type Calendar } from './calendar'
import { daysBetween, plusDays, plusWeeks, wallTime, type Instant, type LocalDate } from './time'

/** When a locality has its PACE meeting: the first, how often, and the single meetings that are otherwise. */
export interface Rhythm {
  readonly first: LocalDate
  /** The time of day in Scotland, `10:00`: over a change of the clocks it stays the same there. */
  readonly at: string
  /** How many weeks from one to the next. */
  readonly weeks: number
  /** How many working days before a meeting its pack is made. */
  readonly packDaysBefore: number
  readonly changes: readonly MeetingChange[]
}

/** A single meeting that is moved, or left out. */
export interface MeetingChange {
  /** The day that the rhythm has it on. */
  readonly planned: LocalDate
  /** The day that it is on instead; absent when it is left out, or has another time alone. */
  readonly on?: LocalDate
  readonly at?: string
  readonly leftOut?: boolean
}

/** A meeting, and the day on which its pack is made. */
export interface PaceMeeting {
  readonly planned: LocalDate
  readonly on: LocalDate
  readonly at: string
  readonly packOn: LocalDate
}

/** The calendar of the council; without one every weekday is worked. */
type WorkedBy = Calendar | undefined

/** The meetings on a day and after it, in their order: so many, or fewer where none is left of them. */
export function meetingsFrom(
  rhythm: Rhythm,
  calendar: WorkedBy,
  from: LocalDate,
  count: number,
): PaceMeeting[] {
  const regular = plannedFrom(rhythm, from, count + rhythm.changes.length)
  // one that was planned earlier can have been moved to a later day
  const moved = rhythm.changes
    .map(({ planned }) => planned)
    .filter((planned) => planned < from && isPlanned(rhythm, planned))
  return [...moved, ...regular]
    .flatMap((planned) => meetingOf(rhythm, calendar, planned))
    .filter(({ on }) => on >= from)
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .slice(0, count)
}

/**
 * The meetings whose pack is to be made by a day: from the day on that it is planned for until the meeting itself, so that one
 * that could not be made on its day is made on the next.
 */
export function packsDue(rhythm: Rhythm, calendar: WorkedBy, today: LocalDate): PaceMeeting[] {
  return meetingsFrom(rhythm, calendar, today, MOST_AHEAD).filter(({ packOn }) => packOn <= today)
}

// Packs are made at most ten working days ahead, and meetings are a week apart: more are never due at once.
const MOST_AHEAD = 4

/** The moment of a meeting: the same time of day in summer and winter. */
export function momentOfMeeting({ on, at }: Pick<PaceMeeting, 'on' | 'at'>): Instant {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  return wallTime(on, hour, minute)
}

/** Does the rhythm have a meeting on a day, before anything is moved? */
export function isPlanned({ first, weeks }: Rhythm, day: LocalDate): boolean {
  return day >= first && daysBetween(first, day) % (weeks * 7) === 0
}

function plannedFrom({ first, weeks }: Rhythm, from: LocalDate, count: number): LocalDate[] {
  const passed = Math.max(0, Math.ceil(daysBetween(first, from) / (weeks * 7)))
  return Array.from({ length: count }, (_, index) => plusWeeks(first, (passed + index) * weeks))
}

function meetingOf(rhythm: Rhythm, calendar: WorkedBy, planned: LocalDate): PaceMeeting[] {
  const change = rhythm.changes.find((one) => one.planned === planned)
  if (change?.leftOut === true) return []
  const on = change?.on ?? planned
  return [{ planned, on, at: change?.at ?? rhythm.at, packOn: packDay(calendar, on, rhythm.packDaysBefore) }]
}

// So many working days before the meeting; with none of them on its day, or the last working day before where it is a holiday.
function packDay(calendar: WorkedBy, meeting: LocalDate, daysBefore: number): LocalDate {
  let day = meeting
  while (!isWorked(calendar, day)) day = plusDays(day, -1)
  if (daysBefore === 0) return day
  day = meeting
  for (let counted = 0; counted < daysBefore;) {
    day = plusDays(day, -1)
    if (isWorked(calendar, day)) counted += 1
  }
  return day
}

// No limit of law hangs on it: in a year that the calendar does not cover yet a pack a day early is better than none.
function isWorked(calendar: WorkedBy, day: LocalDate): boolean {
  if (calendar === undefined) return isWeekday(day)
  try {
    return isWorkingDay(calendar, day)
  } catch (error) {
    if (error instanceof UncoveredYearError) return isWeekday(day)
    throw error
  }
}

function isWeekday(day: LocalDate): boolean {
  return ![0, 6].includes(new Date(day).getUTCDay())
}
