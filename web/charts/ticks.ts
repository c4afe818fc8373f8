/** What stands below a place of an axis: a short label, and what several of them have in common, such as the year. */
export interface AxisLabel {
  readonly short: string
  readonly common?: string
  /** Counts the places as people do, so that labels stand at January or at ten, not at any place. */
  readonly order: number
  /** Which counts go together: twelve months, four quarters; tens when absent. */
  readonly round?: readonly number[]
}

/** A label that is drawn, at a place. */
export interface Tick {
  readonly at: number
  readonly text: string
}

export interface Ticks {
  readonly short: readonly Tick[]
  readonly common: readonly Tick[]
}

const TENS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
const GAP = 8

/**
 * Which labels are drawn so that none touches another: every one, or every third, every twelfth.
 *
 * @param step how far two places are from each other
 * @param widthOf how wide a label is, in the same units
 */
export function ticksOf(
  labels: readonly AxisLabel[],
  step: number,
  widthOf: (text: string) => number,
): Ticks {
  const widest = Math.max(0, ...labels.map(({ short }) => widthOf(short)))
  const every = (labels[0]?.round ?? TENS).find((count) => count * step >= widest + GAP) ?? labels.length
  const chosen = labels.map((label, at) => ({ ...label, at })).filter(({ order }) => order % every === 0)
  const short = chosen.map(({ at, short: text }) => ({ at, text }))
  const common: Tick[] = []
  let last: string | undefined
  for (const { at, common: text } of chosen) {
    if (text === undefined || text === last) continue
    last = text
    const before = common.at(-1)
    if (before !== undefined && (at - before.at) * step < widthOf(text) + GAP) continue
    common.push({ at, text })
  }
  return { short, common }
}
