import { sql } from 'kysely'
import { chairOf } from '../domain/invitations'
import { diaryOf, type DiaryEntry } from '../domain/diary'
import { journeyOf } from '../domain/journey'
import type { PolicyReference } from '../domain/policy'
import { plusDays, startOf, type LocalDate } from '../domain/time'
import type { Queryable } from './database'
import { readEventsOfSeveral } from './events'
import { invitedNow, type InvitedNow } from './invitations'
import { overlapsOf, type Overlap } from './overlaps'
import { inScope, type Scope } from './scope'

/** A meeting to come, with who is invited and what stands in the way. */
export interface ComingMeeting {
  readonly journeyId: string
  readonly childReference: string
  readonly locality: string
  readonly policy: PolicyReference
  readonly entry: DiaryEntry
  readonly chair?: string
  readonly invited: readonly InvitedNow[]
  readonly overlaps: readonly Overlap[]
}

export interface DiaryRequest {
  readonly scope: Scope
  readonly locality?: string
  /** These journeys alone. */
  readonly journeyIds?: readonly string[]
  /** The days from which, and until the end of which, meetings are looked for. */
  readonly from: LocalDate
  readonly until: LocalDate
}

/**
 * The meetings that are to be held in a span of days, and are not recorded as held, of open journeys that the caller may see, practice journeys left out; by their
 * dates. Derived from what is recorded, so that it is true also while the engine is behind.
 */
export async function comingMeetings(
  db: Queryable,
  { scope, locality, journeyIds, from, until }: DiaryRequest,
): Promise<ComingMeeting[]> {
  const rows = await db
    .selectFrom('journey')
    .select(['id', 'child_reference', 'locality', 'policy_id', 'policy_version', 'policy_hash'])
    .where('closed', '=', false)
    .where('practice', '=', false)
    .where(inScope(scope))
    .$if(locality !== undefined, (query) => query.where('locality', '=', locality ?? ''))
    .$if(journeyIds !== undefined, (query) =>
      query.where(sql<boolean>`journey.id = any(${[...(journeyIds ?? [])]}::uuid[])`),
    )
    .where(setsDateBetween(from, until))
    .execute()
  const ids = rows.map(({ id }) => id)
  const [events, invited, overlaps] = [
    await readEventsOfSeveral(db, ids),
    await invitedNow(db, ids),
    await overlapsOf(db, ids),
  ]
  return rows
    .flatMap((row): ComingMeeting[] =>
      diaryOf(journeyOf(events.get(row.id) ?? []))
        .filter((entry) => isToBeHeld(entry) && entry.date.on >= from && entry.date.on <= until)
        .map((entry) => {
          const chair = chairOf(entry.settings)
          const comers = invitedTo(entry, invited, row.id)
          const ids = new Set(comers.map(({ id }) => id))
          return {
            journeyId: row.id,
            childReference: row.child_reference,
            locality: row.locality,
            policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
            entry,
            ...(chair !== undefined && { chair }),
            invited: comers,
            overlaps: overlaps.filter(({ one }) => ids.has(one.noticeId)),
          }
        }),
    )
    .sort((a, b) => (startOf(a.entry.date) < startOf(b.entry.date) ? -1 : 1))
}

/** Those of the invitations of a journey that are to a meeting of its diary as it stands. */
export function invitedTo(
  { meeting, settings }: Pick<DiaryEntry, 'meeting' | 'settings'>,
  invited: readonly InvitedNow[],
  journeyId: string,
): InvitedNow[] {
  const uids = new Set(settings.map(({ id }) => `${id}.${meeting}`))
  return invited.filter((one) => one.journeyId === journeyId && uids.has(one.content.uid))
}

function isToBeHeld({ cancelled, heldBy }: DiaryEntry): boolean {
  return !cancelled && heldBy === undefined
}

// The dates of an event, and of a correction the dates that it says instead; a day more on each side, since a moment can
// be written with any offset. What is not so any more is left out when the events are read.
function setsDateBetween(from: LocalDate, until: LocalDate) {
  const [first, last] = [plusDays(from, -1), plusDays(until, 1)]
  const dates = ['fields', `fields -> 'replacement'`].flatMap((of) => [
    `${of} ->> 'at'`,
    `${of} -> 'agreedDates' ->> 'threeMonth'`,
    `${of} -> 'agreedDates' ->> 'sixMonth'`,
  ])
  const among = sql.join(
    dates.map((date) => sql`left(${sql.raw(date)}, 10) between ${first} and ${last}`),
    sql` or `,
  )
  return sql<boolean>`exists (
    select from event where event.journey_id = journey.id
      and type in ('meeting-date-set', 'child-plan-meeting-held', 'event-corrected') and (${among}))`
}
