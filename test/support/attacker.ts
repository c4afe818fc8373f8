import { shownIn, withTotals, type PublishedTable } from '../../domain/counts'
import type { Growing } from '../../domain/disclosure-spread'

/*
 * Somebody who has every publication, and all the time that they want. It knows nothing of how the tables were made but what
 * is published: which counts, the totals, that what is not shown is at least 1, and which sums only grow. It looks for whole
 * worlds that agree with all of it, number by number: nothing is estimated.
 */

/** A count that the attacker may not see, and what it could be as far as they can tell, up to a limit. */
export interface Found {
  readonly publication: number
  readonly row: number
  readonly column: number
  readonly possible: readonly number[]
}

/** A rule that every world keeps: so much of these is at least `least` and at most `most`. */
interface Rule {
  readonly of: readonly { readonly at: number; readonly times: 1 | -1 }[]
  readonly least: number
  readonly most: number
}

/**
 * What each count that is not shown could be, until there are `enough` different numbers of each. What a search does not come
 * to the end of within `steps` counts as possible: the attacker cannot exclude it.
 */
export function whatCouldBe(
  publications: readonly PublishedTable[],
  growing: Growing,
  { enough, steps = 400 }: { readonly enough: number; readonly steps?: number },
): Found[] {
  const shown = publications.map(shownIn)
  const truth = publications.map(withTotals)
  const most = 3 * Math.max(10, ...truth.flat(2))
  const begins = shown.map((_table, index) =>
    shown.slice(0, index).reduce((sum, table) => sum + sizeOf(table), 0),
  )
  const at = (publication: number, row: number, column: number) =>
    (begins[publication] ?? 0) + row * (shown[publication]?.[0]?.length ?? 0) + column
  const domains = shown.flatMap((table) =>
    table.flatMap((row) =>
      row.map((value): [number, number] => (value === null ? [1, most] : [value, value])),
    ),
  )
  const rules = [...sums(publications, at), ...growths(publications, at, growing)]
  const search = { rules, byCell: rulesByCell(rules, domains.length), near: truth.flat(2), steps }
  const first = narrowed(domains, search)
  if (first === undefined) throw new Error('Nothing at all agrees with what was published')
  const possible = first.map(() => new Set<number>())
  const places = shown.flatMap((table, publication) =>
    table.flatMap((cells, row) =>
      cells.flatMap((value, column) => (value === null ? [{ publication, row, column }] : [])),
    ),
  )
  for (const { publication, row, column } of places) {
    const cell = at(publication, row, column)
    const known = possible[cell] as Set<number>
    const [low, high] = first[cell] ?? [0, 0]
    for (const number of outwards(search.near[cell] ?? low, low, high)) {
      if (known.size >= enough) break
      if (known.has(number)) continue
      const world = worldWith(withValue(first, cell, number), { ...search })
      if (world === 'none') continue
      known.add(number)
      // a whole world says of every count what it could be
      if (world !== 'unknown') for (const [index, one] of world.entries()) possible[index]?.add(one)
    }
  }
  return places.map((place) => ({
    ...place,
    possible: [...(possible[at(place.publication, place.row, place.column)] ?? [])].sort((a, b) => a - b),
  }))
}

function* outwards(from: number, low: number, high: number): Generator<number> {
  const start = Math.min(high, Math.max(low, from))
  yield start
  for (let away = 1; start - away >= low || start + away <= high; away += 1) {
    if (start + away <= high) yield start + away
    if (start - away >= low) yield start - away
  }
}

interface Search {
  readonly rules: readonly Rule[]
  readonly byCell: readonly (readonly Rule[])[]
  /** Where worlds are looked for first: it says only where to begin, and nothing is taken from it. */
  readonly near: readonly number[]
  steps: number
}

type Domains = readonly (readonly [number, number])[]
type At = (publication: number, row: number, column: number) => number

function sizeOf(table: readonly (readonly unknown[])[]): number {
  return table.length * (table[0]?.length ?? 0)
}

