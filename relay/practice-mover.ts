import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../contracts/log'
import { tellPractice, type RelayServices } from './tell-engine'

export interface PracticeMoverOptions extends RelayServices {
  readonly log: Log
}

/** What tells the engine of practice journeys and moves their clocks, beside the jobs of real ones. */
export interface PracticeMover {
  /** Takes a journey up and returns at once. One that failed a moment ago is left be: the sweep brings it again. */
  take(journeyId: string): void
  /** Finishes what is under way and ends. */
  stop(): Promise<void>
}

/** So many are looked at at the same time, each with a connection of the relay's few. */
const AT_ONCE = 3
/** One that is not at rest is looked at again so soon: most of the time it conducts what it was just told. */
const LOOK_EVERY_MS = 25
/** One that is still not at rest after so many looks is left to the sweep: it goes through months, or no worker is there. */
const MOST_LOOKS = 100
/** An engine that refuses or is silent is left alone for a second, then for twice as long each time. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/**
 * Moves practice journeys, a few at a time and never in a job's place. Whatever it has in hand stands in the record as well: what
 * is lost with the process is found by the sweep.
 */
export function practiceMover(options: PracticeMoverOptions): PracticeMover {
  const { log } = options
  const ending = new AbortController()
  const inHand = new Map<string, { again: boolean; done: Promise<void> }>()
  const failed = new Map<string, { times: number; until: number }>()
  const turn = turnsOf(AT_ONCE)

  async function move(journeyId: string): Promise<void> {
    try {
      for (let looks = 0; looks < MOST_LOOKS && !ending.signal.aborted; looks++) {
        if ((await turn(() => tellPractice(options, journeyId))) === 'done') break
        await delay(LOOK_EVERY_MS)
      }
      failed.delete(journeyId)
    } catch (error) {
      const times = (failed.get(journeyId)?.times ?? 0) + 1
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS)
      failed.set(journeyId, { times, until: Date.now() + pause })
      log.warn(
        { journeyId, reason: String(error), pause },
        'a practice journey could not be moved; it is tried again',
      )
    }
  }

  function take(journeyId: string): void {
    const going = inHand.get(journeyId)
    if (going) going.again = true
    if (going || ending.signal.aborted || Date.now() < (failed.get(journeyId)?.until ?? 0)) return
    const begun = { again: false, done: Promise.resolve() }
    inHand.set(journeyId, begun)
    begun.done = move(journeyId).then(() => {
      inHand.delete(journeyId)
      if (begun.again) take(journeyId)
    })
  }

  return {
    take,
    async stop() {
      ending.abort()
      await Promise.all([...inHand.values()].map(({ done }) => done))
    },
  }
}

/** Lets so many do something at once, and the others wait for their turn. */
function turnsOf(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = atOnce
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // handed on, or given back
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
