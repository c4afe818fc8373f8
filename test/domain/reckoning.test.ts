import type { JourneyEvent } from '../../domain/events'
import type { Rule } from '../../domain/policy'
import { clockStartOf, reckon, reckonRule } from '../../domain/reckoning'
import {
  legalBasis,
  occurrence,
  recorded,
  started,
  startedAtHome,
  wholeState,
  wholeTimetable,
} from '../support/journeys'

const rule = (id: string): Rule => wholeTimetable.rules.find((one) => one.id === id)!
const steps = (from: string, within: Rule['within']) => reckon(occurrence(from), within, wholeTimetable).steps
const on = (day: string) => occurrence(day).on

describe('the steps of a date', () => {
  test('of hours run from the moment to the moment', () => {
    expect(steps('2026-03-27T15:30:00Z', { hours: 72 })).toEqual([
      {
        step: 'hours',
        hours: 72,
        from: '2026-03-27T15:30:00.000Z',
        to: '2026-03-30T15:30:00.000Z',
        untimed: false,
      },
    ])
  })

  test('of hours without a time run from the midnight of the day in London', () => {
    expect(steps('2026-07-01', { hours: 72 })).toEqual([
      {
        step: 'hours',
        hours: 72,
        from: '2026-06-30T23:00:00.000Z',
        to: '2026-07-03T23:00:00.000Z',
        untimed: true,
      },
    ])
  })

  test.each([
    [{ days: 14 }, { unit: 'days', count: 14, to: '2026-09-14', clamped: false }],
    [{ weeks: 6 }, { unit: 'weeks', count: 6, to: '2026-10-12', clamped: false }],
    [{ months: 6 }, { unit: 'months', count: 6, to: '2027-02-28', clamped: true }],
    [{ months: 2 }, { unit: 'months', count: 2, to: '2026-10-31', clamped: false }],
  ])('of %j from 31 August 2026 is one on the calendar', (within, step) => {
    expect(steps('2026-08-31', within)).toEqual([{ step: 'calendar', from: '2026-08-31', ...step }])
  })

  test('of working days name the calendar and each day skipped, in order', () => {
    expect(steps('2026-12-23', { workingDays: 2, calendar: 'scotland' })).toEqual([
      {
        step: 'working-days',
        count: 2,
        calendar: {
          id: 'scotland',
          title: 'Bank holidays in Scotland, as gov.uk lists them',
          version: 1,
        },
        from: '2026-12-23',
        to: '2026-12-29',
        skipped: [
          { on: '2026-12-25', because: 'Christmas Day' },
          { on: '2026-12-26', because: 'Saturday' },
          { on: '2026-12-27', because: 'Sunday' },
          { on: '2026-12-28', because: 'Boxing Day (substitute day)' },
        ],
      },
    ])
  })

  test('by a calendar that the policy has not is an error', () => {
    expect(() => steps('2026-03-02', { workingDays: 2, calendar: 'moon' })).toThrow(
      'The policy has no calendar moon',
    )
  })
})

