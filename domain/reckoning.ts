import { plusWorkingDays } from './calendar'
import { calendarIn, type Policy, type Rule, type Within } from './policy'
import type { ClockStart } from './clocks'
import type { JourneyEvent } from './events'
import {
  endOfDay,
  localDateOf,
  plusDays,
  plusHours,
  plusMonths,
  plusWeeks,
  startOf,
  type Instant,
  type LocalDate,
  type Occurrence,
} from './time'

/** When something is due: on a day, of an hours rule at a moment; and the last moment at which it is still on time. */
export interface Due {
  readonly dueOn: LocalDate
  readonly dueAt?: Instant
  readonly lastMoment: Instant
}

/** A step of the arithmetic of a date, as data; the words for it are made elsewhere. */
export type Step =
  /** The clock starts only some months after the event, and not before a day. */
  | {
      readonly step: 'starts-after'
      readonly months: number
      readonly anniversary: LocalDate
      readonly notBefore?: LocalDate
      readonly from: LocalDate
    }
  | {
      readonly step: 'hours'
      readonly hours: number
      readonly from: Instant
      readonly to: Instant
      /** A day without a time counts from its beginning. */
      readonly untimed: boolean
    }
  | {
      readonly step: 'calendar'
      readonly unit: 'days' | 'weeks' | 'months'
      readonly count: number
      readonly from: LocalDate
      readonly to: LocalDate
      /** The month has no such day: it is the last one that it has. */
      readonly clamped: boolean
    }
  | {
      readonly step: 'working-days'
      readonly count: number
      readonly calendar: { readonly id: string; readonly title: string; readonly version: number }
      readonly from: LocalDate
      readonly to: LocalDate
      readonly skipped: readonly { readonly on: LocalDate; readonly because: string }[]
    }
  /** The order itself says its last day. */
  | { readonly step: 'expires-on'; readonly on: LocalDate }
  /** The whole run of renewals may not last longer. */
  | { readonly step: 'in-all'; readonly days: number; readonly from: LocalDate; readonly to: LocalDate }

/** A date with the arithmetic that led to it. */
export interface Reckoned extends Due {
  readonly steps: readonly Step[]
}

type Calendars = Pick<Policy, 'calendars'>

/**
 * When a span that starts with an occurrence ends. Hours run from the moment, or from 00:00 of a day without a time;
 * days, weeks and months run on the calendar, through the end of the last day, inclusive; calendar months clamp; working
 * days are counted after the start, which is not itself counted. Throws UncoveredYearError where the calendar ends.
 */
export function reckon(started: Occurrence, within: Within, calendars: Calendars): Reckoned {
  if ('hours' in within) {
    const from = startOf(started)
    const dueAt = plusHours(from, within.hours)
    const untimed = started.at === undefined
    const step = { step: 'hours', hours: within.hours, from, to: dueAt, untimed } as const
    return { dueOn: localDateOf(dueAt), dueAt, lastMoment: dueAt, steps: [step] }
  }
  const step = calendarStep(started.on, within, calendars)
  return { dueOn: step.to, lastMoment: endOfDay(step.to), steps: [step] }
}

/**
 * When a rule is due whose clock was started by an event. An order that says its last day itself ends then; otherwise a
 * run of renewals ends at the latest when the whole of it may. Throws UncoveredYearError.
 */
export function reckonRule(
  { within, inAll }: Rule,
  started: Occurrence,
  { expiresOn, run }: Pick<ClockStart, 'expiresOn' | 'run'>,
  calendars: Calendars,
): Reckoned {
  if (expiresOn !== undefined) {
    return {
      dueOn: expiresOn,
      lastMoment: endOfDay(expiresOn),
      steps: [{ step: 'expires-on', on: expiresOn }],
    }
  }
  const reckoned = reckon(started, within, calendars)
  if (inAll === undefined || run === undefined) return reckoned
  const from = beginningOfRun(run, inAll.days)
  const to = plusDays(from, inAll.days)
  if (to >= reckoned.dueOn) return reckoned
  const step = { step: 'in-all', days: inAll.days, from, to } as const
  return { dueOn: to, lastMoment: endOfDay(to), steps: [...reckoned.steps, step] }
}

// What was made only after the whole of a run was over does not renew it, but begins another.
function beginningOfRun(run: readonly JourneyEvent[], days: number): LocalDate {
  const made = run.map(({ occurred }) => occurred.on)
  return made.reduce((from, on) => (on > plusDays(from, days) ? on : from))
}

/**
 * From when a rule's clock counts: the event that started it, or, of a rule that starts later, the day it comes to that.
 */
export function clockStartOf(
  { startsAfter }: Rule,
  occurred: Occurrence,
): { readonly from: Occurrence; readonly steps: readonly Step[] } {
  if (startsAfter === undefined) return { from: occurred, steps: [] }
  const { months, notBefore } = startsAfter
  const anniversary = plusMonths(occurred.on, months)
  const from = notBefore !== undefined && notBefore > anniversary ? notBefore : anniversary
  const step = { step: 'starts-after', months, anniversary, ...(notBefore && { notBefore }), from } as const
  return { from: { on: from }, steps: [step] }
}

function calendarStep(
  from: LocalDate,
  within: Exclude<Within, { hours: number }>,
  calendars: Calendars,
): Extract<Step, { step: 'calendar' | 'working-days' }> {
  if ('workingDays' in within) {
    const calendar = calendarIn(calendars, within.calendar)
    const { on, skipped } = plusWorkingDays(calendar, from, within.workingDays)
    const { id, title, version } = calendar
    return {
      step: 'working-days',
      count: within.workingDays,
      calendar: { id, title, version },
      from,
      to: on,
      skipped,
    }
  }
  if ('days' in within) return onCalendar('days', within.days, from, plusDays(from, within.days))
  if ('weeks' in within) return onCalendar('weeks', within.weeks, from, plusWeeks(from, within.weeks))
  return onCalendar('months', within.months, from, plusMonths(from, within.months))
}

function onCalendar(unit: 'days' | 'weeks' | 'months', count: number, from: LocalDate, to: LocalDate) {
  const clamped = unit === 'months' && to.slice(8) !== from.slice(8)
  return { step: 'calendar', unit, count, from, to, clamped } as const
}
