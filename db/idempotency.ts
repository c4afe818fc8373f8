import { sql } from 'kysely'
import type { KeyRing } from '../keys/key-ring'
import { openByRing, openWith, sealByRing, sealWith } from '../keys/seal'
import { childKeyOf, type ChildKey } from './child-keys'
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
 * and the second becomes the first. Throws KeyReusedError when the key stands for a request with another body, and
 * MissingKeyError when the answer cannot be opened here.
 */
export async function claimKey(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: RepeatableRequest,
): Promise<KeptAnswer | undefined> {
  const { caller, path, key } = request
  // One that is too old counts as forgotten, whether or not it has been deleted yet.
  const claimed = await sql`
    insert into idempotency (caller, path, key, created_at)
    values (${caller}, ${path}, ${key}, clock_timestamp())
    on conflict (caller, path, key) do update
      set body_hash = null, status = null, location = null, version = null, answer = null,
          child_id = null, key_id = null, sealed = null, created_at = excluded.created_at
      where idempotency.created_at < excluded.created_at - make_interval(days => ${KEPT_DAYS})
    returning key
  `.execute(trx)
  return claimed.rows.length > 0 ? undefined : readAnswer(trx, keys, request)
}

/**
 * Keeps the answer to the request whose key this transaction has claimed, sealed: with the key of the child whom it is
 * about, so that it is erased with the child, else under a master key.
 */
export async function keepAnswer(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: RepeatableRequest,
  { status, text, location, version }: KeptAnswer,
  child?: ChildKey,
): Promise<void> {
  const { caller, path, key } = request
  const { keyId, sealed } = sealAnswer(keys, request, text, child?.key)
  const childId = child?.key === undefined ? null : child.childId
  await trx
    .updateTable('idempotency')
    .set({ status, location: location ?? null, version: version ?? null })
    .set({ sealed, key_id: keyId ?? null, child_id: childId })
    .where('caller', '=', caller)
    .where('path', '=', path)
    .where('key', '=', key)
    .execute()
}

/**
 * Seals an answer with what was asked, of which a hash alone could be guessed: with a child's key, or else under the
 * current master key, whose id is returned.
 */
export function sealAnswer(
  keys: KeyRing,
  request: RepeatableRequest,
  text: string,
  childKey?: Buffer,
): { readonly keyId?: string; readonly sealed: Buffer } {
  const plain = Buffer.from(JSON.stringify({ bodyHash: request.bodyHash, text }))
  if (childKey) return { sealed: sealWith(childKey, plain, contextOf(request)) }
  return sealByRing(keys, 'answers', plain, contextOf(request))
}

/** Seals an answer that was opened, with what was asked, under the current master key. */
export async function sealAnswerAnew(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: Omit<RepeatableRequest, 'bodyHash'>,
  plain: Buffer,
): Promise<void> {
  const { keyId, sealed } = sealByRing(keys, 'answers', plain, contextOf(request))
  await trx
    .updateTable('idempotency')
    .set({ sealed, key_id: keyId })
    .where('caller', '=', request.caller)
    .where('path', '=', request.path)
    .where('key', '=', request.key)
    .execute()
}

/** Where an answer belongs. */
export function contextOf({ caller, path, key }: Omit<RepeatableRequest, 'bodyHash'>): string {
  return JSON.stringify(['answer', caller, path, key])
}

/** Deletes the answers that have been kept long enough. Returns how many. */
export async function forgetOldAnswers(db: Database): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('idempotency')
    .where('created_at', '<', sql<Date>`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

async function readAnswer(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: RepeatableRequest,
): Promise<KeptAnswer> {
  const row = await trx
    .selectFrom('idempotency')
    .select(['status', 'location', 'version', 'sealed', 'key_id', 'child_id'])
    .where('caller', '=', request.caller)
    .where('path', '=', request.path)
    .where('key', '=', request.key)
    .executeTakeFirstOrThrow()
  const { status, location, version, sealed, key_id, child_id } = row
  if (status === null || sealed === null) throw new Error('A key was committed without its answer')
  const plain =
    key_id === null
      ? await openByChild(trx, keys, child_id, sealed, contextOf(request))
      : openByRing(keys, 'answers', { keyId: key_id, sealed }, contextOf(request))
  const { bodyHash, text } = JSON.parse(plain.toString()) as { bodyHash: string; text: string }
  if (bodyHash !== request.bodyHash) throw new KeyReusedError(request.key)
  return {
    status,
    text,
    ...(location !== null && { location }),
    ...(version !== null && { version }),
  }
}

async function openByChild(
  trx: DatabaseTransaction,
  keys: KeyRing,
  childId: string | null,
  sealed: Buffer,
  context: string,
): Promise<Buffer> {
  const { key } = await childKeyOf(trx, keys, childId ?? '')
  // the answers go when the key does
  if (key === undefined) throw new Error('An answer was kept longer than the key that seals it')
  return openWith(key, sealed, context)
}
