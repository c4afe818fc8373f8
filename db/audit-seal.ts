import { createHash } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from './database'
import type { Tables } from './tables'

/** A row of the audit, as it is sealed. */
export interface AuditRow {
  readonly id: number
  readonly transaction: string
  /** All that the row says, written in one way on every machine. */
  readonly text: string
}

/** A seal over some rows of the audit, and over the seal before it. */
export interface AuditSeal {
  readonly number: number
  readonly upTo: { readonly transaction: string; readonly id: number }
  /** Rows with an id up to this one are none of its concern. */
  readonly afterId: number
  readonly rowIds: readonly number[]
  /** The SHA-256 of each row's text, in hexadecimal, in the order of the ids. */
  readonly rowHashes: readonly string[]
  readonly previous: string
  readonly sealedAt: Date
  readonly hash: string
}

/** What the first seal continues. */
export const NOTHING_SEALED = '0'.repeat(64)

const MOST_ROWS = 5_000
// Any number will do, as long as nothing else takes the same.
const SEALER_LOCK = 7_224

/** What a row says, by an expression of SQL: neither a session's settings nor a driver's rounding change it. */
export const ROW_TEXT = sql<string>`jsonb_build_array(
  audit.id, audit.transaction::text, to_char(audit.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  audit.actor, audit.action, audit.journey_id, audit.journey_ids, audit.from_address, audit.reason, audit.detail
)::text`

/** The hash of what a row says. */
export function hashOfRow(text: string): string {
  return sha256(text)
}

/** The hash of all that a seal says: the seal before it, where it ends, when it was made, and each row. */
export function hashOfSeal(seal: Omit<AuditSeal, 'hash'>): string {
  const { number, previous, upTo, afterId, sealedAt, rowIds, rowHashes } = seal
  const rows = rowIds.map((id, place) => [id, rowHashes[place]])
  return sha256(
    JSON.stringify([number, previous, upTo.transaction, upTo.id, afterId, sealedAt.toISOString(), rows]),
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The seal that was made last; undefined when there is none. */
export async function latestSeal(db: Queryable): Promise<AuditSeal | undefined> {
  const row = await db
    .selectFrom('audit_seal')
    .selectAll()
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && sealOf(row)
}

/** A seal as its table keeps it. */
export function sealOf(row: Selectable<Tables['audit_seal']>): AuditSeal {
  const hashes = row.row_hashes.toString('hex')
  return {
    number: row.number,
    upTo: { transaction: row.up_to_transaction, id: row.up_to_id },
    afterId: row.after_id,
    rowIds: row.row_ids.map(Number),
    rowHashes: hashes.match(/.{64}/g) ?? [],
    previous: row.previous.toString('hex'),
    sealedAt: row.sealed_at,
    hash: row.hash.toString('hex'),
  }
}

/**
 * Seals the next rows of the audit, in order of transaction and id, up to the first transaction that is not over yet:
 * ids are given out before their rows are committed, and whoever went by them alone would leave out the late ones.
 *
 * One sealer at a time; whoever comes second does nothing. Returns the seal that was made; undefined when there was nothing
 * to seal, or another is at it.
 */
export async function sealAudit(db: Database, mostRows = MOST_ROWS): Promise<AuditSeal | undefined> {
  return (
    db
      .transaction()
      // Each statement must see what was committed before it, the seal of another sealer above all.
      .setIsolationLevel('read committed')
      .execute(async (trx) => {
        const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_xact_lock(${SEALER_LOCK}) as mine`.execute(trx)
        if (rows[0]?.mine !== true) return undefined
        const last = await latestSeal(trx)
        const moved = last !== undefined && (await isFromElsewhere(trx, last))
        const next = await rowsAfter(trx, last, { mostRows, moved })
        if (next.length > 0) return writeSeal(trx, last, next)
        return moved ? beginAnew(trx, last) : undefined
      })
  )
}

/**
 * Whether what was sealed last was written in another PostgreSQL. Each numbers transactions for itself: where its numbers are
 * behind those that are sealed, the rows were brought from another, and what is written now would come before them for ever.
 */
export async function isFromElsewhere(trx: DatabaseTransaction, { upTo }: AuditSeal): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select ${upTo.transaction}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as moved`.execute(trx)
  return rows[0]?.moved === true
}

/** The id of the last row that was brought from another PostgreSQL, when what was sealed last was. */
export async function lastFromElsewhere(trx: DatabaseTransaction): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select greatest(
      (select max(id) from audit where transaction >= pg_snapshot_xmax(pg_current_snapshot())),
      (select max(id) from audit_seal, unnest(row_ids) as id)
    ) as id`.execute(trx)
  return rows[0]?.id ?? 0
}

async function rowsAfter(
  trx: DatabaseTransaction,
  last: AuditSeal | undefined,
  { mostRows, moved }: { readonly mostRows: number; readonly moved: boolean },
): Promise<AuditRow[]> {
  const { upTo = { transaction: '0', id: 0 }, afterId = 0 } = last ?? {}
  const { rows } = await sql<AuditRow>`
    select id, transaction::text as transaction, ${ROW_TEXT} as text
    from audit
    where id > ${afterId}
      and (transaction, id) > (${upTo.transaction}::xid8, ${upTo.id}::bigint)
      and (${moved} or transaction < pg_snapshot_xmin(pg_current_snapshot()))
    order by audit.transaction, audit.id
    limit ${mostRows}`.execute(trx)
  return rows
}

/** Adds a seal over these rows, which are not empty, after another. */
export async function writeSeal(
  trx: DatabaseTransaction,
  last: AuditSeal | undefined,
  rows: readonly AuditRow[],
): Promise<AuditSeal> {
  const end = rows.at(-1)
  if (end === undefined) throw new TypeError('A seal is over at least one row')
  return keep(trx, last, {
    upTo: { transaction: end.transaction, id: end.id },
    afterId: last?.afterId ?? 0,
    rowIds: rows.map(({ id }) => id),
    rowHashes: rows.map(({ text }) => hashOfRow(text)),
  })
}

// A seal over no row: from here on the order of this PostgreSQL counts, for rows with an id beyond those that were brought.
async function beginAnew(trx: DatabaseTransaction, last: AuditSeal): Promise<AuditSeal> {
  return keep(trx, last, {
    upTo: { transaction: '0', id: 0 },
    afterId: await lastFromElsewhere(trx),
    rowIds: [],
    rowHashes: [],
  })
}

async function keep(
  trx: DatabaseTransaction,
  last: AuditSeal | undefined,
  over: Pick<AuditSeal, 'upTo' | 'afterId' | 'rowIds' | 'rowHashes'>,
): Promise<AuditSeal> {
  const unhashed = {
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? NOTHING_SEALED,
    sealedAt: await clockOf(trx),
    ...over,
  }
  const seal = { ...unhashed, hash: hashOfSeal(unhashed) }
  await trx
    .insertInto('audit_seal')
    .values({
      number: seal.number,
      up_to_transaction: seal.upTo.transaction,
      up_to_id: seal.upTo.id,
      after_id: seal.afterId,
      rows: seal.rowIds.length,
      row_ids: seal.rowIds,
      row_hashes: Buffer.from(seal.rowHashes.join(''), 'hex'),
      previous: Buffer.from(seal.previous, 'hex'),
      hash: Buffer.from(seal.hash, 'hex'),
      sealed_at: seal.sealedAt,
    })
    .execute()
  return seal
}
