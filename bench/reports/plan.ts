import { CompiledQuery } from 'kysely'

import type { Database } from '../../db/database'

/** A statement that was sent, and how long it took. */
export interface Sent {
  readonly query: CompiledQuery
  readonly milliseconds: number
}

/**
 * How PostgreSQL carries out the slowest statement of a report: what came before it in the transaction is sent again, since it
 * says whose rights count and for whom.
 *
 * @returns the lines of its plan, with the times that it took
 */
export async function planOf(statements: readonly Sent[], db: Database): Promise<readonly string[]> {
  const slowest = [...statements].sort((a, b) => b.milliseconds - a.milliseconds)[0]
  if (slowest === undefined) return []
  const before = statements.slice(0, statements.indexOf(slowest))
  return db.transaction().execute(async (trx) => {
    for (const { query } of before)
      if (!/^(begin|commit|rollback)/.test(query.sql)) await trx.executeQuery(query)
    const { sql, parameters } = slowest.query
    const explained = CompiledQuery.raw(`explain (analyze, buffers, costs off) ${sql}`, [...parameters])
    const { rows } = await trx.executeQuery(explained)
    return (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN'])
  })
}
