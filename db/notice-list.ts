import { sql } from 'kysely'
import { FAILED_STATUSES, type NoticeFilter } from '../domain/notice-list'
import type { PolicyReference } from '../domain/policy'
import { instant, type Instant } from '../domain/time'
import type { Queryable } from './database'
import { mailServerState, type MailServerState } from './mail-server'
import { withTries, type NoticeOfJourney } from './notices-of-journey'
import { inScope, type Scope } from './scope'

/** A notice in a list, with the journey that it is of. */
export interface ListedNotice extends NoticeOfJourney {
  readonly journeyId: string
  readonly childReference: string
  readonly locality: string
  readonly policy: PolicyReference
}

/** A place in the list between two notices. It stays true when others are added. */
export interface NoticePlace {
  /** 0 of what failed, 1 of what waits, 2 of the rest. */
  readonly rank: number
  readonly at: Instant
  readonly id: string
}

export interface NoticeListRequest {
  readonly scope: Scope
  readonly status?: NoticeFilter
  readonly locality?: string
  /** Only of this many days, by when they ended; what has not ended is of today. */
  readonly days?: number
  readonly limit: number
  readonly after?: NoticePlace
}

/** What is neither failed nor waiting is listed for so long, unless its status is asked for. */
const LISTED_DAYS = 30

/** Notices of the caller's journeys: what failed first, then what waits, then the rest, each the newest first. */
export async function listNotices(
  db: Queryable,
  { scope, status, locality, days, limit, after }: NoticeListRequest,
): Promise<{ readonly items: ListedNotice[]; readonly next?: NoticePlace }> {
  const rows = await db
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .selectAll('notice')
    .select([
      'journey.child_reference',
      'journey.locality as of_locality',
      'journey.policy_id',
      'journey.policy_version',
      'journey.policy_hash',
      RANK.as('rank'),
    ])
    .where('journey.practice', '=', false)
    .where(inScope(scope))
    .$if(locality !== undefined, (query) => query.where('journey.locality', '=', locality ?? ''))
    .$if(status === 'failed', (query) => query.where('notice.status', 'in', FAILED_STATUSES))
    .$if(status !== undefined && status !== 'failed', (query) =>
      query.where('notice.status', '=', status as Exclude<NoticeFilter, 'failed'>),
    )
    .$if(status === undefined, (query) => query.where(isLately(LISTED_DAYS)))
    .$if(days !== undefined, (query) => query.where(isEndedWithin(days ?? 0)))
    .$if(after !== undefined, (query) => query.where(comesAfter(after as NoticePlace)))
    .orderBy('rank')
    .orderBy('notice.at', 'desc')
    .orderBy('notice.id')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const notices = await withTries(db, page)
  const items = page.map((row, index) => ({
    ...(notices[index] as NoticeOfJourney),
    journeyId: row.journey_id,
    childReference: row.child_reference,
    locality: row.of_locality,
    policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
  }))
  const last = page.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: { rank: last.rank, at: instant(last.at), id: last.id } }
}

/** How many notices of the caller's journeys failed within so many days, and were not sent again; of one locality or of all. */
export async function countFailed(
  db: Queryable,
  scope: Scope,
  days: number,
  locality?: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('journey.practice', '=', false)
    .where(inScope(scope))
    .$if(locality !== undefined, (query) => query.where('journey.locality', '=', locality ?? ''))
    .where('notice.status', 'in', FAILED_STATUSES)
    .where(isEndedWithin(days))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How the mail server is, how many notices wait for it, and since when. */
export interface MailState extends MailServerState {
  readonly waiting: { readonly count: number; readonly since?: Instant }
}

/** How the mail server is for the caller: what of their journeys should have gone and has not. */
export async function mailState(db: Queryable, scope: Scope): Promise<MailState> {
  const server = await mailServerState(db)
  const row = await db
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .select((of) => [of.fn.countAll<number>().as('count'), of.fn.min('notice.created_at').as('since')])
    .where('journey.practice', '=', false)
    .where(inScope(scope))
    .where('notice.status', '=', 'pending')
    // what was tried waits for the server too, though its next try is later
    .where(sql<boolean>`(notice.next_attempt_at <= clock_timestamp() or notice.tried_at is not null)`)
    .executeTakeFirstOrThrow()
  return {
    ...server,
    waiting: { count: Number(row.count), ...(row.since && { since: instant(row.since) }) },
  }
}

const RANK = sql<number>`case when notice.status in ('refused', 'gave-up') then 0
  when notice.status = 'pending' then 1 else 2 end`

function isLately(days: number) {
  return sql<boolean>`(notice.status in ('refused', 'gave-up', 'pending')
    or notice.at > now() - make_interval(days => ${days}))`
}

function isEndedWithin(days: number) {
  return sql<boolean>`notice.ended_at > now() - make_interval(days => ${days})`
}

function comesAfter({ rank, at, id }: NoticePlace) {
  const moment = sql`${new Date(at)}::timestamptz`
  return sql<boolean>`(${RANK} > ${rank} or (${RANK} = ${rank}
    and (notice.at < ${moment} or (notice.at = ${moment} and notice.id > ${id}::uuid))))`
}
