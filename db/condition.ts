import { sql } from 'kysely'
import { IS_NOT_ERASED } from './child-keys'
import type { Queryable } from './database'
import { MIGRATIONS } from './migrate'

/** How the schema of a database and this release differ: by name, none where they are the same. */
export interface SchemaState {
  /** Migrations of this release that the database has not had. */
  readonly missing: readonly string[]
  /** Migrations of the database that this release does not know: it is older than the database. */
  readonly unknown: readonly string[]
}

/** Holds the migrations that a database has had against those of this release. */
export async function schemaState(db: Queryable): Promise<SchemaState> {
  const { rows: table } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db)
  const { rows } = table[0]?.there
    ? await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    : { rows: [] }
  const had = rows.map(({ name }) => name)
  const known = Object.keys(MIGRATIONS)
  return {
    missing: known.filter((name) => !had.includes(name)),
    unknown: had.filter((name) => !known.includes(name)),
  }
}

/** Things that wait for longer than they should. */
export interface Waiting {
  readonly count: number
  /** For how long the oldest of them waits, in seconds; 0 when none does. */
  readonly oldestSeconds: number
}

/** Journeys that were recorded in, and not conducted within so many seconds; those of erased children never are. */
export async function unconductedFor(db: Queryable, seconds: number): Promise<Waiting> {
  return waiting(
    db,
    sql`select changed_at as since from journey
      where conducted_seq < seq and ${IS_NOT_ERASED} and changed_at < clock_timestamp() - make_interval(secs => ${seconds})`,
  )
}

/** Notices that were to be sent, and were not within so many seconds; not those that wait for their receiver's working day. */
export async function unsentFor(db: Queryable, seconds: number): Promise<Waiting> {
  const since = sql`case when attempts > 0 then greatest(at, created_at) else next_attempt_at end`
  return waiting(
    db,
    sql`select ${since} as since from notice
      where status = 'pending' and ${since} < clock_timestamp() - make_interval(secs => ${seconds})`,
  )
}

async function waiting(db: Queryable, those: ReturnType<typeof sql>): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select count(*) as count,
      coalesce(extract(epoch from clock_timestamp() - min(since)), 0)::integer as "oldestSeconds"
    from (${those}) those`.execute(db)
  return rows[0] ?? { count: 0, oldestSeconds: 0 }
}
