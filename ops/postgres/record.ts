import path from 'node:path'

import { ExplainedError } from '../explained-error'
import { readIfThere, writePrivateFile } from '../files/private-file'

/** What the data folder remembers of its PostgreSQL. */
export interface PostgresRecord {
  /** The folder of PostgreSQL's own files, which for root lies outside the data folder. */
  readonly directory: string
  readonly superuser: string
  readonly password: string
  /** Whether the files were made. Where they are gone afterwards, nobody quietly begins with an empty database. */
  readonly made: boolean
}

/** @throws ExplainedError when the file is there and cannot be understood */
export function readPostgresRecord(dataDir: string): PostgresRecord | undefined {
  const content = readIfThere(fileIn(dataDir))
  if (content === undefined) return undefined
  try {
    const { directory, superuser, password, made } = JSON.parse(content) as Record<string, unknown>
    if (typeof directory === 'string' && typeof superuser === 'string' && typeof password === 'string') {
      return { directory: path.resolve(dataDir, directory), superuser, password, made: made === true }
    }
  } catch {
    // told below, together with the case of a file that lacks something
  }
  throw new ExplainedError(
    `${fileIn(dataDir)} is damaged: it should hold the place and the password of the embedded PostgreSQL. Restore it from a backup, or move ${dataDir} away to begin with an empty one.`,
  )
}

/** Keeps the record, readable by its owner only, since it holds a password. */
export function writePostgresRecord(dataDir: string, record: PostgresRecord): void {
  const inside = path.relative(dataDir, record.directory)
  // relative where it can be, so that the data folder may be moved
  const directory = inside.startsWith('..') ? record.directory : inside
  const { superuser, password, made } = record
  writePrivateFile(fileIn(dataDir), `${JSON.stringify({ directory, superuser, password, made }, null, 2)}\n`)
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'postgres.json')
}
