import { withTotals, type PublishedTable } from './counts'

/**
 * What of a table only grows from one day to the next, as anybody may know: sets of columns whose sum does. The total of a
 * row grows always.
 */
export type Growing = readonly (readonly string[])[]

/** A cell of one of several publications, by where it stands; the totals have the place after the last row or column. */
export interface CellPlace {
  readonly publication: number
  readonly row: number
  readonly column: number
}

/** A published table with its totals worked out. */
interface Sheet {
  readonly table: PublishedTable
  readonly values: readonly (readonly number[])[]
}

/**
 * The first cell that is not shown, and that somebody could still narrow down too far: who has every publication with its
 * totals, knows that a count that is not shown is at least 1, and what only grows. Undefined where every one of them could
 * still be as many different numbers as its publication calls small, as whole tables show that agree with all that is
 * published: a true answer, however clever they are.
 *
 * @param publications of the same counts, in the order of their days
 */
export function leastGuarded(
  publications: readonly PublishedTable[],
  growing: Growing,
): CellPlace | undefined {
  const newest = publications.at(-1)
  return newest && guardAfter(publications.slice(0, -1), growing)(newest)
}

/**
 * As `leastGuarded`, for several ways to publish after the same earlier publications: what of these a newest one does not touch is
 * worked out once.
 */
export function guardAfter(
  earlier: readonly PublishedTable[],
  growing: Growing,
): (newest: PublishedTable) => CellPlace | undefined {
  const sheetOf = (table: PublishedTable): Sheet => ({ table, values: withTotals(table) })
  const before = earlier.map(sheetOf)
  // what is between the last of the earlier ones and a newer one is not known here
  const apart = before.map((sheet, at) => unguardedIn(hiddenIn(sheet), at, before, growing, isBeforeLast))
  return (table) => {
    const newest = sheetOf(table)
    const chain = [...before, newest]
    const own = unguardedIn(hiddenIn(newest), before.length, chain, growing)[0]
    if (own !== undefined) return { publication: before.length, row: own[0], column: own[1] }
    // one that shows nothing but what is none tells nothing of those before it
    if (tellsNothing(newest)) return undefined
    // the newest first: there is something to be done about it
    for (let at = before.length - 1; at >= 0; at -= 1) {
      const place = unguardedIn(apart[at] ?? [], at, chain, growing)[0]
      if (place !== undefined) return { publication: at, row: place[0], column: place[1] }
    }
    return undefined
  }
}

function tellsNothing({ table, values }: Sheet): boolean {
  return values.every((row, r) => row.every((value, c) => value === 0 || table.hidden[r]?.[c] === true))
}

type Cell = readonly [number, number]
type Run = readonly [number, number]

function hiddenIn({ table }: Sheet): Cell[] {
  return table.hidden.flatMap((row, r) => row.flatMap((isHidden, c): Cell[] => (isHidden ? [[r, c]] : [])))
}

function isBeforeLast([, until]: Run, chain: readonly Sheet[]): boolean {
  return until < chain.length - 1
}

/** Those of some cells of a publication that nothing is found for: by any run of publications, or by those that are asked for. */
function unguardedIn(
  cells: readonly Cell[],
  at: number,
  chain: readonly Sheet[],
  growing: Growing,
  isAsked: (run: Run, chain: readonly Sheet[]) => boolean = () => true,
): Cell[] {
  const enough = Math.max(2, (chain[at]?.table.threshold ?? 0) - 1)
  let left = cells
  for (const run of runsAround(at, chain.length)) {
    if (left.length === 0) break
    if (!isAsked(run, chain)) continue
    const move = moveOf(at, run[0], run[1], chain, growing)
    left = left.filter(([row, column]) => spreadOf(move, row, column, enough) < enough)
  }
  return [...left]
}

/*
 * Somebody cannot tell the true tables from those in which several publications that follow each other are changed alike. Such runs
 * are tried that go as far as the first or the last, or 0, 1, 3, 7... on, the shortest first: fewer than all of them, so that years
 * of publications take seconds, and no more is shown for it.
 */
function runsAround(at: number, length: number): Run[] {
  const steps = (most: number) => {
    const all: number[] = []
    for (let step = 0; step < most; step = 2 * step + 1) all.push(step)
    return [...all, most]
  }
  const runs = steps(at).flatMap((back) => steps(length - 1 - at).map((on): Run => [at - back, at + on]))
  return runs.sort(([a, b], [c, d]) => b - a - (d - c))
}

/** By how much each cell may go up and down, and all else stay as it is published. */
interface Move {
  readonly up: readonly (readonly number[])[]
  readonly down: readonly (readonly number[])[]
}

function moveOf(at: number, from: number, until: number, chain: readonly Sheet[], growing: Growing): Move {
  const own = chain[at] as Sheet
  const run = chain.slice(from, until + 1)
  const [before, after] = [chain[from - 1], chain[until + 1]]
  const [first, last] = [chain[from] as Sheet, chain[until] as Sheet]
  const movable = own.values.map((row, r) =>
    row.map((_value, c) => {
      const label = labelsOf(own, r, c)
      return run.every((sheet) => isHiddenIn(sheet, label)) ? label : undefined
    }),
  )
  const capacity = (of: (label: Label) => number) =>
    movable.map((row) => row.map((label) => (label === undefined ? 0 : of(label))))
  return {
    up: capacity((label) => slack(last, after, label, growing)),
    down: capacity((label) =>
      Math.min(...run.map((sheet) => valueIn(sheet, label) - 1), slack(before, first, label, growing)),
    ),
  }
}

