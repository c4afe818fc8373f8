import { setTimeout as delay } from 'node:timers/promises'

const pollMs = 100

/**
 * Asks again and again until there is an answer.
 * @param what completes "Waited so long in vain for ..."
 * @throws Error when `stop` is aborted, or when there is no answer in time; then with the reason of the last failed look
 */
export async function until<Found>(
  what: string,
  stop: AbortSignal,
  look: () => Promise<Found | undefined>,
  limitMs = 60_000,
): Promise<Found> {
  const end = Date.now() + limitMs
  let last: unknown
  for (;;) {
    stop.throwIfAborted()
    try {
      const found = await look()
      if (found !== undefined) return found
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}`, { cause: last })
    await delay(pollMs, undefined, { signal: stop })
  }
}
