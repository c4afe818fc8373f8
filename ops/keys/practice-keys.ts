import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { PRACTICE_KEY } from '../../keys/of-settings'
import { keyRingFrom } from '../../keys/key-ring'
import { createPrivateFile, readIfThere, writePrivateFile } from '../files/private-file'

/**
 * The master keys of a data folder, as PACE_KEYS has them, made on first use; only their owner may read them. They are for
 * practice: production refuses them, since they lie beside what they seal.
 */
export function practiceKeys(dataDir: string): string {
  const file = fileIn(dataDir)
  createPrivateFile(file, `${newKey(1)}\n`)
  return (readIfThere(file) ?? '').trim()
}

/** Puts a new key before those of a data folder: from the next start on it seals, and they still open. Returns its id. */
export function rotatePracticeKeys(dataDir: string): string {
  const before = practiceKeys(dataDir)
  const numbers = keyRingFrom(before).all.map(({ id }) => Number(id.slice(PRACTICE_KEY.length)))
  const written = `${newKey(Math.max(...numbers) + 1)}\n${before}\n`
  writePrivateFile(fileIn(dataDir), written)
  return keyRingFrom(written).current.id
}

function newKey(number: number): string {
  return `${PRACTICE_KEY}${number}:${randomBytes(32).toString('base64')}`
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'keys')
}