/** A cell by its names: null for the totals. */
interface Label {
  readonly row: string | null
  readonly column: string | null
}

function labelsOf({ table }: Sheet, r: number, c: number): Label {
  return { row: table.rows[r] ?? null, column: table.columns[c] ?? null }
}

function placeIn({ table: { rows, columns } }: Sheet, { row, column }: Label): [number, number] | undefined {
  const r = row === null ? rows.length : rows.indexOf(row)
  const c = column === null ? columns.length : columns.indexOf(column)
  return r === -1 || c === -1 ? undefined : [r, c]
}

function isHiddenIn(sheet: Sheet, label: Label): boolean {
  const place = placeIn(sheet, label)
  return place !== undefined && sheet.table.hidden[place[0]]?.[place[1]] === true
}

function valueIn(sheet: Sheet, label: Label): number {
  const place = placeIn(sheet, label)
  return place === undefined ? 0 : (sheet.values[place[0]]?.[place[1]] ?? 0)
}

// How far a cell may move against the publication before or after without anybody seeing that something has shrunk. What did
// shrink, as by a correction, nobody takes to have grown. Of a sum of several each has its part of what is between.
function slack(earlier: Sheet | undefined, later: Sheet | undefined, label: Label, growing: Growing): number {
  if (earlier === undefined || later === undefined) return Infinity
  if (placeIn(earlier, label) === undefined || placeIn(later, label) === undefined) return Infinity
  const { row, column } = label
  const sets = column === null ? [[null]] : growing.filter((set) => set.includes(column))
  const between = sets.map((set) => {
    const sum = (sheet: Sheet) => set.reduce((all, one) => all + valueIn(sheet, { row, column: one }), 0)
    const grown = sum(later) - sum(earlier)
    return grown < 0 ? Infinity : Math.floor(grown / set.length)
  })
  return Math.min(Infinity, ...between)
}

/**
 * How many different numbers a cell could be while rows and columns still add up, counted up to `enough`. Every change that
 * keeps all sums is made of rings of cells that go up and down in turn (a total goes along with what it is of), so that how
 * far one cell can go is the greatest flow around it: rows and columns are the points, cells the ways between them.
 */
function spreadOf(move: Move, row: number, column: number, enough: number): number {
  const most = (way: 'up' | 'down', wanted: number) => {
    const own = Math.min(wanted, move[way][row]?.[column] ?? 0)
    return own <= 0 ? 0 : flowAround(move, row, column, way, own)
  }
  const up = most('up', enough - 1)
  const down = most('down', enough - 1 - up)
  return up + down + 1
}

function flowAround(
  { up, down }: Move,
  row: number,
  column: number,
  way: 'up' | 'down',
  enough: number,
): number {
  const [height, width] = [up.length, up[0]?.length ?? 0]
  const isTotal = (r: number, c: number) => (r === height - 1) !== (c === width - 1)
  // from a row to a column a cell goes up, or a total of one goes down; and the other way round back
  const capacity: number[][] = Array.from({ length: height + width }, () =>
    Array<number>(height + width).fill(0),
  )
  const set = (from: number, to: number, value: number) => {
    const ways = capacity[from]
    if (ways) ways[to] = value
  }
  for (let r = 0; r < height; r += 1)
    for (let c = 0; c < width; c += 1) {
      if (r === row && c === column) continue
      const [more, less] = [up[r]?.[c] ?? 0, down[r]?.[c] ?? 0]
      set(r, height + c, isTotal(r, c) ? less : more)
      set(height + c, r, isTotal(r, c) ? more : less)
    }
  // the cell itself is the way from its row to its column when it goes up: what comes back is looked for
  const forwards = (way === 'up') !== isTotal(row, column)
  const [source, sink] = forwards ? [height + column, row] : [row, height + column]
  return greatestFlow(capacity, source, sink, enough)
}

// By the shortest way that has room, again and again, until there is enough.
function greatestFlow(capacity: number[][], source: number, sink: number, enough: number): number {
  let flow = 0
  while (flow < enough) {
    const before = wayTo(capacity, source, sink)
    if (before === undefined) return flow
    let least = enough - flow
    for (let at = sink; at !== source; at = before[at] ?? source)
      least = Math.min(least, capacity[before[at] ?? source]?.[at] ?? 0)
    for (let at = sink; at !== source; at = before[at] ?? source) {
      const from = before[at] ?? source
      const [there, back] = [capacity[from], capacity[at]]
      if (there) there[at] = (there[at] ?? 0) - least
      if (back) back[from] = (back[from] ?? 0) + least
    }
    flow += least
  }
  return flow
}

function wayTo(capacity: readonly (readonly number[])[], source: number, sink: number): number[] | undefined {
  const before: number[] = []
  const seen = new Set([source])
  const queue = [source]
  for (const at of queue)
    for (const [to, room] of (capacity[at] ?? []).entries()) {
      if (room <= 0 || seen.has(to)) continue
      seen.add(to)
      before[to] = at
      if (to === sink) return before
      queue.push(to)
    }
  return undefined
}
