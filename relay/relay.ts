import { setTimeout as delay } from 'node:timers/promises'
import { Logger, run, type Runner } from 'graphile-worker'
import type { EngineHealth } from '../contracts/live'
import type { Log } from '../contracts/log'
import { IMPORT_TASK, type ImportJob } from '../contracts/import-workflow'
import { RELAY_TASK, type RelayJob } from '../contracts/relay'
import { beat } from '../db/heartbeat'
import { forgetOldAnswers } from '../db/idempotency'
import { forgetUnfinishedUploads, isUnfinished, waitingImports } from '../db/importing/unfinished'
import { throwAwayUnused } from '../db/practice'
import { enqueueUnconducted, tellLastAgain } from '../db/relaying'
import { waitingMailboxes } from '../db/outbox'
import { tellMeetings, tellMeetingsAgain } from '../db/pace-meetings'
import { keepMeetingSchedule } from '../temporal/meeting-schedules'
import { signalNotices, startImport } from '../temporal/signals'
import { tellEngine, type RelayServices } from './tell-engine'

export interface RelayOptions extends RelayServices {
  readonly databaseUrl: string
  readonly health: EngineHealth
  readonly log: Log
  /** Names this process among others that relay. */
  readonly instance: string
}

/** A relay at work. */
export interface Relay {
  /** Resolves when the relay has ended, rejects when it had to give up. */
  readonly ended: Promise<void>
  /** Finishes what is under way and ends. */
  stop(): Promise<void>
}

const JOBS_AT_ONCE = 10
const SWEEP_EVERY_MS = 2_000
const FORGET_EVERY_MS = 3_600_000
/** Notices that nobody has taken for so long have lost their signal. */
const UNTAKEN_SECONDS = 5

/**
 * Relays what is recorded to the engine: a job for each recorded event, and a sweep that finds whatever has no job or
 * whose signal was lost. Several relays may run side by side.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { databaseUrl, log } = options
  const runner: Runner = await run({
    connectionString: databaseUrl,
    concurrency: JOBS_AT_ONCE,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ message }, 'relay jobs')
    }),
    taskList: {
      [RELAY_TASK]: (payload) => relayOne(options, payload as RelayJob),
      [IMPORT_TASK]: (payload) => beginImport(options, payload as ImportJob),
    },
  })
  const sweeping = new AbortController()
  const swept = sweepUntil(sweeping.signal, options)
  return {
    ended: runner.promise,
    async stop() {
      sweeping.abort()
      await Promise.all([swept, runner.stop()])
    },
  }
}

// When the engine is silent the job succeeds all the same: the sweep tells it later. Left to fail, its next try would
// move away by hours and in the end never come.
async function relayOne(options: RelayOptions, { journeyId }: RelayJob): Promise<void> {
  try {
    await tellEngine(options, journeyId)
  } catch (error) {
    options.log.warn(
      { journeyId, reason: String(error) },
      'the engine could not be told; it will be told again',
    )
  }
}

// As with journeys: the sweep begins it when the engine is silent now.
async function beginImport({ db, engine, log }: RelayOptions, { importId }: ImportJob): Promise<void> {
  try {
    if (await isUnfinished(db, importId)) await startImport(engine, { importId })
  } catch (error) {
    log.warn({ importId, reason: String(error) }, 'an import could not be begun; it will be begun later')
  }
}

async function sweepUntil(signal: AbortSignal, options: RelayOptions): Promise<void> {
  let forgotten = 0
  const engine = { wasAway: true }
  while (!signal.aborted) {
    try {
      await beat(options.db, 'relay', options.instance)
      await sweep(options, engine)
      if (Date.now() - forgotten > FORGET_EVERY_MS) {
        await forgetOldAnswers(options.db)
        await throwAwayUnused(options.db)
        await forgetUnfinishedUploads(options.db)
        forgotten = Date.now()
      }
    } catch (error) {
      options.log.warn({ reason: String(error) }, 'a sweep failed; the next one comes')
    }
    // Ended early when there is to be no next one.
    await delay(SWEEP_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

async function sweep({ db, engine, health }: RelayOptions, seen: { wasAway: boolean }): Promise<void> {
  // With the engine down every job would only wait for its time-out.
  if (!(await health.reachable())) {
    seen.wasAway = true
    return
  }
  if (seen.wasAway) {
    await tellLastAgain(db)
    await tellMeetingsAgain(db)
  }
  seen.wasAway = false
  await enqueueUnconducted(db)
  for (const mailbox of await waitingMailboxes(db, UNTAKEN_SECONDS)) await signalNotices(engine, mailbox)
  for (const importId of await waitingImports(db)) await startImport(engine, { importId })
  await tellMeetings(db, (locality, as) => keepMeetingSchedule(engine, locality, as))
}
