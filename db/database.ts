import { Kysely, PostgresDialect, sql, type LogEvent, type Transaction } from 'kysely'
import { Pool, types, type PoolConfig } from 'pg'
import { takingRole, type DatabaseRole } from './roles'
import type { Tables } from './tables'

export type Database = Kysely<Tables>
export type DatabaseTransaction = Transaction<Tables>
/** Where a query may run: by itself, or as part of a transaction. */
export type Queryable = Database | DatabaseTransaction

const DATE_OID = 1082
const INT8_OID = 20
const MOST_CONNECTIONS = 10

export interface DatabaseOptions {
  readonly maxConnections?: number
  /** Whose rights the queries have; the login's own when absent, for migrating and operating. */
  readonly role?: DatabaseRole
  /** Told of connections that broke; the pool opens new ones by itself. */
  readonly onLostConnection?: (error: Error) => void
  /** Told of each statement that was sent, and how long it took. */
  readonly onQuery?: (event: LogEvent) => void
}

/** Opens a pool of connections to PostgreSQL. Nothing is connected before the first query. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = openPool({
    connectionString: url,
    ...takingRole(options.role),
    max: options.maxConnections ?? MOST_CONNECTIONS,
    connectionTimeoutMillis: 5_000,
    // A query that hangs would keep a journey's row locked for everybody.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
    lost: options.onLostConnection,
  })
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    ...(options.onQuery && { log: options.onQuery }),
  })
}

/** The connections of the queue of jobs, which its library uses and whoever opened them ends. */
export function openJobConnections(url: string): Pool {
  return openPool({ connectionString: url, max: MOST_CONNECTIONS })
}

function openPool({
  lost = () => undefined,
  ...config
}: PoolConfig & { lost?: ((error: Error) => void) | undefined }): Pool {
  const pool = new Pool(config)
  // A connection that breaks without a listener ends the process. The pool listens while one is idle, and hands it on;
  // nobody listens while it is in use, as it is when PostgreSQL is stopped in the middle of recording.
  pool.on('connect', (client) => client.on('error', lost))
  pool.on('error', () => undefined)
  return pool
}

/** PostgreSQL's clock, which every part goes by: two machines' clocks never agree. */
export async function clockOf(db: Queryable): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  return (rows[0] as { now: Date }).now
}

// A date of the calendar has no zone, so it stays text; counts fit a number.
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === DATE_OID) return (value) => value
  if (oid === INT8_OID) return Number
  return types.getTypeParser(oid, format) as (value: string) => unknown
}
