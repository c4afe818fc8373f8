import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { PRACTICE_KEY } from '../../keys/of-settings'
import { createPrivateFile, readIfThere } from '../files/private-file'

/**
 * The master keys of a data folder, as PACE_KEYS has them, made on first use; only their owner may read them. They are for
 * practice: production refuses them, since they lie beside what they seal.
 */
export function practiceKeys(dataDir: string): string {
  const file = path.join(dataDir, 'keys')
  createPrivateFile(file, `${PRACTICE_KEY}1:${randomBytes(32).toString('base64')}\n`)
  return (readIfThere(file) ?? '').trim()
}