describe('the date of a rule', () => {
  const icso = rule('icso-expiry')
  const made = (...days: string[]): JourneyEvent[] => recorded(...days.map((day) => legalBasis(day, 'icso')))
  const last = (run: readonly JourneyEvent[]) => run.at(-1)!.occurred
  const due = (...days: string[]) => {
    const run = made(...days)
    return reckonRule(icso, last(run), { run }, wholeTimetable)
  }

  test('of an order that says its last day is that day, through its end', () => {
    const expiresOn = on('2026-03-27')
    expect(reckonRule(icso, occurrence('2026-03-10'), { expiresOn }, wholeTimetable)).toEqual({
      dueOn: '2026-03-27',
      lastMoment: '2026-03-27T23:59:59.999Z',
      steps: [{ step: 'expires-on', on: '2026-03-27' }],
    })
  })

  test('of a first order is its own 22 days', () => {
    expect(due('2026-03-02').steps.map(({ step }) => step)).toEqual(['calendar'])
    expect(due('2026-03-02').dueOn).toBe('2026-03-24')
  })

  test('of a renewal is cut short by the 66 days of the run, with a step that says so', () => {
    expect(due('2026-03-02', '2026-03-24', '2026-04-20')).toEqual({
      dueOn: '2026-05-07',
      lastMoment: '2026-05-07T22:59:59.999Z',
      steps: [
        { step: 'calendar', unit: 'days', count: 22, from: '2026-04-20', to: '2026-05-12', clamped: false },
        { step: 'in-all', days: 66, from: '2026-03-02', to: '2026-05-07' },
      ],
    })
  })

  test('of a renewal that ends with the run itself has no such step', () => {
    expect(due('2026-03-02', '2026-03-24', '2026-04-15').steps).toHaveLength(1)
    expect(due('2026-03-02', '2026-03-24', '2026-04-16').steps).toHaveLength(2)
  })

  test('of what was made after the run was over counts from itself', () => {
    expect(due('2026-03-02', '2026-05-07').dueOn).toBe('2026-05-07')
    expect(due('2026-03-02', '2026-05-08').dueOn).toBe('2026-05-30')
    expect(due('2026-03-02', '2026-05-08', '2026-05-30', '2026-07-12').dueOn).toBe('2026-07-13')
  })

  test('of what can be renewed without end is its own alone', () => {
    const run = recorded(legalBasis('2026-03-02', 'cso'), legalBasis('2027-03-02', 'cso'))
    expect(reckonRule(rule('cso-expiry'), last(run), { run }, wholeTimetable).dueOn).toBe('2028-03-02')
  })

  test('outside any run is its own alone', () => {
    expect(reckonRule(icso, occurrence('2026-03-02'), {}, wholeTimetable).dueOn).toBe('2026-03-24')
  })
})

describe('the start of a clock', () => {
  test('is the event, at its time', () => {
    const at = occurrence('2026-03-02T10:00:00Z')
    expect(clockStartOf(rule('six-week-review'), at)).toEqual({ from: at, steps: [] })
  })

  test('of a rule that starts later is the day it comes to that, without a time', () => {
    expect(clockStartOf(rule('peer-review'), occurrence('2023-03-01T10:00:00Z'))).toEqual({
      from: { on: '2025-03-01' },
      steps: [
        {
          step: 'starts-after',
          months: 24,
          anniversary: '2025-03-01',
          notBefore: '2018-09-01',
          from: '2025-03-01',
        },
      ],
    })
    expect(clockStartOf(rule('peer-review'), occurrence('2015-03-01'))).toMatchObject({
      from: { on: '2018-09-01' },
      steps: [{ anniversary: '2017-03-01', from: '2018-09-01' }],
    })
  })

  test('of one that starts later and on no day in particular is the anniversary', () => {
    const plain: Rule = { ...rule('peer-review'), startsAfter: { months: 24 } }
    expect(clockStartOf(plain, occurrence('2015-03-01'))).toEqual({
      from: { on: '2017-03-01' },
      steps: [{ step: 'starts-after', months: 24, anniversary: '2017-03-01', from: '2017-03-01' }],
    })
  })
})

describe('a deadline', () => {
  test('has the steps to the start of its clock, then those of the date', () => {
    const { deadlines } = wholeState(recorded(startedAtHome('2023-03-01', { legalBasis: 'other' })))
    expect(deadlines).toHaveLength(1)
    expect(deadlines[0]).toMatchObject({
      instance: 1,
      startedBy: { id: 'event-1' },
      startedAt: { on: '2025-03-01' },
      dueOn: '2025-05-24',
      steps: [{ step: 'starts-after' }, { step: 'calendar', from: '2025-03-01', to: '2025-05-24' }],
    })
  })

  test('has the version of its rule that was in force when the clock started', () => {
    const within = (day: string) => {
      const { deadlines } = wholeState(recorded(started(day, { emergency: true })))
      return deadlines.filter(({ rule: { id } }) => id === 'emergency-review').map((one) => one.rule.within)
    }
    const days = (workingDays: number) => [{ workingDays, calendar: 'scotland' }]
    expect(within('2020-04-06')).toEqual(days(3))
    expect(within('2020-04-07')).toEqual(days(5))
    expect(within('2022-09-30')).toEqual(days(5))
    expect(within('2022-10-01')).toEqual(days(3))
  })
})
