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
  readonly locality: string
  readonly recipient: Recipient
  readonly content: InvitationContent
  readonly status: NoticeStatus
  readonly sentTo?: string
}

/** Whose invitation it is, and to what. */
export type WhoseInvitation = Pick<Invitation, 'journeyId' | 'agency' | 'locality' | 'recipient' | 'content'>

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

/**
 * What was sent of a meeting, by what calendars know it by, also what was sent once more elsewhere since; nothing of a child who
 * was erased.
 */
export async function invitationsOfUid(db: Queryable, uid: string): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .innerJoin('child', 'child.id', 'journey.child_id')
    .selectAll('notice')
    .where(IS_INVITATION)
    .where(sql<boolean>`notice.content ->> 'uid' = ${uid}`)
    .where('child.destroyed_at', 'is', null)
    .execute()
  if (rows.length === 0) return []
  const tries = await db
    .selectFrom('notice_try')
    .innerJoin('notice', 'notice.id', 'notice_try.notice_id')
    .selectAll('notice')
    .select(['notice_try.sent_to', 'notice_try.content', 'notice_try.status'])
    .where(
      'notice_try.notice_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('notice_try.status', '=', 'sent')
    .orderBy('notice_try.number')
    .execute()
  return [...tries, ...rows.filter(({ status }) => status === 'sent')].map(invitationOf)
}

/** Those who are invited to a meeting besides the one whom this is for: of each their newest invitation. */
export async function othersInvited(db: Queryable, of: WhoseInvitation): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where('journey_id', '=', of.journeyId)
    .where(IS_INVITATION)
    .where(sql<boolean>`content ->> 'uid' = ${of.content.uid}`)
    .where('status', '<>', 'withdrawn')
    .execute()
  return newestOfEach(rows.map(invitationOf)).filter(
    (one) => one.content.method === 'REQUEST' && whomOf(one) !== whomOf(of),
  )
}

/** The addresses in whose diaries the meeting is by invitations to this one: where the last went comes last. */
export async function whereItStands(db: Queryable, of: WhoseInvitation): Promise<string[]> {
  const sent = (await invitationsOfUid(db, of.content.uid))
    .filter((one) => one.journeyId === of.journeyId && whomOf(one) === whomOf(of))
    .sort((a, b) => a.content.sequence - b.content.sequence)
  const last = new Map<string, Invitation>()
  for (const one of sent) {
    const address = (one.sentTo ?? '').toLowerCase()
    last.delete(address)
    last.set(address, one)
  }
  return [...last.values()].flatMap(({ content, sentTo }) =>
    content.method === 'REQUEST' && sentTo !== undefined ? [sentTo] : [],
  )
}

/**
 * Where an invitation goes that is for a person or ends one: to that person themselves, also when somebody else covers for
 * them today, for it is their diary; the end of one to where the invitation went. Undefined: as any other notice.
 */
export async function receiverOfInvitation(
  db: Queryable,
  invitation: WhoseInvitation,
  today: LocalDate,
): Promise<{ readonly address: string; readonly name?: string } | undefined> {
  const { content } = invitation
  if (content.method === 'CANCEL') {
    const last = (await whereItStands(db, invitation)).at(-1)
    if (last !== undefined) return { address: last }
  }
  const { person } = content
  if (person === undefined) return undefined
  const known = (await readPeople(db, [person])).get(person)
  const row = await db.selectFrom('person').select('address').where('id', '=', person).executeTakeFirst()
  if (!row?.address || (known !== undefined && hasLeft(known, today))) return undefined
  return { address: row.address, ...(known && { name: known.name }) }
}

/** Whom an invitation is for, as `invitedKey` of the domain says it. */
function whomOf({ agency, locality, recipient, content: { person } }: WhoseInvitation): string {
  return person === undefined ? `${agency}/${recipient}/${locality}` : `person/${person}`
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
    locality: row.locality,
    recipient: row.recipient,
    content: row.content as InvitationContent,
    status: row.status,
    ...(row.sent_to !== null && { sentTo: row.sent_to }),
  }
}
