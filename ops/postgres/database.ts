import { setTimeout as delay } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'

import { reasonOf } from '../explained-error'

/** SQLSTATEs by which a server says that it is not yet, or no longer, taking connections. */
const notTakingConnections = new Set(['57P03', '57P01', '53300'])
const duplicateDatabase = '42P04'
const duplicateRow = '23505'

/**
 * Waits until a PostgreSQL takes connections at this address.
 * @throws Error at once when it refuses for a reason that waiting cannot mend (a wrong password), when `signal` is aborted, or after `timeoutMs`
 */
export async function waitForPostgres(
  url: string,
  { timeoutMs = 30_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const refusal = await tryConnection(url)
    if (refusal === undefined) return
    const lasting = refusal instanceof DatabaseError && !notTakingConnections.has(refusal.code ?? '')
    if (lasting || Date.now() > deadline) {
      throw new Error(`PostgreSQL at ${placeOf(url)} cannot be used: ${reasonOf(refusal)}`, {
        cause: refusal,
      })
    }
    await delay(50, undefined, { signal })
  }
}

/** Makes a database unless it exists. `adminUrl` is the address of any database of the same server, as a role that may make one. */
export async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } catch (error) {
    const made =
      error instanceof DatabaseError && (error.code === duplicateDatabase || error.code === duplicateRow)
    if (!made) throw error
  } finally {
    await client.end()
  }
}

async function tryConnection(url: string): Promise<Error | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  // a server that goes away in the middle emits an error beside the rejected promise
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** An address without its password, for messages. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}
