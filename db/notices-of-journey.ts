import type { Agency } from '../domain/codes'
import type { NoticeContent, NoticeStatus, Recipient } from '../domain/notices'
import { instant, type Instant } from '../domain/time'
import type { Queryable } from './database'

/** A notice of a journey: to whom, about what, and how it ended. */
export interface NoticeOfJourney {
  readonly id: string
  readonly agency: Agency
  readonly recipient: Recipient
  /** The instant that it belongs to. */
  readonly at: Instant
  readonly content: NoticeContent
  readonly status: NoticeStatus
  readonly endedAt?: Instant
  readonly sentTo?: string
  readonly attempts: number
  readonly lastError?: string
}

/** The notices of a journey, the newest first. The caller has made sure that the journey may be read. */
export async function noticesOfJourney(db: Queryable, journeyId: string): Promise<NoticeOfJourney[]> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('at', 'desc')
    .orderBy('agency')
    .orderBy('recipient')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    agency: row.agency,
    recipient: row.recipient,
    at: instant(row.at),
    content: row.content,
    status: row.status,
    ...(row.ended_at && { endedAt: instant(row.ended_at) }),
    ...(row.sent_to !== null && { sentTo: row.sent_to }),
    attempts: row.attempts,
    ...(row.last_error !== null && { lastError: row.last_error }),
  }))
}

/** By what a notice names a journey. The caller has made sure that the journey may be read. */
export async function namedJourney(
  db: Queryable,
  journeyId: string,
): Promise<{ readonly childReference: string; readonly locality: string }> {
  return db
    .selectFrom('journey')
    .select(['child_reference as childReference', 'locality'])
    .where('id', '=', journeyId)
    .executeTakeFirstOrThrow()
}
