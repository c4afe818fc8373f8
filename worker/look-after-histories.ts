import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { journeyIdOf } from '../contracts/journey-workflow'
import type { Log } from '../contracts/log'
import { conductAgain, journeysThatShouldRun } from '../db/conduct-again'
import type { Database } from '../db/database'
import { alone, isDone, markDone } from '../db/once'
import { beginAgain } from './begin-again'
import { unreplayable, type Replaying } from './unreplayable'

export interface LookingAfter extends Replaying {
  readonly db: Database
  readonly log: Log
}

/** Somebody who looks after the histories of open workflows. */
export interface HistoryKeeper {
  /** Stops once what is in hand is done. */
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 60_000
/** After so many looks what is missing is sought again, which reads the list of all that is open. */
const SEEK_EVERY = 60

/**
 * Looks after the histories of open workflows, beside the workers: at the start of a release all of them, and then, once a
 * minute, those whose tasks fail. Journeys of which the engine has no workflow are begun again as well, now and once an hour.
 */
export function lookAfterHistories(options: LookingAfter): HistoryKeeper {
  const ending = new AbortController()
  const ended = lookUntil(ending.signal, options)
  return {
    async stop() {
      ending.abort()
      await ended
    },
  }
}

async function lookUntil(signal: AbortSignal, options: LookingAfter): Promise<void> {
  const { log } = options
  for (let look = 0; !signal.aborted; look += 1) {
    try {
      // at the second look too: what was recorded just before the start was too fresh for the first
      if (look < 2 || look % SEEK_EVERY === 0) await beginMissing(options)
      await lookThroughAll(options, signal)
      await beginAgainFailing(options, signal)
    } catch (error) {
      log.warn({ reason: String(error) }, 'the histories could not be looked through; it will be tried again')
    }
    // Ended early when there is to be no next time.
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** Begins the open journeys of which the engine has no workflow, as after its loss. Returns their ids. */
export async function beginMissing({ db, engine, log }: LookingAfter): Promise<string[]> {
  const should = await journeysThatShouldRun(db)
  const running = new Set((await openWorkflows(engine)).map(journeyIdOf))
  const begun = await conductAgain(
    db,
    should.filter((id) => !running.has(id)),
  )
  if (begun.length > 0)
    log.warn(
      { journeys: begun.length },
      'the engine has no workflow of these: they are begun again from the record',
    )
  return begun
}

/**
 * Replays every open history once under each release, and begins those again that do not replay or cannot be read. Of
 * several workers one does it at a time.
 */
export async function lookThroughAll(options: LookingAfter, signal?: AbortSignal): Promise<void> {
  const { db, engine, log } = options
  const name = `histories replayed under ${releaseOf(options)}`
  if (await isDone(db, name)) return
  await alone(db, name, async () => {
    if (await isDone(db, name)) return
    const ids = await openWorkflows(engine)
    await beginAgainOf(options, ids, signal)
    if (signal?.aborted) return
    await markDone(db, name)
    log.info({ histories: ids.length }, 'every open history was replayed under this release')
  })
}

/** Begins those again whose tasks fail one after the other, since they do not replay or cannot be read. */
export async function beginAgainFailing(options: LookingAfter, signal?: AbortSignal): Promise<void> {
  const failing = await openWorkflows(options.engine, 'TemporalReportedProblems IS NOT NULL')
  if (failing.length > 0) await beginAgainOf(options, failing, signal)
}

async function beginAgainOf(
  options: LookingAfter,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const { log } = options
  for await (const { workflowId, because } of unreplayable(options, unlessStopped(ids, signal))) {
    if (await beginAgain(options, workflowId, because))
      log.warn({ workflowId, because }, 'it is begun again from the record')
    else log.error({ workflowId, because }, 'a practice journey cannot go on: start another')
  }
}

function* unlessStopped(ids: readonly string[], signal?: AbortSignal): Generator<string, void> {
  for (const id of ids) {
    if (signal?.aborted) return
    yield id
  }
}

async function openWorkflows(engine: Client, and?: string): Promise<string[]> {
  const query = `ExecutionStatus = 'Running'${and === undefined ? '' : ` AND ${and}`}`
  const ids: string[] = []
  for await (const { workflowId } of engine.workflow.list({ query })) ids.push(workflowId)
  return ids
}

// The workflows as they are bundled, with the SDK that is bundled with them.
function releaseOf({ workflowBundle: { code } }: LookingAfter): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 16)
}
