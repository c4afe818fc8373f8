import { sql } from 'kysely'
import type { Accountable } from './audit'
import type { Database, DatabaseTransaction } from './database'
import type { Scope } from './scope'

/** For whom a transaction acts: who they are, from where, and what they may know of. */
export interface Acting extends Accountable {
  readonly scope: Scope
}

/**
 * Tells the database for whom this transaction acts: until it ends, the API's role sees what they may see and nothing else,
 * and every row of the audit says from where and why.
 */
export async function actFor(trx: DatabaseTransaction, { id, from, reason, scope }: Acting): Promise<void> {
  const { localities, opened = [] } = scope
  const all = localities === 'authority'
  await sql`select
    set_config('pace.caller', ${id}, true),
    set_config('pace.from_address', ${from ?? ''}, true),
    set_config('pace.reason', ${reason ?? ''}, true),
    set_config('pace.authority', ${all ? 'on' : ''}, true),
    set_config('pace.localities', ${all ? [] : [...localities]}::text[]::text, true),
    set_config('pace.opened', ${[...opened]}::uuid[]::text, true)`.execute(trx)
}

/** Reads for somebody, in a transaction of its own: without one the API's role sees no journey at all. */
export function readFor<T>(
  db: Database,
  somebody: Acting,
  read: (trx: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await actFor(trx, somebody)
    return read(trx)
  })
}
