import { setTimeout as delay } from 'node:timers/promises'
import { mailServerTook, pauseLeft, pauseMailServer, takePlace, takesOthers } from '../../db/mail-server'
import type { Instant } from '../../domain/time'
import type { Message } from './mail'
import type { NoticeServices } from './services'
import { canBeOfMessage, mayHaveTaken, reasonOf, verdictOn, wordsOfServer, type Verdict } from './smtp-answer'

/** What messages are delivered with, and until when (in this process's milliseconds) new ones are begun. */
export interface Delivering extends NoticeServices {
  readonly stop: number
}

/** What is known of a message by those who send it. */
export interface Known {
  /** Is it still to be sent, as it is? Asked just before it goes. */
  readonly stillSo: () => Promise<boolean>
  /** When it was tried before, and since when it is put off for its own sake. */
  readonly lastTry?: Instant
  readonly failingSince?: Instant
}

/** What came of a message. `stop`: it was not tried, and none is to be for now. `gone`: it is not to be sent any more. */
export type Delivered =
  | { readonly came: 'sent' }
  | { readonly came: 'stop' }
  | { readonly came: 'gone' }
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
 * nobody sends anything for a while; not where it does so for this message alone.
 */
export async function deliver(services: Delivering, message: Message, known: Known): Promise<Delivered> {
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
  if (!(await known.stillSo())) return { came: 'gone' }
  try {
    await mailer.send(message)
  } catch (error) {
    const reason = reasonOf(error)
    const at = await now()
    const ofMessage = canBeOfMessage(error) && (await takesOthers(db, known))
    const verdict = ofMessage ? 'later' : verdictOn(error)
    if (verdict === 'server') await pauseMailServer(db, at, wordsOfServer(reason, message.subject))
    return { came: 'failed', verdict, reason, at, mayHaveTaken: mayHaveTaken(error) }
  }
  if (place.failing) await mailServerTook(db, await now())
  return { came: 'sent' }
}
