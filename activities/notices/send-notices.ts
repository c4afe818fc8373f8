import { randomUUID } from 'node:crypto'
import type { Mailbox, Sent } from '../../contracts/notices-workflow'
import type { Seam } from '../../contracts/seam'
import { receiverOf } from '../../db/contacts'
import type { Database } from '../../db/database'
import {
  keepLease,
  leaseNotices,
  markFailed,
  markForRetry,
  markSent,
  nextDue,
  releaseLease,
  type LeasedNotice,
} from '../../db/outbox'
import { readDirectory, type Directory } from '../../db/people'
import type { OwnWords } from '../../domain/own-words'
import { isRefusal, messageIdOf, reasonOf, type Mailer } from './mail'
import { writeNotice } from '../../contracts/notice-words'
import { releasedPolicy } from '../../policies/released'

export interface NoticeServices {
  readonly db: Database
  readonly mailer: Mailer
  readonly mailFrom: string
  /** Where people read a journey: links begin with it. */
  readonly publicUrl: string
  readonly seam: Seam
}

const BATCH = 20
/** After so long the rest is given back: the activity has two minutes, and a try may take long. */
const STOP_AFTER_MS = 30_000
/** Well within the lease, and within the time after which the engine takes a silent worker for dead. */
const SIGN_OF_LIFE_MS = 3_000
const FIRST_RETRY_SECONDS = 2
const LONGEST_RETRY_SECONDS = 15 * 60
const GIVE_UP_AFTER_MS = 7 * 24 * 3_600_000

/**
 * Sends a batch of a mailbox's notices and keeps how each ended; what fails for now waits for its next try.
 *
 * @param alive tells the engine that this worker still lives. Once it does not, others go on within half a minute
 */
export async function sendNotices(
  services: NoticeServices,
  mailbox: Mailbox,
  alive: () => void,
): Promise<Sent> {
  const { db } = services
  const lease = randomUUID()
  const signOfLife = setInterval(() => {
    alive()
    // The database may be away. The lease then ends, and whoever takes the notice sends it under the same Message-ID.
    keepLease(db, lease).catch(() => undefined)
  }, SIGN_OF_LIFE_MS)
  try {
    const ended = await sendBatch(services, mailbox, lease)
    const next = await nextDue(db, mailbox)
    return { ...ended, ...(next !== undefined && { nextInMilliseconds: next }) }
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
  const begun = Date.now()
  const notices = await leaseNotices(db, mailbox, lease, BATCH)
  if (notices.length === 0) return { sent: 0, failed: 0 }
  seam('sending: leased')
  const directory = await readDirectory(db)
  let sent = 0
  let failed = 0
  for (const notice of notices) {
    if (Date.now() - begun > STOP_AFTER_MS) break
    if (await sendOne(services, notice, directory)) sent += 1
    else failed += 1
  }
  if (sent + failed < notices.length) await releaseLease(db, lease)
  return { sent, failed }
}

async function sendOne(
  services: NoticeServices,
  notice: LeasedNotice,
  directory: Directory,
): Promise<boolean> {
  const { db, mailer, mailFrom, publicUrl, seam } = services
  const receiver = await receiverOf(db, directory, notice)
  if (receiver === undefined) {
    const { agency, locality, recipient } = notice
    await markFailed(
      db,
      notice,
      'refused',
      `No address is known for ${recipient} of ${agency} in ${locality}`,
    )
    return false
  }
  const { address } = receiver
  const written = writeNotice(notice.content, {
    childReference: notice.childReference,
    locality: notice.locality,
    ...wordsOf(notice),
    link: `${publicUrl}/journeys/${notice.journey_id}`,
  })
  try {
    await mailer.send({
      ...written,
      to: address,
      messageId: messageIdOf(notice.id, mailFrom),
      date: notice.created_at,
    })
  } catch (error) {
    await keepFailure(db, notice, error, address)
    return false
  }
  seam('sending: accepted by the mail server')
  await markSent(db, notice, address)
  return true
}

// In the words of the council; in the usual ones rather than not at all, where this process does not have its policy.
function wordsOf({ policy: { id, version } }: LeasedNotice): { words?: OwnWords } {
  const released = releasedPolicy(id, version)
  return released === undefined ? {} : { words: released.policy.words }
}

async function keepFailure(
  db: Database,
  notice: LeasedNotice,
  error: unknown,
  address: string,
): Promise<void> {
  const reason = reasonOf(error)
  if (isRefusal(error)) return markFailed(db, notice, 'refused', reason, address)
  if (Date.now() - notice.created_at.getTime() > GIVE_UP_AFTER_MS) {
    return markFailed(db, notice, 'gave-up', reason, address)
  }
  const seconds = Math.min(FIRST_RETRY_SECONDS * 2 ** notice.attempts, LONGEST_RETRY_SECONDS)
  return markForRetry(db, notice, reason, seconds)
}
