import { sql, type Selectable } from 'kysely'
import type { Mailbox } from '../contracts/notices-workflow'
import { instant, type Instant, type LocalDate } from '../domain/time'
import { tellAgain } from './conduct-again'
import type { Database, DatabaseTransaction } from './database'
import {
  ENDED,
  FAILED,
  IS_TO_BE_TOLD,
  isFree,
  leaseEnd,
  readToSend,
  toSend,
  type LeasedNotice,
} from './outbox'
import type { DigestMessage, Tables } from './tables'
import { tellUndelivered } from './undelivered'

/** A digest that is ours to send until its lease ends. */
export type LeasedDigest = Selectable<Tables['digest']>

/** Digests that were not sent to their end and are due again, of whom something is in a mailbox: ours from now on. */
export async function leaseDigests(
  db: Database,
  mailbox: Mailbox,
  lease: string,
  now: Instant,
): Promise<LeasedDigest[]> {
  return db
    .updateTable('digest')
    .set({ lease, leased_until: leaseEnd() })
    .where('id', 'in', (query) =>
      query
        .selectFrom('digest')
        .select('digest.id')
        .where('ended_at', 'is', null)
        .where('next_attempt_at', '<=', new Date(now))
        .where(isFree('digest.leased_until'))
        .where((where) =>
          where.exists(
            where
              .selectFrom('notice')
              .select('notice.id')
              .whereRef('notice.digest_id', '=', 'digest.id')
              .where('notice.agency', '=', mailbox.agency)
              .where('notice.locality', '=', mailbox.locality),
          ),
        )
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()
}

/** What of an address is to be gathered, and how it is judged and written. */
export interface Gathering {
  readonly address: string
  readonly day: LocalDate
  readonly now: Instant
  /** Ours: of what we have leased, those that belong in this digest. */
  readonly ours: readonly LeasedNotice[]
  readonly lease: string
  /** Does a notice that waits, and may be of the same receiver, go in this digest? */
  readonly belongs: (notice: LeasedNotice) => Promise<boolean>
  readonly write: (notices: readonly LeasedNotice[]) => DigestMessage
}

/**
 * Gathers all that waits for an address into a digest, which is ours to send; the notices are bound to it and the message is
 * kept in the same transaction, so that a retry sends the same one. An address has one digest a day, and one that has not
 * ended at a time: otherwise nothing is gathered, and it says why.
 */
export async function gatherDigest(
  db: Database,
  { address, day, now, ours, lease, belongs, write }: Gathering,
): Promise<LeasedDigest | 'under way' | 'sent today' | 'nothing left'> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`digest ${address}`}, 0))`.execute(trx)
    const before = await trx
      .selectFrom('digest')
      .select(['ended_at', 'status'])
      .where('address', '=', address)
      .where((where) => where.or([where('ended_at', 'is', null), where('day', '=', day)]))
      .execute()
    if (before.some(({ ended_at }) => ended_at === null)) return 'under way'
    if (before.some(({ status }) => status === 'sent')) return 'sent today'

    const mailboxes = new Set(
      ours.map(({ agency, locality, recipient }) => `${agency}/${locality}/${recipient}`),
    )
    const waiting = await readToSend(trx)
      .where('notice.status', '=', 'pending')
      .where(IS_TO_BE_TOLD)
      .where('notice.digest_id', 'is', null)
      .where('notice.send_to', 'is', null)
      .where('notice.next_attempt_at', '<=', new Date(now))
      .where(
        // what waits for this digest belongs in it, also while another has just taken it to look at
        sql<boolean>`(notice.digest_to = ${address} or (notice.digest_to is null and ${isFree('notice.leased_until')}
          and notice.agency || '/' || notice.locality || '/' || notice.recipient = any(${[...mailboxes]}::text[])))`,
      )
      .forUpdate('notice')
      .skipLocked()
      .execute()
    // as they are now, and locked: they may have been withdrawn, or say something else, since they were leased
    const still = await readToSend(trx)
      .where(
        'notice.id',
        'in',
        ours.map(({ id }) => id),
      )
      .where('notice.status', '=', 'pending')
      .where('notice.digest_id', 'is', null)
      .where(IS_TO_BE_TOLD)
      .forUpdate('notice')
      .execute()
    const gathered = still.map(toSend)
    for (const notice of waiting.map(toSend))
      if (!gathered.some(({ id }) => id === notice.id) && (await belongs(notice))) gathered.push(notice)
    if (gathered.length === 0) return 'nothing left'

    const digest = await trx
      .insertInto('digest')
      .values({
        address,
        day,
        message: JSON.stringify(write(gathered)),
        made_at: new Date(now),
        next_attempt_at: new Date(now),
        lease,
        leased_until: leaseEnd(),
        ended_at: null,
        status: null,
        last_error: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await trx
      .updateTable('notice')
      .set({ digest_id: digest.id, digest_to: address, lease: null, leased_until: null })
      .where(
        'id',
        'in',
        gathered.map(({ id }) => id),
      )
      .where('status', '=', 'pending')
      .execute()
    return digest
  })
}

/** Is a digest still to be sent as it was written, and still ours? */
export async function isDigestStillToSend(db: Database, { id, lease }: LeasedDigest): Promise<boolean> {
  const row = await db
    .selectFrom('digest')
    .select('id')
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('ended_at', 'is', null)
    .where('message', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The digest has ended, and with it its notices. One that was sent has told also what was withdrawn while it was on its way:
 * the journeys of what may not be so any more are conducted again, so that it is corrected.
 */
export async function endDigest(
  db: Database,
  digest: LeasedDigest,
  ending: { readonly status: 'sent' | 'refused'; readonly reason?: string },
): Promise<number> {
  const { status, reason = null } = ending
  const ended = await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('digest')
      .set((row) => ({
        status,
        last_error: reason,
        message: null,
        attempts: row('attempts', '+', 1),
        ended_at: sql<Date>`clock_timestamp()`,
        lease: null,
        leased_until: null,
      }))
      .where('id', '=', digest.id)
      .where('lease', '=', digest.lease)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return { count: 0, stale: [] }
    const withdrawn = await withdrawnIn(trx, digest)
    const notices = await trx
      .updateTable('notice')
      .set((row) => ({
        ...ENDED,
        status,
        sent_to: digest.address,
        last_error: reason,
        attempts: row('attempts', '+', 1),
      }))
      .where('digest_id', '=', digest.id)
      .where('status', 'in', status === 'sent' ? ['pending', 'withdrawn'] : ['pending'])
      .where(IS_TO_BE_TOLD)
      .returning(FAILED)
      .execute()
    if (status !== 'sent') {
      await tellUndelivered(trx, notices)
      // what nobody was told, and should come to be so again, goes in another
      await trx
        .updateTable('notice')
        .set({ digest_id: null })
        .where('digest_id', '=', digest.id)
        .where('status', '=', 'withdrawn')
        .execute()
    }
    return { count: notices.length, stale: await staleOf(trx, digest, withdrawn) }
  })
  await tellAgain(db, ended.stale)
  return ended.count
}

async function withdrawnIn(trx: DatabaseTransaction, { id }: LeasedDigest): Promise<string[]> {
  const rows = await trx
    .selectFrom('notice')
    .select('journey_id')
    .distinct()
    .where('digest_id', '=', id)
    .where('status', '=', 'withdrawn')
    .execute()
  return rows.map(({ journey_id }) => journey_id)
}

// Journeys that were conducted, or may have been, since the digest was written: what is in one is not brought up to date.
async function staleOf(
  trx: DatabaseTransaction,
  { id, made_at, attempts }: LeasedDigest,
  others: readonly string[] = [],
): Promise<string[]> {
  const rows = await trx
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .select('journey.id')
    .distinct()
    .where('notice.digest_id', '=', id)
    .where((where) =>
      where.or([
        where.val(attempts > 0),
        where('journey.changed_at', '>', sql<Date>`${made_at}::timestamptz - interval '1 minute'`),
      ]),
    )
    .execute()
  return [...new Set([...rows.map((row) => row.id), ...others])]
}

/** The digest may have reached the mail server or not: it goes again as it is. */
export async function retryDigest(
  db: Database,
  digest: LeasedDigest,
  { reason, at }: { readonly reason: string; readonly at: Instant },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('digest')
      .set((row) => ({
        attempts: row('attempts', '+', 1),
        last_error: reason,
        next_attempt_at: new Date(at),
        lease: null,
        leased_until: null,
      }))
      .where('id', '=', digest.id)
      .where('lease', '=', digest.lease)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await trx
      .updateTable('notice')
      .set((row) => ({ attempts: row('attempts', '+', 1), last_error: reason }))
      .where('digest_id', '=', digest.id)
      .where('status', '=', 'pending')
      .execute()
  })
}

/** The digest that was just gathered was not tried, and is none any more; one that was tried is left as it is. */
export async function ungatherDigest(db: Database, digest: LeasedDigest): Promise<void> {
  const stale = await db.transaction().execute(async (trx) => {
    const journeys = await staleOf(trx, digest)
    // its notices are let go with it
    const { numDeletedRows } = await trx
      .deleteFrom('digest')
      .where('id', '=', digest.id)
      .where('lease', '=', digest.lease)
      .where('attempts', '=', 0)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    return numDeletedRows === 0n ? [] : journeys
  })
  await tellAgain(db, stale)
}

/** How often the notices of a digest were tried, when last, and since when they are put off for their own sake. */
export async function failuresOf(
  db: Database,
  { id }: LeasedDigest,
): Promise<{ readonly attempts: number; readonly lastTry?: Instant; readonly failingSince?: Instant }> {
  const row = await db
    .selectFrom('notice')
    .select((of) => [
      of.fn.max('attempts').as('attempts'),
      of.fn.max('tried_at').as('tried'),
      of.fn.min('failing_since').as('since'),
    ])
    .where('digest_id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    attempts: row.attempts ?? 0,
    ...(row.tried && { lastTry: instant(row.tried) }),
    ...(row.since && { failingSince: instant(row.since) }),
  }
}

/**
 * The mail server has not taken the digest: its notices wait for another, written anew of what is true then. Their journeys
 * are conducted again, since what is in a digest is not brought up to date.
 *
 * @param triedAt when it was tried; absent when it was not
 * @param ofItself it was put off for its own sake: each of its notices is so since then, if it was not before. Those that are
 *   since before `givenUpSince` are given up, and are in no other
 */
export async function dissolveDigest(
  db: Database,
  digest: LeasedDigest,
  {
    reason,
    at,
    triedAt,
    ofItself,
  }: {
    readonly reason: string
    readonly at: Instant
    readonly triedAt?: Instant
    readonly ofItself?: { readonly since: Instant; readonly givenUpSince: Instant }
  },
): Promise<void> {
  const journeys = await db.transaction().execute(async (trx) => {
    const ours = await trx
      .selectFrom('digest')
      .select('id')
      .where('id', '=', digest.id)
      .where('lease', '=', digest.lease)
      .forUpdate()
      .executeTakeFirst()
    if (ours === undefined) return []
    if (ofItself !== undefined) {
      const givenUp = await trx
        .updateTable('notice')
        .set((row) => ({
          ...ENDED,
          status: 'gave-up',
          sent_to: digest.address,
          last_error: reason,
          attempts: row('attempts', '+', 1),
        }))
        .where('digest_id', '=', digest.id)
        .where('status', '=', 'pending')
        .where('failing_since', '<', new Date(ofItself.givenUpSince))
        .where(IS_TO_BE_TOLD)
        .returning(FAILED)
        .execute()
      await tellUndelivered(trx, givenUp)
    }
    const notices = await trx
      .updateTable('notice')
      .set((row) => ({
        digest_id: null,
        attempts: row('attempts', '+', 1),
        last_error: reason,
        next_attempt_at: new Date(at),
        ...(triedAt !== undefined && { tried_at: new Date(triedAt) }),
        ...(ofItself !== undefined && {
          failing_since: row.fn.coalesce(
            'failing_since',
            sql<Date>`${new Date(ofItself.since)}::timestamptz`,
          ),
        }),
      }))
      .where('digest_id', '=', digest.id)
      .where('status', 'in', ['pending', 'withdrawn'])
      .where(IS_TO_BE_TOLD)
      .returning('journey_id')
      .execute()
    await trx.deleteFrom('digest').where('id', '=', digest.id).execute()
    return notices.map(({ journey_id }) => journey_id)
  })
  await tellAgain(db, [...new Set(journeys)])
}
