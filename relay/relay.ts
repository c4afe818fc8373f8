import { setTimeout as delay } from 'node:timers/promises'
import { Logger, run, type JobHelpers, type Runner } from 'graphile-worker'
import type { EngineHealth } from '../contracts/live'
import type { Log } from '../contracts/log'
import { IMPORT_TASK, type ImportJob } from '../contracts/import-workflow'
import { FORGET_TASK, RELAY_TASK, type ForgetJob, type RelayJob } from '../contracts/relay'
import { openJobConnections } from '../db/database'
import { beat } from '../db/heartbeat'
import { forgetOldAnswers } from '../db/idempotency'
import { forgetUnfinishedUploads, isUnfinished, waitingImports } from '../db/importing/unfinished'
import { writeMissingFacts } from '../db/missing-facts'
import { throwAwayUnused } from '../db/practice'
import { enqueueForgetting } from '../db/record'
import { enqueueUnconducted, isGone, readToRelay, tellLastAgain } from '../db/relaying'
import { waitingMailboxes } from '../db/outbox'
import { tellMeetings, tellMeetingsAgain } from '../db/pace-meetings'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import { askToForget } from '../temporal/forget-workflow'
import { keepMeetingSchedule } from '../temporal/meeting-schedules'
import { signalNotices, startImport } from '../temporal/signals'
import { practiceMover, type PracticeMover } from './practice-mover'
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
/** So many journeys that were recorded before there were facts for reports get theirs in each sweep. */
const FACTS_AT_ONCE = 100

/**
 * Relays what is recorded to the engine: a job for each recorded event, and a sweep that finds whatever has no job or
 * whose signal was lost. Several relays may run side by side.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { databaseUrl, log } = options
  const mover = practiceMover(options)
  const forgetting = { now: 0 }
  // its own pool would stop listening to connections that break while it is being ended, and end the process with them
  const pgPool = openJobConnections(databaseUrl)
  const runner: Runner = await run({
    pgPool,
    concurrency: JOBS_AT_ONCE,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ message }, 'relay jobs')
    }),
    taskList: {
      [RELAY_TASK]: (payload) => relayOne(options, mover, payload as RelayJob),
      [FORGET_TASK]: (payload, helpers) => forget(options, forgetting, helpers, payload as ForgetJob),
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
      await mover.stop()
      await pgPool.end()
    },
  }
}

// When the engine is silent the job succeeds all the same: the sweep tells it later. Left to fail, its next try would
// move away by hours and in the end never come.
async function relayOne(options: RelayOptions, mover: PracticeMover, { journeyId }: RelayJob): Promise<void> {
  const { db } = options
  try {
    const journey = await readToRelay(db, journeyId)
    if (journey?.practice) mover.take(journeyId)
    else if (journey) await tellEngine(options, journey)
    else if (await isGone(db, journeyId)) await enqueueForgetting(db, journeyId)
  } catch (error) {
    options.log.warn(
      { journeyId, reason: String(error) },
      'the engine could not be told; it will be told again',
    )
  }
}

const ASK_AGAIN_MS = 2_000
const MOST_ASKED = 60
/** A silent engine keeps no more jobs than so many waiting for its answer. */
const FORGOTTEN_AT_ONCE = 2

// The engine says yes and deletes by and by. It is asked again later, so that no job waits for it. Nobody sweeps after what is
// no more: left to fail, the job is tried again for days.
async function forget(
  { engine }: RelayOptions,
  forgetting: { now: number },
  helpers: JobHelpers,
  { journeyId, asked = 0 }: ForgetJob,
): Promise<void> {
  const later = (job: ForgetJob) =>
    helpers.addJob(FORGET_TASK, job, { runAt: new Date(Date.now() + ASK_AGAIN_MS) })
  if (forgetting.now >= FORGOTTEN_AT_ONCE) {
    await later({ journeyId, asked })
    return
  }
  const workflowId = journeyWorkflowId(journeyId)
  forgetting.now++
  try {
    if (await askToForget(engine, workflowId)) return
  } finally {
    forgetting.now--
  }
  if (asked >= MOST_ASKED) throw new Error(`The engine still knows of ${workflowId}`)
  await later({ journeyId, asked: asked + 1 })
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
  const facts: { after?: string } = {}
  while (!signal.aborted) {
    try {
      await beat(options.db, 'relay', options.instance)
      await sweep(options, engine)
    } catch (error) {
      options.log.warn({ reason: String(error) }, 'a sweep failed; the next one comes')
    }
    await writeFactsOfEarlier(options, facts)
    if (Date.now() - forgotten > FORGET_EVERY_MS) {
      forgotten = Date.now()
      await doChores(options)
    }
    // Ended early when there is to be no next one.
    await delay(SWEEP_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

// What was recorded by an earlier release is counted too, by and by; those that could not be written come round again.
async function writeFactsOfEarlier({ db, log }: RelayOptions, looked: { after?: string }): Promise<void> {
  const unable = (journeyId: string, error: unknown) =>
    log.error({ journeyId, reason: String(error) }, 'what reports count of a journey could not be written')
  try {
    const { last } = await writeMissingFacts(db, { ...looked, limit: FACTS_AT_ONCE }, unable)
    if (last === undefined) delete looked.after
    else looked.after = last
  } catch (error) {
    log.warn({ reason: String(error) }, 'facts for reports could not be written; they are tried again')
  }
}

async function doChores({ db, log }: RelayOptions): Promise<void> {
  const unusable = (journeyId: string, error: unknown) =>
    log.error({ journeyId, reason: String(error) }, 'an unused practice journey could not be thrown away')
  const chores: Readonly<Record<string, () => Promise<unknown>>> = {
    'old answers': () => forgetOldAnswers(db),
    'unused practice': () => throwAwayUnused(db, unusable),
    'unfinished uploads': () => forgetUnfinishedUploads(db),
  }
  // each by itself: one that fails keeps none of the others
  for (const [chore, work] of Object.entries(chores))
    await work().catch((error: unknown) =>
      log.error({ chore, reason: String(error) }, 'what is not needed any more could not be cleared away'),
    )
}

async function sweep({ db, engine, health, log }: RelayOptions, seen: { wasAway: boolean }): Promise<void> {
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
  await tellMeetings(
    db,
    (locality, as) => keepMeetingSchedule(engine, locality, as),
    (locality, error) =>
      log.warn({ locality, reason: String(error) }, 'a schedule could not be told; it will be told again'),
  )
}