// Each row comes to its total, and each column, and so do the totals.
function sums(publications: readonly PublishedTable[], at: At): Rule[] {
  return publications.flatMap(({ rows, columns }, publication) => {
    const [height, width] = [rows.length, columns.length]
    const ofRows = Array.from({ length: height + 1 }, (_r, row) => [
      ...columns.map((_c, column) => ({ at: at(publication, row, column), times: 1 as const })),
      { at: at(publication, row, width), times: -1 as const },
    ])
    const ofColumns = Array.from({ length: width + 1 }, (_c, column) => [
      ...rows.map((_r, row) => ({ at: at(publication, row, column), times: 1 as const })),
      { at: at(publication, height, column), times: -1 as const },
    ])
    return [...ofRows, ...ofColumns].map((of) => ({ of, least: 0, most: 0 }))
  })
}

function growths(publications: readonly PublishedTable[], at: At, growing: Growing): Rule[] {
  return publications.slice(1).flatMap((later, index) => {
    const rows = [...later.rows.keys(), later.rows.length]
    const sets = [
      ...growing.map((set) => set.map((column) => later.columns.indexOf(column))),
      [later.columns.length],
    ]
    return rows.flatMap((row) =>
      sets.map((set) => ({
        of: set.flatMap((column) => [
          { at: at(index + 1, row, column), times: 1 as const },
          { at: at(index, row, column), times: -1 as const },
        ]),
        least: 0,
        most: Infinity,
      })),
    )
  })
}

function rulesByCell(rules: readonly Rule[], cells: number): Rule[][] {
  const by = Array.from({ length: cells }, (): Rule[] => [])
  for (const rule of rules) for (const { at } of rule.of) by[at]?.push(rule)
  return by
}

function withValue(domains: Domains, cell: number, number: number): Domains {
  return domains.map((domain, index) => (index === cell ? [number, number] : domain))
}

// Narrows what each can be by what the others can be, until nothing changes; undefined where nothing is left.
function narrowed(start: Domains, { rules, byCell }: Search, from?: number): Domains | undefined {
  const domains = start.map(([low, high]): [number, number] => [low, high])
  const queue = new Set(from === undefined ? rules : byCell[from])
  for (const rule of queue) {
    queue.delete(rule)
    let [lows, highs] = [0, 0]
    for (const { at, times } of rule.of) {
      const [low, high] = domains[at] as [number, number]
      lows += times === 1 ? low : -high
      highs += times === 1 ? high : -low
    }
    if (lows > rule.most || highs < rule.least) return undefined
    for (const { at, times } of rule.of) {
      const domain = domains[at] as [number, number]
      const [low, high] = times === 1 ? domain : [-domain[1], -domain[0]]
      const newLow = Math.max(low, rule.least - (highs - high))
      const newHigh = Math.min(high, rule.most - (lows - low))
      if (newLow > newHigh) return undefined
      if (newLow === low && newHigh === high) continue
      domains[at] = times === 1 ? [newLow, newHigh] : [-newHigh, -newLow]
      lows += newLow - low
      highs += newHigh - high
      for (const other of byCell[at] ?? []) queue.add(other)
    }
  }
  return domains
}

/** One whole world that agrees with everything. What has to differ from where it is looked for first is settled first. */
function worldWith(start: Domains, search: Search, from?: number): readonly number[] | 'none' | 'unknown' {
  const domains = narrowed(start, search, from)
  if (domains === undefined) return 'none'
  search.steps -= 1
  if (search.steps < 0) return 'unknown'
  let best = -1
  let least = Infinity
  for (const [cell, [low, high]] of domains.entries()) {
    if (low === high) continue
    const near = search.near[cell] ?? 0
    const score = high - low + (near < low || near > high ? 0 : 10_000)
    if (score < least) [best, least] = [cell, score]
  }
  if (best === -1) return domains.map(([low]) => low)
  const [low, high] = domains[best] ?? [0, -1]
  for (const number of outwards(search.near[best] ?? low, low, high)) {
    const world = worldWith(withValue(domains, best, number), search, best)
    if (world !== 'none') return world
  }
  return 'none'
}
