import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { OPENED_AT_ONCE, OPENED_HOURS } from '../domain/break-glass'
import type { NoticeContent } from '../domain/notices'
import { instant, type Instant } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { openWith, sealWith } from '../keys/seal'
import { actFor, type Acting } from './acting'
import { childKeyOf, keyToSeal, type ChildKey } from './child-keys'
import { clockOf, type DatabaseTransaction, type Queryable } from './database'
import { AUDIT_REASON, auditReason, type Opening } from './opening'
import { UnknownJourneyError } from './record'

/** Somebody has opened as many journeys as one may at a time. */
export class TooManyOpenedError extends Error {
  override readonly name = 'TooManyOpenedError'

  constructor(readonly firstEnds: Instant) {
    super(`${OPENED_AT_ONCE} journeys are opened already`)
  }
}

/** An opening with the journey that it is of. */
export interface Opened extends Opening {
  readonly childReference: string
  readonly child: ChildKey
}

/**
 * Opens a journey to somebody beyond their reach, for a while: by its id, or its child's reference. The reason is sealed
 * with the child's key, the audit names the opening, and whoever manages the work of the journey is told.
 *
 * Throws UnknownJourneyError, TooManyOpenedError, ErasedChildError or MissingKeyError.
 */
export async function openWithReason(
  trx: DatabaseTransaction,
  keys: KeyRing,
  { given, reason, by }: { readonly given: string; readonly reason: string; readonly by: Acting },
): Promise<Opened> {
  const now = await clockOf(trx)
  await refuseMore(trx, by.id, now)
  const { rows } = await sql<{ id: string | null }>`select journey_named(${given}) as id`.execute(trx)
  const journeyId = rows[0]?.id
  if (!journeyId) throw new UnknownJourneyError(given)

  const id = randomUUID()
  // that journey, and nothing beside it
  await actFor(trx, { ...by, scope: { localities: [], opened: [journeyId] }, reason: auditReason(id) })
  const journey = await trx
    .selectFrom('journey')
    .select(['child_id', 'child_reference', 'locality', 'practice'])
    .where('id', '=', journeyId)
    .executeTakeFirstOrThrow()
  const child = await childKeyOf(trx, keys, journey.child_id)
  const until = new Date(now.getTime() + OPENED_HOURS * 3_600_000)
  const sealed = sealWith(keyToSeal(child), Buffer.from(reason), contextOf(id))
  await trx
    .insertInto('break_glass')
    .values({ id, person: by.id, journey_id: journeyId, reason: sealed, opened_at: now, until })
    .execute()
  await trx
    .insertInto('audit')
    .values({
      at: now,
      actor: by.id,
      action: 'journey.open-with-reason',
      journey_id: journeyId,
      detail: JSON.stringify({ opening: id, until }),
    })
    .execute()
  const content: NoticeContent = { about: 'opened', by: by.id, at: instant(now), until: instant(until) }
  await trx
    .insertInto('notice')
    .values({
      journey_id: journeyId,
      key: `${OPENING_KEYS}${id}`,
      agency: 'social-work',
      locality: journey.locality,
      recipient: 'team-manager',
      at: now,
      content: JSON.stringify(content),
      status: journey.practice ? 'caught' : 'pending',
      created_at: now,
      next_attempt_at: now,
    })
    .execute()
  return { id, journeyId, until: instant(until), childReference: journey.child_reference, child }
}

/** The keys of notices that say of an opening: they are of no event and no deadline, and conducting leaves them be. */
export const OPENING_KEYS = 'opened/'

/**
 * Rows of the audit with the reasons as people gave them, in place of the openings by which the audit names them. Those of
 * an erased child are gone; what the transaction may not see stays as the audit has it. Throws MissingKeyError.
 */
export async function withReasonsGiven<Row extends { readonly reason: string | null }>(
  db: Queryable,
  keys: KeyRing,
  audited: readonly Row[],
): Promise<Row[]> {
  const ids = audited.flatMap(({ reason }) =>
    reason?.startsWith(AUDIT_REASON) ? [reason.slice(AUDIT_REASON.length)] : [],
  )
  const given = await reasonsOf(db, keys, ids)
  return audited.map((row) => ({ ...row, reason: given.get(row.reason ?? '') ?? row.reason }))
}

async function reasonsOf(
  db: Queryable,
  keys: KeyRing,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('break_glass')
    .innerJoin('journey', 'journey.id', 'break_glass.journey_id')
    .select(['break_glass.id', 'break_glass.reason', 'journey.child_id'])
    .where('break_glass.id', 'in', [...new Set(ids)])
    .execute()
  const given = new Map<string, string>()
  for (const { id, reason, child_id } of rows) {
    const { key } = await childKeyOf(db, keys, child_id)
    given.set(auditReason(id), key ? openWith(key, reason, contextOf(id)).toString() : 'erased')
  }
  return given
}

function contextOf(id: string): string {
  return `break-glass ${id}`
}

async function refuseMore(trx: DatabaseTransaction, person: string, now: Date): Promise<void> {
  // two at once: the second waits here, and counts the first
  await sql`select pg_advisory_xact_lock(hashtextextended(${`break-glass ${person}`}, 0))`.execute(trx)
  const current = await trx
    .selectFrom('break_glass')
    .select('until')
    .where('person', '=', person)
    .where('until', '>', now)
    .orderBy('until')
    .execute()
  const [first] = current
  if (first && current.length >= OPENED_AT_ONCE) throw new TooManyOpenedError(instant(first.until))
}
