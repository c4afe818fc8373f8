import {
  instant,
  localDateOf,
  plusDays,
  plusHours,
  plusMonths,
  wallTime,
  writeInstant,
  type Instant,
} from './time'

const UNITS = ['hours', 'days', 'weeks', 'months', 'years'] as const
type Unit = (typeof UNITS)[number]

/** How far a practice journey's clock is moved, as people say it: the parts of `1 year and 2 months`. */
export type Span = readonly { readonly count: number; readonly unit: Unit }[]

/** The farthest that a clock is moved at once: the engine goes through every moment on the way. */
export const MOST_YEARS_AT_ONCE = 5
/** No clock goes beyond: calendars of working days reach no farther than people know. */
export const LAST_YEAR = 2999

const WORDS_OF_COUNT: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
}

const PART = /^(?:(\d{1,5})\s*|([a-z]+)\s+)(hours?|days?|weeks?|fortnights?|months?|years?|h|d|w|y)$/

/**
 * Reads how far a clock is to be moved, as a person types it: `6 weeks`, `a day`, `36 hours`, `2w`, `1 year and 2 months`.
 * Undefined when it is nothing of the kind, or nothing at all, such as `0 days`.
 */
export function parseSpan(text: string): Span | undefined {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/)
    .map(partOf)
  if (parts.some((part) => part === undefined)) return undefined
  const span = parts.filter((part) => part !== undefined)
  return span.some(({ count }) => count > 0) ? span : undefined
}

function partOf(text: string): Span[number] | undefined {
  const [, digits, word = '', name = ''] = PART.exec(text) ?? []
  const count = digits === undefined ? WORDS_OF_COUNT[word] : Number(digits)
  if (count === undefined || name === '') return undefined
  if (name.startsWith('f')) return { count: count * 2, unit: 'weeks' }
  const unit = UNITS.find((one) => one.startsWith(name.charAt(0)))
  return unit && { count, unit }
}

/**
 * Where a clock comes to that is moved on from a moment: hours are elapsed hours; days, weeks, months and years go by the
 * calendar and keep the time of day in London, also when the clocks change on the way.
 */
export function movedBy(from: Instant, span: Span): Instant {
  return span.reduce((at, { count, unit }) => {
    if (unit === 'hours') return plusHours(at, count)
    const on = localDateOf(at)
    const { hour, minute, rest } = londonTime(at)
    const day =
      unit === 'days' || unit === 'weeks'
        ? plusDays(on, unit === 'weeks' ? count * 7 : count)
        : plusMonths(on, unit === 'years' ? count * 12 : count)
    return instant(Date.parse(wallTime(day, hour, minute)) + rest)
  }, from)
}

/** Is it farther than a clock is moved at once? */
export function isTooFar(from: Instant, to: Instant): boolean {
  const farthest = movedBy(from, [{ count: MOST_YEARS_AT_ONCE, unit: 'years' }])
  return to > farthest || Number(to.slice(0, 4)) > LAST_YEAR
}

// Minutes of the wall clock since midnight, and what is less than a minute: on a day of 23 or 25 hours not elapsed ones.
function londonTime(at: Instant): { hour: number; minute: number; rest: number } {
  const wall = writeInstant(at)
  return {
    hour: Number(wall.slice(11, 13)),
    minute: Number(wall.slice(14, 16)),
    rest: Date.parse(at) % 60_000,
  }
}
