import { requireSafe } from '../contracts/safe-for-production'
import { readSettings } from '../contracts/settings'
import { keysOf } from '../keys/of-settings'
import { ExplainedError } from '../ops/explained-error'
import { withEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'

/**
 * `pace migrate`: brings the database of DATABASE_URL, or else the running embedded one, to this release.
 * @throws ExplainedError when there is neither
 */
export async function migrate(): Promise<void> {
  const dataDir = dataDirectory(process.env)
  const settings = readSettings(withEmbedded(process.env, dataDir))
  requireSafe(settings)
  const url = settings.DATABASE_URL
  if (!url) {
    throw new ExplainedError(
      `DATABASE_URL is not set, and no embedded database runs on the data in ${dataDir}. Set it, or start PACE with \`npm start\`, which brings the embedded database up to date itself.`,
    )
  }
  const { migrateToLatest } = require('../db/migrate') as typeof import('../db/migrate')
  await migrateToLatest(url, keysOf(settings))
  process.stdout.write('The database is at this release.\n')
}
