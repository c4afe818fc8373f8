import { anhoejOf, type Anhoej } from './anhoej'
import { medianOf } from './median'
import { pointsOf, runsAlong, shiftsAmong, trendsAlong, type Run, type Span } from './run-chart-signals'
import { runLimits } from './runs-table'

/** Values in the order of time; null where there is none, which is not zero. */
export type Series = readonly (number | null)[]

/**
 * What the centre line is: the median of all values when nothing is said; frozen, that of the first so many places of the series (a baseline), missing
 * ones counted; or a value that is given.
 */
export interface CentreLine {
  readonly freezeAfter?: number
  readonly median?: number
}

/** What is seldom by chance. Runs are too few or too many in the whole of the chart: they have no place. */
export type Signal =
  | ({ readonly rule: 'shift' | 'trend' } & Span)
  | { readonly rule: 'runs'; readonly from: null; readonly to: null }

/** What a run chart says. */
export interface RunChart {
  /** Null where there is no value that it could be of. */
  readonly median: number | null
  /** Whether there are enough points to claim anything. The signals are there all the same. */
  readonly enough: boolean
  /** How many points are not on the line. */
  readonly useful: number
  readonly runs: number
  readonly longestRun: number
  readonly crossings: number
  readonly signals: readonly Signal[]
  readonly anhoej: Anhoej | null
}

const ENOUGH = 10

/**
 * Judges a series by the rules of run charts (Perla, Provost and Murray 2011): shift, trend, and, where the line is of these
 * very values, too few or too many runs; and by those of Anhøj as a second opinion. Places are counted from 0.
 */
export function runChartOf(values: Series, { freezeAfter, median: given }: CentreLine = {}): RunChart {
  const points = pointsOf(values)
  const baseline = points.filter(({ at }) => freezeAfter === undefined || at < freezeAfter)
  const median = given ?? medianOf(baseline.map(({ value }) => value))
  const runs = median === null ? [] : runsAlong(points, median)
  const useful = runs.reduce((sum, { length }) => sum + length, 0)
  const longestRun = Math.max(0, ...runs.map(({ length }) => length))
  const crossings = Math.max(0, runs.length - 1)
  const anhoej = anhoejOf(useful, longestRun, crossings)
  const ofTheseValues = freezeAfter === undefined && given === undefined
  const isUnusual = ofTheseValues && hasUnusualRuns(runs, useful, crossings, anhoej)
  return {
    median,
    enough: points.length >= ENOUGH,
    useful,
    runs: runs.length,
    longestRun,
    crossings,
    signals: [
      ...shiftsAmong(runs).map((span) => ({ rule: 'shift' as const, ...span })),
      ...trendsAlong(points).map((span) => ({ rule: 'trend' as const, ...span })),
      ...(isUnusual ? [{ rule: 'runs' as const, from: null, to: null }] : []),
    ],
    anhoej,
  }
}

// The published table ends at 40 useful points; past it Anhøj's crossings tell whether there are too few.
function hasUnusualRuns(
  runs: readonly Run[],
  useful: number,
  crossings: number,
  anhoej: Anhoej | null,
): boolean {
  const limits = runLimits(useful)
  if (limits) return runs.length < limits[0] || runs.length > limits[1]
  return anhoej !== null && crossings < anhoej.crossingsLimit
}
