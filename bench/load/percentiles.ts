/** How a set of measured times is spread. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** The spread of some times, by nearest rank: each percentile is a time that was measured. @throws RangeError when there are none */
export function spreadOf(times: readonly number[]): Spread {
  if (times.length === 0) throw new RangeError('Nothing was measured')
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
