import { sql } from 'kysely'
import type { PolicyReference } from '../domain/policy'
import type { Stage } from '../domain/codes'
import type { Awaited } from '../domain/schedule'
import { awaitedAfter } from '../domain/state'
import { instant, localDateOf, plusDays, type Instant, type LocalDate } from '../domain/time'
import { ErasedChildError, isErased } from './child-keys'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from './database'
import {
  enqueueForgetting,
  enqueueRelay,
  lockJourney,
  NotPracticeError,
  UnknownJourneyError,
  type JourneyRow,
  type RecordedJourney,
} from './record'
import { AUTHORITY, inScope, type Scope } from './scope'

/** A practice journey that nobody has recorded in or moved for so many days is thrown away. */
export const PRACTICE_KEPT_DAYS = 30

/**
 * Moves a practice journey's clock on: committed here first, then the relay moves the engine by the difference, through
 * each moment in turn. Throws NotPracticeError, UnknownJourneyError, ErasedChildError, or RangeError when it
 * would go back.
 *
 * @param milliseconds how far, at least 0
 */
export async function advancePractice(
  db: Database,
  journeyId: string,
  milliseconds: number,
  scope: Scope,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await moveClock(trx, await lockPractice(trx, journeyId, scope), milliseconds)
  })
}

/**
 * Locks a practice journey that the caller may know of, for the rest of the transaction. Throws NotPracticeError,
 * UnknownJourneyError or ErasedChildError.
 */
export async function lockPractice(
  trx: DatabaseTransaction,
  journeyId: string,
  scope: Scope,
): Promise<JourneyRow> {
  const row = await lockJourney(trx, journeyId, scope)
  if (!row.practice) throw new NotPracticeError()
  if (await isErased(trx, row.child_id)) throw new ErasedChildError()
  return row
}

/** Moves the clock of a practice journey that is locked. Throws RangeError when it would go back. */
export async function moveClock(
  trx: DatabaseTransaction,
  { id }: Pick<JourneyRow, 'id'>,
  milliseconds: number,
): Promise<void> {
  if (!(milliseconds >= 0)) throw new RangeError('A clock cannot be moved back')
  await trx
    .updateTable('journey')
    .set({
      clock_offset_ms: sql<number>`clock_offset_ms + ${Math.round(milliseconds)}`,
      changed_at: sql<Date>`clock_timestamp()`,
    })
    .where('id', '=', id)
    .execute()
  await enqueueRelay(trx, id)
}

/** Where a practice journey's clock is, how far the engine has come with it, and what comes next by itself. */
export interface PracticeClock {
  readonly now: Instant
  readonly behind: boolean
  readonly engineAt?: Instant
  /** The engine moves no clocks: it refused to move this one. */
  readonly refused: boolean
  readonly next?: Awaited
}

/** The clock of a practice journey, as the record has it: it is behind while a moment that has passed was not gone through. */
export function clockOfPractice({ row, state, policy, now }: RecordedJourney): PracticeClock {
  const reached = row.engine_at === null ? undefined : instant(row.engine_at)
  const missed = reached !== undefined ? awaitedAfter(state, policy, reached) : undefined
  const next = awaitedAfter(state, policy, now)
  const behind =
    reached === undefined ||
    row.conducted_seq < row.seq ||
    (missed !== undefined && missed.at <= now) ||
    (row.forwarded_ms !== row.clock_offset_ms && state.journey.closed === undefined)
  return {
    now,
    behind,
    refused: row.move_refused,
    ...(reached && { engineAt: behind ? reached : now }),
    ...(next && { next }),
  }
}

/** The time in a practice journey; undefined of any other. What the transaction may not see is none. */
export async function practiceClockOf(db: Queryable, journeyId: string): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('journey')
    .select('clock_offset_ms')
    .where('id', '=', journeyId)
    .where('practice', '=', true)
    .executeTakeFirst()
  return row && instant((await clockOf(db)).getTime() + row.clock_offset_ms)
}

/** A practice journey, without what is derived of its events. */
export interface ListedPractice {
  readonly id: string
  readonly childReference: string
  readonly locality: string
  readonly stage: Stage
  readonly policy: Pick<PolicyReference, 'id' | 'version'>
  readonly startedOn: LocalDate
  readonly closed: boolean
  readonly now: Instant
  readonly touchedAt: Instant
  readonly removedOn: LocalDate
}

/** The practice journeys that the caller may know of, what was used last first; at most `limit`. */
export async function listPractice(db: Queryable, scope: Scope, limit: number): Promise<ListedPractice[]> {
  const rows = await db
    .selectFrom('journey')
    .innerJoin('child', 'child.id', 'journey.child_id')
    .selectAll('journey')
    .where('journey.practice', '=', true)
    .where('child.destroyed_at', 'is', null)
    .where(inScope(scope))
    .orderBy('journey.changed_at', 'desc')
    .orderBy('journey.id')
    .limit(limit)
    .execute()
  const clock = await clockOf(db)
  return rows.map((row) => listedPractice(row, instant(clock.getTime() + row.clock_offset_ms)))
}

/** A practice journey's row as a list shows it. */
export function listedPractice(row: JourneyRow, now: Instant): ListedPractice {
  const touchedAt = instant(row.changed_at)
  const gone = row.stage_until !== null && instant(row.stage_until) < now
  return {
    id: row.id,
    childReference: row.child_reference,
    locality: row.locality,
    stage: gone ? (row.stage_then ?? row.stage) : row.stage,
    policy: { id: row.policy_id, version: row.policy_version },
    startedOn: row.started_on,
    closed: row.closed,
    now,
    touchedAt,
    removedOn: plusDays(localDateOf(touchedAt), PRACTICE_KEPT_DAYS),
  }
}

/**
 * Throws a practice journey away for good, with everything that was recorded in it and, when there is no other of it, its
 * made-up child. The relay has the engine forget it. That it was there stays in the audit.
 *
 * Throws NotPracticeError or UnknownJourneyError.
 */
export async function throwAwayPractice(
  trx: DatabaseTransaction,
  { journeyId, by, scope }: { readonly journeyId: string; readonly by: string; readonly scope: Scope },
): Promise<void> {
  // whatever its policy is, and whether this release can read it
  const row = await trx
    .selectFrom('journey')
    .select('practice')
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  if (!row.practice) throw new NotPracticeError()
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'practice.end',
      journey_id: journeyId,
      detail: JSON.stringify({ practice: true }),
    })
    .execute()
  await enqueueForgetting(trx, journeyId)
  await sql`select throw_away_practice(${journeyId})`.execute(trx)
}

/** At a time, so that the engine is not asked to forget too many at once. */
const THROWN_AWAY_AT_ONCE = 20

/**
 * Throws away the practice journeys that nobody has used for long, a few at a time. One that cannot be thrown away is handed to
 * `failed`, and stands in the way of none.
 */
export async function throwAwayUnused(
  db: Database,
  failed: (journeyId: string, error: unknown) => void,
): Promise<void> {
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where('practice', '=', true)
    .where('changed_at', '<', sql<Date>`clock_timestamp() - make_interval(days => ${PRACTICE_KEPT_DAYS})`)
    .orderBy('changed_at')
    .limit(THROWN_AWAY_AT_ONCE)
    .execute()
  for (const { id } of rows)
    await db
      .transaction()
      .execute((trx) => throwAwayPractice(trx, { journeyId: id, by: 'pace/relay', scope: AUTHORITY }))
      .catch((error: unknown) => {
        // somebody else was there first
        if (!(error instanceof UnknownJourneyError)) failed(id, error)
      })
}
