import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { KeyRing } from '../keys/key-ring'
import { openByRing, sealByRing, type SealedByRing } from '../keys/seal'
import type { DatabaseTransaction, Queryable } from './database'

/** A child with the key that seals what is personal about them, for the length of one request. */
export interface ChildKey {
  readonly childId: string
  /** Undefined when it was destroyed: what it sealed is erased. */
  readonly key: Buffer | undefined
}

/** Something is to be sealed for a child whose key was destroyed. */
export class ErasedChildError extends Error {
  override readonly name = 'ErasedChildError'

  constructor() {
    super('This child was erased, and nothing more can be written')
  }
}

/** A child's data are held for the law, and cannot be erased. */
export class HeldForLawError extends Error {
  override readonly name = 'HeldForLawError'

  constructor(readonly childId: string) {
    super('The data of this child are held for the law: they cannot be erased now')
  }
}

const KEY_BYTES = 32

/**
 * The child of a reference, a real one or one of practice, made with a new key when there is none. Two that make it at once: the second waits and takes
 * the first one's. Throws MissingKeyError when the key's master key is not here.
 */
export async function childOf(
  trx: DatabaseTransaction,
  keys: KeyRing,
  reference: string,
  practice: boolean,
): Promise<ChildKey> {
  const childId = randomUUID()
  const key = newKey()
  const { keyId, sealed } = wrapKey(keys, childId, key)
  // as if new, since most are
  const { rows } = await sql<Omit<ChildRow, 'destroyed_at'> & { made: boolean }>`
    select id, wrapped, key_id, made from child_of(${childId}, ${reference}, ${practice}, ${sealed}, ${keyId})
  `.execute(trx)
  const [known] = rows
  // erased in this very moment: the next one is new
  if (known === undefined) return childOf(trx, keys, reference, practice)
  return known.made ? { childId, key } : openKey(keys, { ...known, destroyed_at: null })
}

/** The key of a child. Throws MissingKeyError when its master key is not here. */
export async function childKeyOf(db: Queryable, keys: KeyRing, childId: string): Promise<ChildKey> {
  const row = await db
    .selectFrom('child')
    .select(['id', 'wrapped', 'key_id', 'destroyed_at'])
    .where('id', '=', childId)
    .executeTakeFirstOrThrow()
  return openKey(keys, row)
}

/** The key itself, for sealing. Throws ErasedChildError when it was destroyed. */
export function keyToSeal({ key }: ChildKey): Buffer {
  if (key) return key
  throw new ErasedChildError()
}

/**
 * Destroys a child's key, and with it every word that people wrote; details, name and kept answers go. It is the first
 * step of erasing a child, which `eraseChild` does. Throws HeldForLawError.
 */
export async function destroyKey(trx: DatabaseTransaction, childId: string): Promise<void> {
  const { held } = await trx
    .selectFrom('child')
    .select(HELD.as('held'))
    .where('id', '=', childId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (held) throw new HeldForLawError(childId)
  await trx.deleteFrom('child_name_token').where('child_id', '=', childId).execute()
  await trx.deleteFrom('child_details').where('child_id', '=', childId).execute()
  await trx.deleteFrom('idempotency').where('child_id', '=', childId).execute()
  await trx.deleteFrom('imported_row').where('child_id', '=', childId).execute()
  await trx
    .updateTable('child')
    .set({ wrapped: null, key_id: null, destroyed_at: sql<Date>`coalesce(destroyed_at, clock_timestamp())` })
    .where('id', '=', childId)
    .execute()
}

/** The condition that somebody holds the data of the row's child for the law. */
export const HELD = sql<boolean>`coalesce((
  select holds from legal_hold where legal_hold.child_id = child.id order by legal_hold.id desc limit 1
), false)`

/** Locks a child for the rest of the transaction: key, details and hashes change together. */
export async function lockChild(trx: DatabaseTransaction, childId: string): Promise<void> {
  await trx.selectFrom('child').select('id').where('id', '=', childId).forUpdate().executeTakeFirstOrThrow()
}

/** The condition that the child of the row's journey was not erased. */
export const IS_NOT_ERASED = sql<boolean>`not exists (
  select from child where child.id = journey.child_id and child.destroyed_at is not null
)`

/** Whether a child was erased. */
export async function isErased(db: Queryable, childId: string): Promise<boolean> {
  const { destroyed_at } = await db
    .selectFrom('child')
    .select('destroyed_at')
    .where('id', '=', childId)
    .executeTakeFirstOrThrow()
  return destroyed_at !== null
}

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** Seals a child's key under the current master key. */
export function wrapKey(keys: KeyRing, childId: string, key: Buffer): SealedByRing {
  return sealByRing(keys, 'children', key, childId)
}

/** Opens what `wrapKey` has sealed. Throws MissingKeyError or BrokenSealError. */
export function unwrapKey(keys: KeyRing, childId: string, wrapped: SealedByRing): Buffer {
  return openByRing(keys, 'children', wrapped, childId)
}

interface ChildRow {
  readonly id: string
  readonly wrapped: Buffer | null
  readonly key_id: string | null
  readonly destroyed_at: Date | null
}

/** Opens a child's key as its row has it. Throws MissingKeyError or BrokenSealError. */
export function openKey(keys: KeyRing, { id, wrapped, key_id, destroyed_at }: ChildRow): ChildKey {
  if (destroyed_at !== null) return { childId: id, key: undefined }
  if (wrapped === null || key_id === null)
    throw new Error('A child has no key yet: `pace migrate` was not run to its end')
  return { childId: id, key: unwrapKey(keys, id, { keyId: key_id, sealed: wrapped }) }
}
