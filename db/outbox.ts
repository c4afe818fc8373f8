import { sql, type Selectable } from 'kysely'
import type { Mailbox } from '../contracts/notices-workflow'
import { clockOf, type Database } from './database'
import type { NoticeStatus } from '../domain/notices'
import type { PolicyReference } from '../domain/policy'
import type { LocalDate } from '../domain/time'
import type { Tables } from './tables'

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

/** Takes up to `limit` notices that are due for a mailbox, oldest first; nobody else gets them while the lease lasts. */
export async function leaseNotices(
  db: Database,
  mailbox: Mailbox,
  lease: string,
  limit: number,
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
        .where('next_attempt_at', '<=', sql<Date>`clock_timestamp()`)
        .where((where) =>
          where.or([
            where('leased_until', 'is', null),
            where('leased_until', '<', sql<Date>`clock_timestamp()`),
          ]),
        )
        .orderBy('at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute()
  if (leased.length === 0) return []
  const rows = await db
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
    .where('notice.lease', '=', lease)
    .where('notice.status', '=', 'pending')
    .orderBy('notice.at')
    .execute()
  return rows.map(({ policy_id: id, policy_version: version, policy_hash: hash, ...row }) => ({
    ...row,
    policy: { id, version, hash },
  }))
}

/** The notice has reached the mail server. Kept also when it was withdrawn while it was on its way. */
export async function markSent(db: Database, notice: LeasedNotice, address: string): Promise<void> {
  await end(db, notice, { status: 'sent', sent_to: address, last_error: null })
}

/** The notice will not be sent by itself any more: why, in the mail server's words or ours. */
export async function markFailed(
  db: Database,
  notice: LeasedNotice,
  status: 'refused' | 'gave-up',
  reason: string,
  address?: string,
): Promise<void> {
  await end(db, notice, { status, sent_to: address ?? null, last_error: reason })
}

/** The notice waits for another try, `seconds` from now. */
export async function markForRetry(
  db: Database,
  notice: LeasedNotice,
  reason: string,
  seconds: number,
): Promise<void> {
  await db
    .updateTable('notice')
    .set((now) => ({
      attempts: now('attempts', '+', 1),
      last_error: reason,
      lease: null,
      leased_until: null,
      next_attempt_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`,
    }))
    .where('id', '=', notice.id)
    .where('lease', '=', notice.lease)
    .execute()
}

/** Makes what is left of a batch ours for longer; nothing that has become another's. */
export async function keepLease(db: Database, lease: string): Promise<void> {
  await db.updateTable('notice').set({ leased_until: leaseEnd() }).where('lease', '=', lease).execute()
}

/** Gives back what was leased and not tried. */
export async function releaseLease(db: Database, lease: string): Promise<void> {
  await db.updateTable('notice').set({ lease: null, leased_until: null }).where('lease', '=', lease).execute()
}

/** Milliseconds until something of a mailbox is to be sent; undefined when nothing is left. */
export async function nextDue(db: Database, mailbox: Mailbox): Promise<number | undefined> {
  const row = await db
    .selectFrom('notice')
    .select(
      sql<Date | null>`min(greatest(next_attempt_at, coalesce(leased_until, next_attempt_at)))`.as('at'),
    )
    .where('agency', '=', mailbox.agency)
    .where('locality', '=', mailbox.locality)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  if (!row?.at) return undefined
  return Math.max(0, row.at.getTime() - (await clockOf(db)).getTime())
}

/** Mailboxes where something has been due for longer than `seconds` and nobody has taken it. */
export async function waitingMailboxes(db: Database, seconds: number): Promise<Mailbox[]> {
  return db
    .selectFrom('notice')
    .select(['agency', 'locality'])
    .distinct()
    .where('status', '=', 'pending')
    .where('next_attempt_at', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`)
    .where((where) =>
      where.or([where('leased_until', 'is', null), where('leased_until', '<', sql<Date>`clock_timestamp()`)]),
    )
    .execute()
}

function leaseEnd() {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`
}

async function end(
  db: Database,
  notice: LeasedNotice,
  to: { status: NoticeStatus; sent_to: string | null; last_error: string | null },
): Promise<void> {
  await db
    .updateTable('notice')
    .set((now) => ({
      ...to,
      attempts: now('attempts', '+', 1),
      ended_at: sql<Date>`clock_timestamp()`,
      lease: null,
      leased_until: null,
    }))
    .where('id', '=', notice.id)
    .where('lease', '=', notice.lease)
    .execute()
}
