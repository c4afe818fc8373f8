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

function halfway(lower: number, upper: number): number {
  const exact = lower / 2 + upper / 2
  const written = Number(exact.toPrecision(15))
  // neighbours that differ by less than what is written: nothing may come to lie outside of them
  return lower < written && written < upper ? written : exact
}
