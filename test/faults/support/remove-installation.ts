import { existsSync, rmSync } from 'node:fs'
import { RunRecord } from '../../../ops/launcher/run-record'
import { readPostgresRecord } from '../../../ops/postgres/record'

/**
 * Ends whatever a killed launcher left running on a data folder and removes the folder, with the database's files, which
 * may lie elsewhere. Safe to call more than once. Throws while a launcher works on the folder.
 */
export async function removeInstallation(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return
  const record = RunRecord.claim(dataDir, 'nowhere')
  await record.endLeftovers()
  const database = readPostgresRecord(dataDir)
  if (database !== undefined) rmSync(database.directory, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
