import { sql, type Selectable } from 'kysely'
import type { Calendar } from '../domain/calendar'
import { meetingsFrom, type PaceMeeting, type Rhythm } from '../domain/pace-meetings'
import { newestCalendar } from '../policies/released-calendars'
import type { Database, DatabaseTransaction, Queryable } from './database'
import { DirectoryVersionError } from './people'
import type { LocalDate } from '../domain/time'
import type { Tables } from './tables'

/** When a locality has its PACE meeting, and who is sent the link of its pack. */
export interface PaceMeetings extends Rhythm {
  readonly locality: string
  /** The id of the council's working calendar. */
  readonly calendar?: string
  readonly people: readonly string[]
  readonly agencies: readonly string[]
  /** No packs are made while it is. */
  readonly paused: boolean
  readonly version: number
  /** Whether the engine was told of this version. */
  readonly isScheduled: boolean
}

/** The rhythm of a locality as it is to be kept. */
export type MeetingsToKeep = Omit<PaceMeetings, 'version' | 'isScheduled'>

/** The localities that meet, with when; or one of them. */
export async function readPaceMeetings(db: Queryable, locality?: string): Promise<PaceMeetings[]> {
  const rows = await db
    .selectFrom('pace_meeting')
    .selectAll()
    .where('ended', '=', false)
    .$if(locality !== undefined, (query) => query.where('locality', '=', locality ?? ''))
    .orderBy('locality')
    .execute()
  return rows.map(meetingsOf)
}

/** The calendar by which the packs of a locality are made; undefined where every weekday is worked. */
export function calendarOfMeetings({ calendar }: Pick<PaceMeetings, 'calendar'>): Calendar | undefined {
  return calendar === undefined ? undefined : newestCalendar(calendar)
}

/** The meeting that a locality has on a day; undefined when it has none, or none any more. */
export function meetingThen(meetings: PaceMeetings, on: LocalDate): PaceMeeting | undefined {
  const [meeting] = meetingsFrom(meetings, calendarOfMeetings(meetings), on, 1)
  return meeting?.on === on ? meeting : undefined
}

/**
 * Keeps when a locality meets, in place of what was; audited. The relay tells the engine. Returns the new version. Throws
 * DirectoryVersionError when it is at another version; where nothing is kept yet, that is 0.
 */
export async function keepPaceMeetings(
  trx: DatabaseTransaction,
  meetings: MeetingsToKeep,
  { by, ifVersion }: { readonly by: string; readonly ifVersion?: number },
): Promise<number> {
  const { locality, first, at, weeks, packDaysBefore, calendar, people, agencies, changes, paused } = meetings
  const version = (await versionLocked(trx, locality, ifVersion)) + 1
  const [before] = await readPaceMeetings(trx, locality)
  const row = {
    first_on: first,
    meeting_at: at,
    weeks,
    pack_days_before: packDaysBefore,
    calendar: calendar ?? null,
    people: [...people],
    agencies: [...agencies],
    changes: JSON.stringify(changes),
    paused,
    ended: false,
    version,
    changed_at: sql<Date>`clock_timestamp()`,
    changed_by: by,
  }
  await trx
    .insertInto('pace_meeting')
    .values({ locality, ...row })
    .onConflict((conflict) => conflict.column('locality').doUpdateSet(row))
    .execute()
  await writeAudit(trx, by, { ...audited(meetings), version, before: before ? audited(before) : null })
  return version
}

/** Ends the meetings of a locality; audited. Returns false when it has none. */
export async function endPaceMeetings(
  trx: DatabaseTransaction,
  locality: string,
  by: string,
): Promise<boolean> {
  await versionLocked(trx, locality, undefined)
  const [before] = await readPaceMeetings(trx, locality)
  const row = await trx
    .updateTable('pace_meeting')
    .set({
      ended: true,
      version: sql<number>`version + 1`,
      changed_at: sql<Date>`clock_timestamp()`,
      changed_by: by,
    })
    .where('locality', '=', locality)
    .where('ended', '=', false)
    .returning('version')
    .executeTakeFirst()
  if (row === undefined) return false
  await writeAudit(trx, by, {
    locality,
    ended: true,
    version: row.version,
    before: before ? audited(before) : null,
  })
  return true
}

