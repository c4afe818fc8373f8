import { actorOf, keepAnswer } from '../../db/answers'
import type { Database } from '../../db/database'
import { invitationsOfUid, newestInvitation, type Invitation } from '../../db/invitations'
import { markBounced } from '../../db/outbox'
import type { ReadAnswer, ReadMail } from './read-mail'

/** What became of a message: taken in, left for a person with a flag, or left alone. */
export type Taken = 'answer' | 'bounce' | 'flagged' | 'left'

/**
 * Takes a message in, committed before this returns. Taken in again it changes nothing. An answer is believed when it is to
 * a meeting that we sent, and from an address that it was sent to. Throws what the database says.
 */
export async function takeMail(db: Database, mail: ReadMail): Promise<Taken> {
  switch (mail.kind) {
    case 'answer':
      return (await takeAnswer(db, mail)) ? 'answer' : 'flagged'
    case 'bounce':
      await markBounced(db, mail.of, mail.reason)
      return 'bounce'
    case 'unreadable':
      return 'flagged'
    case 'other':
      return 'left'
  }
}

async function takeAnswer(db: Database, mail: ReadAnswer): Promise<boolean> {
  const sent = await invitationsOfUid(db, mail.uid)
  const invitation = answeredOf(
    sent.filter((one) => isOf(one, mail)),
    mail.sequence,
  )
  if (invitation === undefined || mail.messageId === '') return false
  const { answer, messageId, proposed } = mail
  await db.transaction().execute(async (trx) => {
    const newest = await newestInvitation(trx, invitation)
    const given = {
      via: 'reply',
      answer,
      messageId,
      address: invitation.sentTo ?? '',
      by: actorOf(invitation),
      ...(proposed !== undefined && { proposed }),
    } as const
    await keepAnswer(trx, invitation, given, newest.id === invitation.id)
  })
  return true
}

// Somebody can have another name for their own mailbox, but not at somebody else's: a partner who knows of a meeting
// cannot answer for another one.
function isOf({ sentTo = '', content }: Invitation, { from, attendee }: ReadAnswer): boolean {
  const address = sentTo.toLowerCase()
  if (content.method !== 'REQUEST') return false
  return from === address || (attendee === address && domainOf(from) === domainOf(address))
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

// That of which the calendar speaks: an answer to a date before is one to that date.
function answeredOf(sent: readonly Invitation[], sequence: number): Invitation | undefined {
  const inOrder = [...sent].sort((a, b) => a.content.sequence - b.content.sequence)
  return inOrder.findLast(({ content }) => content.sequence <= sequence) ?? inOrder[0]
}
