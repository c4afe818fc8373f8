import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { openDatabase, type Database } from '../../db/database'
import { migrateToLatest } from '../../db/migrate'
import { testKeys } from './keys'

const TEMPLATE = 'pace_template'

/** A database of this release, empty and of its own, on the real PostgreSQL of the test run. */
export interface FreshDatabase {
  readonly url: string
  readonly db: Database
  /** Closes and drops it. */
  drop(): Promise<void>
}

export async function freshDatabase(): Promise<FreshDatabase> {
  return madeBy(async (administrator, name) => {
    await makeTemplate(administrator)
    await administrator.query(`create database ${name} template ${TEMPLATE}`)
  })
}

/** A database with nothing in it, not even the tables. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return madeBy((administrator, name) => administrator.query(`create database ${name}`))
}

async function madeBy(
  make: (administrator: Client, name: string) => Promise<unknown>,
): Promise<FreshDatabase> {
  const name = `pace_${randomUUID().replaceAll('-', '')}`
  await asAdministrator((administrator) => make(administrator, name))
  const url = urlOf(name)
  const db = openDatabase(url)
  return {
    url,
    db,
    async drop() {
      await db.destroy()
      await asAdministrator((administrator) => administrator.query(`drop database ${name} with (force)`))
    },
  }
}

// Migrated once for the whole run, under a lock: the others copy it, which takes a fraction of the time.
async function makeTemplate(administrator: Client): Promise<void> {
  await administrator.query('select pg_advisory_lock(7223)')
  try {
    const { rowCount } = await administrator.query('select from pg_database where datname = $1', [TEMPLATE])
    if (rowCount) return
    const made = `${TEMPLATE}_in_making`
    await administrator.query(`drop database if exists ${made}`)
    await administrator.query(`create database ${made}`)
    await migrateToLatest(urlOf(made), testKeys)
    await administrator.query(`alter database ${made} rename to ${TEMPLATE}`)
  } finally {
    await administrator.query('select pg_advisory_unlock(7223)')
  }
}

async function asAdministrator(work: (administrator: Client) => Promise<unknown>): Promise<void> {
  const administrator = new Client({ connectionString: urlOf() })
  await administrator.connect()
  try {
    await work(administrator)
  } finally {
    await administrator.end()
  }
}

function urlOf(database?: string): string {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  if (database !== undefined) url.pathname = `/${database}`
  return url.href
}
