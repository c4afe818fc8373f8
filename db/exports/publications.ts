import { sql } from 'kysely'
import type { PublishedTable } from '../../domain/counts'
import type { LocalDate } from '../../domain/time'
import type { DatabaseTransaction, Queryable } from '../database'

/** What was published as of a day: the tables by aim. */
export interface Publication {
  readonly asOf: LocalDate
  readonly madeAt: Date
  readonly threshold: number
  readonly tables: Readonly<Record<string, PublishedTable>>
}

/** One at a time publishes, so that each knows of all before it, until the transaction ends. */
export async function lockPublications(trx: DatabaseTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pace publications'))`.execute(trx)
}

/** All publications, the earliest day first. */
export async function readPublications(db: Queryable): Promise<Publication[]> {
  const rows = await db.selectFrom('publication').selectAll().orderBy('as_of').execute()
  return rows.map(({ as_of, made_at, threshold, tables }) => ({
    asOf: as_of,
    madeAt: made_at,
    threshold,
    tables,
  }))
}

/** Keeps a publication for good. */
export async function keepPublication(
  trx: DatabaseTransaction,
  { asOf, threshold, tables }: Omit<Publication, 'madeAt'>,
  by: string,
): Promise<Publication> {
  const { made_at } = await trx
    .insertInto('publication')
    .values({
      as_of: asOf,
      made_at: sql<Date>`date_trunc('milliseconds', clock_timestamp())`,
      made_by: by,
      threshold,
      tables: JSON.stringify(tables),
    })
    .returning('made_at')
    .executeTakeFirstOrThrow()
  return { asOf, madeAt: made_at, threshold, tables }
}
