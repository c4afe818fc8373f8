import { sql } from 'kysely'
import type { Database, DatabaseTransaction } from './database'

/** A request that may come more than once: who sent it where, under which key, and the hash of what it said. */
export interface RepeatableRequest {
  readonly caller: string
  readonly path: string
  readonly key: string
  readonly bodyHash: string
}

/** An answer as it was given, to be given again to the letter. */
export interface KeptAnswer {
  readonly status: number
  readonly text: string
  readonly location?: string
  readonly version?: number
}

/** The key was used before, for a request that said something else. */
export class KeyReusedError extends Error {
  constructor(readonly key: string) {
    super('This key was used for another request')
    this.name = 'KeyReusedError'
  }
}

/** How long an answer is kept, in days. */
export const KEPT_DAYS = 30

/**
 * Claims a request's key for this transaction. Undefined: this is the first such request, and `keepAnswer` must follow
 * before the transaction commits. Otherwise what the first one was answered.
 *
 * A second request waits here until the first one's transaction has ended; when that was rolled back, nothing is kept
 * and the second becomes the first. Throws KeyReusedError when the key stands for a request with another body.
 */
export async function claimKey(
  trx: DatabaseTransaction,
  request: RepeatableRequest,
): Promise<KeptAnswer | undefined> {
  const { caller, path, key, bodyHash } = request
  // One that is too old counts as forgotten, whether or not it has been deleted yet.
  const claimed = await sql`
    insert into idempotency (caller, path, key, body_hash, created_at)
    values (${caller}, ${path}, ${key}, ${bodyHash}, clock_timestamp())
    on conflict (caller, path, key) do update
      set body_hash = excluded.body_hash, status = null, location = null, version = null, answer = null,
          created_at = excluded.created_at
      where idempotency.created_at < excluded.created_at - make_interval(days => ${KEPT_DAYS})
    returning key
  `.execute(trx)
  return claimed.rows.length > 0 ? undefined : readAnswer(trx, request)
}

/** Keeps the answer to the request whose key this transaction has claimed. */
export async function keepAnswer(
  trx: DatabaseTransaction,
  { caller, path, key }: RepeatableRequest,
  { status, text, location, version }: KeptAnswer,
): Promise<void> {
  await trx
    .updateTable('idempotency')
    .set({ status, answer: text, location: location ?? null, version: version ?? null })
    .where('caller', '=', caller)
    .where('path', '=', path)
    .where('key', '=', key)
    .execute()
}

/** Deletes the answers that have been kept long enough. Returns how many. */
export async function forgetOldAnswers(db: Database): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('idempotency')
    .where('created_at', '<', sql<Date>`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

async function readAnswer(trx: DatabaseTransaction, request: RepeatableRequest): Promise<KeptAnswer> {
  const row = await trx
    .selectFrom('idempotency')
    .selectAll()
    .where('caller', '=', request.caller)
    .where('path', '=', request.path)
    .where('key', '=', request.key)
    .executeTakeFirstOrThrow()
  if (row.body_hash !== request.bodyHash) throw new KeyReusedError(request.key)
  const { status, answer, location, version } = row
  if (status === null || answer === null) throw new Error('A key was committed without its answer')
  return {
    status,
    text: answer,
    ...(location !== null && { location }),
    ...(version !== null && { version }),
  }
}
