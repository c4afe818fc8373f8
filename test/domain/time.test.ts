import fc from 'fast-check'
import {
  endOfDay,
  instant,
  isLocalDate,
  localDateOf,
  millisecondsBetween,
  parseOccurrence,
  plusDays,
  plusHours,
  plusMonths,
  plusWeeks,
  startOf,
  startOfDay,
  wallTime,
  writeInstant,
  writeOccurrence,
  type LocalDate,
} from '../../domain/time'
import { at, occurrence } from '../support/journeys'
import { days, moments } from './arbitraries'

const day = (text: string) => text as LocalDate
const HOUR = 3_600_000

describe('hours run on the instant', () => {
  test.each([
    ['an ordinary week', '2026-02-03T09:15:00Z', '2026-02-06T09:15:00+00:00'],
    ['the clocks go forward', '2026-03-27T15:30:00Z', '2026-03-30T16:30:00+01:00'],
    ['the clocks go back', '2026-10-23T15:30:00+01:00', '2026-10-26T14:30:00+00:00'],
    ['the year ends', '2026-12-30T23:59:00Z', '2027-01-02T23:59:00+00:00'],
    ['a leap day', '2028-02-27T12:00:00Z', '2028-03-01T12:00:00+00:00'],
  ])('72 hours over %s are 72 elapsed hours', (_, from, to) => {
    expect(writeInstant(plusHours(at(from), 72))).toBe(to)
  })

  test('any hours forward and back again are no time at all', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -2000, max: 2000 }), (moment, hours) => {
        const later = plusHours(moment, hours)
        expect(millisecondsBetween(moment, later)).toBe(hours * HOUR)
        expect(plusHours(later, -hours)).toBe(moment)
      }),
    )
  })

  test('hours add up', () => {
    const some = fc.integer({ min: 0, max: 500 })
    fc.assert(
      fc.property(moments, some, some, (moment, a, b) => {
        expect(plusHours(plusHours(moment, a), b)).toBe(plusHours(moment, a + b))
      }),
    )
  })
})

describe('the local day', () => {
  test.each([
    ['2026-03-28', '2026-03-28T00:00:00.000Z', '2026-03-28T23:59:59.999Z', 24],
    ['2026-03-29', '2026-03-29T00:00:00.000Z', '2026-03-29T22:59:59.999Z', 23],
    ['2026-03-30', '2026-03-29T23:00:00.000Z', '2026-03-30T22:59:59.999Z', 24],
    ['2026-10-24', '2026-10-23T23:00:00.000Z', '2026-10-24T22:59:59.999Z', 24],
    ['2026-10-25', '2026-10-24T23:00:00.000Z', '2026-10-25T23:59:59.999Z', 25],
    ['2026-10-26', '2026-10-26T00:00:00.000Z', '2026-10-26T23:59:59.999Z', 24],
  ])('%s runs from %s to %s, %i hours', (on, from, to, hours) => {
    expect(startOfDay(day(on))).toBe(from)
    expect(endOfDay(day(on))).toBe(to)
    expect(millisecondsBetween(startOfDay(day(on)), endOfDay(day(on))) + 1).toBe(hours * HOUR)
  })

  test('half past midnight in summer is the new day, though it is still the old one in UTC', () => {
    expect(localDateOf(at('2026-06-30T23:30:00Z'))).toBe('2026-07-01')
    expect(localDateOf(at('2026-12-31T23:30:00Z'))).toBe('2026-12-31')
  })

  test('every day begins where the day before it ended, and holds its own first and last moment', () => {
    fc.assert(
      fc.property(days, (on) => {
        expect(instant(Date.parse(endOfDay(on)) + 1)).toBe(startOfDay(plusDays(on, 1)))
        expect(localDateOf(startOfDay(on))).toBe(on)
        expect(localDateOf(endOfDay(on))).toBe(on)
        expect(localDateOf(instant(Date.parse(startOfDay(on)) - 1))).toBe(plusDays(on, -1))
      }),
    )
  })
})

describe('London wall time', () => {
  test.each([
    ['in winter', '2026-01-15', '2026-01-15T09:00:00.000Z'],
    ['in summer', '2026-07-15', '2026-07-15T08:00:00.000Z'],
    ['on the morning the clocks go forward', '2026-03-29', '2026-03-29T08:00:00.000Z'],
    ['on the morning the clocks go back', '2026-10-25', '2026-10-25T09:00:00.000Z'],
  ])('09:00 %s', (_, on, expected) => {
    expect(wallTime(day(on), 9)).toBe(expected)
  })

  test('a time that comes twice is the first of the two', () => {
    expect(wallTime(day('2026-10-25'), 1, 30)).toBe('2026-10-25T00:30:00.000Z')
  })

  test('a time that is skipped is as much later', () => {
    expect(writeInstant(wallTime(day('2026-03-29'), 1, 30))).toBe('2026-03-29T02:30:00+01:00')
  })

  test('any hour after 2 in the morning is on the clock as it was asked for', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 2, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (on, hour, minute) => {
          const two = (count: number) => String(count).padStart(2, '0')
          expect(writeInstant(wallTime(on, hour, minute)).slice(0, 16)).toBe(
            `${on}T${two(hour)}:${two(minute)}`,
          )
        },
      ),
    )
  })
})

