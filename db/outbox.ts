import { sql, type Selectable } from 'kysely'
import type { Mailbox } from '../contracts/notices-workflow'
import { messageOf } from '../contracts/message-ids'
import { tellAgain } from './conduct-again'
import type { Database, DatabaseTransaction, Queryable } from './database'
import type { PolicyReference } from '../domain/policy'
import { instant, type Instant, type LocalDate } from '../domain/time'
import type { Tables } from './tables'
import { tellUndelivered, type Undelivered } from './undelivered'

/** A notice that is ours to send until its lease ends, with what is needed to write and address it. */
export interface LeasedNotice extends Selectable<Tables['notice']> {
  readonly childReference: string
  readonly worker: string | null
  readonly cover: string | null
  readonly cover_until: LocalDate | null
  readonly team: string | null
  /** The policy of the journey, in whose words it is written. */
  readonly policy: PolicyReference
}

/** How long a batch is ours unless it is kept. Killed meanwhile, it is another's after that. */
const LEASE_SECONDS = 20

/**
 * Takes up to `limit` notices that are due for a mailbox, what has been due for longest first; nobody else gets them while the lease lasts. Those
 * that go in a digest are not among them.
 *
 * @param now what is due by then is taken. Leases run on PostgreSQL's clock, whatever it is
 */
export async function leaseNotices(
  db: Database,
  mailbox: Mailbox,
  lease: string,
  { limit, now }: { readonly limit: number; readonly now: Instant },
): Promise<LeasedNotice[]> {
  const leased = await db
    .updateTable('notice')
    .set({ lease, leased_until: leaseEnd() })
    .where('id', 'in', (query) =>
      query
        .selectFrom('notice')
        .select('id')
        .where('agency', '=', mailbox.agency)
        .where('locality', '=', mailbox.locality)
        .where('status', '=', 'pending')
        .where('digest_id', 'is', null)
        .where('next_attempt_at', '<=', new Date(now))
        .where(isFree('notice.leased_until'))
        .where(IS_TO_BE_TOLD)
        // one that is put off again and again lets the others by
        .orderBy('next_attempt_at')
        .orderBy('at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute()
  if (leased.length === 0) return []
  return (
    await readToSend(db)
      .where('notice.lease', '=', lease)
      .where('notice.status', '=', 'pending')
      .clearOrderBy()
      .orderBy('notice.next_attempt_at')
      .orderBy('notice.at')
      .orderBy('notice.id')
      .execute()
  ).map(toSend)
}

/** Notices with what is needed to write and address them, the oldest first. */
export function readToSend(db: Queryable) {
  return db
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .selectAll('notice')
    .select([
      'journey.child_reference as childReference',
      'journey.worker',
      'journey.cover',
      'journey.cover_until',
      'journey.team',
      'journey.policy_id',
      'journey.policy_version',
      'journey.policy_hash',
    ])
    .orderBy('notice.at')
    .orderBy('notice.id')
}

/** A row of `readToSend` as it is taken. */
export function toSend({
  policy_id: id,
  policy_version: version,
  policy_hash: hash,
  ...row
}: Omit<LeasedNotice, 'policy'> & {
  readonly policy_id: string
  readonly policy_version: number
  readonly policy_hash: string
}): LeasedNotice {
  return { ...row, policy: { id, version, hash } }
}

/** The notice waits for its receiver's working day: until when, and for whose digest, if it goes in one. */
export async function hold(
  db: Database,
  notice: LeasedNotice,
  { until, digestTo }: { readonly until: Instant; readonly digestTo?: string },
): Promise<void> {
  await db
    .updateTable('notice')
    .set({ next_attempt_at: new Date(until), digest_to: digestTo ?? null, lease: null, leased_until: null })
    .where('id', '=', notice.id)
    .where('lease', '=', notice.lease)
    .execute()
}

/** The notice says nothing any more by now, and was not sent. */
export async function markWithdrawn(db: Database, notice: LeasedNotice): Promise<void> {
  await db
    .updateTable('notice')
    .set({ ...ENDED, status: 'withdrawn' })
    .where('id', '=', notice.id)
    .where('lease', '=', notice.lease)
    .execute()
}

/** Is a notice that was leased still to be sent, as it was leased, and still ours? */
export async function isStillToSend(db: Database, notice: LeasedNotice): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select('id')
    .where('id', '=', notice.id)
    .where('lease', '=', notice.lease)
    .where('status', '=', 'pending')
    .where('content', '=', JSON.stringify(notice.content) as never)
    .where(IS_TO_BE_TOLD)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The notice has reached the mail server. Kept also when it was withdrawn while it was on its way, or has become another's
 * meanwhile. Where it was withdrawn or says something else by now, its journey is conducted again, so that what was told is
 * corrected.
 */
export async function markSent(db: Database, notice: LeasedNotice, address: string): Promise<void> {
  const told = JSON.stringify(notice.content)
  const ended = await db
    .with('was', (query) =>
      query.selectFrom('notice').select(['id', 'status', 'content']).where('id', '=', notice.id).forUpdate(),
    )
    .updateTable('notice')
    .from('was')
    .set((now) => ({
      ...ENDED,
      status: 'sent',
      // what they were told, also when something else has become true while it was on its way
      content: told,
      sent_to: address,
      last_error: null,
      attempts: now('notice.attempts', '+', 1),
    }))
    .whereRef('notice.id', '=', 'was.id')
    .where('notice.number', '=', notice.number)
    .where('was.status', 'in', ['pending', 'withdrawn'])
    .where(IS_TO_BE_TOLD)
    .returning(sql<boolean>`was.status = 'withdrawn' or was.content <> ${told}::jsonb`.as('otherwise'))
    .executeTakeFirst()
  if (ended?.otherwise) await tellAgain(db, [notice.journey_id])
}

/**
 * The notice will not be sent by itself any more: why, in the mail server's words or ours. Whoever works with the child is
 * told in the same transaction.
 */
export async function markFailed(
  db: Database,
  notice: LeasedNotice,
  status: 'refused' | 'gave-up',
  reason: string,
  address?: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const failed = await trx
      .updateTable('notice')
      .set((now) => ({
        ...ENDED,
        status,
        sent_to: address ?? null,
        last_error: reason,
        attempts: now('attempts', '+', 1),
      }))
      .where('id', '=', notice.id)
      .where('lease', '=', notice.lease)
      .returning(FAILED)
      .execute()
    await tellUndelivered(trx, failed)
  })
}

