import { sql } from 'kysely'
import {
  hashOfRow,
  hashOfSeal,
  isFromElsewhere,
  lastFromElsewhere,
  latestSeal,
  NOTHING_SEALED,
  ROW_TEXT,
  sealOf,
  type AuditSeal,
} from './audit-seal'
import type { Database, DatabaseTransaction } from './database'

/** What was known of a seal at some time, kept outside the database. */
export interface AuditAnchor {
  readonly at: string
  readonly number: number
  readonly hash: string
}

/** The audit as it was found. */
export interface AuditState {
  readonly seals: number
  readonly rows: number
  /** The first thing that is not as it was sealed, in words that name the row or the seal; absent when all is. */
  readonly fault?: string
  /** How long the oldest row has been waiting for its seal, in seconds; absent when none waits. */
  readonly waitingSeconds?: number
}

const SEALS_AT_ONCE = 20

/**
 * Makes every seal again from the rows that it covers, and holds the anchors against them. Names the first row that was
 * altered, is missing or was slipped in, the first seal that was altered or is missing, or where the end was cut off.
 */
export async function checkAudit(db: Database, anchors: readonly AuditAnchor[]): Promise<AuditState> {
  return (
    db
      .transaction()
      // One moment of the database, however long it takes.
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) => check(trx, anchors))
  )
}

async function check(trx: DatabaseTransaction, anchors: readonly AuditAnchor[]): Promise<AuditState> {
  const anchored = byNumber(anchors)
  const begun = await beginnings(trx)
  let last: AuditSeal | undefined
  let rows = 0
  for (;;) {
    const seals = await sealsAfter(trx, last?.number ?? 0)
    for (const seal of seals) {
      const fault =
        faultOfSeal(seal, last) ??
        (await faultOfRows(trx, seal, { last, begun })) ??
        faultOfAnchors(seal, anchored)
      if (fault !== undefined) return { seals: last?.number ?? 0, rows, fault }
      rows += seal.rowIds.length
      last = seal
    }
    if (seals.length === 0) break
  }
  const cut = cutOff(last, anchors)
  const waitingSeconds = await waitingFor(trx, last)
  return {
    seals: last?.number ?? 0,
    rows,
    ...(cut !== undefined && { fault: cut }),
    ...(waitingSeconds !== undefined && { waitingSeconds }),
  }
}

/** What stands around a seal: the one before it, and after which ids the order of transactions began anew. */
interface Around {
  readonly last: AuditSeal | undefined
  readonly begun: readonly number[]
}

async function beginnings(trx: DatabaseTransaction): Promise<number[]> {
  const rows = await trx.selectFrom('audit_seal').select('after_id').distinct().orderBy('after_id').execute()
  const begun = rows.map(({ after_id }) => after_id)
  const latest = await latestSeal(trx)
  // brought here a moment ago: the sealer has not begun anew yet
  return latest && (await isFromElsewhere(trx, latest)) ? [...begun, await lastFromElsewhere(trx)] : begun
}

async function sealsAfter(trx: DatabaseTransaction, number: number): Promise<AuditSeal[]> {
  const rows = await trx
    .selectFrom('audit_seal')
    .selectAll()
    .where('number', '>', number)
    .orderBy('number')
    .limit(SEALS_AT_ONCE)
    .execute()
  return rows.map(sealOf)
}

function faultOfSeal(seal: AuditSeal, last: AuditSeal | undefined): string | undefined {
  const expected = (last?.number ?? 0) + 1
  if (seal.number !== expected) return `Seal ${expected} is missing`
  if (seal.previous !== (last?.hash ?? NOTHING_SEALED) || seal.hash !== hashOfSeal(seal))
    return `Seal ${seal.number} of ${seal.sealedAt.toISOString()} was altered`
  return undefined
}

async function faultOfRows(
  trx: DatabaseTransaction,
  seal: AuditSeal,
  around: Around,
): Promise<string | undefined> {
  const { number, rowIds, rowHashes, sealedAt } = seal
  const { rows } = await sql<{ id: number; text: string }>`
    select id, ${ROW_TEXT} as text from audit where id = any(${rowIds}::bigint[])`.execute(trx)
  const texts = new Map(rows.map(({ id, text }) => [id, text]))
  for (const [place, id] of rowIds.entries()) {
    const text = texts.get(id)
    const sealed = `which seal ${number} of ${sealedAt.toISOString()} covers`
    if (text === undefined) return `Row ${id}, ${sealed}, is missing`
    if (hashOfRow(text) !== rowHashes[place]) return `Row ${id}, ${sealed}, was altered`
  }
  const stranger = await slippedIn(trx, seal, around)
  return stranger === undefined ? undefined : `Row ${stranger} was slipped in after seal ${number} was made`
}

// Sealed in order: a row that stands before the end of a seal, and is not one of its own, came afterwards.
async function slippedIn(
  trx: DatabaseTransaction,
  { upTo, afterId, rowIds }: AuditSeal,
  { last, begun }: Around,
): Promise<number | undefined> {
  const until = begun.find((id) => id > afterId) ?? null
  const from = last?.afterId === afterId ? last.upTo : { transaction: '0', id: 0 }
  const { rows } = await sql<{ id: number }>`
    select id from audit
    where id > ${afterId}
      and (${until}::bigint is null or id <= ${until}::bigint)
      and (transaction, id) > (${from.transaction}::xid8, ${from.id}::bigint)
      and (transaction, id) <= (${upTo.transaction}::xid8, ${upTo.id}::bigint)
      and id <> all(${rowIds}::bigint[])
    order by transaction, id
    limit 1`.execute(trx)
  return rows[0]?.id
}

// Several processes write anchors, so that one seal may have more than one.
function byNumber(anchors: readonly AuditAnchor[]): ReadonlyMap<number, readonly AuditAnchor[]> {
  const anchored = new Map<number, AuditAnchor[]>()
  for (const anchor of anchors) {
    const known = anchored.get(anchor.number)
    if (known === undefined) anchored.set(anchor.number, [anchor])
    else known.push(anchor)
  }
  return anchored
}

function faultOfAnchors(
  { number, hash }: AuditSeal,
  anchored: ReadonlyMap<number, readonly AuditAnchor[]>,
): string | undefined {
  const other = anchored.get(number)?.find((anchor) => anchor.hash !== hash)
  return other && `Seal ${number} is another than the one that was anchored at ${other.at}`
}

function cutOff(last: AuditSeal | undefined, anchors: readonly AuditAnchor[]): string | undefined {
  const end = last?.number ?? 0
  const ahead = anchors.find(({ number }) => number > end)
  return (
    ahead &&
    `Everything after seal ${end} was cut off: seal ${ahead.number} was anchored at ${ahead.at}, and is missing`
  )
}

async function waitingFor(
  trx: DatabaseTransaction,
  last: AuditSeal | undefined,
): Promise<number | undefined> {
  const { upTo = { transaction: '0', id: 0 }, afterId = 0 } = last ?? {}
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from clock_timestamp() - min(at))::integer as seconds
    from audit
    where id > ${afterId} and (transaction, id) > (${upTo.transaction}::xid8, ${upTo.id}::bigint)`.execute(
    trx,
  )
  return rows[0]?.seconds ?? undefined
}
