import { requireSafe } from '../../contracts/safe-for-production'
import { publicUrlOf, readSettings, type Settings } from '../../contracts/settings'
import { requirePolicies } from '../../policies/here'
import { ExplainedError, reasonOf } from '../explained-error'
import { dataDirectory } from '../project'
import { openDataFolder } from './data-folder'
import { removeEmbedded, writeEmbedded } from './embedded'
import { startEmbeddedParts } from './embedded-parts'
import { embeddingOf } from './embedding'
import { environmentOf, type Installation } from './installation'
import { startPaceParts } from './pace-parts'
import { choosePorts, requireFreeApiPort } from './ports'
import type { Progress } from './progress'
import { aborted, RunningParts } from './running-parts'
import { RunRecord } from './run-record'

export interface LaunchOptions {
  readonly env: NodeJS.ProcessEnv
  /** Begin a new installation without the example. */
  readonly empty: boolean
  readonly progress: Progress
  /** Aborted when everything is to be ended. */
  readonly stop: AbortSignal
  /** Aborted when it is to be ended at once. */
  readonly hurry: AbortSignal
}

/**
 * Runs an installation: starts every part that is not set up elsewhere, keeps each running, and ends them in order when
 * `stop` is aborted.
 * @throws ExplainedError, with everything ended again, when it cannot be started
 */
export async function launch({ env, empty, progress, stop, hurry }: LaunchOptions): Promise<void> {
  const settings = checked(env)
  const embedding = embeddingOf(settings)
  const dataDir = dataDirectory(env)
  openDataFolder(dataDir)
  const record = RunRecord.claim(dataDir, `http://127.0.0.1:${settings.PACE_PORT}`)
  const parts = new RunningParts(dataDir, record, progress.say)

  const start = async () => {
    const began = performance.now()
    const left = await record.endLeftovers()
    if (left.length > 0) progress.say(`Ended what an earlier start left running: ${left.join(', ')}`)
    await requireFreeApiPort(settings.PACE_PORT)
    const ports = await choosePorts(dataDir, settings.PACE_PORT)
    const installation = { env, settings, embedding, dataDir, ports, parts, progress }
    const addresses = await startEmbeddedParts(installation)
    writeEmbedded(dataDir, { ...addresses, PACE_PUBLIC_URL: publicUrlOf(settings) })
    await startPaceParts(installation, environmentOf(installation, addresses), { empty })
    sayReady(installation, (performance.now() - began) / 1000)
  }

  try {
    await Promise.race([start(), aborted(stop)])
    await aborted(stop)
  } finally {
    await parts.end(hurry)
    removeEmbedded(dataDir)
    record.release()
  }
  progress.say(`Everything has ended. The data stays in ${dataDir}`)
}

function checked(env: NodeJS.ProcessEnv): Settings {
  try {
    const settings = readSettings(env)
    requireSafe(settings)
    requirePolicies(settings.PACE_POLICIES, settings.PACE_POLICY)
    return settings
  } catch (error) {
    throw new ExplainedError(reasonOf(error), { cause: error })
  }
}

function sayReady({ settings, embedding, ports, progress: { say } }: Installation, seconds: number): void {
  const api = `http://127.0.0.1:${settings.PACE_PORT}`
  say(`PACE is ready after ${seconds.toFixed(1)} s: ${api}`)
  if (embedding.signIn) say('  To sign in:        open it, and choose who to be')
  say(`  The API:           ${api}/docs, after signing in`)
  if (embedding.mailSink) say(`  Mail it has sent:  http://127.0.0.1:${ports.mailPages}`)
  if (embedding.temporal) say(`  Temporal's pages:  http://127.0.0.1:${ports.enginePages}`)
  if (embedding.signIn)
    say('  A token for it:    npm run -s pace -- token --as case-worker --locality caithness')
  say('Ctrl-C ends it.')
}
