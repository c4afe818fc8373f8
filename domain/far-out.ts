import { medianOf } from './median'
import { pointsOf } from './run-chart-signals'
import type { Series } from './run-chart'

const FEWEST = 10
const FENCE = 3

/**
 * The places of values so far from the others that people should ask what was different then: "far out" as Tukey has it, more
 * than three times the spread of the middle half beyond that half (Exploratory Data Analysis, 1977). It is a question and no
 * finding: whether a point is astronomical is for those to say who know the work. None of fewer than ten values, nor where
 * the middle half does not spread at all.
 */
export function farOut(values: Series): number[] {
  const points = pointsOf(values)
  if (points.length < FEWEST) return []
  const sorted = points.map(({ value }) => value).sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [lower, upper] = [medianOf(sorted.slice(0, half)), medianOf(sorted.slice(-half))]
  if (lower === null || upper === null || lower === upper) return []
  const fence = FENCE * (upper - lower)
  return points.filter(({ value }) => value < lower - fence || value > upper + fence).map(({ at }) => at)
}
