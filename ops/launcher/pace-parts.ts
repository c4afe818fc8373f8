import type { KeyRing } from '../../keys/key-ring'
import { keysOf } from '../../keys/of-settings'
import { ourCommand } from './commands'
import { readExampleDecision, writeExampleDecision } from './example-record'
import { readyMs, type Installation } from './installation'
import { partTitles } from './parts'
import { waitForReadiness } from './probes'

/**
 * Starts PACE itself on a database brought to this release. The API comes last: from its first answer on, everything works.
 * @param env where everything else is
 */
export async function startPaceParts(
  installation: Installation,
  env: NodeJS.ProcessEnv,
  { empty }: { empty: boolean },
): Promise<void> {
  const { parts, progress, settings } = installation
  // a database of one's own may be told of by a file
  const url = env.DATABASE_URL || (settings.DATABASE_URL ?? '')
  const keys = keysOf({ ...settings, PACE_KEYS: env.PACE_KEYS || settings.PACE_KEYS })
  await progress.step('The database, brought to this release', () => migrate(url, keys))
  const conducting = (['worker', 'relay'] as const).map((name) =>
    parts.start(name, ourCommand(name, env), true),
  )
  const { postgres, mailSink } = installation.embedding
  // made-up addresses have no place where mail could really be sent
  if (postgres && mailSink) await addDirectory(url, settings.PACE_POLICY)
  await loadExampleOnce(installation, url, keys, empty)
  const missing = await progress.step(`${partTitles.api}, the worker and the relay`, async () => {
    const api = parts.start('api', ourCommand('api', env), true)
    const answersAt = `http://127.0.0.1:${settings.PACE_PORT}/health/ready`
    const readiness = waitForReadiness(answersAt, readyMs, parts.over)
    // the API speaks for the worker and the relay; but whichever of the three keeps ending is told of by its own words
    await Promise.all(
      [api, ...conducting].map((part) => part.untilReady(async () => void (await readiness), parts.over)),
    )
    return readiness
  })
  for (const because of missing) progress.say(`Not everything is at work yet. ${because}.`)
}

async function loadExampleOnce(
  installation: Installation,
  url: string,
  keys: KeyRing,
  empty: boolean,
): Promise<void> {
  const { dataDir, embedding, progress } = installation
  // an example has no place in a database that is somebody else's
  if (!embedding.postgres || readExampleDecision(dataDir) !== undefined) return
  if (!empty) await progress.step('The example', () => loadExample(url, keys))
  writeExampleDecision(dataDir, empty ? 'left out' : 'loaded')
}

// Loaded when they are needed: the embedded parts come up meanwhile.
function migrate(url: string, keys: KeyRing): Promise<void> {
  const { migrateToLatest } = require('../../db/migrate') as typeof import('../../db/migrate')
  return migrateToLatest(url, keys)
}

function addDirectory(url: string, inForce: string): Promise<void> {
  const directory = require('../example/directory') as typeof import('../example/directory')
  return directory.addPracticeDirectory(url, inForce)
}

async function loadExample(url: string, keys: KeyRing): Promise<void> {
  const example = require('../example/load') as typeof import('../example/load')
  await example.loadExample({ databaseUrl: url, keys, now: new Date() })
}
