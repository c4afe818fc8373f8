import { sql } from 'kysely'
import type { KeyRing } from '../keys/key-ring'
import { ErasedChildError } from './child-keys'
import type { DatabaseTransaction, Queryable } from './database'
import { inJourneyOf, type NamedJourney } from './handover'
import { recordEvent, UnknownJourneyError, VersionError, type RecordRequest, type Started } from './record'
import { inScope, type Scope } from './scope'

/** These are not siblings that the caller may know of. */
export class NotSiblingsError extends Error {
  constructor(readonly journeys: readonly string[]) {
    super('These are no linked siblings of this journey')
    this.name = 'NotSiblingsError'
  }
}

/** These are no journeys that could be linked. */
export class NotLinkableError extends Error {
  constructor(readonly journeys: readonly string[]) {
    super('These are no journeys that could be linked')
    this.name = 'NotLinkableError'
  }
}

/** The journeys of a child's brothers and sisters, as far as the caller may know of them, by child reference. */
export async function siblingsOf(db: Queryable, journeyId: string, scope: Scope): Promise<NamedJourney[]> {
  const rows = await db
    .selectFrom('sibling')
    .innerJoin('journey', 'journey.id', 'sibling.sibling_id')
    .select(['journey.id', 'journey.child_reference as childReference'])
    .where('sibling.journey_id', '=', journeyId)
    .where(inScope(scope))
    .orderBy(sql`journey.child_reference collate "C"`)
    .orderBy('journey.id')
    .execute()
  return rows
}

/** The journeys of some child references that a caller may know of, the open one before those that have ended. */
export async function journeysOfChildren(
  db: Queryable,
  childReferences: readonly string[],
  scope: Scope,
): Promise<NamedJourney[]> {
  if (childReferences.length === 0) return []
  return db
    .selectFrom('journey')
    .distinctOn('child_reference')
    .select(['id', 'child_reference as childReference'])
    .where('child_reference', 'in', childReferences)
    .where('practice', '=', false)
    .where(inScope(scope))
    .orderBy('child_reference')
    .orderBy('closed')
    .orderBy('started_on', 'desc')
    .orderBy('id')
    .execute()
}

export interface LinkRequest {
  readonly journeyId: string
  readonly siblings: readonly string[]
  readonly by: string
  readonly scope: Scope
  readonly ifVersion?: number
}

/**
 * Makes these, and no others, the linked siblings of a journey, and links them to each other. Links that the caller may
 * not know of stay, as do links of the siblings to other children.
 *
 * Throws UnknownJourneyError, VersionError, ErasedChildError, or NotLinkableError with those that are not there for the
 * caller, or were erased.
 */
export async function linkSiblings(trx: DatabaseTransaction, request: LinkRequest): Promise<void> {
  const { journeyId, siblings, by, scope, ifVersion } = request
  const before = await siblingsOf(trx, journeyId, scope)
  const locked = await lockJourneys(trx, [journeyId, ...siblings, ...before.map(({ id }) => id)], scope)
  const journey = locked.find(({ id }) => id === journeyId)
  if (journey === undefined) throw new UnknownJourneyError(journeyId)
  if (journey.erased) throw new ErasedChildError()
  if (ifVersion !== undefined && ifVersion !== journey.seq) throw new VersionError(ifVersion, journey.seq)
  // Practice stands apart from real children.
  const linkable = locked
    .filter(({ practice, erased }) => practice === journey.practice && !erased)
    .map(({ id }) => id)
  const wrong = siblings.filter((id) => id === journeyId || !linkable.includes(id))
  if (wrong.length > 0) throw new NotLinkableError(wrong)

  const removed = before.map(({ id }) => id).filter((id) => !siblings.includes(id))
  await unlink(trx, journeyId, removed)
  await link(trx, [journeyId, ...siblings], by)
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'siblings.link',
      journey_id: journeyId,
      detail: JSON.stringify({ siblings, removed }),
    })
    .execute()
}

/** What was recorded for a child, and the same for each sibling. */
export interface RecordedForSeveral {
  readonly recorded: Started
  readonly also: readonly Started[]
}

/**
 * Records the same fact of a child and of linked siblings: all journeys are locked in the order of their ids, and it is
 * recorded in all or in none.
 *
 * Throws NotSiblingsError, whatever `recordEvent` throws, and RefusedError with the journey that refuses.
 */
export async function recordForSiblings(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: RecordRequest,
  alsoFor: readonly string[],
): Promise<RecordedForSeveral> {
  if (alsoFor.length === 0) return { recorded: await recordEvent(trx, keys, request), also: [] }
  const { journeyId, scope, ifVersion: _ifVersion, ...same } = request
  const locked = await lockJourneys(trx, [journeyId, ...alsoFor], scope)
  const linked = new Set((await siblingsOf(trx, journeyId, scope)).map(({ id }) => id))
  const referenceOf = (id: string) => locked.find((row) => row.id === id)?.child_reference
  const own = referenceOf(journeyId)
  if (own === undefined) throw new UnknownJourneyError(journeyId)
  const strangers = alsoFor.filter((id) => !linked.has(id) || referenceOf(id) === undefined)
  if (strangers.length > 0) throw new NotSiblingsError(strangers)

  const recorded = await inJourneyOf(own, () => recordEvent(trx, keys, request))
  const also: Started[] = []
  for (const id of alsoFor) {
    const recording = () => recordEvent(trx, keys, { ...same, scope, journeyId: id })
    also.push(await inJourneyOf(referenceOf(id) ?? id, recording))
  }
  return { recorded, also }
}

// In the order of their ids, so that two who lock some of the same never wait for each other.
async function lockJourneys(trx: DatabaseTransaction, ids: readonly string[], scope: Scope) {
  return trx
    .selectFrom('journey')
    .select(['id', 'child_reference', 'seq', 'practice'])
    .select((journey) =>
      journey
        .exists(
          journey
            .selectFrom('child')
            .select('child.id')
            .whereRef('child.id', '=', 'journey.child_id')
            .where('child.destroyed_at', 'is not', null),
        )
        .as('erased'),
    )
    .where('id', 'in', [...new Set(ids)])
    .where(inScope(scope))
    .orderBy('id')
    .forUpdate()
    .execute()
}

async function unlink(
  trx: DatabaseTransaction,
  journeyId: string,
  siblings: readonly string[],
): Promise<void> {
  if (siblings.length === 0) return
  await trx
    .deleteFrom('sibling')
    .where((where) =>
      where.or([
        where.and([where('journey_id', '=', journeyId), where('sibling_id', 'in', siblings)]),
        where.and([where('sibling_id', '=', journeyId), where('journey_id', 'in', siblings)]),
      ]),
    )
    .execute()
}

async function link(trx: DatabaseTransaction, family: readonly string[], by: string): Promise<void> {
  const pairs = family.flatMap((one) => family.filter((other) => other !== one).map((other) => [one, other]))
  if (pairs.length === 0) return
  await trx
    .insertInto('sibling')
    .values(
      pairs.map(([one = '', other = '']) => ({
        journey_id: one,
        sibling_id: other,
        linked_at: sql<Date>`clock_timestamp()`,
        linked_by: by,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
