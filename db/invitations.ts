import { sql, type Selectable } from 'kysely'
import type { InvitationContent } from '../domain/invitations'
import type { NoticeStatus, Recipient } from '../domain/notices'
import type { MeetingAnswer } from '../domain/answers'
import { hasLeft } from '../domain/people'
import { instant, type Instant, type LocalDate } from '../domain/time'
import type { Queryable } from './database'
import { readPeople } from './people'
import type { Tables } from './tables'

/** An invitation as it was made, and what became of it. */
export interface Invitation {
  readonly id: string
  readonly journeyId: string
  readonly agency: string
  readonly recipient: Recipient
  readonly content: InvitationContent
  readonly status: NoticeStatus
  readonly sentTo?: string
}

/** Somebody who is invited to a meeting as it stands, and what they answered to that. */
export interface InvitedNow extends Invitation {
  readonly answer?: { readonly answer: MeetingAnswer; readonly at: Instant; readonly proposed?: string }
}

const IS_INVITATION = sql<boolean>`notice.content ->> 'about' = 'invitation'`

/**
 * Who is invited to which meeting of some journeys now: of each their newest invitation, unless it ends one, and their last
 * answer to it. What they answered to a date before is none.
 */
export async function invitedNow(db: Queryable, journeyIds: readonly string[]): Promise<InvitedNow[]> {
  if (journeyIds.length === 0) return []
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where('journey_id', 'in', journeyIds)
    .where(IS_INVITATION)
    .where('status', '<>', 'withdrawn')
    .execute()
  if (rows.length === 0) return []
  const answers = await db
    .selectFrom('meeting_answer')
    .select(['notice_id', 'answer', 'at', 'proposed'])
    .where('journey_id', 'in', journeyIds)
    .orderBy('id')
    .execute()
  const answerOf = new Map(answers.map((row) => [row.notice_id, row]))
  return newestOfEach(rows.map(invitationOf))
    .filter(({ content }) => content.method === 'REQUEST')
    .map((one) => {
      const given = answerOf.get(one.id)
      if (given === undefined) return one
      const { answer, at, proposed } = given
      return { ...one, answer: { answer, at: instant(at), ...(proposed !== null && { proposed }) } }
    })
}

/** The newest invitation of the one to whom this one is, to the same meeting: itself, when nothing came after it. */
export async function newestInvitation(db: Queryable, of: Invitation): Promise<Invitation> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where('journey_id', '=', of.journeyId)
    .where(IS_INVITATION)
    .where(sql<boolean>`content ->> 'uid' = ${of.content.uid}`)
    .where('status', '<>', 'withdrawn')
    .execute()
  const [newest] = newestOfEach(rows.map(invitationOf).filter((one) => whomOf(one) === whomOf(of)))
  return newest ?? of
}

/** An invitation by the id of its notice; undefined when there is none in reach of the transaction. */
export async function readInvitation(db: Queryable, id: string): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom('notice')
    .selectAll()
    .where('id', '=', id)
    .where(IS_INVITATION)
    .executeTakeFirst()
  return row && invitationOf(row)
}

/** What was sent of a meeting, by what calendars know it by. */
export async function invitationsOfUid(db: Queryable, uid: string): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where(IS_INVITATION)
    .where(sql<boolean>`content ->> 'uid' = ${uid}`)
    .where('status', '=', 'sent')
    .execute()
  return rows.map(invitationOf)
}

/**
 * Where an invitation goes that is for a person or ends one: to that person themselves, also when somebody else covers for
 * them today, for it is their diary; the end of one to where the invitation went. Undefined: as any other notice.
 */
export async function receiverOfInvitation(
  db: Queryable,
  invitation: Pick<Invitation, 'journeyId' | 'agency' | 'recipient' | 'content'>,
  today: LocalDate,
): Promise<{ readonly address: string; readonly name?: string } | undefined> {
  const { content } = invitation
  if (content.method === 'CANCEL') {
    const before = await db
      .selectFrom('notice')
      .selectAll()
      .where('journey_id', '=', invitation.journeyId)
      .where(IS_INVITATION)
      .where(sql<boolean>`content ->> 'uid' = ${content.uid}`)
      .where('status', '=', 'sent')
      .execute()
    const last = newestOfEach(before.map(invitationOf)).find((one) => whomOf(one) === whomOf(invitation))
    if (last?.sentTo !== undefined) return { address: last.sentTo }
  }
  const { person } = content
  if (person === undefined) return undefined
  const known = (await readPeople(db, [person])).get(person)
  const row = await db.selectFrom('person').select('address').where('id', '=', person).executeTakeFirst()
  if (!row?.address || (known !== undefined && hasLeft(known, today))) return undefined
  return { address: row.address, ...(known && { name: known.name }) }
}

/** Whom an invitation is for, as `invitedKey` of the domain says it. */
export function whomOf({
  agency,
  recipient,
  content: { person },
}: Pick<Invitation, 'agency' | 'recipient' | 'content'>): string {
  return person === undefined ? `${agency}/${recipient}` : `person/${person}`
}

function newestOfEach(invitations: readonly Invitation[]): Invitation[] {
  const newest = new Map<string, Invitation>()
  for (const one of invitations) {
    const key = `${one.journeyId}/${one.content.uid}/${whomOf(one)}`
    if (one.content.sequence >= (newest.get(key)?.content.sequence ?? 0)) newest.set(key, one)
  }
  return [...newest.values()]
}

function invitationOf(row: Selectable<Tables['notice']>): Invitation {
  return {
    id: row.id,
    journeyId: row.journey_id,
    agency: row.agency,
    recipient: row.recipient,
    content: row.content as InvitationContent,
    status: row.status,
    ...(row.sent_to !== null && { sentTo: row.sent_to }),
  }
}
