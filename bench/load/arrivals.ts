/** When requests arrive, in milliseconds from the beginning. */
export type Arrivals = readonly number[]

/**
 * Arrivals of people who know nothing of each other: so many a second on average, at random moments (a Poisson
 * process), until `seconds` have passed. The same seed gives the same moments, so that peers meet the same crowd.
 */
export function arrivalsOf(perSecond: number, seconds: number, seed: number): Arrivals {
  const chance = chanceOf(seed)
  const arrivals: number[] = []
  for (let at = gap(chance, perSecond); at < seconds * 1_000; at += gap(chance, perSecond)) arrivals.push(at)
  return arrivals
}

function gap(chance: () => number, perSecond: number): number {
  return (-Math.log(1 - chance()) / perSecond) * 1_000
}

/** Numbers from 0 up to 1 that look random and are the same for the same seed (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
