import { sql } from 'kysely'
import { REPORTING_ROLE } from './roles'
import type { Accountable } from './audit'
import { auditReason, type Opening } from './opening'
import type { Database, DatabaseTransaction } from './database'
import type { Scope } from './scope'

/** For whom a transaction acts: who they are, from where, and what they may know of. */
export interface Acting extends Accountable {
  readonly scope: Scope
  /** Journeys that are opened to them with a reason: what is done in one is marked. */
  readonly openings?: readonly Opening[]
}

/**
 * Tells the database for whom this transaction acts: until it ends, the API's role sees what they may see and nothing else,
 * and every row of the audit says from where and why.
 */
export async function actFor(
  trx: DatabaseTransaction,
  { id, from, reason, scope, openings = [] }: Acting,
): Promise<void> {
  const marks = Object.fromEntries(openings.map((one) => [one.journeyId, auditReason(one.id)]))
  const { localities, opened = [] } = scope
  const all = localities === 'authority'
  await sql`select
    set_config('pace.caller', ${id}, true),
    set_config('pace.from_address', ${from ?? ''}, true),
    set_config('pace.reason', ${reason ?? ''}, true),
    set_config('pace.authority', ${all ? 'on' : ''}, true),
    set_config('pace.localities', ${all ? [] : [...localities]}::text[]::text, true),
    set_config('pace.openings', ${JSON.stringify(marks)}, true),
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

/**
 * Counts as the role that may count all of the authority and knows of no child; then the transaction is again whose it was.
 * What is read so is given out as numbers only.
 */
export async function asReporting<T>(
  trx: DatabaseTransaction,
  count: (trx: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  const { rows } = await sql<{ role: string }>`select current_setting('role') as role`.execute(trx)
  await sql`select set_config('role', ${REPORTING_ROLE}, true)`.execute(trx)
  const counted = await count(trx)
  await sql`select set_config('role', ${rows[0]?.role ?? 'none'}, true)`.execute(trx)
  return counted
}
