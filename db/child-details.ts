import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { ChildDetails } from '../contracts/child-schema'
import { wordsOfName } from '../domain/names'
import type { KeyRing, MasterKey } from '../keys/key-ring'
import { keyFor, openWith, sealWith } from '../keys/seal'
import { childKeyOf, keyToSeal, lockChild, openKey, type ChildKey } from './child-keys'
import type { DatabaseTransaction, Queryable } from './database'
import { holdOn } from './holds'
import { UnknownJourneyError } from './record'
import { inScope, type Scope } from './scope'

/** What is personal about a child, as it is kept. Version 0: nothing is. */
export interface KeptDetails {
  readonly version: number
  readonly details?: ChildDetails
  readonly changedAt?: Date
  readonly changedBy?: string
  /** The child's key was destroyed. */
  readonly erased: boolean
  /** The data are held for the law: since when, and who set the hold. */
  readonly hold?: { readonly at: Date; readonly by: string }
}

/** Somebody else has changed the details meanwhile. */
export class DetailsVersionError extends Error {
  override readonly name = 'DetailsVersionError'

  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`The details are at version ${actual}, not ${expected}`)
  }
}

/** Practice is about no child: nothing personal is kept with it. */
export class PracticeHasNoChildError extends Error {
  override readonly name = 'PracticeHasNoChildError'

  constructor() {
    super('A practice journey is about no real child, and takes no personal details')
  }
}

/**
 * What is personal about the child of a journey. Throws UnknownJourneyError when the caller may not know of it, and
 * MissingKeyError.
 */
export async function readDetails(
  db: Queryable,
  keys: KeyRing,
  journeyId: string,
  scope: Scope,
): Promise<KeptDetails & { readonly journeys: readonly string[] }> {
  const child = await childKeyOf(db, keys, await childIdOf(db, journeyId, scope))
  return { ...(await withHold(db, child)), journeys: await journeysOfChild(db, child.childId) }
}

/** The ids of all journeys of a child, also of those that the caller may not see. For the audit alone. */
export async function journeysOfChild(db: Queryable, childId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select journeys_of_child(${childId}) as id`.execute(db)
  return rows.map(({ id }) => id)
}

export interface DetailsToKeep {
  readonly journeyId: string
  readonly details: ChildDetails
  readonly by: string
  readonly scope: Scope
  readonly ifVersion?: number
}

/**
 * Keeps what is personal about the child of a journey, sealed with the child's key, with the keyed hashes of the words of
 * the name, and an audit row. Returns the child, and what is kept.
 *
 * Throws UnknownJourneyError, PracticeHasNoChildError, DetailsVersionError, MissingKeyError, or ErasedChildError.
 */
export async function keepDetails(
  trx: DatabaseTransaction,
  keys: KeyRing,
  { journeyId, details, by, scope, ifVersion }: DetailsToKeep,
): Promise<{ readonly child: ChildKey; readonly kept: KeptDetails }> {
  const childId = await childIdOf(trx, journeyId, scope)
  await refusePractice(trx, journeyId)
  await lockChild(trx, childId)
  const child = await childKeyOf(trx, keys, childId)
  const key = keyToSeal(child)
  const { version: before } = await detailsOf(trx, child)
  if (ifVersion !== undefined && ifVersion !== before) throw new DetailsVersionError(ifVersion, before)

  const version = before + 1
  const sealed = sealWith(key, Buffer.from(JSON.stringify(details)), contextOf(childId, version))
  const row = { sealed, version, changed_at: sql<Date>`clock_timestamp()`, changed_by: by }
  await trx
    .insertInto('child_details')
    .values({ child_id: childId, ...row })
    .onConflict((conflict) => conflict.column('child_id').doUpdateSet(row))
    .execute()
  await hashName(trx, keys, childId, details)
  const others = (await journeysOfChild(trx, childId)).filter((id) => id !== journeyId)
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'child.write',
      journey_id: journeyId,
      journey_ids: others.length === 0 ? null : others,
      detail: JSON.stringify({ version }),
    })
    .execute()
  return { child, kept: await withHold(trx, child) }
}

async function withHold(db: Queryable, child: ChildKey): Promise<KeptDetails> {
  const kept = await detailsOf(db, child)
  const hold = await holdOn(db, child.childId)
  return { ...kept, ...(hold && { hold }) }
}

/** Details of a child whose key is at hand. Throws BrokenSealError. */
export async function detailsOf(db: Queryable, { childId, key }: ChildKey): Promise<KeptDetails> {
  if (key === undefined) return { version: 0, erased: true }
  const row = await db
    .selectFrom('child_details')
    .selectAll()
    .where('child_id', '=', childId)
    .executeTakeFirst()
  if (row === undefined) return { version: 0, erased: false }
  const plain = openWith(key, row.sealed, contextOf(childId, row.version))
  return {
    version: row.version,
    details: JSON.parse(plain.toString()) as ChildDetails,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    erased: false,
  }
}

/** What is personal about several children, by their ids; those of whom nothing is kept are left out. Throws BrokenSealError. */
export async function detailsOfSeveral(
  db: Queryable,
  keys: KeyRing,
  childIds: readonly string[],
): Promise<ReadonlyMap<string, ChildDetails>> {
  if (childIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('child_details')
    .innerJoin('child', 'child.id', 'child_details.child_id')
    .select(['child.id', 'child.wrapped', 'child.key_id', 'child.destroyed_at', 'sealed', 'version'])
    .where('child_id', 'in', childIds)
    .execute()
  return new Map(
    rows.flatMap((row): [string, ChildDetails][] => {
      const { key } = openKey(keys, row)
      if (key === undefined) return []
      const plain = openWith(key, row.sealed, contextOf(row.id, row.version))
      return [[row.id, JSON.parse(plain.toString()) as ChildDetails]]
    }),
  )
}

/** Replaces the keyed hashes of a child's name by those under the current master key. */
export async function hashName(
  trx: DatabaseTransaction,
  keys: KeyRing,
  childId: string,
  { name, knownAs = '' }: Pick<ChildDetails, 'name' | 'knownAs'>,
): Promise<void> {
  await trx.deleteFrom('child_name_token').where('child_id', '=', childId).execute()
  const { current } = keys
  const rows = wordsOfName(`${name} ${knownAs}`).map((word) => ({
    child_id: childId,
    token: hashOf(current, word),
    key_id: current.id,
  }))
  if (rows.length > 0) await trx.insertInto('child_name_token').values(rows).execute()
}

/**
 * What each word of a name that is looked for may be hashed to, under every master key here. A child has the name when
 * each word is found.
 */
export function hashesOfName(keys: KeyRing, name: string): Buffer[][] {
  return wordsOfName(name).map((word) => keys.all.map((key) => hashOf(key, word)))
}

function hashOf(key: MasterKey, word: string): Buffer {
  return createHmac('sha256', keyFor(key, 'search')).update(word).digest()
}

// With its version, so that an older one does not open in its place.
function contextOf(childId: string, version: number): string {
  return `details ${childId}/${version}`
}

async function refusePractice(db: Queryable, journeyId: string): Promise<void> {
  const practice = await db
    .selectFrom('journey')
    .select('id')
    .where('id', '=', journeyId)
    .where('practice', '=', true)
    .executeTakeFirst()
  if (practice) throw new PracticeHasNoChildError()
}

async function childIdOf(db: Queryable, journeyId: string, scope: Scope): Promise<string> {
  const row = await db
    .selectFrom('journey')
    .select('child_id')
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  return row.child_id
}
