import { shownIn } from '../../domain/counts'
import { publish } from '../../domain/disclosure'
import { publishedInFull, withoutCounts } from '../../domain/exports/aim-tables'

const CLOCKS = [
  { id: 'by-45-weeks', clock: 'away-from-home-period' },
  { id: 'by-30-weeks', clock: 'away-from-home-period' },
  { id: 'panel', clock: 'first-away-from-home-recommendation' },
] as const
const TABLE = {
  rows: ['here', 'there'],
  columns: ['onTime', 'open'],
  counts: [
    [9, 3],
    [12, 0],
  ],
}

describe('aims that count the same children', () => {
  it('are published one alone in full, so that none tells what is left out of another', () => {
    expect([...publishedInFull(CLOCKS, () => [])]).toEqual(['by-45-weeks', 'panel'])
    expect(shownIn(withoutCounts(TABLE, 5))).toEqual([
      [null, null, null],
      [null, 0, null],
      [null, null, null],
    ])
  })

  it('are published as they were before, when another is written above', () => {
    const large = {
      ...TABLE,
      counts: [
        [90, 30],
        [40, 20],
      ],
    }
    const before = publish(large, { threshold: 5, earlier: [], growing: [] })
    const earlier = (id: string) => (id === 'by-30-weeks' ? [before] : [withoutCounts(large, 5)])
    expect([...publishedInFull(CLOCKS, earlier)]).toEqual(['by-30-weeks', 'panel'])
  })
})
