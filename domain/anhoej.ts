/**
 * Another way to judge a run chart, which holds for any number of points: is a run too long, or does the line cross the median
 * too seldom, for chance? (Anhøj and Olesen, "Run charts revisited", PLOS ONE 2014; 9(11): e113825)
 */
export interface Anhoej {
  /** The longest run that chance explains. */
  readonly longestRunLimit: number
  /** The fewest crossings that chance explains. */
  readonly crossingsLimit: number
  readonly signal: boolean
}

/** With fewer useful points than this it says nothing. */
const FEWEST = 10

/** The second opinion on so many useful points; null where they are too few. */
export function anhoejOf(useful: number, longestRun: number, crossings: number): Anhoej | null {
  if (useful < FEWEST) return null
  const longestRunLimit = Math.round(Math.log2(useful)) + 3
  const crossingsLimit = evenQuantile(useful - 1, 0.05)
  return {
    longestRunLimit,
    crossingsLimit,
    signal: longestRun > longestRunLimit || crossings < crossingsLimit,
  }
}

/** The least k for which at most k heads of so many tosses have at least this probability. */
function evenQuantile(tosses: number, probability: number): number {
  let logarithm = -tosses * Math.LN2
  let atMost = 0
  for (let heads = 0; ; heads += 1) {
    atMost += Math.exp(logarithm)
    if (atMost >= probability || heads === tosses) return heads
    logarithm += Math.log((tosses - heads) / (heads + 1))
  }
}
