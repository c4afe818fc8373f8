/**
 * The middle of some numbers, in whatever order; of an even count halfway between the two in the middle; null of none.
 * Halfway is written as people write it: between 0.1 and 0.2 is 0.15, so that a point of 0.15 lies on it.
 */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
  return lower === upper ? lower : halfway(lower, upper)
}

/** So many of the same value. */
export interface Tally {
  readonly value: number
  readonly count: number
}

/** The middle of whole numbers of which it is counted how often each is there; null of none. */
export function medianOfTallies(tallies: readonly Tally[]): number | null {
  const count = tallies.reduce((all, one) => all + one.count, 0)
  if (count === 0) return null
  const sorted = [...tallies].sort((a, b) => a.value - b.value)
  return (valueAt(sorted, Math.floor((count - 1) / 2)) + valueAt(sorted, Math.floor(count / 2))) / 2
}

function valueAt(sorted: readonly Tally[], place: number): number {
  let before = 0
  for (const { value, count } of sorted) {
    before += count
    if (place < before) return value
  }
  throw new RangeError(`There is no place ${place} among ${before} values`)
}

function halfway(lower: number, upper: number): number {
  const exact = lower / 2 + upper / 2
  const written = Number(exact.toPrecision(15))
  // neighbours that differ by less than what is written: nothing may come to lie outside of them
  return lower < written && written < upper ? written : exact
}
