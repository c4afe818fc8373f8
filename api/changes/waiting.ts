import type { JourneyChanges } from '../../contracts/journey-changes'
import { isJourneyOf, type Scope } from '../../db/scope'

/** What was heard of can be held back by a transaction that began before it: it is looked for again, less and less often. */
const FIRST_AGAIN_MS = 250

/** Waits for something that may be worth looking for, holding nothing but a timer meanwhile. */
export interface Waiting {
  /** Resolves true when it is worth looking again, false when the time is over or this process is to end. */
  untilHeard(): Promise<boolean>
  end(): void
}

/**
 * Listens from now on, so that what is committed between looking and waiting is heard. Without anything to listen to
 * nobody waits: it is the same as asking again later.
 *
 * @param seconds how long to wait in all
 */
export function waitingFor(
  { changes, stopping }: { readonly changes?: JourneyChanges; readonly stopping?: AbortSignal },
  scope: Scope,
  seconds: number,
): Waiting {
  if (changes === undefined || seconds === 0) return { untilHeard: () => Promise.resolve(false), end() {} }
  let heard = false
  let over = stopping?.aborted === true
  let pause = 0
  let wake: () => void = () => undefined
  const finish = () => {
    over = true
    wake()
  }
  const deaf = changes.listen((change) => {
    if (!isJourneyOf(scope, change)) return
    heard = true
    pause = FIRST_AGAIN_MS
    wake()
  })
  const timeIsOver = setTimeout(finish, seconds * 1_000)
  stopping?.addEventListener('abort', finish, { once: true })
  return {
    async untilHeard() {
      if (!heard && !over) {
        await new Promise<void>((resolve) => {
          const again = pause === 0 ? undefined : setTimeout(resolve, pause)
          wake = () => {
            clearTimeout(again)
            resolve()
          }
        })
        pause *= 2
      }
      heard = false
      return !over
    },
    end() {
      deaf()
      clearTimeout(timeIsOver)
      stopping?.removeEventListener('abort', finish)
    },
  }
}
