import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Log } from '../../contracts/log'
import type { Database } from '../../db/database'
import { lookThrough, type Counts, type LeftAlone } from './mailbox'
import { takeMail } from './take-mail'

export interface ReaderOptions {
  readonly db: Database
  /** The organiser's mailbox. */
  readonly repliesUrl: string
  readonly log: Log
}

/** A reader of replies at work. */
export interface Reader {
  /** Finishes what is under way, and ends. */
  stop(): Promise<void>
}

const READ_EVERY_MS = 20_000

/**
 * Reads the organiser's mailbox every twenty seconds: answers, and messages that came back. Several may run side by side: one reads
 * at a time. A mailbox that is away is looked at again, and nothing else waits for it.
 */
export function startReader(options: ReaderOptions): Reader {
  const ending = new AbortController()
  const ended = readUntil(ending.signal, options)
  return {
    async stop() {
      ending.abort()
      await ended
    },
  }
}

async function readUntil(signal: AbortSignal, options: ReaderOptions): Promise<void> {
  const left: LeftAlone = new Set()
  while (!signal.aborted) {
    try {
      await readReplies(options, left)
    } catch (error) {
      options.log.warn(
        { reason: reasonOf(error) },
        'the mailbox of replies could not be read; it will be tried again',
      )
    }
    // Ended early when there is to be no next time.
    await delay(READ_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/**
 * Reads what is new in the mailbox, unless somebody else does; undefined then. What cannot be taken for an answer is named in
 * the log by the number that the mailbox has for it, and not by what it says. Throws what the mailbox or the database says.
 */
export function readReplies(
  { db, repliesUrl, log }: ReaderOptions,
  left: LeftAlone,
): Promise<Counts | undefined> {
  return db.connection().execute(async (one) => {
    const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_lock(${ONE_READER}) as ours`.execute(
      one,
    )
    if (rows[0]?.ours !== true) return undefined
    try {
      const counts = await lookThrough(repliesUrl, left, async (mail, uid) => {
        const taken = await takeMail(db, mail)
        if (taken === 'flagged') {
          const because =
            mail.kind === 'unreadable' ? mail.because : 'it is not from somebody who was invited to it'
          log.warn(
            { message: uid, because },
            'a reply could not be taken for an answer; it is flagged in the mailbox',
          )
        }
        return taken
      })
      if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'replies were read')
      return counts
    } finally {
      await sql`select pg_advisory_unlock(${ONE_READER})`.execute(one)
    }
  })
}

/** The number of the lock that the one reader holds; any that nobody else uses. */
const ONE_READER = 5_546_001

// The mail server's own words, where it says some; never the address, which has the password in it.
function reasonOf(error: unknown): string {
  const { responseText, code, message } = error as { responseText?: string; code?: string; message?: string }
  return [code, responseText ?? message].filter(Boolean).join(' ').slice(0, 300)
}
