import { sql } from 'kysely'
import { MEETING_MINUTES } from '../domain/answers'
import type { InvitationContent } from '../domain/invitations'
import type { DiaryMeeting } from '../domain/codes'
import type { NoticeContent, Recipient } from '../domain/notices'
import type { Database, Queryable } from './database'
import { raise } from './raised'

/** A standing invitation of somebody to a meeting that has a time. */
export interface Standing {
  readonly noticeId: string
  readonly journeyId: string
  readonly agency: string
  readonly recipient: Recipient
  readonly meeting: DiaryMeeting
  readonly at: string
}

/** Two meetings at once to which the same address is invited. */
export interface Overlap {
  readonly one: Standing
  readonly other: Standing
}

/**
 * The overlaps in which these journeys are: whoever is invited by one address to two meetings less than an hour apart. Of the
 * other meeting, which may be beyond the reach of whoever asks, no more is to be shown than when it is.
 */
export async function overlapsOf(db: Queryable, journeyIds: readonly string[]): Promise<Overlap[]> {
  if (journeyIds.length === 0) return []
  const { rows } = await sql<StandingRow & { [K in keyof StandingRow as `other_${K}`]: StandingRow[K] }>`
    select * from overlapping_invitations(${[...journeyIds]}::uuid[], ${MEETING_MINUTES})`.execute(db)
  return rows.map((row) => ({
    one: standingOf(row),
    other: standingOf({
      id: row.other_id,
      journey_id: row.other_journey_id,
      agency: row.other_agency,
      recipient: row.other_recipient,
      content: row.other_content,
    }),
  }))
}

/**
 * Raises to the workers of both children, each once, that somebody who was just invited is invited to two meetings at once.
 * To each only of their own child.
 */
export async function raiseOverlaps(db: Database, journeyId: string, noticeId: string): Promise<void> {
  const overlaps = (await overlapsOf(db, [journeyId])).filter(({ one }) => one.noticeId === noticeId)
  for (const { one, other } of overlaps) {
    await raiseOne(db, one, other)
    await raiseOne(db, other, one)
  }
}

async function raiseOne(db: Database, { journeyId, ...one }: Standing, other: Standing): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const journey = await trx
      .selectFrom('journey')
      .select(['id', 'locality', 'practice'])
      .where('id', '=', journeyId)
      .executeTakeFirstOrThrow()
    const { agency, recipient, meeting, at, noticeId } = one
    const content: NoticeContent = { about: 'overlap', agency, recipient, meeting, at, otherAt: other.at }
    await raise(trx, journey, `overlap/${noticeId}/${other.noticeId}`, content)
  })
}

interface StandingRow {
  readonly id: string
  readonly journey_id: string
  readonly agency: string
  readonly recipient: Recipient
  readonly content: InvitationContent
}

function standingOf({ id, journey_id, agency, recipient, content }: StandingRow): Standing {
  const { meeting, at } = content
  return { noticeId: id, journeyId: journey_id, agency, recipient, meeting, at }
}
