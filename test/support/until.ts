const STEP_MS = 20

/**
 * Waits until something is there, asking again and again. No test sleeps for a guess of how long a thing takes; this
 * ends at the first moment at which it is so, and says what was waited for when it never is.
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  limitMs = 20_000,
): Promise<Found> {
  const end = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
}
