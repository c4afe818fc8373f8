import type { KeyRing } from '../keys/key-ring'
import { openWith, sealWith } from '../keys/seal'
import { writeOfChild } from './audit-of-child'
import { childKeyOf, keyToSeal, lockChild, type ChildKey } from './child-keys'
import { clockOf, type DatabaseTransaction, type Queryable } from './database'

/** A hold for the law that was set, or one that was lifted. */
export interface HoldChange {
  readonly holds: boolean
  readonly at: Date
  readonly by: string
  /** Absent when nobody said why, and once it was erased. */
  readonly reason?: string
}

/** A hold is to be set where there is one, or lifted where there is none. */
export class HoldStandsError extends Error {
  override readonly name = 'HoldStandsError'

  constructor(readonly holds: boolean) {
    super(holds ? 'The data of this child are held already' : 'The data of this child are not held')
  }
}

export interface HoldToChange {
  readonly childId: string
  readonly holds: boolean
  readonly reason: string
  readonly by: string
}

/**
 * Holds a child's data for the law, so that they cannot be erased, or lifts the hold. Why is sealed with the child's key;
 * that it was done stands in the audit of each of the child's journeys.
 *
 * Throws HoldStandsError, ErasedChildError, or MissingKeyError.
 */
export async function changeHold(
  trx: DatabaseTransaction,
  keys: KeyRing,
  { childId, holds, reason, by }: HoldToChange,
): Promise<void> {
  await lockChild(trx, childId)
  const key = keyToSeal(await childKeyOf(trx, keys, childId))
  if (((await holdOn(trx, childId)) !== undefined) === holds) throw new HoldStandsError(holds)
  const at = await clockOf(trx)
  await trx
    .insertInto('legal_hold')
    .values({
      child_id: childId,
      holds,
      at,
      by,
      sealed: sealWith(key, Buffer.from(reason), contextOf(childId, at)),
    })
    .execute()
  await writeOfChild(trx, { childId, by, action: holds ? 'child.hold' : 'child.hold-lifted', detail: {} })
}

/** The hold that stands on a child's data, without its reason; undefined when none does. */
export async function holdOn(
  db: Queryable,
  childId: string,
): Promise<{ readonly at: Date; readonly by: string } | undefined> {
  const last = await db
    .selectFrom('legal_hold')
    .select(['holds', 'at', 'by'])
    .where('child_id', '=', childId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.holds === true ? { at: last.at, by: last.by } : undefined
}

/** Every hold that was ever set on a child's data or lifted, the first one first. Throws BrokenSealError. */
export async function holdsOf(db: Queryable, { childId, key }: ChildKey): Promise<HoldChange[]> {
  const rows = await db
    .selectFrom('legal_hold')
    .selectAll()
    .where('child_id', '=', childId)
    .orderBy('id')
    .execute()
  return rows.map(({ holds, at, by, sealed }) => ({
    holds,
    at,
    by,
    ...(sealed !== null &&
      key !== undefined && { reason: openWith(key, sealed, contextOf(childId, at)).toString() }),
  }))
}

// With its moment, so that the reason of another does not open in its place.
function contextOf(childId: string, at: Date): string {
  return `hold ${childId}/${at.toISOString()}`
}
