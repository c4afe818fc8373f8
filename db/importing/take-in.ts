import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { readChildReference } from '../../contracts/importing/read-row'
import { IMPORT_TASK, importWorkflowId, type ImportJob } from '../../contracts/import-workflow'
import type { ImportOf } from '../../contracts/import-schema'
import type { Role } from '../../domain/codes'
import type { KeyRing } from '../../keys/key-ring'
import { actFor, readFor, type Acting } from '../acting'
import type { Database, DatabaseTransaction } from '../database'
import { childHash, newImportKey, sealRow, type ImportKey } from './import-key'
import { readCsv, type CsvRow } from './read-csv'

/** Who brings a file in, and what it is. */
export interface ToTakeIn {
  readonly of: ImportOf
  readonly system: string
  /** The id of the policy of journeys that it starts. */
  readonly policy: string
  readonly by: Acting & { readonly roles: readonly Role[] }
}

/** A file that is in the record, sealed row by row, and of which nothing is done before it is queued. */
export interface TakenIn {
  readonly id: string
  readonly rows: number
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string
}

/** Somebody has begun more imports than are worked on at a time. */
export class TooManyImportsError extends Error {
  override readonly name = 'TooManyImportsError'
}

/** How many imports of one person may be unfinished at a time. */
export const UNFINISHED_AT_ONCE = 5
const ROWS_AT_A_TIME = 1_000

/**
 * Takes a file in as it comes, sealed row by row with a key of its own: the whole of it is never held in memory, nor
 * written anywhere in clear. Nothing is left of a file that cannot be taken in.
 *
 * Throws WrongFileError, TooLargeFileError, TooManyImportsError, and what `bytes` throws.
 */
export async function takeIn(
  db: Database,
  keys: KeyRing,
  asked: ToTakeIn,
  bytes: AsyncIterable<Uint8Array>,
): Promise<TakenIn> {
  const id = randomUUID()
  const key = newImportKey(keys, id)
  const hash = createHash('sha256')
  await readFor(db, asked.by, (trx) => insertImport(trx, asked, id, key.wrapped))
  try {
    let rows = 0
    for await (const batch of inBatches(readCsv(bytes, asked.of, (piece) => hash.update(piece)))) {
      await readFor(db, asked.by, (trx) => insertRows(trx, key, batch))
      rows += batch.length
    }
    return { id, rows, hash: hash.digest('hex') }
  } catch (error) {
    await discard(db, asked.by, id)
    throw error
  }
}

/** Throws away a file that was taken in and not queued. */
export async function discard(db: Database, by: Acting, id: string): Promise<void> {
  await readFor(db, by, (trx) =>
    trx.deleteFrom('import').where('id', '=', id).where('status', '=', 'uploading').execute(),
  )
}

/** Has a file that was taken in worked on: recorded with its audit row and the job that tells the engine. */
export async function queueImport(
  trx: DatabaseTransaction,
  { of, system, by }: ToTakeIn,
  { id, rows }: TakenIn,
): Promise<void> {
  await actFor(trx, by)
  await sql`
    insert into import_child (import_id, place, child)
    select ${id}, row_number() over (order by min(line)), child
    from import_row where import_id = ${id} group by child`.execute(trx)
  await trx
    .updateTable('import')
    .set({ status: 'queued', rows, touched_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by.id,
      action: 'imports.write',
      journey_id: null,
      detail: JSON.stringify({ import: id, of, system, rows }),
    })
    .execute()
  const job: ImportJob = { importId: id }
  await sql`select enqueue_relay(${IMPORT_TASK}, ${JSON.stringify(job)}::json, ${importWorkflowId(id)})`.execute(
    trx,
  )
}

async function insertImport(
  trx: DatabaseTransaction,
  { of, system, policy, by }: ToTakeIn,
  id: string,
  wrapped: { readonly sealed: Buffer; readonly keyId: string },
): Promise<void> {
  // one who begins several at once is counted one after the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${by.id}`}, 0))`.execute(trx)
  const { count } = await trx
    .selectFrom('import')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('asked_by', '=', by.id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= UNFINISHED_AT_ONCE) throw new TooManyImportsError()
  const { localities } = by.scope
  await trx
    .insertInto('import')
    .values({
      id,
      of,
      system,
      policy,
      asked_by: by.id,
      roles: [...by.roles],
      localities: localities === 'authority' ? null : [...localities],
      from_address: by.from ?? null,
      status: 'uploading',
      created_at: sql<Date>`clock_timestamp()`,
      touched_at: sql<Date>`clock_timestamp()`,
      wrapped: wrapped.sealed,
      key_id: wrapped.keyId,
    })
    .execute()
}

async function insertRows(trx: DatabaseTransaction, key: ImportKey, rows: readonly CsvRow[]): Promise<void> {
  const lines = rows.map(({ line }) => line)
  const children = rows.map((row) => childHash(key, groupOf(row)))
  const sealed = rows.map((row) => sealRow(key, row))
  await sql`
    insert into import_row (import_id, line, child, sealed)
    select ${key.importId}, * from unnest(${lines}::integer[], ${children}::bytea[], ${sealed}::bytea[])
  `.execute(trx)
  await trx
    .updateTable('import')
    .set({ touched_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', key.importId)
    .execute()
}

// A row that does not say whose it is stands by itself.
function groupOf({ line, cells }: CsvRow): string {
  const read = readChildReference(cells)
  return 'reference' in read ? read.reference : `line ${line}`
}

async function* inBatches(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow[]> {
  let batch: CsvRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_AT_A_TIME) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
