import { rm } from 'node:fs/promises'

import { launch } from '../../ops/launcher/launch'
import { Progress } from '../../ops/launcher/progress'
import { readPostgresRecord } from '../../ops/postgres/record'
import { dataDirectory } from '../../ops/project'

/**
 * The process that owns the installation under test: what `npm start -- --empty` runs, in the data folder of
 * PACE_DATA_DIR. It ends the installation and removes its files when the benchmark asks for it or is gone, so that a
 * killed benchmark leaves nothing behind.
 */
async function main(): Promise<void> {
  const stop = new AbortController()
  process.once('disconnect', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  const dataDir = dataDirectory(process.env)
  try {
    await launch({
      env: process.env,
      empty: true,
      progress: new Progress((text) => process.stderr.write(`  ${text}`)),
      stop: stop.signal,
      hurry: new AbortController().signal,
    })
  } finally {
    await removeFiles(dataDir)
  }
}

// As root PostgreSQL's files lie outside the data folder.
async function removeFiles(dataDir: string): Promise<void> {
  const postgres = readPostgresRecord(dataDir)
  if (postgres !== undefined) await rm(postgres.directory, { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
