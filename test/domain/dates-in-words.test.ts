import { inFull } from '../../domain/dates-in-words'

describe('a date in words', () => {
  test.each([
    ['2026-11-24', 'Tuesday 24 November 2026'],
    ['2027-02-01', 'Monday 1 February 2027'],
    ['2028-02-29', 'Tuesday 29 February 2028'],
  ])('%s is %s, wherever it is read', (date, words) => {
    expect(inFull(date)).toBe(words)
  })

  test.each([
    ['in winter', '2026-11-24T10:00:00Z', '10:00 on Tuesday 24 November 2026'],
    ['in summer', '2026-07-01T09:05:00Z', '10:05 on Wednesday 1 July 2026'],
    ['in the afternoon', '2027-05-24T14:30:00+01:00', '14:30 on Monday 24 May 2027'],
    ['half past midnight, the new day', '2026-06-30T23:30:00Z', '00:30 on Wednesday 1 July 2026'],
  ])('has its time in London: %s', (_, moment, words) => {
    expect(inFull(moment)).toBe(words)
  })

  test.each(['', 'next Tuesday', '2026-02-30', '2026-11-24T10:00:00'])(
    'is given back as it is when it is none: %j',
    (text) => {
      expect(inFull(text)).toBe(text)
    },
  )
})
