import { setTimeout as delay } from 'node:timers/promises'

import type { Arrivals } from './arrivals'

/** What became of the requests of an open loop; times in milliseconds. */
export interface Load {
  /** From each request's intended arrival to its whole answer. */
  readonly latencies: readonly number[]
  /** How much later than intended each was sent, which is this machine's doing and not that of whoever answers. */
  readonly sentLate: readonly number[]
  readonly errors: readonly string[]
}

export const noLoad: Load = { latencies: [], sentLate: [], errors: [] }

/**
 * Sends a request at each arrival, however long the ones before it take, and waits for all the answers. A latency is
 * counted from the intended arrival: when everything stalls, those who came meanwhile have waited too.
 */
export async function openLoop(arrivals: Arrivals, send: (index: number) => Promise<unknown>): Promise<Load> {
  const [latencies, sentLate, errors] = [[] as number[], [] as number[], [] as string[]]
  const began = performance.now()
  const one = async (at: number, index: number): Promise<void> => {
    await delay(Math.max(0, began + at - performance.now()))
    sentLate.push(performance.now() - began - at)
    try {
      await send(index)
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error))
    }
    latencies.push(performance.now() - began - at)
  }
  await Promise.all(arrivals.map(one))
  return { latencies, sentLate, errors }
}

/** Two loads as one. */
export function together(a: Load, b: Load): Load {
  return {
    latencies: [...a.latencies, ...b.latencies],
    sentLate: [...a.sentLate, ...b.sentLate],
    errors: [...a.errors, ...b.errors],
  }
}
