import os from 'node:os'

import { requireSafe } from '../contracts/safe-for-production'
import { readSettings, type Settings } from '../contracts/settings'
import type { Database } from '../db/database'
import type { KeyRing } from '../keys/key-ring'
import { keysOf } from '../keys/of-settings'
import { ExplainedError } from '../ops/explained-error'
import { withEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'

/** The record as a command has it, with the keys that open it. */
export interface OpenRecord {
  readonly db: Database
  readonly keys: KeyRing
  readonly settings: Settings
}

/**
 * Lets a command work with the record of DATABASE_URL, or else of the running embedded one, and closes it afterwards.
 * @throws ExplainedError when there is neither
 */
export async function withRecord<T>(work: (record: OpenRecord) => Promise<T>): Promise<T> {
  const dataDir = dataDirectory(process.env)
  const settings = readSettings(withEmbedded(process.env, dataDir))
  requireSafe(settings)
  const { DATABASE_URL: url } = settings
  if (url === undefined) {
    throw new ExplainedError(
      `DATABASE_URL is not set, and no embedded database runs on the data in ${dataDir}. Set it, or start PACE with \`npm start\`.`,
    )
  }
  const { openDatabase } = require('../db/database') as typeof import('../db/database')
  const db = openDatabase(url, { maxConnections: 1 })
  try {
    return await work({ db, keys: keysOf(settings), settings })
  } finally {
    await db.destroy()
  }
}

/** Who runs the command, as the audit has it: the account on this machine. */
export function operator(): string {
  return `pace/${os.userInfo().username}`
}
