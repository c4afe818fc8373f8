import fc from 'fast-check'
import { shownIn, withTotals, type CountTable, type PublishedTable } from '../../domain/counts'
import { publish } from '../../domain/disclosure'
import type { Growing } from '../../domain/disclosure-spread'
import { whatCouldBe, type Found } from '../support/attacker'

const CLASSES = ['onTime', 'late', 'overdue', 'open']
const GROWING: Growing = [['onTime'], ['late'], ['late', 'overdue']]
const THRESHOLD = 5
const ENOUGH = THRESHOLD - 1

function table(counts: readonly (readonly number[])[], columns = CLASSES): CountTable {
  return { rows: counts.map((_row, index) => `place-${index}`), columns, counts }
}

/** Publishes tables of several dates, one after the other, as they come. */
function published(tables: readonly CountTable[], threshold = THRESHOLD): PublishedTable[] {
  return tables.reduce<PublishedTable[]>(
    (earlier, one) => [...earlier, publish(one, { threshold, earlier, growing: GROWING })],
    [],
  )
}

/** The counts that an attacker can narrow down to fewer numbers than there are small ones. */
function recovered(publications: readonly PublishedTable[], enough = ENOUGH): Found[] {
  return whatCouldBe(publications, GROWING, { enough }).filter(({ possible }) => possible.length < enough)
}

