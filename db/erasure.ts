import { sql } from 'kysely'
import { mayErase, type Ground, type Verdict } from '../domain/retention'
import type { KeyRing } from '../keys/key-ring'
import { writeOfChild } from './audit-of-child'
import { tellErasure } from './changes'
import { destroyKey, lockChild } from './child-keys'
import type { Database, DatabaseTransaction } from './database'
import { forgetRowsOf } from './importing/forget-rows'
import { keptChildOf, retentionDay } from './retention'

/** A child may not be erased: why, and what would make it possible. */
export class NotErasableError extends Error {
  override readonly name = 'NotErasableError'

  constructor(readonly verdict: Extract<Verdict, { allowed: false }>) {
    super(verdict.because)
  }
}

export interface ErasureRequest {
  readonly childId: string
  readonly ground: Ground
  /** Who has decided it. */
  readonly authorisedBy: string
  /** Who does it. */
  readonly by: string
}

/** What is kept of a child, by kind: what an erasure destroys, and what it leaves. */
export interface Extent {
  readonly journeys: number
  readonly events: number
  /** Events in which people wrote something in their own words. */
  readonly withWords: number
  readonly hasDetails: boolean
  readonly answers: number
  readonly siblings: number
  readonly notices: number
  readonly deadlines: number
  readonly milestones: number
}

/** How much there is of a child. */
export async function extentOf(db: Database, childId: string): Promise<Extent> {
  const { rows } = await sql<Extent>`
    with theirs as (select id from journey where child_id = ${childId})
    select
      (select count(*)::integer from theirs) as journeys,
      (select count(*)::integer from event where journey_id in (select id from theirs)) as events,
      (select count(*)::integer from event where journey_id in (select id from theirs) and sealed is not null) as "withWords",
      exists (select from child_details where child_id = ${childId}) as "hasDetails",
      (select count(*)::integer from idempotency where child_id = ${childId}) as answers,
      (select count(*)::integer from sibling where journey_id in (select id from theirs)) as siblings,
      (select count(*)::integer from notice where journey_id in (select id from theirs)) as notices,
      (select count(*)::integer from deadline where journey_id in (select id from theirs)) as deadlines,
      (select count(*)::integer from milestone where journey_id in (select id from theirs)) as milestones
  `.execute(db)
  return rows[0] as Extent
}

