import { sql } from 'kysely'
import { instant, type Instant } from '../domain/time'
import type { Queryable } from './database'

/** How the mail server is, for all who send. */
export interface MailServerState {
  /** Since when it has taken nothing, and what it said last; absent while it takes messages. */
  readonly failing?: { readonly since: Instant; readonly words: string }
  /** Until then nobody sends anything. */
  readonly pausedUntil?: Instant
}

/** How the mail server is. */
export async function mailServerState(db: Queryable): Promise<MailServerState> {
  const row = await db.selectFrom('mail_server').selectAll().executeTakeFirstOrThrow()
  return {
    ...(row.failing_since && { failing: { since: instant(row.failing_since), words: row.last_error ?? '' } }),
    ...(row.paused_until && { pausedUntil: instant(row.paused_until) }),
  }
}

/**
 * Does the mail server take other messages than one that it was asked to take before? It has taken some since; or it is well
 * as far as anybody knows, and has put off this one for its own sake already.
 */
export async function takesOthers(
  db: Queryable,
  { lastTry, failingSince }: { readonly lastTry?: Instant; readonly failingSince?: Instant },
): Promise<boolean> {
  if (lastTry === undefined) return false
  const { took_at, failing_since } = await db
    .selectFrom('mail_server')
    .select(['took_at', 'failing_since'])
    .executeTakeFirstOrThrow()
  if (took_at !== null && instant(took_at) > lastTry) return true
  return failingSince !== undefined && failing_since === null
}

const LONGEST_PAUSE_SECONDS = 15 * 60

/**
 * Nobody sends anything for a while: for a second, and each time twice as long, up to a quarter of an hour, until a message
 * is taken. What others meet with during the pause makes it no longer.
 */
export async function pauseMailServer(db: Queryable, now: Instant, words: string): Promise<void> {
  const at = sql<Date>`${new Date(now)}::timestamptz`
  await sql`
    update mail_server set
      pauses = pauses + 1,
      paused_until = ${at} + make_interval(secs => least(power(2, least(pauses, 20)), ${LONGEST_PAUSE_SECONDS})),
      failing_since = coalesce(failing_since, ${at}),
      last_error = ${words}
    where paused_until is null or paused_until <= ${at}`.execute(db)
}

/** The mail server has taken a message: it is well, and the next pause begins at a second again. */
export async function mailServerTook(db: Queryable, now: Instant): Promise<void> {
  await db
    .updateTable('mail_server')
    .set({ pauses: 0, failing_since: null, last_error: null, took_at: new Date(now) })
    .where('failing_since', 'is not', null)
    .execute()
}

/** For how many milliseconds nobody sends anything; 0 when the mail server is not paused. */
export async function pauseLeft(db: Queryable, now: Instant): Promise<number> {
  const { pausedUntil } = await mailServerState(db)
  return pausedUntil === undefined ? 0 : Math.max(0, Date.parse(pausedUntil) - Date.parse(now))
}

/** A place among the messages of a minute. */
export interface Place {
  /** In how many milliseconds the message may go. */
  readonly wait: number
  /** The mail server failed last. */
  readonly failing: boolean
}

/**
 * Takes the next place in the row of all messages, so many a minute, whoever sends them.
 *
 * @param longest no place is taken that is farther off than so many milliseconds
 * @returns undefined when no place was taken: for that, or because the mail server is paused
 */
export async function takePlace(
  db: Queryable,
  now: Instant,
  { perMinute, longest }: { readonly perMinute: number; readonly longest: number },
): Promise<Place | undefined> {
  const at = sql<Date>`${new Date(now)}::timestamptz`
  const between = sql`make_interval(secs => ${60 / perMinute})`
  // a place farther off than anybody takes is of a clock that was set back
  const next = sql`case when next_message_at > ${at} and next_message_at <= ${at} + interval '1 minute'
    then next_message_at else ${at} end`
  const { rows } = await sql<{ wait: number; failing: boolean }>`
    update mail_server set next_message_at = ${next} + ${between}
    where ${next} <= ${at} + make_interval(secs => ${longest / 1000})
      and coalesce(paused_until <= ${at}, true)
    returning extract(epoch from next_message_at - ${at} - ${between}) * 1000 as wait, failing_since is not null as failing
  `.execute(db)
  return rows[0] && { wait: Math.max(0, Number(rows[0].wait)), failing: rows[0].failing }
}