/** How the engine is to have the schedule of a locality: `absent`, there is to be none; else one that runs, or rests. */
export type ScheduleAs = 'running' | 'paused' | 'absent'

/** What is told is told again after a day: somebody may have changed it in the engine by hand. */
const IS_TO_BE_TOLD = sql<boolean>`(scheduled_version < version
  or (not ended and coalesce(scheduled_at < clock_timestamp() - interval '1 day', true)))`

/**
 * Has the engine told of each locality of whose change it has not been told, or not for a day. One at a time for each locality,
 * and as the record has it at that moment, so that of several who tell it none puts back an older version.
 *
 * @param tell what tells the engine; when it throws the locality is told of later
 * @param failed hears of that
 */
export async function tellMeetings(
  db: Database,
  tell: (locality: string, as: ScheduleAs) => Promise<void>,
  failed: (locality: string, error: unknown) => void = () => undefined,
): Promise<void> {
  const rows = await db
    .selectFrom('pace_meeting')
    .select('locality')
    .where(IS_TO_BE_TOLD)
    .orderBy('locality')
    .execute()
  // each by itself: one that fails keeps none of the others
  for (const { locality } of rows)
    await db
      .transaction()
      .execute((trx) => tellLocality(trx, locality, tell))
      .catch((error: unknown) => failed(locality, error))
}

// Not the lock of those who change the rhythm: they do not wait for the engine.
async function tellLocality(
  trx: DatabaseTransaction,
  locality: string,
  tell: (locality: string, as: ScheduleAs) => Promise<void>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`meeting-schedule ${locality}`}, 0))`.execute(trx)
  const row = await trx
    .selectFrom('pace_meeting')
    .select(['version', 'paused', 'ended'])
    .where('locality', '=', locality)
    .where(IS_TO_BE_TOLD)
    .executeTakeFirst()
  if (row === undefined) return
  await tell(locality, row.ended ? 'absent' : row.paused ? 'paused' : 'running')
  await trx
    .updateTable('pace_meeting')
    .set({ scheduled_version: row.version, scheduled_at: sql<Date>`clock_timestamp()` })
    .where('locality', '=', locality)
    .execute()
}

/** Has the engine told of every locality again: it was away, and may be one that knows nothing of them. */
export async function tellMeetingsAgain(db: Database): Promise<void> {
  await db.updateTable('pace_meeting').set({ scheduled_version: 0 }).execute()
}

// A new locality has no row to lock: of two who begin at once, one finds the other's.
async function versionLocked(
  trx: DatabaseTransaction,
  locality: string,
  ifVersion: number | undefined,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`pace-meeting ${locality}`}, 0))`.execute(trx)
  const row = await trx
    .selectFrom('pace_meeting')
    .select(['version', 'ended'])
    .where('locality', '=', locality)
    .forUpdate()
    .executeTakeFirst()
  const shown = row === undefined || row.ended ? 0 : row.version
  if (ifVersion !== undefined && ifVersion !== shown) throw new DirectoryVersionError(ifVersion, shown)
  return row?.version ?? 0
}

/** The whole rhythm, as the audit keeps it. */
function audited(meetings: MeetingsToKeep): MeetingsToKeep {
  const { locality, first, at, weeks, packDaysBefore, calendar, people, agencies, changes, paused } = meetings
  return {
    locality,
    first,
    at,
    weeks,
    packDaysBefore,
    ...(calendar !== undefined && { calendar }),
    people,
    agencies,
    changes,
    paused,
  }
}

async function writeAudit(trx: DatabaseTransaction, by: string, detail: object): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'meetings.write',
      journey_id: null,
      detail: JSON.stringify(detail),
    })
    .execute()
}

function meetingsOf(row: Selectable<Tables['pace_meeting']>): PaceMeetings {
  return {
    locality: row.locality,
    first: row.first_on,
    at: row.meeting_at,
    weeks: row.weeks,
    packDaysBefore: row.pack_days_before,
    ...(row.calendar !== null && { calendar: row.calendar }),
    people: row.people,
    agencies: row.agencies,
    changes: row.changes,
    paused: row.paused,
    version: row.version,
    isScheduled: row.scheduled_version >= row.version,
  }
}
