import { setTimeout as delay } from 'node:timers/promises'
import { mailServerTook, pauseLeft, pauseMailServer, takePlace } from '../../db/mail-server'
import type { Instant } from '../../domain/time'
import type { Message } from './mail'
import type { NoticeServices } from './services'
import { mayHaveTaken, reasonOf, verdictOn, type Verdict } from './smtp-answer'

/** What messages are delivered with, and until when (in this process's milliseconds) new ones are begun. */
export interface Delivering extends NoticeServices {
  readonly stop: number
}

/** What came of a message. `stop`: it was not tried, and none is to be for now. */
export type Delivered =
  | { readonly came: 'sent' }
  | { readonly came: 'stop' }
  | {
      readonly came: 'failed'
      readonly verdict: Verdict
      readonly reason: string
      /** When it failed. */
      readonly at: Instant
      /** The mail server may have taken it all the same. */
      readonly mayHaveTaken: boolean
    }

/** What came of what was to be sent. `held`: it waits. `stop`: nothing more is to be tried now. */
export type Came = 'sent' | 'failed' | 'held' | 'stop'

/** Farther off than this no place among the messages of a minute is waited for: the batch is given back. */
const LONGEST_WAIT_MS = 5_000

/**
 * Gives a message to the mail server, at the pace that is set for all workers together. Where it is the server that fails,
 * nobody sends anything for a while.
 */
export async function deliver(services: Delivering, message: Message): Promise<Delivered> {
  const { db, mailer, now, perMinute, stop } = services
  if (Date.now() > stop) return { came: 'stop' }
  const begun = await now()
  const place = await takePlace(db, begun, { perMinute, longest: LONGEST_WAIT_MS })
  if (place === undefined) {
    // too many are before it: whoever is asked next looks again after a while, and not at once
    if ((await pauseLeft(db, begun)) === 0) await delay(LONGEST_WAIT_MS)
    return { came: 'stop' }
  }
  if (place.wait > 0) await delay(place.wait)
  try {
    await mailer.send(message)
  } catch (error) {
    const verdict = verdictOn(error)
    const reason = reasonOf(error)
    const at = await now()
    if (verdict === 'server') await pauseMailServer(db, at, reason)
    return { came: 'failed', verdict, reason, at, mayHaveTaken: mayHaveTaken(error) }
  }
  if (place.failing) await mailServerTook(db)
  return { came: 'sent' }
}
