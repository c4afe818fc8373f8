import { hostname } from 'node:os'
import { NativeConnection, Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { CONDUCTOR_ROLE } from '../db/roles'
import { smtpMailer } from '../activities/notices/mail'
import { need, publicUrlOf, readSettings, type Settings } from '../contracts/settings'
import { mailSettings } from '../contracts/mail-settings'
import { seamsOf } from '../contracts/drill'
import type { Log } from '../contracts/log'
import { requireSafe } from '../contracts/safe-for-production'
import { untilStopped } from '../contracts/stopping'
import { openDatabase } from '../db/database'
import { keysOf } from '../keys/of-settings'
import { requirePolicies } from '../policies/here'
import { beat, instanceOn } from '../db/heartbeat'
import { openEngine } from '../temporal/connection'
import { connectionOptions } from '../temporal/connection-options'
import { UnreadablePayloadError } from '../temporal/payload-codec'
import { bundleWorkflows } from './bundle'
import { lookAfterHistories } from './look-after-histories'
import { createWorkers } from './worker'

const BEAT_EVERY_MS = 5_000

/** Runs a worker until it is told to stop, or its launcher is gone. Rejects when it cannot go on. */
export async function main(): Promise<void> {
  const settings = readSettings(process.env)
  requireSafe(settings)
  requirePolicies(settings.PACE_POLICIES, settings.PACE_POLICY)
  const log = pino({ name: 'worker' })
  const stopping = untilStopped()
  Runtime.install({ shutdownSignals: [], logger: temporalLogger(log) })
  const db = openDatabase(need(settings, 'DATABASE_URL'), {
    role: CONDUCTOR_ROLE,
    onLostConnection: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  })
  const mailer = smtpMailer(mailSettings(settings))
  const keys = keysOf(settings)
  const engine = openEngine({
    ...connectionOptions(settings),
    namespace: settings.TEMPORAL_NAMESPACE,
    keys,
    caller: 'worker',
  })

  const [workflowBundle, connection] = await Promise.all([
    bundleWorkflows(log),
    connect(settings, log, stopping.signal),
  ])
  const workers = await createWorkers({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    keys,
    workflowBundle,
    db,
    engine,
    mailer,
    mailFrom: settings.MAIL_FROM,
    mailPerMinute: settings.MAIL_PER_MINUTE,
    publicUrl: publicUrlOf(settings),
    seam: seamsOf(process.env),
  })
  const running = workers.map((worker) => worker.run())
  const instance = instanceOn(hostname())
  const histories = lookAfterHistories({ db, engine, keys, workflowBundle, log })
  const beating = beatEvery(BEAT_EVERY_MS, () => beat(db, 'worker', instance), log)
  log.info({}, 'worker ready')

  void stopping.stopped.then(() => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
  })
  try {
    await Promise.all(running)
  } finally {
    clearInterval(beating)
    await histories.stop()
    mailer.close()
    await connection.close()
    await engine.connection.close()
    await db.destroy()
  }
}

// The engine may come up after the worker: it is tried until it answers.
async function connect(settings: Settings, log: Log, stop: AbortSignal): Promise<NativeConnection> {
  const options = connectionOptions(settings)
  for (let wait = 250; ; wait = Math.min(wait * 2, 5_000)) {
    try {
      return await NativeConnection.connect(options)
    } catch (error) {
      if (stop.aborted) throw error
      log.warn(
        { address: options.address, reason: String(error) },
        'the engine does not answer; trying again',
      )
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

function beatEvery(milliseconds: number, once: () => Promise<void>, log: Log): NodeJS.Timeout {
  const tell = () => {
    once().catch((error: unknown) => log.warn({ reason: String(error) }, 'a heartbeat was lost'))
  }
  tell()
  return setInterval(tell, milliseconds)
}

// An error of the SDK may quote what it is about; of those that may be shown, the words are.
function shown(meta: object = {}): object {
  const { error, ...rest } = meta as { readonly error?: unknown }
  if (error === undefined) return rest
  return { ...rest, ...(error instanceof UnreadablePayloadError && { reason: error.message }) }
}

function temporalLogger(log: Log) {
  return {
    log: () => undefined,
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string, meta?: object) => log.warn(shown(meta), message),
    error: (message: string, meta?: object) => log.error(shown(meta), message),
  }
}