/** The journeys of a child in which something is recorded and not yet conducted, practice left out. */
export async function unconductedOf(db: Database, childId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where('child_id', '=', childId)
    .where('practice', '=', false)
    .whereRef('conducted_seq', '<', 'seq')
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * Erases a child lawfully, if that may be on the ground and today: everything that `eraseChild` takes away, with a row in
 * the audit of each journey, what files that are being brought in still have of the child, and the erasure itself, which stays unfinished until the engine has forgotten the journeys.
 *
 * Throws NotErasableError, or MissingKeyError: without the birth date nobody can say whether the time is over.
 */
export async function eraseLawfully(
  trx: DatabaseTransaction,
  keys: KeyRing,
  { childId, ground, authorisedBy, by }: ErasureRequest,
): Promise<void> {
  await lockJourneys(trx, childId)
  await lockChild(trx, childId)
  const verdict = mayErase(await keptChildOf(trx, keys, childId), ground, await retentionDay(trx))
  if (!verdict.allowed) throw new NotErasableError(verdict)
  await forgetRowsOf(trx, keys, childId)
  await eraseChild(trx, childId)
  await trx
    .insertInto('erasure')
    .values({
      child_id: childId,
      ground,
      authorised_by: authorisedBy,
      erased_by: by,
      erased_at: sql<Date>`clock_timestamp()`,
      engine_forgot_at: null,
    })
    .execute()
  await writeOfChild(trx, { childId, by, action: 'child.erase', detail: { ground, authorisedBy } })
}

/**
 * Takes away everything that leads to a child, without asking whether that may be: the key, and with it every word that
 * people wrote; details, name and kept answers; the reference, which becomes one that says only that it was erased; the links to
 * brothers and sisters, what packs of meetings say of them, what another system calls the events, and the day of the twelfth birthday. Nothing more is sent.
 * Codes, dates, deadlines, milestones and the facts of reports stay, so that numbers stay right. Connected systems are told. Throws HeldForLawError.
 */
export async function eraseChild(trx: DatabaseTransaction, childId: string): Promise<void> {
  await lockJourneys(trx, childId)
  await destroyKey(trx, childId)
  const theirs = trx.selectFrom('journey').select('id').where('child_id', '=', childId)
  const reference = `erased-${childId.slice(0, 8)}`
  await trx.updateTable('child').set({ reference }).where('id', '=', childId).execute()
  await trx
    .updateTable('journey')
    .set({ child_reference: reference })
    .where('child_id', '=', childId)
    .execute()
  await trx
    .deleteFrom('sibling')
    .where((where) => where.or([where('journey_id', 'in', theirs), where('sibling_id', 'in', theirs)]))
    .execute()
  await sql`
    update event set source_id = null,
      fields = (fields - 'consentRequiredFrom') #- '{replacement,consentRequiredFrom}'
    where journey_id in (${theirs}) and (source_id is not null or fields::text like '%consentRequiredFrom%')
  `.execute(trx)
  // a digest that is being sent is written anew without the child
  await trx
    .updateTable('digest')
    .set({ message: null })
    .where('ended_at', 'is', null)
    .where('id', 'in', (query) =>
      query
        .selectFrom('notice')
        .select('digest_id')
        .where('journey_id', 'in', theirs)
        .$castTo<{ digest_id: string }>(),
    )
    .execute()
  await trx
    .updateTable('notice')
    .set({ status: 'withdrawn', ended_at: sql<Date>`clock_timestamp()`, lease: null, leased_until: null })
    .where('journey_id', 'in', theirs)
    .where('status', '=', 'pending')
    .execute()
  // packs of meetings that were held are not kept for numbers
  await trx.deleteFrom('meeting_pack_item').where('journey_id', 'in', theirs).execute()
  await tellErasure(trx, childId)
  // the mail server's own words may repeat a subject, which has the reference
  await trx
    .updateTable('notice')
    .set({ last_error: null })
    .where('journey_id', 'in', theirs)
    .where('last_error', 'is not', null)
    .execute()
  await trx
    .updateTable('notice_try')
    .set({ last_error: null })
    .where('journey_id', 'in', theirs)
    .where('last_error', 'is not', null)
    .execute()
}

/** An erasure that the engine has still to follow, with the journeys that it may know of. */
export interface UnfinishedErasure {
  readonly childId: string
  readonly erasedAt: Date
  readonly journeys: readonly string[]
}

/** The erasures that the engine has still to follow, the oldest first. */
export async function unfinishedErasures(db: Database): Promise<UnfinishedErasure[]> {
  const { rows } = await sql<UnfinishedErasure>`
    select child_id as "childId", erased_at as "erasedAt",
      array(select id::text from journey where journey.child_id = erasure.child_id order by id) as journeys
    from erasure where engine_forgot_at is null order by erased_at`.execute(db)
  return rows
}

/** The engine has forgotten all journeys of a child who was erased. */
export async function finishErasure(db: Database, childId: string): Promise<void> {
  await db
    .updateTable('erasure')
    .set({ engine_forgot_at: sql<Date>`clock_timestamp()` })
    .where('child_id', '=', childId)
    .execute()
}

// Whoever records locks the journey first: in the same order, so that neither waits for the other in a ring.
async function lockJourneys(trx: DatabaseTransaction, childId: string): Promise<void> {
  await trx
    .selectFrom('journey')
    .select('id')
    .where('child_id', '=', childId)
    .orderBy('id')
    .forUpdate()
    .execute()
}
