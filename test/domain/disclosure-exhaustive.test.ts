import { shownIn, type PublishedTable } from '../../domain/counts'
import { publish } from '../../domain/disclosure'
import type { Growing } from '../../domain/disclosure-spread'

/*
 * Nothing is searched for cleverly here: of small tables every one that there could be is written down, those that disagree with
 * what is published are struck out, and what is left is what somebody can believe.
 */
const CLASSES = ['onTime', 'open']
const GROWING: Growing = [['onTime']]
const THRESHOLD = 3
const MOST = 10
const ENOUGH = THRESHOLD - 1

type World = readonly number[]
const WORLDS: readonly World[] = worlds(4)

function worlds(cells: number): World[] {
  if (cells === 0) return [[]]
  return worlds(cells - 1).flatMap((world) => Array.from({ length: MOST + 1 }, (_n, n) => [...world, n]))
}

/** The four cells of two places and two classes, and their totals: places, classes, all. */
function wholeOf([a = 0, b = 0, c = 0, d = 0]: World): number[] {
  return [a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d]
}

function agreeWith(publication: PublishedTable): number[][] {
  const shown = shownIn(publication).flat()
  return WORLDS.map(wholeOf).filter((whole) =>
    whole.every((value, at) => (shown[at] === null ? value > 0 : value === shown[at])),
  )
}

// Of each place and of all: who was on time stays so, and nobody leaves the cohort.
function couldFollow(before: readonly number[], after: readonly number[]): boolean {
  return [0, 2, 3, 5, 6, 8].every((at) => (after[at] ?? 0) >= (before[at] ?? 0))
}

function published(of: readonly World[]): PublishedTable[] {
  return of.reduce<PublishedTable[]>((earlier, [a = 0, b = 0, c = 0, d = 0]) => {
    const counts = [
      [a, b],
      [c, d],
    ]
    const table = { rows: ['here', 'there'], columns: CLASSES, counts }
    return [...earlier, publish(table, { threshold: THRESHOLD, earlier, growing: GROWING })]
  }, [])
}

/** How many different numbers each count that is not shown can still be: of the fewest of the first day and of the second. */
function fewest(publications: readonly PublishedTable[]): number {
  const [first = [], second = []] = publications.map(agreeWith)
  const firstLeft = first.filter((before) => second.some((after) => couldFollow(before, after)))
  const secondLeft = second.filter((after) => first.some((before) => couldFollow(before, after)))
  const left = [firstLeft, secondLeft]
  return Math.min(
    ...publications.flatMap((publication, day) =>
      shownIn(publication)
        .flat()
        .flatMap((value, at) => (value === null ? [new Set(left[day]?.map((whole) => whole[at])).size] : [])),
    ),
  )
}

describe('counts of two places on two days', () => {
  it('cannot be told by striking out whatever they are not: where one child came, or one was on time, or nothing happened', () => {
    const some: World[] = []
    for (const a of [0, 1, 2, 3, 4])
      for (const b of [0, 1, 4]) for (const d of [0, 1, 2, 5]) some.push([a, b, 1, d])
    const told = some.flatMap(([a = 0, b = 0, c = 0, d = 0]) =>
      [
        [a, b + 1, c, d],
        [a + 1, Math.max(0, b - 1), c, d],
        [a, b, c, d],
      ]
        .map((after) => [[a, b, c, d], after])
        .filter((days) => fewest(published(days)) < ENOUGH),
    )
    expect(told).toEqual([])
  })
})
