import type { Database } from '../../db/database'
import { receiverOfInvitation, type WhoseInvitation } from '../../db/invitations'
import type { LeasedNotice } from '../../db/outbox'
import { isAhead, type InvitationContent } from '../../domain/invitations'
import { parseOccurrence, type Instant, type LocalDate } from '../../domain/time'

/** A leased notice that is an invitation, or the end of one. */
export type LeasedInvitation = LeasedNotice & { readonly content: InvitationContent }

export function isInvitation(notice: LeasedNotice): notice is LeasedInvitation {
  return notice.content.about === 'invitation'
}

/** Is it too late to invite anybody, the meeting being past by now? */
export function isTooLate({ content }: LeasedInvitation, now: Instant): boolean {
  const date = parseOccurrence(content.at)
  return date === undefined || !isAhead(date, now)
}

/** To whom it goes by itself, and not as other notices do; undefined when it goes as they do. */
export function ownReceiver(db: Database, notice: LeasedInvitation, today: LocalDate) {
  return receiverOfInvitation(db, whoseIs(notice), today)
}

/** Whose invitation it is, and to what. */
export function whoseIs(notice: LeasedInvitation): WhoseInvitation {
  const { journey_id: journeyId, agency, locality, recipient, content } = notice
  return { journeyId, agency, locality, recipient, content }
}
