/** A value at its place in the series; places count what is missing. */
export interface Point {
  readonly at: number
  readonly value: number
}

/** From which place to which, both included. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A run: useful points in a row on one side of the line. */
export interface Run extends Span {
  readonly side: 'above' | 'below'
  readonly length: number
}

const SHIFT = 6
const TREND = 5

/** The points of a series; what is missing is skipped. */
export function pointsOf(values: readonly (number | null)[]): Point[] {
  return values.flatMap((value, at) => (value === null ? [] : [{ at, value }]))
}

/** The runs along a line. A point on the line is not useful: it neither breaks nor adds to a run. */
export function runsAlong(points: readonly Point[], line: number): Run[] {
  const runs: Run[] = []
  for (const { at, value } of points) {
    if (value === line) continue
    const side = value > line ? 'above' : 'below'
    const last = runs.at(-1)
    if (last?.side === side) runs.splice(-1, 1, { ...last, to: at, length: last.length + 1 })
    else runs.push({ side, from: at, to: at, length: 1 })
  }
  return runs
}

/** A shift: six or more useful points in a row on one side, from the first to the last of them. */
export function shiftsAmong(runs: readonly Run[]): Span[] {
  return runs.filter(({ length }) => length >= SHIFT).map(({ from, to }) => ({ from, to }))
}

/**
 * A trend: five or more points in a row that all rise or all fall. Equal neighbours neither break nor add; it goes from the
 * last of the leading equals to the first of the trailing ones. Neighbouring trends share the point at which they turn.
 */
export function trendsAlong(points: readonly Point[]): Span[] {
  const levels = levelsOf(points)
  const trends: Span[] = []
  for (let start = 0; start < levels.length - 1;) {
    const end = endOfWay(levels, start)
    const [first, last] = [levels[start], levels[end]]
    if (first && last && end - start + 1 >= TREND) trends.push({ from: first.to, to: last.from })
    start = end
  }
  return trends
}

interface Level extends Span {
  readonly value: number
}

// Equal neighbours as one.
function levelsOf(points: readonly Point[]): Level[] {
  const levels: Level[] = []
  for (const { at, value } of points) {
    const last = levels.at(-1)
    if (last?.value === value) levels.splice(-1, 1, { ...last, to: at })
    else levels.push({ value, from: at, to: at })
  }
  return levels
}

// The last level of those that go the same way from this one on.
function endOfWay(levels: readonly Level[], start: number): number {
  const value = (index: number) => levels[index]?.value ?? 0
  const rises = value(start + 1) > value(start)
  let end = start + 1
  while (end + 1 < levels.length && value(end + 1) > value(end) === rises) end += 1
  return end
}