/**
 * A message that the mail server had taken came back: its notices count as refused, with all that follows, for the try that
 * it was of. What is not known, has failed already, or is of a child who was erased, is left as it is.
 *
 * @param known the Message-ID of the message, or the id of the notice
 * @param reason why, in the words of the server that sent it back
 * @returns how many notices it was
 */
export async function markBounced(db: Database, known: string, reason: string): Promise<number> {
  const message = messageOf(known)
  if (message === undefined) return 0
  return db.transaction().execute(async (trx) => {
    const failed = await trx
      .updateTable('notice')
      .set({ status: 'refused', last_error: reason.slice(0, 500) })
      .where('status', '=', 'sent')
      .where(IS_TO_BE_TOLD)
      .$if(message.of === 'digest', (query) => query.where('digest_id', '=', message.id))
      .$if(message.of === 'notice', (query) => query.where('id', '=', message.id))
      .$if(message.number !== undefined, (query) => query.where('number', '=', message.number ?? 1))
      .returning(FAILED)
      .execute()
    await tellUndelivered(trx, failed)
    return failed.length > 0 ? failed.length : markEarlierTry(trx, message, reason)
  })
}

// Somebody has had it sent again since: the try that came back is one of before.
async function markEarlierTry(
  trx: DatabaseTransaction,
  { id, number = 1 }: { readonly id: string; readonly number?: number },
  reason: string,
): Promise<number> {
  const tries = await trx
    .updateTable('notice_try')
    .set({ status: 'refused', last_error: reason.slice(0, 500) })
    .where('notice_id', '=', id)
    .where('number', '=', number)
    .where('status', '=', 'sent')
    .where('notice_id', 'in', (query) => query.selectFrom('notice').select('id').where(IS_TO_BE_TOLD))
    .returning('notice_id')
    .execute()
  return tries.length
}

/**
 * The notice waits for another try.
 *
 * @param triedAt when it was tried
 * @param failingSince when it was of this notice, and not of the mail server: since when
 */
