import { randomUUID } from 'node:crypto'
import { messageIdOf } from '../../contracts/message-ids'
import type { Mailbox, Sent } from '../../contracts/notices-workflow'
import { leaseDigests } from '../../db/digests'
import { pauseLeft } from '../../db/mail-server'
import {
  isStillToSend,
  keepLease,
  leaseNotices,
  markFailed,
  markForRetry,
  markSent,
  markWithdrawn,
  nextDue,
  releaseLease,
  type LeasedNotice,
} from '../../db/outbox'
import { raiseOverlaps } from '../../db/overlaps'
import type { Receiver } from '../../db/contacts'
import { readDirectory, type Directory } from '../../db/people'
import { instant, type Instant } from '../../domain/time'
import { deliver, type Came, type Delivered, type Delivering, type Known } from './deliver'
import { asInvited } from './invitation'
import { isInvitation, isTooLate } from './leased-invitation'
import { isGivenUp, pausedSeconds, retrySeconds } from './retrying'
import { gatherAndSend, sendDigest } from './send-digests'
import type { NoticeServices } from './services'
import { sort, written, type Sorted } from './sort'
import { toWhom, type ToWhom } from './to-whom'

const BATCH = 20
/** After so long the rest is given back: the activity has two minutes, and a try may take long. */
const STOP_AFTER_MS = 30_000
/** Well within the lease, and within the time after which the engine takes a silent worker for dead. */
const SIGN_OF_LIFE_MS = 3_000
/**
 * Sends a batch of a mailbox's notices and keeps how each ended; what fails for now waits for its next try, what can wait
 * for its receiver's working day, and while the mail server is paused nothing is tried.
 *
 * @param alive tells the engine that this worker still lives. Once it does not, others go on within half a minute
 */
export async function sendNotices(
  services: NoticeServices,
  mailbox: Mailbox,
  alive: () => void,
): Promise<Sent> {
  const { db, now } = services
  const lease = randomUUID()
  const signOfLife = setInterval(() => {
    alive()
    // The database may be away. The lease then ends, and whoever takes the notice sends it under the same Message-ID.
    keepLease(db, lease).catch(() => undefined)
  }, SIGN_OF_LIFE_MS)
  try {
    const ended = await sendBatch(services, mailbox, lease)
    const at = await now()
    const next = await nextDue(db, mailbox, at)
    return {
      ...ended,
      ...(next !== undefined && { nextInMilliseconds: Math.max(next, await pauseLeft(db, at)) }),
    }
  } finally {
    clearInterval(signOfLife)
  }
}

async function sendBatch(
  services: NoticeServices,
  mailbox: Mailbox,
  lease: string,
): Promise<{ sent: number; failed: number }> {
  const { db, seam } = services
  const now = await services.now()
  if ((await pauseLeft(db, now)) > 0) return { sent: 0, failed: 0 }
  const digests = await leaseDigests(db, mailbox, lease, now)
  const notices = await leaseNotices(db, mailbox, lease, { limit: BATCH, now })
  if (digests.length + notices.length === 0) return { sent: 0, failed: 0 }
  seam('sending: leased')

  const stop = Date.now() + STOP_AFTER_MS
  const delivering: Delivering = { ...services, stop }
  const tally = { sent: 0, failed: 0 }
  try {
    for (const digest of digests) if (!add(tally, await sendDigest(delivering, digest))) return tally
    const directory = await readDirectory(db)
    const sorted = await sort(services, directory, notices, now)
    for (const one of sorted.alone) if (!add(tally, await sendOne(delivering, directory, one))) return tally
    for (const one of sorted.digests)
      if (!add(tally, await gatherAndSend(delivering, directory, one, { lease, now }))) return tally
    return tally
  } finally {
    await releaseLease(db, lease)
  }
}

// Says whether to go on with the next.
function add(tally: { sent: number; failed: number }, came: Came): boolean {
  if (came === 'sent') tally.sent += 1
  if (came === 'failed') tally.failed += 1
  return came !== 'stop'
}

async function sendOne(
  services: Delivering,
  directory: Directory,
  { notice, receiver }: Sorted,
): Promise<Came> {
  const { db, mailFrom, seam } = services
  const invitation = isInvitation(notice) ? notice : undefined
  if (invitation && isTooLate(invitation, await services.now())) {
    await markFailed(db, notice, 'gave-up', 'It could not be sent before the meeting')
    return 'failed'
  }
  if (receiver === undefined) {
    const { agency, locality, recipient } = notice
    await markFailed(
      db,
      notice,
      'refused',
      `No address is known for ${recipient} of ${agency} in ${locality}`,
    )
    return 'failed'
  }
  const to = invitation
    ? await toWhom(services, directory, { notice: invitation, receiver })
    : { receiver, also: [] }
  if (to === undefined) {
    await markWithdrawn(db, notice)
    return 'held'
  }
  const { address } = to.receiver
  const known: Known = {
    stillSo: () => isStillToSend(db, notice),
    ...(notice.tried_at && { lastTry: instant(notice.tried_at) }),
    ...(notice.failing_since && { failingSince: instant(notice.failing_since) }),
  }
  const give = (one: Receiver) =>
    deliver(
      services,
      {
        ...(invitation ? asInvited(services, invitation, one) : written(services, notice)),
        to: one.address,
        messageId: messageIdOf({ of: 'notice', id: notice.id, number: notice.number }, mailFrom),
        date: notice.created_at,
      },
      known,
    )
  const delivered = await giveToAll(to, give)
  if (delivered.came === 'stop') return 'stop'
  // what was withdrawn is left; what says something else is written anew, and soon
  if (delivered.came === 'gone') return 'held'
  if (delivered.came === 'sent') {
    seam('sending: accepted by the mail server')
    await markSent(db, notice, address)
    if (invitation) await raiseOverlaps(db, notice.journey_id, notice.id)
    return 'sent'
  }
  const { verdict, reason, at } = delivered
  if (verdict === 'refused') await markFailed(db, notice, 'refused', reason, address)
  else if (verdict === 'server') {
    const again = instant(Date.parse(at) + pausedSeconds(notice.attempts) * 1_000)
    await markForRetry(db, notice, { reason, triedAt: at, at: again })
  } else await putOff(services, notice, { reason, at, address })
  return verdict === 'server' ? 'stop' : 'failed'
}

// An address of before that is no more does not hold it up. What fails otherwise goes to all of them again, as the same message.
async function giveToAll(
  { receiver, also }: ToWhom,
  give: (receiver: Receiver) => Promise<Delivered>,
): Promise<Delivered> {
  for (const one of also) {
    const delivered = await give(one)
    if (delivered.came === 'stop' || delivered.came === 'gone') return delivered
    if (delivered.came === 'failed' && delivered.verdict !== 'refused') return delivered
  }
  return give(receiver)
}

// Of a message's own: again and again for a week, and then no more.
async function putOff(
  { db }: Delivering,
  notice: LeasedNotice,
  { reason, at, address }: { readonly reason: string; readonly at: Instant; readonly address: string },
): Promise<void> {
  const since = notice.failing_since === null ? at : instant(notice.failing_since)
  if (isGivenUp(since, at)) return markFailed(db, notice, 'gave-up', reason, address)
  const seconds = retrySeconds(notice.attempts)
  return markForRetry(db, notice, {
    reason,
    triedAt: at,
    at: instant(Date.parse(at) + seconds * 1_000),
    failingSince: since,
  })
}
