import { messageIdOf } from '../../contracts/message-ids'
import { writeDigest } from '../../contracts/notice-words'
import {
  dissolveDigest,
  endDigest,
  failuresOf,
  gatherDigest,
  isDigestStillToSend,
  retryDigest,
  ungatherDigest,
  type LeasedDigest,
} from '../../db/digests'
import { hold } from '../../db/outbox'
import type { Directory } from '../../db/people'
import { nextDigest } from '../../domain/sending'
import { instant, localDateOf, type Instant } from '../../domain/time'
import { deliver, type Came, type Delivering } from './deliver'
import { givenUpSince, pausedSeconds, retrySeconds } from './retrying'
import { inDigest, isInDigestNow, type ForDigest } from './sort'

/** Another has a digest for this address in hand: what came meanwhile looks again after so long. */
const LOOK_AGAIN_MS = 60_000

/** Gathers what waits for an address into its digest of the day, and sends it. What is too late for that waits for the next. */
export async function gatherAndSend(
  services: Delivering,
  directory: Directory,
  { address, notices, hours }: ForDigest,
  { lease, now }: { readonly lease: string; readonly now: Instant },
): Promise<Came> {
  const { db } = services
  const day = localDateOf(now)
  const digest = await gatherDigest(db, {
    address,
    day,
    now,
    ours: notices,
    lease,
    belongs: (notice) => isInDigestNow(services, directory, { notice, address, now }),
    write: (gathered) =>
      writeDigest(
        gathered.map((notice) => inDigest(services, notice)),
        day,
      ),
  })
  if (digest === 'nothing left') return 'held'
  if (digest !== 'under way' && digest !== 'sent today') {
    const came = await sendDigest(services, digest)
    // nobody has tried it: what is true when somebody can is gathered then
    if (came === 'stop') await ungatherDigest(db, digest)
    return came
  }
  const until = digest === 'sent today' ? nextDigest(day, hours) : instant(Date.parse(now) + LOOK_AGAIN_MS)
  for (const notice of notices) await hold(db, notice, { until, digestTo: address })
  return 'held'
}

/** Sends a digest, as it was written when it was gathered, and keeps how it ended for all that is in it. */
export async function sendDigest(services: Delivering, digest: LeasedDigest): Promise<Came> {
  const { db, mailFrom, seam } = services
  const { message } = digest
  if (message === null) {
    const at = await services.now()
    await dissolveDigest(db, digest, { reason: 'It has to be written anew', at })
    return 'held'
  }
  const { attempts, ...before } = await failuresOf(db, digest)
  const delivered = await deliver(
    services,
    {
      ...message,
      to: digest.address,
      messageId: messageIdOf({ of: 'digest', id: digest.id }, mailFrom),
      date: digest.made_at,
    },
    { stillSo: () => isDigestStillToSend(db, digest), ...before },
  )
  if (delivered.came === 'stop') return 'stop'
  // an erased child was in it: whoever takes it next has it written anew
  if (delivered.came === 'gone') return 'held'
  if (delivered.came === 'sent') {
    seam('sending: accepted by the mail server')
    await endDigest(db, digest, { status: 'sent' })
    return 'sent'
  }
  const { verdict, reason, at, mayHaveTaken } = delivered
  if (verdict === 'refused') {
    await endDigest(db, digest, { status: 'refused', reason })
    return 'failed'
  }
  if (verdict === 'server') {
    const again = instant(Date.parse(at) + pausedSeconds(attempts) * 1_000)
    // what the server may have taken goes again as it is; of the rest, what is true by then
    if (mayHaveTaken) await retryDigest(db, digest, { reason, at: again })
    else await dissolveDigest(db, digest, { reason, triedAt: at, at: again })
    return 'stop'
  }
  const again = instant(Date.parse(at) + retrySeconds(attempts) * 1_000)
  const ofItself = { since: at, givenUpSince: givenUpSince(at) }
  await dissolveDigest(db, digest, { reason, triedAt: at, at: again, ofItself })
  return 'failed'
}