export async function markForRetry(
  db: Database,
  notice: LeasedNotice,
  {
    reason,
    triedAt,
    at,
    failingSince,
  }: {
    readonly reason: string
    readonly triedAt: Instant
    readonly at: Instant
    readonly failingSince?: Instant
  },
): Promise<void> {
  await db
    .updateTable('notice')
    .set((now) => ({
      attempts: now('attempts', '+', 1),
      last_error: reason,
      lease: null,
      leased_until: null,
      tried_at: new Date(triedAt),
      next_attempt_at: new Date(at),
      ...(failingSince !== undefined && { failing_since: new Date(failingSince) }),
    }))
    .where('id', '=', notice.id)
    .where('lease', '=', notice.lease)
    .execute()
}

/** Makes what is left of a batch ours for longer; nothing that has become another's. */
export async function keepLease(db: Database, lease: string): Promise<void> {
  await db.updateTable('notice').set({ leased_until: leaseEnd() }).where('lease', '=', lease).execute()
  await db.updateTable('digest').set({ leased_until: leaseEnd() }).where('lease', '=', lease).execute()
}

/** Gives back what was leased and not tried. */
export async function releaseLease(db: Database, lease: string): Promise<void> {
  await db.updateTable('notice').set({ lease: null, leased_until: null }).where('lease', '=', lease).execute()
  await db.updateTable('digest').set({ lease: null, leased_until: null }).where('lease', '=', lease).execute()
}

/** Milliseconds until something of a mailbox is to be sent; undefined when nothing is left. */
export async function nextDue(db: Database, mailbox: Mailbox, now: Instant): Promise<number | undefined> {
  const { rows } = await sql<{ due: number | null }>`
    select extract(epoch from min(greatest(
        coalesce(digest.next_attempt_at, notice.next_attempt_at) - ${new Date(now)}::timestamptz,
        coalesce(digest.leased_until, notice.leased_until) - clock_timestamp(),
        interval '0'))) * 1000 as due
      from notice left join digest on digest.id = notice.digest_id
      where notice.agency = ${mailbox.agency} and notice.locality = ${mailbox.locality} and ${IS_AWAITED}
  `.execute(db)
  const due = rows[0]?.due
  return due === null || due === undefined ? undefined : Math.ceil(Number(due))
}

/** Mailboxes where something has been due for longer than `seconds` and nobody has taken it; none while the server pauses. */
export async function waitingMailboxes(db: Database, seconds: number): Promise<Mailbox[]> {
  const { rows } = await sql<Mailbox>`
    select distinct notice.agency, notice.locality
      from notice left join digest on digest.id = notice.digest_id
      where ${IS_AWAITED}
        and coalesce(digest.next_attempt_at, notice.next_attempt_at) < clock_timestamp() - make_interval(secs => ${seconds})
        and coalesce(coalesce(digest.leased_until, notice.leased_until) < clock_timestamp(), true)
        and not exists (select from mail_server where paused_until > clock_timestamp())
  `.execute(db)
  return rows
}

/** When a lease that is taken or kept now ends. */
export function leaseEnd() {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`
}

/** Is what has this lease anybody's? */
export function isFree(leasedUntil: 'notice.leased_until' | 'digest.leased_until') {
  return sql<boolean>`(${sql.ref(leasedUntil)} is null or ${sql.ref(leasedUntil)} < clock_timestamp())`
}

/** Of a child who was erased nothing is sent or kept any more. */
export const IS_TO_BE_TOLD = sql<boolean>`not exists (
  select from journey join child on child.id = journey.child_id
    where journey.id = notice.journey_id and child.destroyed_at is not null
)`

// A digest that has not ended is awaited also when all that is in it was withdrawn: its address gets no other before.
const IS_AWAITED = sql`(digest.id is not null and digest.ended_at is null
  or notice.status = 'pending' and ${IS_TO_BE_TOLD})`

/** What an ended notice has no more. */
export const ENDED = {
  ended_at: sql<Date>`clock_timestamp()`,
  lease: null,
  leased_until: null,
  failing_since: null,
  tried_at: null,
} as const

/** What is to be known of a notice that has failed. */
export const FAILED = [
  'id',
  'journey_id',
  'number',
  'agency',
  'locality',
  'recipient',
  'content',
] as const satisfies readonly (keyof Undelivered)[]

/** The instant of PostgreSQL's clock as it is asked for the time of sending. */
export function sendingClock(db: Database): () => Promise<Instant> {
  return async () => {
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
    return instant(rows[0]?.now ?? new Date(NaN))
  }
}
