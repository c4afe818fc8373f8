import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Log } from '../contracts/log'
import { journeysThatShouldRun, tellAgain } from '../db/conduct-again'
import type { Database } from '../db/database'
import { alone, markLastDone, wasLastDone } from '../db/once'
import { openRunsOfOurs, runs as runsNow, type Run } from '../temporal/our-workflows'
import { beginAgain } from './begin-again'
import { replayed, type Replaying } from './unreplayable'

export interface LookingAfter extends Replaying {
  readonly db: Database
  readonly log: Log
  /** What was done with runs that could not go on, so that nothing is done again and again. */
  readonly remembered: Remembered
  readonly signal?: AbortSignal
}

/** Workflows that were begun again, or could not be, and until when they are left alone. */
export type Remembered = Map<string, number>

/** Somebody who looks after the histories of open workflows. */
export interface HistoryKeeper {
  /** Stops once what is in hand is done. */
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 60_000
/** After so many looks what is missing is sought again, which reads the list of all that is open. */
const SEEK_EVERY = 60
/** A workflow that fails again at once has another trouble than its history: it is not begun again sooner. */
const LEFT_ALONE_MS = 60 * 60_000

/**
 * Looks after the histories of open workflows, beside the workers: at the start of a release all of them, and then, once a
 * minute, those whose tasks fail. Journeys of which the engine has no workflow are begun again as well, now and once an hour.
 */
export function lookAfterHistories(options: Omit<LookingAfter, 'remembered' | 'signal'>): HistoryKeeper {
  const ending = new AbortController()
  const ended = lookUntil({ ...options, remembered: new Map(), signal: ending.signal })
  return {
    async stop() {
      ending.abort()
      await ended
    },
  }
}

async function lookUntil(options: LookingAfter & { readonly signal: AbortSignal }): Promise<void> {
  const { log, signal } = options
  let reportsProblems = true
  for (let look = 0; !signal.aborted; look += 1) {
    try {
      // at the second look too: what was recorded just before the start was too fresh for the first
      if (look < 2 || look % SEEK_EVERY === 0) await beginMissing(options)
      await lookThroughAll(options)
      if (reportsProblems) reportsProblems = await beginAgainFailing(options)
    } catch (error) {
      log.warn({ reason: String(error) }, 'the histories could not be looked through; it will be tried again')
    }
    // Ended early when there is to be no next time.
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** Begins the open journeys of which the engine has no workflow, as after its loss. Returns their ids. */
export async function beginMissing({ db, engine, log, signal }: LookingAfter): Promise<string[]> {
  const should = await journeysThatShouldRun(db)
  const listed = new Set((await openRunsOfOurs(engine)).map(({ workflowId }) => workflowId))
  const missing: string[] = []
  for (const id of should) {
    if (signal?.aborted) return []
    // the list may be behind, or being made anew
    const workflowId = journeyWorkflowId(id)
    if (!listed.has(workflowId) && !(await runsNow(engine, workflowId))) missing.push(id)
  }
  await tellAgain(db, missing)
  if (missing.length > 0)
    log.warn(
      { journeys: missing.length },
      'the engine has no workflow of these: they are begun again from the record',
    )
  return missing
}

const REPLAYED = 'histories replayed under this release last'

/**
 * Replays every open history when a release begins, and begins those again that do not replay or cannot be read. Of several
 * workers one does it at a time. A release that comes back after another does it again.
 */
export async function lookThroughAll(options: LookingAfter): Promise<void> {
  const { db, engine, log, signal } = options
  const release = releaseOf(options)
  if (await wasLastDone(db, REPLAYED, release)) return
  await alone(db, REPLAYED, async () => {
    if (await wasLastDone(db, REPLAYED, release)) return
    const open = await openRunsOfOurs(engine)
    await beginAgainOf(options, open)
    if (signal?.aborted) return
    await markLastDone(db, REPLAYED, release)
    log.info({ histories: open.length }, 'every open history was replayed under this release')
  })
}

/**
 * Begins those again whose tasks fail one after the other, since they do not replay or cannot be read. Returns false when the
 * engine is too old to say which those are (Temporal before 1.30).
 */
export async function beginAgainFailing(options: LookingAfter): Promise<boolean> {
  const { db, engine, log } = options
  let failing: Run[]
  try {
    failing = await openRunsOfOurs(engine, 'TemporalReportedProblems IS NOT NULL')
  } catch (error) {
    if (!isInvalid(error)) throw error
    log.warn({}, 'this engine does not say which workflows have problems: it is older than Temporal 1.30')
    return false
  }
  if (failing.length > 0) await alone(db, 'histories that fail', () => beginAgainOf(options, failing))
  return true
}

async function beginAgainOf(options: LookingAfter, open: readonly Run[]): Promise<void> {
  const { log, remembered, signal } = options
  const now = Date.now()
  const looked = open.filter(({ workflowId }) => (remembered.get(workflowId) ?? 0) <= now)
  for await (const { run, because } of replayed(options, looked)) {
    if (signal?.aborted) return
    if (because === undefined) continue
    const { workflowId } = run
    const is = await beginAgain(options, run, because)
    remembered.set(workflowId, is === 'real' ? now + LEFT_ALONE_MS : Infinity)
    if (is === 'real') log.warn({ workflowId, because }, 'it is begun again from the record')
    else log.error({ workflowId, because }, NOT_BEGUN_AGAIN[is])
  }
}

const NOT_BEGUN_AGAIN = {
  practice: 'a practice journey cannot go on: start another',
  erased: 'the workflow of a child who was erased is still there: run `pace erase --finish`',
  unknown: 'the record has no such journey: this engine is of another database, or of a later state of it',
} as const

// gRPC's INVALID_ARGUMENT, wherever the client has put it.
function isInvalid(error: unknown): boolean {
  for (let one = error; typeof one === 'object' && one !== null; one = 'cause' in one ? one.cause : undefined)
    if ('code' in one && one.code === 3) return true
  return false
}

// The workflows as they are bundled, with the SDK that is bundled with them.
function releaseOf({ workflowBundle: { code } }: LookingAfter): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 16)
}
