import { withTotals, type CountTable, type PublishedTable } from './counts'
import { guardAfter, type Growing } from './disclosure-spread'

/** Under which a count is not published where nothing else is set: 1 to 4 are not. */
export const USUAL_THRESHOLD = 5

export interface Publishing {
  /** Counts from 1 to one less than this are not shown. */
  readonly threshold: number
  /** What was published of the same counts before, in the order of its days. */
  readonly earlier: readonly PublishedTable[]
  readonly growing: Growing
}

/**
 * Decides which counts of a table, and of its totals, are published. Not shown are small counts (1 to one less than the
 * threshold; none at all is said), and as many others as it takes that nobody can work one out: not from the totals, not from
 * what was published before, not from what is known only to grow. A count that was not shown before stays so until it is
 * twice the threshold, since one that has just come out of the small ones tells what it was.
 *
 * What an earlier publication left out stays safe as well: where nothing else helps, nothing is shown but what is none.
 */
export function publish(table: CountTable, { threshold, earlier, growing }: Publishing): PublishedTable {
  const values = withTotals(table)
  const hidden = values.map((row, r) =>
    row.map((value, c) => isSmall(value, threshold) || staysHidden(table, earlier, value, r, c, threshold)),
  )
  const published = () => ({ ...table, threshold, hidden: hidden.map((row) => [...row]) })
  const leastGuarded = guardAfter(earlier, growing)
  for (;;) {
    const place = leastGuarded(published())
    if (place === undefined) return published()
    const of = place.publication === earlier.length ? table : earlier[place.publication]
    const next = nextToHide(values, hidden, placeHere(table, of, place))
    // all is hidden that there is, and nothing more can be done
    if (next.length === 0) return published()
    for (const [r, c] of next) hide(hidden, r, c)
  }
}

type Place = readonly [number, number]

function isSmall(value: number, threshold: number): boolean {
  return value > 0 && value < threshold
}

function staysHidden(
  table: CountTable,
  earlier: readonly PublishedTable[],
  value: number,
  r: number,
  c: number,
  threshold: number,
): boolean {
  if (value === 0 || value >= 2 * threshold) return false
  const last = earlier.at(-1)
  if (last === undefined) return false
  const place = sameIn(last, table.rows[r] ?? null, table.columns[c] ?? null)
  return place !== undefined && last.hidden[place[0]]?.[place[1]] === true
}

function sameIn({ rows, columns }: CountTable, row: string | null, column: string | null): Place | undefined {
  const r = row === null ? rows.length : rows.indexOf(row)
  const c = column === null ? columns.length : columns.indexOf(column)
  return r === -1 || c === -1 ? undefined : [r, c]
}

// Where a cell of another publication is in this one; its totals, where it is not.
function placeHere(
  table: CountTable,
  of: CountTable | undefined,
  { row, column }: { readonly row: number; readonly column: number },
): Place {
  const place = of && sameIn(table, of.rows[row] ?? null, of.columns[column] ?? null)
  return place ?? [table.rows.length, table.columns.length]
}

/**
 * What else is not to be shown, so that a cell cannot be worked out: itself, else the cheapest ring of cells around it, else
 * the smallest count beside it, or anywhere. Totals come last, for they are what most people look for.
 */
function nextToHide(
  values: readonly (readonly number[])[],
  hidden: readonly (readonly boolean[])[],
  [row, column]: Place,
): readonly Place[] {
  const isOpen = ([r, c]: Place) => (values[r]?.[c] ?? 0) > 0 && hidden[r]?.[c] !== true
  if (isOpen([row, column])) return [[row, column]]
  const ring = cheapestRing(values, hidden, [row, column]).filter(isOpen)
  if (ring.length > 0) return ring
  const open = values
    .flatMap((cells, r) => cells.map((_value, c): Place => [r, c]))
    .filter(isOpen)
    .sort((a, b) => costOf(values, a) - costOf(values, b))
  const beside = open.find(([r, c]) => r === row || c === column)
  return beside ? [beside] : open.slice(0, 1)
}

function costOf(values: readonly (readonly number[])[], [r, c]: Place): number {
  const totals = Number(r === values.length - 1) + Number(c === (values[0]?.length ?? 0) - 1)
  return (values[r]?.[c] ?? 0) + totals * 1_000_000
}

// The cheapest way from the cell's row to its column over other cells that are not none: what is hidden already costs nothing.
function cheapestRing(
  values: readonly (readonly number[])[],
  hidden: readonly (readonly boolean[])[],
  [row, column]: Place,
): Place[] {
  const height = values.length
  const width = values[0]?.length ?? 0
  const cost = Array<number>(height + width).fill(Infinity)
  const via: { from: number; cell: Place }[] = []
  const done = new Set<number>()
  cost[row] = 0
  for (;;) {
    const at = cost.reduce(
      (best, one, node) => (!done.has(node) && one < (cost[best] ?? Infinity) ? node : best),
      -1,
    )
    if (at === -1) return []
    if (at === height + column) return wayBack(via, row, at)
    done.add(at)
    for (let other = 0; other < (at < height ? width : height); other += 1) {
      const cell: Place = at < height ? [at, other] : [other, at - height]
      if ((values[cell[0]]?.[cell[1]] ?? 0) === 0 || (cell[0] === row && cell[1] === column)) continue
      const to = at < height ? height + other : other
      const dearer = (cost[at] ?? 0) + (hidden[cell[0]]?.[cell[1]] === true ? 0 : costOf(values, cell))
      if (dearer < (cost[to] ?? Infinity)) {
        cost[to] = dearer
        via[to] = { from: at, cell }
      }
    }
  }
}

function wayBack(via: readonly { from: number; cell: Place }[], start: number, end: number): Place[] {
  const cells: Place[] = []
  for (let at = end; at !== start;) {
    const step = via[at]
    if (step === undefined) return []
    cells.push(step.cell)
    at = step.from
  }
  return cells
}

function hide(hidden: boolean[][], r: number, c: number): void {
  const row = hidden[r]
  if (row) row[c] = true
}
