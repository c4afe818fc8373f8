import type { Selectable } from 'kysely'
import type { Agency } from '../domain/codes'
import type { NoticeContent, NoticeStatus, Recipient } from '../domain/notices'
import { instant, type Instant } from '../domain/time'
import { clockOf, type Queryable } from './database'
import type { Tables } from './tables'

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
  /** Of one that waits for its receiver's working day: until when. */
  readonly waitsUntil?: Instant
  /** How it ended before, each time that somebody had it sent again; the first comes first. */
  readonly tries: readonly NoticeTry[]
}

/** How a notice ended before somebody had it sent again. */
export interface NoticeTry {
  readonly number: number
  readonly status: 'sent' | 'refused' | 'gave-up'
  readonly endedAt: Instant
  readonly sentTo?: string
  readonly lastError?: string
  /** Who had it sent again after that. */
  readonly resentBy: string
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
  return withTries(db, rows)
}

/** Notices as they are shown, from their rows, with how each ended before. */
export async function withTries(
  db: Queryable,
  rows: readonly Selectable<Tables['notice']>[],
): Promise<NoticeOfJourney[]> {
  const tries = await triesOf(
    db,
    rows.filter(({ number }) => number > 1).map(({ id }) => id),
  )
  const now = await clockOf(db)
  return rows.map((row) => ({ ...noticeOf(row, now), tries: tries.get(row.id) ?? [] }))
}

function noticeOf(row: Selectable<Tables['notice']>, now: Date): Omit<NoticeOfJourney, 'tries'> {
  const waits = row.status === 'pending' && row.last_error === null && row.next_attempt_at > now
  return {
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
    ...(waits && { waitsUntil: instant(row.next_attempt_at) }),
  }
}

async function triesOf(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly NoticeTry[]>> {
  const tries = new Map<string, NoticeTry[]>()
  if (ids.length === 0) return tries
  const rows = await db
    .selectFrom('notice_try')
    .selectAll()
    .where('notice_id', 'in', ids)
    .orderBy('number')
    .execute()
  for (const row of rows) {
    const one: NoticeTry = {
      number: row.number,
      status: row.status,
      endedAt: instant(row.ended_at),
      ...(row.sent_to !== null && { sentTo: row.sent_to }),
      ...(row.last_error !== null && { lastError: row.last_error }),
      resentBy: row.resent_by,
    }
    tries.set(row.notice_id, [...(tries.get(row.notice_id) ?? []), one])
  }
  return tries
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
