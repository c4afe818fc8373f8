import { writeNotice, type InDigest, type Written } from '../../contracts/notice-words'
import { receiverOf, type Receiver } from '../../db/contacts'
import { hold, type LeasedNotice } from '../../db/outbox'
import type { Directory } from '../../db/people'
import type { Policy } from '../../domain/policy'
import { whenToSend, type Hours } from '../../domain/sending'
import { instant, type Instant } from '../../domain/time'
import { releasedPolicy } from '../../policies/released'
import { workingHours } from '../../policies/working-hours'
import { isInvitation, ownReceiver } from './leased-invitation'
import type { NoticeServices } from './services'

/** A notice that is to go now, and to whom; undefined where no address is known. */
export interface Sorted {
  readonly notice: LeasedNotice
  readonly receiver?: Receiver
}

/** What goes to one address in a digest. */
export interface ForDigest {
  readonly address: string
  readonly notices: readonly LeasedNotice[]
  readonly hours: Hours
}

/** Notices by how they go now. */
export interface SortedNotices {
  readonly alone: readonly Sorted[]
  readonly digests: readonly ForDigest[]
}

/** Sorts what is due into what goes by itself, what goes in a digest, and what waits for its receiver, which is kept so. */
export async function sort(
  { db }: NoticeServices,
  directory: Directory,
  notices: readonly LeasedNotice[],
  now: Instant,
): Promise<SortedNotices> {
  const alone: Sorted[] = []
  const digests = new Map<string, ForDigest>()
  const receivers = new Map<string, Promise<Receiver | undefined>>()
  for (const notice of notices) {
    const { recipient, worker, cover, cover_until, team, send_to } = notice
    // of one mailbox, these say who it is; whom an invitation is for it says itself
    const own = isInvitation(notice) ? notice.id : null
    const whose = JSON.stringify([recipient, worker, cover, cover_until, team, send_to, own])
    const known = receivers.get(whose) ?? receiverNow(db, directory, notice)
    receivers.set(whose, known)
    const receiver = await known
    if (receiver === undefined) {
      alone.push({ notice })
      continue
    }
    const { at, inDigest } = whenFor(notice, receiver, now)
    const { address } = receiver
    if (at > now) {
      await hold(db, notice, { until: at, ...(inDigest && { digestTo: address }) })
    } else if (inDigest) {
      const others = digests.get(address)?.notices ?? []
      digests.set(address, { address, notices: [...others, notice], hours: hoursFor(notice, receiver) })
    } else alone.push({ notice, receiver })
  }
  return { alone, digests: [...digests.values()] }
}

/** Does a notice go to this address in a digest, now? */
export async function isInDigestNow(
  { db }: NoticeServices,
  directory: Directory,
  {
    notice,
    address,
    now,
  }: { readonly notice: LeasedNotice; readonly address: string; readonly now: Instant },
): Promise<boolean> {
  const receiver = await receiverNow(db, directory, notice)
  if (receiver?.address !== address) return false
  const { at, inDigest } = whenFor(notice, receiver, now)
  return inDigest && at <= now
}

/** To whom a notice goes now: where somebody has it sent, there, by itself and at once. An invitation can be for a person. */
export async function receiverNow(
  db: NoticeServices['db'],
  directory: Directory,
  notice: LeasedNotice,
): Promise<Receiver | undefined> {
  const { send_to: address } = notice
  if (address !== null) return { address, form: 'each' }
  const own = isInvitation(notice) ? await ownReceiver(db, notice, directory.today) : undefined
  return own === undefined ? receiverOf(db, directory, notice) : { ...own, form: 'each' }
}

function whenFor(notice: LeasedNotice, receiver: Receiver, now: Instant) {
  // somebody has asked for it: they are waiting
  if (notice.number > 1) return { at: now, inDigest: false }
  const { content, at } = notice
  return whenToSend({ content, at: instant(at), form: receiver.form }, hoursFor(notice, receiver), now)
}

function hoursFor({ policy }: LeasedNotice, { calendar }: Receiver): Hours {
  return workingHours(policyOf(policy), calendar)
}

// This process may not have the policy of a journey: better in the usual words than not at all.
function policyOf({ id, version }: LeasedNotice['policy']): Policy | undefined {
  return releasedPolicy(id, version)?.policy
}

/** A notice as it is mailed by itself. */
export function written(services: Pick<NoticeServices, 'publicUrl'>, notice: LeasedNotice): Written {
  const { content, ...about } = inDigest(services, notice)
  return writeNotice(content, about)
}

/** A notice with what it needs to be written. */
export function inDigest({ publicUrl }: Pick<NoticeServices, 'publicUrl'>, notice: LeasedNotice): InDigest {
  const words = policyOf(notice.policy)?.words
  return {
    content: notice.content,
    childReference: notice.childReference,
    locality: notice.locality,
    link: `${publicUrl}/journeys/${notice.journey_id}`,
    ...(words && { words }),
  }
}
