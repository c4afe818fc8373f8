import { hostname } from 'node:os'
import { pino } from 'pino'
import { CONDUCTOR_ROLE } from '../db/roles'
import { seamsOf } from '../contracts/drill'
import { auditAnchorOf, need, readSettings } from '../contracts/settings'
import { requireSafe } from '../contracts/safe-for-production'
import { untilStopped } from '../contracts/stopping'
import { openDatabase } from '../db/database'
import { keysOf } from '../keys/of-settings'
import { instanceOn } from '../db/heartbeat'
import { engineHealth, openEngine } from '../temporal/connection'
import { connectionOptions } from '../temporal/connection-options'
import { startRelay } from './relay'
import { startReader } from './replies/reader'
import { startSealer } from './sealer'

/** Runs a relay until it is told to stop, or its launcher is gone. Rejects when it cannot go on. */
export async function main(): Promise<void> {
  const settings = readSettings(process.env)
  requireSafe(settings)
  const log = pino({ name: 'relay' })
  const stopping = untilStopped()
  const databaseUrl = need(settings, 'DATABASE_URL')
  const db = openDatabase(databaseUrl, {
    role: CONDUCTOR_ROLE,
    onLostConnection: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  })
  const engine = openEngine({
    ...connectionOptions(settings),
    namespace: settings.TEMPORAL_NAMESPACE,
    keys: keysOf(settings),
    caller: 'relay',
  })
  const relay = await startRelay({
    db,
    databaseUrl,
    engine,
    health: engineHealth(engine),
    log,
    seam: seamsOf(process.env),
    instance: instanceOn(hostname()),
  })
  const sealer = startSealer({ db, log, anchorFile: auditAnchorOf(settings) })
  const { MAIL_REPLIES_URL: repliesUrl } = settings
  const reader = repliesUrl === undefined ? undefined : startReader({ db, repliesUrl, log })
  log.info({}, 'relay ready')
  try {
    await Promise.race([relay.ended, stopping.stopped])
  } finally {
    await Promise.all([relay.stop(), sealer.stop(), reader?.stop()])
    await engine.connection.close()
    await db.destroy()
  }
}