describe('the calendar', () => {
  test.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 3, '2028-05-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-03-31', 3, '2026-06-30'],
    ['2026-12-02', 3, '2027-03-02'],
    ['2026-05-31', -3, '2026-02-28'],
    ['2026-10-25', 0, '2026-10-25'],
  ])('%s and %i months is %s', (on, months, expected) => {
    expect(plusMonths(day(on), months)).toBe(expected)
  })

  test.each([
    ['2026-03-28', 1, '2026-03-29'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %i days is %s', (on, count, expected) => {
    expect(plusDays(day(on), count)).toBe(expected)
  })

  test('6 weeks from a Monday is a Monday', () => {
    expect(plusWeeks(day('2026-03-02'), 6)).toBe('2026-04-13')
    expect(plusWeeks(day('2026-03-02'), 45)).toBe('2027-01-11')
  })

  test('months keep the day of the month, or end on the last day of a shorter one', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -60, max: 60 }), (on, months) => {
        const later = plusMonths(on, months)
        const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
        expect(index(later) - index(on)).toBe(months)
        const kept = later.slice(8) === on.slice(8)
        const clamped = later < `${later.slice(0, 8)}${on.slice(8)}` && plusDays(later, 1).endsWith('-01')
        expect(kept || clamped).toBe(true)
      }),
    )
  })

  test('of two days the later is never due earlier', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: 0, max: 60 }), (a, b, months) => {
        const [earlier, later] = a < b ? [a, b] : [b, a]
        expect(plusMonths(earlier, months) <= plusMonths(later, months)).toBe(true)
      }),
    )
  })

  test('days and weeks go back as they went forward', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -2000, max: 2000 }), (on, count) => {
        expect(plusDays(plusDays(on, count), -count)).toBe(on)
        expect(plusWeeks(on, count)).toBe(plusDays(on, 7 * count))
      }),
    )
  })
})

describe('what people and systems write', () => {
  test('a date alone is a day without a time, and starts at its midnight in London', () => {
    expect(parseOccurrence('2026-06-01')).toEqual({ on: '2026-06-01' })
    expect(startOf(occurrence('2026-06-01'))).toBe('2026-05-31T23:00:00.000Z')
  })

  test.each([
    ['2026-03-27T15:30:00+00:00', '2026-03-27', '2026-03-27T15:30:00.000Z'],
    ['2026-03-30T16:30+01:00', '2026-03-30', '2026-03-30T15:30:00.000Z'],
    ['2026-06-30T23:30:00Z', '2026-07-01', '2026-06-30T23:30:00.000Z'],
    ['2026-06-30T19:00:00.123456-05:00', '2026-07-01', '2026-07-01T00:00:00.123Z'],
  ])('%s is a moment on %s', (text, on, moment) => {
    expect(parseOccurrence(text)).toEqual({ on, at: moment })
    expect(startOf(occurrence(text))).toBe(moment)
  })

  test.each([
    ['nothing', ''],
    ['words', 'last Friday'],
    ['30 February', '2026-02-30'],
    ['29 February of a common year', '2027-02-29'],
    ['a 13th month', '2026-13-01'],
    ['day 0', '2026-01-00'],
    ['the British order', '27/03/2026'],
    ['no leading zeros', '2026-3-7'],
    ['a moment without its offset', '2026-03-27T15:30:00'],
    ['a moment on 30 February', '2026-02-30T10:00:00Z'],
    ['24 o’clock', '2026-03-27T24:00:00Z'],
    ['25 o’clock', '2026-03-27T25:00:00Z'],
    ['minute 60', '2026-03-27T10:60:00Z'],
    ['an offset that is nowhere', '2026-03-27T10:00:00+99:00'],
    ['a space for the T', '2026-03-27 15:30:00Z'],
    ['something around it', ' 2026-03-27'],
    ['a year before anybody', '0206-03-27'],
    ['a year of five digits', '20266-03-27'],
  ])('%s is refused: %j', (_, text) => {
    expect(parseOccurrence(text)).toBeUndefined()
    expect(isLocalDate(text)).toBe(false)
  })

  test('what was read is written back with London’s offset of that moment', () => {
    expect(writeOccurrence(occurrence('2026-03-27'))).toBe('2026-03-27')
    expect(writeOccurrence(occurrence('2026-03-27T15:30:00Z'))).toBe('2026-03-27T15:30:00+00:00')
    expect(writeOccurrence(occurrence('2026-03-30T15:30:00Z'))).toBe('2026-03-30T16:30:00+01:00')
  })

  test('writing and reading again is the same moment', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const whole = instant(Math.floor(Date.parse(moment) / 1000) * 1000)
        expect(parseOccurrence(writeInstant(whole))).toEqual({ on: localDateOf(whole), at: whole })
      }),
    )
  })

  test('what is no date at all has no instant', () => {
    expect(() => instant('last Friday')).toThrow(RangeError)
  })
})
