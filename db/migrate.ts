import { runMigrations } from 'graphile-worker'
import { Migrator, type Migration } from 'kysely'
import type { KeyRing } from '../keys/key-ring'
import { openDatabase } from './database'
import * as journeys from './migrations/0001-journeys'
import * as listsAndAnswers from './migrations/0002-lists-and-answers'
import * as pages from './migrations/0003-pages'
import * as wholeTimetable from './migrations/0004-whole-timetable'
import * as people from './migrations/0005-people'
import * as sealedWords from './migrations/0006-sealed-words'
import { sealWhatLiesOpen } from './seal-what-lies-open'
import * as audit from './migrations/0007-audit'
import * as identity from './migrations/0008-identity'
import * as rowLevelSecurity from './migrations/0009-row-level-security'
import * as retention from './migrations/0010-retention'
import * as breakGlass from './migrations/0011-break-glass'
import * as cohorts from './migrations/0012-cohorts'
import * as imports from './migrations/0013-imports'
import * as changes from './migrations/0014-changes'
import * as versions from './migrations/0015-versions'
import * as directory from './migrations/0016-directory'
import * as outbox from './migrations/0017-outbox'
import * as answers from './migrations/0018-answers'
import * as paceMeetings from './migrations/0019-pace-meetings'
import * as practice from './migrations/0020-practice'
import * as reportFacts from './migrations/0021-report-facts'
import * as runCharts from './migrations/0022-run-charts'
import * as improvement from './migrations/0023-improvement'
import * as publications from './migrations/0024-publications'
import * as counting from './migrations/0025-counting'

/** Named, not read from a folder, so that what is shipped is what runs. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-journeys': journeys,
  '0002-lists-and-answers': listsAndAnswers,
  '0003-pages': pages,
  '0004-whole-timetable': wholeTimetable,
  '0005-people': people,
  '0006-sealed-words': sealedWords,
  '0007-audit': audit,
  '0008-identity': identity,
  '0009-row-level-security': rowLevelSecurity,
  '0010-retention': retention,
  '0011-break-glass': breakGlass,
  '0012-cohorts': cohorts,
  '0013-imports': imports,
  '0014-changes': changes,
  '0015-versions': versions,
  '0016-directory': directory,
  '0017-outbox': outbox,
  '0018-answers': answers,
  '0019-pace-meetings': paceMeetings,
  '0020-practice': practice,
  '0021-report-facts': reportFacts,
  '0022-run-charts': runCharts,
  '0023-improvement': improvement,
  '0024-publications': publications,
  '0025-counting': counting,
}

/**
 * Brings the database to this release: our tables, those of the relay's jobs, and, with the keys, what a release before
 * left unsealed. Several processes may do it at once: one works, the others wait for its lock. Throws what PostgreSQL
 * says, naming the migration.
 */
export async function migrateToLatest(databaseUrl: string, keys: KeyRing): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 2 })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } })
    const { error, results } = await migrator.migrateToLatest()
    if (error) {
      const failed =
        results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first migration'
      throw new Error(`The database could not be brought to this release (${failed}): ${messageOf(error)}`, {
        cause: error,
      })
    }
    await sealWhatLiesOpen(db, keys)
  } finally {
    await db.destroy()
  }
  await runMigrations({ connectionString: databaseUrl })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
