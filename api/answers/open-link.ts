import { sql } from 'kysely'
import { z } from 'zod'
import { actFor } from '../../db/acting'
import { actorOf } from '../../db/answers'
import { writeReading } from '../../db/audit'
import { clockOf, type Database, type DatabaseTransaction } from '../../db/database'
import { newestInvitation, readInvitation, type Invitation } from '../../db/invitations'
import { LINK_ANSWERS, linkEnds, MEETING_ANSWERS, type MeetingAnswer } from '../../domain/answers'
import { DIARY_MEETINGS, type DiaryMeeting } from '../../domain/codes'
import { isAhead } from '../../domain/invitations'
import type { PolicyReference } from '../../domain/policy'
import { instant, parseOccurrence, writeInstant, type Instant } from '../../domain/time'
import { answerToken, invitationIn } from '../../keys/answer-link'
import type { KeyRing } from '../../keys/key-ring'
import { Problem } from '../problem'

/** How it stands with an invitation: it can be answered, there is another date, it is off, or the meeting is past. */
export const LINK_STATUSES = ['open', 'moved', 'cancelled', 'past'] as const

/** An invitation as the one who is invited sees it by their link. */
export const linkedInvitationSchema = z
  .strictObject({
    childReference: z.string(),
    meeting: z.enum(DIARY_MEETINGS),
    at: z
      .string()
      .meta({ description: 'A date where no time was set, else a moment', example: '2026-05-28' }),
    status: z.enum(LINK_STATUSES),
    answer: z.enum(MEETING_ANSWERS).nullable().meta({ description: 'Your last answer to this date' }),
    answeredAt: z.iso.datetime({ offset: true }).optional(),
    now: z
      .strictObject({ at: z.string(), link: z.string() })
      .optional()
      .meta({ description: 'The date that stands instead, and where it is answered' }),
    until: z.iso.datetime({ offset: true }).meta({ description: 'When this link ends' }),
  })
  .meta({ id: 'LinkedInvitation' })

export type LinkedInvitation = z.output<typeof linkedInvitationSchema>

/** What can be answered by the link. */
export const linkAnswerSchema = z.strictObject({
  answer: z.enum(LINK_ANSWERS, { error: 'must be accepted, declined or tentative' }),
})

/** A link that is good, within a transaction that acts for the one who is invited and sees that journey alone. */
export interface OpenedLink {
  readonly invitation: Invitation
  readonly newest: Invitation
  readonly shown: LinkedInvitation
  /** That of the journey. */
  readonly policy: PolicyReference
}

interface LinkServices {
  readonly db: Database
  readonly keys: KeyRing
  readonly publicUrl: string
}

/**
 * Does something by the link of an invitation, in a transaction of its own. Throws Problem when the token was not signed
 * here (404), or its time is over, or the child's record was erased (410).
 */
export function byLink<T>(
  token: string,
  from: string | undefined,
  { db, keys, publicUrl }: LinkServices,
  use: (opened: OpenedLink, trx: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  const id = invitationIn(keys, token)
  if (id === undefined) throw notOurs()
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      journey: string | null
    }>`select journey_invited_to(${id}) as journey`.execute(trx)
    const journeyId = rows[0]?.journey
    if (!journeyId) throw ended()
    const scope = { localities: [], opened: [journeyId] }
    await actFor(trx, { id: 'invited', scope, ...(from !== undefined && { from }) })
    const invitation = await readInvitation(trx, id)
    if (invitation === undefined) throw ended()
    const now = instant(await clockOf(trx))
    const until = linkEnds(invitation.content.at)
    if (until < now) throw ended()
    const newest = await newestInvitation(trx, invitation)
    const { childReference, policy } = await journeyOf(trx, journeyId)
    const shown = await show(trx, childReference, { invitation, newest, now, until, keys, publicUrl })
    return use({ invitation, newest, shown, policy }, trx)
  })
}

/** Writes down that the invitation was looked at: nothing else comes of that. */
export function writeLook(trx: DatabaseTransaction, invitation: Invitation, path: string): Promise<void> {
  return writeReading(trx, {
    by: { id: actorOf(invitation) },
    action: 'answers.read',
    journeyId: invitation.journeyId,
    detail: { route: path, invitation: invitation.id },
  })
}

/** Throws Problem when the meeting cannot be answered by this link any more: why, and what to do. */
export function requireOpen({ status, now }: LinkedInvitation): void {
  if (status === 'open') return
  if (status === 'moved') {
    throw new Problem('invitation-is-over', 'The meeting has another date by now', {
      remedy: 'Answer that one',
      ...(now && { now }),
    })
  }
  const because = status === 'past' ? 'The meeting is past' : 'You are not expected at the meeting any more'
  throw new Problem('invitation-is-over', because, { remedy: 'There is nothing that you need to do' })
}

async function journeyOf(
  trx: DatabaseTransaction,
  id: string,
): Promise<{ readonly childReference: string; readonly policy: PolicyReference }> {
  const row = await trx
    .selectFrom('journey')
    .select(['child_reference', 'policy_id', 'policy_version', 'policy_hash'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const policy = { id: row.policy_id, version: row.policy_version, hash: row.policy_hash }
  return { childReference: row.child_reference, policy }
}

async function show(
  trx: DatabaseTransaction,
  childReference: string,
  at: {
    readonly invitation: Invitation
    readonly newest: Invitation
    readonly now: Instant
    readonly until: Instant
    readonly keys: KeyRing
    readonly publicUrl: string
  },
): Promise<LinkedInvitation> {
  const { invitation, newest, now, until, keys, publicUrl } = at
  const last = await trx
    .selectFrom('meeting_answer')
    .select(['answer', 'at'])
    .where('notice_id', '=', invitation.id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const status = statusOf(invitation, newest, now)
  return {
    childReference,
    meeting: invitation.content.meeting satisfies DiaryMeeting,
    at: invitation.content.at,
    status,
    answer: (last?.answer ?? null) satisfies MeetingAnswer | null,
    ...(last && { answeredAt: writeInstant(instant(last.at)) }),
    ...(status === 'moved' && {
      now: { at: newest.content.at, link: `${publicUrl}/answers/${answerToken(keys, newest.id)}` },
    }),
    until: writeInstant(until),
  }
}

function statusOf(invitation: Invitation, newest: Invitation, now: Instant): (typeof LINK_STATUSES)[number] {
  if (newest.content.method === 'CANCEL') return 'cancelled'
  if (newest.id !== invitation.id) return 'moved'
  const date = parseOccurrence(invitation.content.at)
  return date !== undefined && isAhead(date, now) ? 'open' : 'past'
}

function notOurs(): Problem {
  return new Problem('not-found', 'This is no link of ours, or part of it is missing', {
    remedy: 'Open the link in the message once more, all of it',
  })
}

function ended(): Problem {
  return new Problem('link-ended', 'This link has ended', {
    remedy: 'Sign in to see the meeting, or ask the lead worker',
  })
}
