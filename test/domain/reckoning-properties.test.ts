import fc from 'fast-check'
import { isWorkingDay, nonWorkingReason } from '../../domain/calendar'
import { calendarIn, type Within } from '../../domain/policy'
import { reckon } from '../../domain/reckoning'
import {
  endOfDay,
  instant,
  localDateOf,
  millisecondsBetween,
  plusDays,
  startOf,
  startOfDay,
  type LocalDate,
  type Occurrence,
} from '../../domain/time'
import { wholeTimetable } from '../support/journeys'
import { days, moments } from './arbitraries'

const scotland = calendarIn(wholeTimetable, 'scotland')
// so early that no count leaves the years of the calendar
const within2027 = days.filter((day) => day < '2027-06-01')
const counts = fc.integer({ min: 1, max: 70 })
const occurrences: fc.Arbitrary<Occurrence> = fc.oneof(
  days.map((on) => ({ on })),
  moments.map((at) => ({ on: localDateOf(at), at })),
)
const due = (started: Occurrence, within: Within) => reckon(started, within, wholeTimetable)
/** Days from one to another, counted on a calendar of no zone. */
const daysBetween = (from: LocalDate, to: LocalDate) => (Date.parse(to) - Date.parse(from)) / 86_400_000
const spans: fc.Arbitrary<Within> = fc.oneof(
  counts.map((count) => ({ days: count })),
  counts.map((count) => ({ weeks: count })),
  counts.map((count) => ({ months: count })),
)

describe('hours', () => {
  test('are exactly so many hours of elapsed time, over any clock change', () => {
    fc.assert(
      fc.property(occurrences, counts, (started, hours) => {
        const { dueAt, lastMoment, dueOn } = due(started, { hours })
        expect(millisecondsBetween(startOf(started), dueAt!)).toBe(hours * 3_600_000)
        expect(lastMoment).toBe(dueAt)
        expect(dueOn).toBe(localDateOf(dueAt!))
      }),
    )
  })

  test('of a later start never end before those of an earlier one', () => {
    fc.assert(
      fc.property(occurrences, occurrences, counts, (a, b, hours) => {
        const [first, second] = startOf(a) <= startOf(b) ? [a, b] : [b, a]
        expect(due(first, { hours }).lastMoment <= due(second, { hours }).lastMoment).toBe(true)
      }),
    )
  })
})

describe('days, weeks and months', () => {
  test('are counted on the calendar: so many days, and a week is seven of them', () => {
    fc.assert(
      fc.property(occurrences, counts, (started, count) => {
        expect(daysBetween(started.on, due(started, { days: count }).dueOn)).toBe(count)
        expect(due(started, { weeks: count }).dueOn).toBe(due(started, { days: count * 7 }).dueOn)
      }),
    )
  })

  test('a month is the same day of the month so many later, or the last that it has', () => {
    fc.assert(
      fc.property(occurrences, counts, (started, months) => {
        const { dueOn } = due(started, { months })
        const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
        expect(monthOf(dueOn) - monthOf(started.on)).toBe(months)
        const same = dueOn.slice(8) === started.on.slice(8)
        const lastOfMonth = plusDays(dueOn, 1).slice(8) === '01'
        expect(same || (lastOfMonth && dueOn.slice(8) < started.on.slice(8))).toBe(true)
      }),
    )
  })

  test('say in their step that a month was clamped exactly when it was', () => {
    fc.assert(
      fc.property(occurrences, counts, (started, months) => {
        const { dueOn, steps } = due(started, { months })
        expect(steps).toEqual([
          {
            step: 'calendar',
            unit: 'months',
            count: months,
            from: started.on,
            to: dueOn,
            clamped: dueOn.slice(8) !== started.on.slice(8),
          },
        ])
      }),
    )
  })

  test('are due through the very end of the day in London, whatever the clocks do on it', () => {
    fc.assert(
      fc.property(occurrences, spans, (started, span) => {
        const { dueOn, dueAt, lastMoment } = due(started, span)
        expect(dueAt).toBeUndefined()
        expect(localDateOf(lastMoment)).toBe(dueOn)
        expect(instant(Date.parse(lastMoment) + 1)).toBe(startOfDay(plusDays(dueOn, 1)))
      }),
    )
  })

  test('have no regard to the time of day of the start', () => {
    fc.assert(
      fc.property(occurrences, spans, (started, span) => {
        expect(due(started, span)).toEqual(due({ on: started.on }, span))
      }),
    )
  })

  test('of a later start never end before those of an earlier one', () => {
    fc.assert(
      fc.property(days, days, spans, (a, b, span) => {
        const [first, second] = a <= b ? [a, b] : [b, a]
        expect(due({ on: first }, span).dueOn <= due({ on: second }, span).dueOn).toBe(true)
      }),
    )
  })

  test('go on: days after days are as many days together', () => {
    fc.assert(
      fc.property(days, counts, counts, (on, a, b) => {
        const there = due({ on }, { days: a }).dueOn
        expect(due({ on: there }, { days: b }).dueOn).toBe(due({ on }, { days: a + b }).dueOn)
      }),
    )
  })
})

describe('working days', () => {
  const within = (workingDays: number): Within => ({ workingDays, calendar: 'scotland' })

  test('end on a working day, with exactly so many after the start', () => {
    fc.assert(
      fc.property(within2027, counts, (on, count) => {
        const { dueOn, lastMoment } = due({ on }, within(count))
        const between = Array.from({ length: daysBetween(on, dueOn) }, (_, index) => plusDays(on, index + 1))
        expect(between.filter((day) => isWorkingDay(scotland, day))).toHaveLength(count)
        expect(isWorkingDay(scotland, dueOn)).toBe(true)
        expect(lastMoment).toBe(endOfDay(dueOn))
      }),
    )
  })

  test('name each day that they skip, and why', () => {
    fc.assert(
      fc.property(within2027, counts, (on, count) => {
        const { dueOn, steps } = due({ on }, within(count))
        const between = Array.from({ length: daysBetween(on, dueOn) }, (_, index) => plusDays(on, index + 1))
        const skipped = between.flatMap((day) => {
          const because = nonWorkingReason(scotland, day)
          return because === undefined ? [] : [{ on: day, because }]
        })
        expect(steps).toEqual([
          {
            step: 'working-days',
            count,
            calendar: { id: 'scotland', title: scotland.title, version: 1 },
            from: on,
            to: dueOn,
            skipped,
          },
        ])
      }),
    )
  })

  test('of a later start never end before those of an earlier one, and one more ends later', () => {
    fc.assert(
      fc.property(within2027, within2027, counts, (a, b, count) => {
        const [first, second] = a <= b ? [a, b] : [b, a]
        expect(due({ on: first }, within(count)).dueOn <= due({ on: second }, within(count)).dueOn).toBe(true)
        expect(due({ on: a }, within(count)).dueOn < due({ on: a }, within(count + 1)).dueOn).toBe(true)
      }),
    )
  })

  test('are no more than the days of the calendar, and no fewer than the weeks allow', () => {
    fc.assert(
      fc.property(within2027, counts, (on, count) => {
        const { dueOn } = due({ on }, within(count))
        expect(daysBetween(on, dueOn)).toBeGreaterThanOrEqual(count)
        expect(daysBetween(on, dueOn)).toBeLessThanOrEqual(count * 2 + 10)
      }),
    )
  })
})
