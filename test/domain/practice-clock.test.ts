import { isTooFar, movedBy, parseSpan } from '../../domain/practice-clock'
import { writeInstant } from '../../domain/time'
import { at } from '../support/journeys'

describe('how far a clock is moved', () => {
  it.each([
    ['6 weeks', [{ count: 6, unit: 'weeks' }]],
    ['a day', [{ count: 1, unit: 'days' }]],
    ['One Month', [{ count: 1, unit: 'months' }]],
    ['36 hours', [{ count: 36, unit: 'hours' }]],
    ['2w', [{ count: 2, unit: 'weeks' }]],
    ['a fortnight', [{ count: 2, unit: 'weeks' }]],
    [
      '1 year and 2 months',
      [
        { count: 1, unit: 'years' },
        { count: 2, unit: 'months' },
      ],
    ],
    [
      '1 year, 2 months, and 3 days',
      [
        { count: 1, unit: 'years' },
        { count: 2, unit: 'months' },
        { count: 3, unit: 'days' },
      ],
    ],
  ])('is read from "%s"', (text, span) => {
    expect(parseSpan(text)).toEqual(span)
  })

  it.each([
    '',
    'soon',
    '0 days',
    '-1 day',
    '6',
    'weeks',
    '6 moons',
    '1.5 days',
    '6 weeks later',
    'and a day',
  ])('is not read from "%s"', (text) => {
    expect(parseSpan(text)).toBeUndefined()
  })

  it.each([
    // the clocks go forward on 29 March 2026: a day later it is the same time, 36 hours later it is an hour more
    ['2026-03-28T10:30:05+00:00', '1 day', '2026-03-29T10:30:05+01:00'],
    ['2026-03-28T10:30:05+00:00', '36 hours', '2026-03-29T23:30:05+01:00'],
    ['2026-10-24T10:30:05+01:00', '2 weeks', '2026-11-07T10:30:05+00:00'],
    ['2026-08-31T09:00:00+01:00', '6 months', '2027-02-28T09:00:00+00:00'],
    ['2028-02-29T09:00:00+00:00', 'a year', '2029-02-28T09:00:00+00:00'],
    ['2026-01-05T23:59:59+00:00', '1 month and 1 day', '2026-02-06T23:59:59+00:00'],
  ])('from %s by %s comes to %s', (from, by, to) => {
    expect(writeInstant(movedBy(at(from), parseSpan(by) ?? []))).toBe(to)
  })

  it('is at most five years at once', () => {
    const from = at('2026-01-05T09:00:00Z')
    expect(isTooFar(from, movedBy(from, parseSpan('5 years') ?? []))).toBe(false)
    expect(isTooFar(from, movedBy(from, parseSpan('5 years and 1 hour') ?? []))).toBe(true)
    expect(isTooFar(at('2998-01-05T09:00:00Z'), at('3000-01-05T09:00:00Z'))).toBe(true)
  })
})
