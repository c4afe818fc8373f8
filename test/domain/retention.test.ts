import type { ClosingReason } from '../../domain/codes'
import { GROUNDS, mayErase, retentionOf, type Ground, type KeptChild } from '../../domain/retention'
import { occurrence } from '../support/journeys'

const day = (text: string) => occurrence(text).on
const ended = (on: string, reason: ClosingReason = 'returned-to-family') => ({
  ended: { on: day(on), reason },
})
const child = (said: Partial<KeptChild> = {}): KeptChild => ({
  practice: false,
  held: false,
  birthDate: day('2010-05-04'),
  journeys: [ended('2020-01-31')],
  ...said,
})

describe('a record is kept', () => {
  test.each([
    ['2010-05-04', '2110-05-04'],
    ['2000-02-29', '2100-03-01'],
    ['1996-02-29', '2096-02-29'],
  ])('of a child born on %s until %s', (born, freeFrom) => {
    expect(retentionOf(child({ birthDate: day(born) }))).toMatchObject({ freeFrom })
  })

  test('for 25 years of a child who died before 18, and no longer than that', () => {
    const died = child({ journeys: [ended('2016-02-29', 'died')] })
    expect(retentionOf(died)).toMatchObject({ freeFrom: '2041-03-01' })
    expect(mayErase(died, 'retention-over', day('2041-02-28'))).toMatchObject({ code: 'kept-by-law' })
    expect(mayErase(died, 'retention-over', day('2041-03-01'))).toMatchObject({ allowed: true })
  })

  test('for a hundred years of somebody who died on the day of turning 18', () => {
    const died = child({ journeys: [ended('2028-05-04', 'died')] })
    expect(retentionOf(died)).toMatchObject({ freeFrom: '2110-05-04' })
  })

  test('for nobody knows how long when the birth date is missing, also of a child who died', () => {
    for (const journeys of [[ended('2020-01-31')], [ended('2020-01-31', 'died')]]) {
      const { birthDate: _unknown, ...undated } = child({ journeys })
      expect(retentionOf(undated).freeFrom).toBeUndefined()
      expect(mayErase(undated, 'retention-over', day('2199-01-01'))).toMatchObject({
        code: 'undated',
        because: expect.stringContaining('birth date') as string,
      })
    }
  })
})

describe('a child may be erased', () => {
  test('from the hundredth anniversary on, and not the day before', () => {
    expect(mayErase(child(), 'retention-over', day('2110-05-03'))).toMatchObject({
      allowed: false,
      code: 'kept-by-law',
      remedy: expect.stringContaining('2110-05-04') as string,
    })
    expect(mayErase(child(), 'retention-over', day('2110-05-04'))).toMatchObject({ allowed: true })
  })

  test('before that on an order, and not because it was asked for', () => {
    const today = day('2026-05-04')
    const allowing = GROUNDS.filter((ground) => mayErase(child(), ground, today).allowed)
    expect(allowing).toEqual(['court-order', 'commissioner-order'])
    expect(mayErase(child(), 'asked-for', today)).toMatchObject({ code: 'kept-by-law' })
  })

  test('as recorded in error when every journey was closed so, birth date or not', () => {
    const { birthDate: _unknown, ...wrong } = child({ journeys: [ended('2020-01-31', 'recorded-in-error')] })
    const today = day('2026-05-04')
    expect(mayErase(wrong, 'recorded-in-error', today).allowed).toBe(true)
    const partly = { ...wrong, journeys: [...wrong.journeys, ended('2021-01-31')] }
    expect(mayErase(partly, 'recorded-in-error', today)).toMatchObject({ code: 'not-in-error' })
  })

  test('on no ground while a journey is open', () => {
    const open = child({ journeys: [ended('2020-01-31', 'recorded-in-error'), {}] })
    for (const ground of GROUNDS.filter((one) => one !== 'practice'))
      expect(mayErase(open, ground, day('2199-01-01'))).toMatchObject({ code: 'open' })
  })

  test('on no ground while the data are held for the law, practice neither', () => {
    for (const practice of [true, false])
      for (const ground of GROUNDS)
        expect(mayErase(child({ held: true, practice }), ground, day('2199-01-01'))).toMatchObject({
          code: 'held',
        })
  })

  test('at any time when it is practice, and practice is no ground for a child', () => {
    const practice = child({ practice: true, journeys: [{}] })
    const today = day('2026-05-04')
    expect(mayErase(practice, 'practice', today).allowed).toBe(true)
    const other: Ground = 'court-order'
    expect(mayErase(practice, other, today)).toMatchObject({ code: 'other-ground' })
    expect(mayErase(child(), 'practice', today)).toMatchObject({ code: 'other-ground' })
  })
})
