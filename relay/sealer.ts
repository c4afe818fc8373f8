import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../contracts/log'
import { latestSeal, sealAudit } from '../db/audit-seal'
import type { Database } from '../db/database'
import { addAnchor } from './audit-anchors'

export interface SealerOptions {
  readonly db: Database
  readonly log: Log
  /** The file outside the database that says how far the audit was sealed. */
  readonly anchorFile: string
}

/** A sealer at work. */
export interface Sealer {
  /** Finishes what is under way, anchors what is sealed, and ends. */
  stop(): Promise<void>
}

const SEAL_EVERY_MS = 5_000
const ANCHOR_EVERY_MS = 60_000

/**
 * Seals the audit every few seconds, and anchors the last seal once a minute, when there is a new one. Several may run side
 * by side: one seals at a time, and each keeps its own anchors.
 */
export function startSealer(options: SealerOptions): Sealer {
  const ending = new AbortController()
  const ended = sealUntil(ending.signal, options)
  return {
    async stop() {
      ending.abort()
      await ended
    },
  }
}

async function sealUntil(signal: AbortSignal, options: SealerOptions): Promise<void> {
  const anchor = anchoring(options)
  let anchored = 0
  while (!signal.aborted) {
    await attempt(options.log, 'the audit could not be sealed; it will be tried again', async () => {
      while (!signal.aborted && (await sealAudit(options.db)) !== undefined);
    })
    if (Date.now() - anchored >= ANCHOR_EVERY_MS) {
      anchored = Date.now()
      await attempt(options.log, ANCHOR_FAILED, anchor)
    }
    // Ended early when there is to be no next time.
    await delay(SEAL_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  await attempt(options.log, ANCHOR_FAILED, anchor)
}

const ANCHOR_FAILED = 'the audit could not be anchored; until it is, nobody can tell if its end is cut off'

/** What anchors the last seal, in the file and in the log, unless it did so already. */
export function anchoring({ db, log, anchorFile }: SealerOptions): () => Promise<void> {
  let known: string | undefined
  return async () => {
    const seal = await latestSeal(db)
    if (seal === undefined || seal.hash === known) return
    const { number, hash, sealedAt } = seal
    await addAnchor(anchorFile, { at: sealedAt.toISOString(), number, hash })
    known = hash
    log.info({ seal: number, hash }, 'the audit is sealed')
  }
}

async function attempt(log: Log, otherwise: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn({ reason: String(error) }, otherwise)
  }
}