describe('counts to publish', () => {
  it('leave out what is small, and say what is none or large', () => {
    const [one] = published([
      table([
        [12, 3, 0, 20],
        [15, 30, 0, 21],
        [14, 4, 0, 22],
      ]),
    ])
    const shown = shownIn(one as PublishedTable)
    for (const [r, row] of withTotals(one as PublishedTable).entries())
      for (const [c, value] of row.entries()) {
        if (value > 0 && value < THRESHOLD) expect([r, c, shown[r]?.[c]]).toEqual([r, c, null])
        if (value === 0) expect(shown[r]?.[c]).toBe(0)
      }
    expect(recovered([one as PublishedTable])).toEqual([])
  })

  it('leave out a second one, since the totals would tell the first', () => {
    const naive = table([
      [12, 3, 10, 20],
      [15, 30, 10, 21],
      [14, 14, 10, 22],
    ])
    const alone = {
      ...naive,
      threshold: THRESHOLD,
      hidden: withTotals(naive).map((row) => row.map((n) => n > 0 && n < 5)),
    }
    // whoever leaves out only what is small gives it away
    expect(recovered([alone])).toEqual([{ publication: 0, row: 0, column: 1, possible: [3] }])
    const [one] = published([naive])
    expect((one as PublishedTable).hidden.flat().filter(Boolean).length).toBeGreaterThanOrEqual(4)
    expect(recovered([one as PublishedTable])).toEqual([])
  })

  it('are not published as if nothing had been before: what a later table shows would tell what an earlier one left out', () => {
    const [before, after] = [table([[4, 9, 0, 9]]), table([[5, 9, 0, 9]])]
    const [first] = published([before]) as [PublishedTable]
    const careless = publish(after, { threshold: THRESHOLD, earlier: [], growing: GROWING })
    expect(recovered([first, careless])).not.toEqual([])
    expect(recovered(published([before, after]))).toEqual([])
  })

  it.each([
    ['of one place alone, which is its own total', [[[3, 2, 0, 9]], [[4, 2, 0, 12]]]],
    [
      'of which there are none at all',
      [
        [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ],
        [
          [0, 0, 0, 0],
          [0, 0, 0, 1],
        ],
      ],
    ],
    [
      'whose totals are small themselves',
      [
        [
          [1, 0, 0, 1],
          [0, 1, 0, 0],
        ],
        [
          [1, 1, 0, 1],
          [0, 1, 0, 1],
        ],
      ],
    ],
    [
      'where one place has almost all',
      [
        [
          [40, 1, 0, 30],
          [0, 0, 0, 1],
        ],
        [
          [41, 1, 0, 31],
          [0, 0, 0, 1],
        ],
      ],
    ],
    [
      'that grew by one out of the small ones',
      [
        [
          [4, 9, 0, 9],
          [9, 9, 0, 9],
        ],
        [
          [5, 9, 0, 9],
          [9, 9, 0, 9],
        ],
      ],
    ],
    [
      'that became small, as a correction makes them',
      [
        [
          [9, 9, 0, 9],
          [9, 9, 0, 9],
        ],
        [
          [3, 9, 0, 9],
          [9, 9, 0, 9],
        ],
      ],
    ],
    [
      'of which one moved from overdue to late',
      [
        [
          [9, 1, 4, 9],
          [9, 7, 6, 9],
        ],
        [
          [9, 2, 3, 9],
          [9, 7, 6, 9],
        ],
      ],
    ],
    [
      'where nothing moved',
      [
        [
          [3, 9, 2, 9],
          [4, 8, 7, 9],
        ],
        [
          [3, 9, 2, 9],
          [4, 8, 7, 9],
        ],
      ],
    ],
  ])('cannot be worked out from totals and two dates: %s', (_what, [before = [], after = []]) => {
    const publications = published([table(before), table(after)])
    const isGrown = publications.every((one, index) => index === 0 || hasGrown(publications[index - 1], one))
    // what a correction made smaller nobody takes to have grown
    if (isGrown) expect(recovered(publications)).toEqual([])
    for (const one of publications) expect(recovered([one])).toEqual([])
  })

  it('cannot be worked out from the totals of any table, nor by knowing what was published before and what only grows', () => {
    fc.assert(
      fc.property(growingTables(3), (tables) => {
        expect(recovered(published(tables))).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  it('cannot be worked out at other thresholds either', () => {
    fc.assert(
      fc.property(growingTables(2), fc.constantFrom(3, 10), (tables, threshold) => {
        expect(recovered(published(tables, threshold), threshold - 1)).toEqual([])
      }),
      { numRuns: 5 },
    )
  })

  it('are made in a moment after years of publications, and show no less for it', () => {
    const counts = [
      [9, 3, 2, 14],
      [1, 8, 0, 5],
      [12, 2, 6, 4],
      [3, 1, 1, 7],
    ]
    const [first] = published([table(counts)]) as [PublishedTable]
    const earlier = Array.from({ length: 80 }, () => first)
    const begun = performance.now()
    const after = table(counts.map((row) => row.with(3, (row[3] ?? 0) + 1)))
    const one = publish(after, { threshold: THRESHOLD, earlier, growing: GROWING })
    // minutes where every run of publications is tried for every count
    expect(performance.now() - begun).toBeLessThan(15_000)
    expect(
      shownIn(one)
        .flat()
        .filter((value) => value !== null && value > 0).length,
    ).toBeGreaterThan(0)
  }, 30_000)

  it('are shown wherever nothing small is near: most of a table of a large authority', () => {
    const large = table(
      Array.from({ length: 8 }, (_p, place) =>
        CLASSES.map((_c, index) => 20 + ((place * 7 + index * 5) % 17)),
      ),
    )
    const [whole] = published([large])
    expect((whole as PublishedTable).hidden.flat().some(Boolean)).toBe(false)
    const withOne = table(large.counts.map((row, r) => (r === 2 ? [2, ...row.slice(1)] : row)))
    const [one] = published([withOne])
    expect((one as PublishedTable).hidden.flat().filter(Boolean)).toHaveLength(4)
    // the totals of places and of classes stay
    expect(shownIn(one as PublishedTable).at(-1)).not.toContain(null)
  })
})

function hasGrown(before: PublishedTable | undefined, after: PublishedTable): boolean {
  if (before === undefined) return true
  const [then, now] = [withTotals(before), withTotals(after)]
  const sets = [...GROWING.map((set) => set.map((one) => CLASSES.indexOf(one))), [CLASSES.length]]
  return now.every((row, r) =>
    sets.every((set) => set.reduce((sum, c) => sum + (row[c] ?? 0) - (then[r]?.[c] ?? 0), 0) >= 0),
  )
}

/** Tables of one place after the other in time: children come, and move on from open, and from overdue to late. */
function growingTables(dates: number): fc.Arbitrary<CountTable[]> {
  const small = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) },
    fc.integer({ min: 0, max: 14 }),
  )
  const row = fc.array(small, { minLength: 4, maxLength: 4 })
  const step = fc.record({
    come: fc.integer({ min: 0, max: 3 }),
    onTime: fc.integer({ min: 0, max: 2 }),
    overdue: fc.integer({ min: 0, max: 2 }),
    late: fc.integer({ min: 0, max: 2 }),
  })
  return fc.integer({ min: 1, max: 3 }).chain((places) =>
    fc
      .record({
        first: fc.array(row, { minLength: places, maxLength: places }),
        steps: fc.array(fc.array(step, { minLength: places, maxLength: places }), {
          minLength: dates - 1,
          maxLength: dates - 1,
        }),
      })
      .map(({ first, steps }) =>
        steps.reduce<number[][][]>(
          (all, moves) => [...all, (all.at(-1) ?? []).map((counts, place) => moved(counts, moves[place]))],
          [first],
        ),
      )
      .map((all) => all.map((counts) => table(counts))),
  )
}

function moved(
  [onTime = 0, late = 0, overdue = 0, open = 0]: readonly number[],
  move: { come: number; onTime: number; overdue: number; late: number } | undefined,
): number[] {
  if (move === undefined) return [onTime, late, overdue, open]
  const done = Math.min(open, move.onTime)
  const missed = Math.min(open - done, move.overdue)
  const mended = Math.min(overdue, move.late)
  return [onTime + done, late + mended, overdue + missed - mended, open - done - missed + move.come]
}
