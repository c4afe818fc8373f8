import type { Receiver } from '../../db/contacts'
import { othersInvited, whereItStands, type Invitation } from '../../db/invitations'
import type { Directory } from '../../db/people'
import { readNotice } from '../../db/resend'
import { mailboxOf } from '../../domain/mail-address'
import { whoseIs, type LeasedInvitation } from './leased-invitation'
import type { NoticeServices } from './services'
import { receiverNow } from './sort'

/** Whom an invitation goes to: one address; of the end of one, everywhere that the invitation went. */
export interface ToWhom {
  readonly receiver: Receiver
  /** Where it went before it was sent again elsewhere. */
  readonly also: readonly Receiver[]
}

/**
 * To whom an invitation goes, or the end of one. Undefined when it would say nothing, or the wrong thing, to whom it is for:
 * one person is invited once, as the chair, whatever else they are; and a diary keeps a meeting to which its owner is
 * still invited as somebody else, for it knows the meeting by its UID alone.
 */
export async function toWhom(
  services: NoticeServices,
  directory: Directory,
  { notice, receiver }: { readonly notice: LeasedInvitation; readonly receiver: Receiver },
): Promise<ToWhom | undefined> {
  const alone = { receiver, also: [] }
  // somebody has asked for it to be sent there
  if (notice.number > 1) return alone
  const { db } = services
  const { method, because, at } = notice.content
  const others = await othersInvited(db, whoseIs(notice))
  const invitedAt = async (some: readonly Invitation[]) =>
    new Set((await Promise.all(some.map((one) => addressesOf(services, directory, one)))).flat())
  if (method === 'REQUEST') {
    if (notice.recipient !== 'lead-worker') return alone
    const chairs = others.filter(({ recipient, content }) => recipient === 'chair' && content.at === at)
    return (await invitedAt(chairs)).has(mailboxOf(receiver.address)) ? undefined : alone
  }
  const went = await whereItStands(db, whoseIs(notice))
  const all = went.length === 0 ? [receiver] : went.map((address): Receiver => ({ address, form: 'each' }))
  const still = because === 'not-invited' ? await invitedAt(others) : new Set<string>()
  const told = all.filter(({ address }) => !still.has(mailboxOf(address)))
  const last = told.at(-1)
  return last && { receiver: last, also: told.slice(0, -1) }
}

// Where it went, and where it is to go.
async function addressesOf(
  services: NoticeServices,
  directory: Directory,
  invitation: Invitation,
): Promise<string[]> {
  const went = await whereItStands(services.db, invitation)
  const waiting = invitation.status === 'pending' ? await readNotice(services.db, invitation.id) : undefined
  const next = waiting && (await receiverNow(services.db, directory, waiting))
  return [...went, ...(next ? [next.address] : [])].map(mailboxOf)
}
