import { sql } from 'kysely'
import { contactsById, contactToTell } from '../domain/contacts'
import { mailboxOf } from '../domain/mail-address'
import { dayOfItem, PACK_PARTS, packItemsOf, type PackItem, type PackSpan } from '../domain/meeting-pack'
import { recipientIn } from '../domain/notices'
import type { PackMailStatus } from '../domain/pack-mail'
import { meetingsFrom, packsDue, type PaceMeeting } from '../domain/pace-meetings'
import { hasLeft } from '../domain/people'
import { stateOf } from '../domain/state'
import {
  instant,
  localDateOf,
  plusDays,
  plusWeeks,
  startOfDay,
  type Instant,
  type LocalDate,
} from '../domain/time'
import { IS_NOT_ERASED } from './child-keys'
import { readContacts } from './contacts'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from './database'
import { readEventsOfSeveral } from './events'
import { calendarOfMeetings, meetingThen, readPaceMeetings, type PaceMeetings } from './pace-meetings'
import { readPeople, todayOf } from './people'
import { policyOfRow } from './record'

/** A meeting by its locality and day. */
export interface MeetingOf {
  readonly locality: string
  readonly on: LocalDate
}

/**
 * The meetings of a locality whose pack is to be made by today and is not, and those of whose pack somebody is still to be
 * sent the link.
 */
export async function packsToMake(db: Database, locality: string): Promise<LocalDate[]> {
  const today = await todayOf(db)
  const [meetings] = await readPaceMeetings(db, locality)
  const due =
    meetings === undefined || meetings.paused
      ? []
      : packsDue(meetings, calendarOfMeetings(meetings), today).map(({ on }) => on)
  const made = await db
    .selectFrom('meeting_pack')
    .select('meeting_on')
    .select(
      sql<boolean>`exists (
        select from meeting_pack_mail where pack_id = meeting_pack.id and status = 'pending'
      )`.as('waiting'),
    )
    .where('locality', '=', locality)
    .where((where) =>
      where.or([where('meeting_on', 'in', [...due, today]), where('made_at', '>', WEEKS_AGO)]),
    )
    .execute()
  const waiting = made.filter((pack) => pack.waiting).map(({ meeting_on }) => meeting_on)
  const isMade = (on: LocalDate) => made.some(({ meeting_on }) => meeting_on === on)
  return [...new Set([...waiting, ...due.filter((on) => !isMade(on))])].sort()
}

// Sending is given up after a week.
const WEEKS_AGO = sql<Date>`now() - interval '3 weeks'`

/**
 * Makes the pack of a meeting, with the messages that tell of it, as one; once, however often it is asked for. A meeting that
 * is not to be any more has none. Returns the ids of the messages that are still to be sent.
 */
export async function makePack(db: Database, { locality, on }: MeetingOf): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`meeting-pack ${locality} ${on}`}, 0))`.execute(
      trx,
    )
    const made = await packIdOf(trx, { locality, on })
    const id = made ?? (await writePack(trx, { locality, on }))
    return id === undefined ? [] : waitingMails(trx, id)
  })
}

async function packIdOf(trx: DatabaseTransaction, { locality, on }: MeetingOf): Promise<string | undefined> {
  const row = await trx
    .selectFrom('meeting_pack')
    .select('id')
    .where('locality', '=', locality)
    .where('meeting_on', '=', on)
    .executeTakeFirst()
  return row?.id
}

async function waitingMails(trx: DatabaseTransaction, packId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('meeting_pack_mail')
    .select('id')
    .where('pack_id', '=', packId)
    .where('status', '=', 'pending')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

async function writePack(trx: DatabaseTransaction, { locality, on }: MeetingOf): Promise<string | undefined> {
  const [meetings] = await readPaceMeetings(trx, locality)
  if (meetings === undefined || meetings.paused) return undefined
  const meeting = meetingThen(meetings, on)
  if (meeting === undefined) return undefined
  const [next] = meetingsFrom(meetings, calendarOfMeetings(meetings), plusDays(on, 1), 1)
  const span: PackSpan = {
    now: instant(await clockOf(trx)),
    since: await sinceOf(trx, meetings, meeting),
    until: next?.on ?? plusWeeks(on, meetings.weeks),
  }
  const { id } = await trx
    .insertInto('meeting_pack')
    .values({
      locality,
      meeting_on: on,
      meeting_at: meeting.at,
      made_at: new Date(span.now),
      since: new Date(span.since),
      until: span.until,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const items = await itemsIn(trx, locality, span)
  for (let from = 0; from < items.length; from += ROWS_AT_A_TIME) {
    const rows = items.slice(from, from + ROWS_AT_A_TIME).map(({ journeyId, item }, index) => ({
      pack_id: id,
      place: from + index,
      journey_id: journeyId,
      content: JSON.stringify(item),
    }))
    await trx.insertInto('meeting_pack_item').values(rows).execute()
  }
  await leaveOutErased(trx, id)
  await writeMails(trx, id, meetings, localDateOf(span.now))
  return id
}

const ROWS_AT_A_TIME = 1_000
const JOURNEYS_AT_A_TIME = 100

// What was recorded a moment before a pack was made can have been committed after it was read: the next one looks there again.
const OVERLAP_MS = 5 * 60_000
/** No more packs than these are made before their meetings are held. */
const MOST_NOT_HELD = 4

// From where the pack before left off, so that nothing falls between two; the first begins a meeting earlier. Of a meeting that
// was moved or left out nobody has gone through the pack: what it told is told again.
async function sinceOf(
  trx: DatabaseTransaction,
  meetings: PaceMeetings,
  { on }: PaceMeeting,
): Promise<Instant> {
  const before = await trx
    .selectFrom('meeting_pack')
    .select(['meeting_on', 'made_at', 'since'])
    .where('locality', '=', meetings.locality)
    .where('meeting_on', '<', on)
    .orderBy('meeting_on', 'desc')
    .limit(MOST_NOT_HELD)
    .execute()
  const held = before.find((pack) => meetingThen(meetings, pack.meeting_on) !== undefined)
  if (held !== undefined) return instant(held.made_at.getTime() - OVERLAP_MS)
  const earliest = before.at(-1)
  return earliest === undefined ? startOfDay(plusWeeks(on, -meetings.weeks)) : instant(earliest.since)
}

// The rows that were written hold back an erasure that comes now, which then takes them away; here go those of one that came
// after the journeys were read.
async function leaveOutErased(trx: DatabaseTransaction, packId: string): Promise<void> {
  await trx
    .deleteFrom('meeting_pack_item')
    .where('pack_id', '=', packId)
    .where('journey_id', 'not in', (query) => query.selectFrom('journey').select('id').where(IS_NOT_ERASED))
    .execute()
}

interface ItemOfJourney {
  readonly journeyId: string
  readonly reference: string
  readonly item: PackItem
}

async function itemsIn(trx: DatabaseTransaction, locality: string, span: PackSpan): Promise<ItemOfJourney[]> {
  const journeys = await trx
    .selectFrom('journey')
    .selectAll()
    .where('locality', '=', locality)
    .where('practice', '=', false)
    .where(IS_NOT_ERASED)
    .where((where) => where.or([where('closed', '=', false), where('changed_at', '>', new Date(span.since))]))
    .orderBy('id')
    .execute()
  const found: ItemOfJourney[] = []
  for (let from = 0; from < journeys.length; from += JOURNEYS_AT_A_TIME) {
    const some = journeys.slice(from, from + JOURNEYS_AT_A_TIME)
    const events = await readEventsOfSeveral(
      trx,
      some.map(({ id }) => id),
    )
    for (const row of some) {
      const policy = policyOfRow(row)
      const items = packItemsOf(stateOf(events.get(row.id) ?? [], policy), policy, span)
      found.push(...items.map((item) => ({ journeyId: row.id, reference: row.child_reference, item })))
    }
  }
  return found.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

function placeOf({ item, reference }: ItemOfJourney): string {
  return [PACK_PARTS.indexOf(item.part), dayOfItem(item), reference].join(' ')
}

interface ToMail {
  /** `person:ana`, `agency:health`. */
  readonly recipient: string
  readonly address?: string
  readonly because?: string
}

async function writeMails(
  trx: DatabaseTransaction,
  packId: string,
  meetings: PaceMeetings,
  today: LocalDate,
): Promise<void> {
  const all = [...(await peopleToMail(trx, meetings, today)), ...(await agenciesToMail(trx, meetings, today))]
  const rows: { recipients: string[]; address: string | null; because: string | null }[] = []
  for (const { recipient, address, because = null } of all) {
    const same = rows.find(
      (row) => row.address !== null && address !== undefined && mailboxOf(row.address) === mailboxOf(address),
    )
    if (same === undefined) rows.push({ recipients: [recipient], address: address ?? null, because })
    else same.recipients.push(recipient)
  }
  if (rows.length === 0) return
  await trx
    .insertInto('meeting_pack_mail')
    .values(
      rows.map(({ recipients, address, because }) => ({
        pack_id: packId,
        recipients,
        address,
        status: address === null ? ('refused' as const) : ('pending' as const),
        last_error: because,
        ended_at: address === null ? sql<Date>`clock_timestamp()` : null,
      })),
    )
    .execute()
}

async function peopleToMail(
  trx: DatabaseTransaction,
  { people: ids }: PaceMeetings,
  today: LocalDate,
): Promise<ToMail[]> {
  const people = await readPeople(trx, ids)
  const rows =
    ids.length === 0
      ? []
      : await trx.selectFrom('person').select(['id', 'address']).where('id', 'in', ids).execute()
  const addresses = new Map(rows.map(({ id, address }) => [id, address]))
  return ids.map((id): ToMail => {
    const recipient = `person:${id}`
    const person = people.get(id)
    if (person === undefined) return { recipient, because: 'The directory does not know this person' }
    if (hasLeft(person, today)) return { recipient, because: 'This person has left' }
    const address = addresses.get(id)
    return address ? { recipient, address } : { recipient, because: 'No address is known for this person' }
  })
}

async function agenciesToMail(
  trx: DatabaseTransaction,
  { agencies, locality }: PaceMeetings,
  today: LocalDate,
): Promise<ToMail[]> {
  const contacts = contactsById(await readContacts(trx))
  return agencies.map((agency): ToMail => {
    const recipient = `agency:${agency}`
    const told = contactToTell(contacts, { agency, locality, recipient: recipientIn(agency) }, today)
    return told
      ? { recipient, address: told.contact.address }
      : { recipient, because: 'No contact of this agency is known in the locality' }
  })
}

/** A message with the link of a pack, as it is to be sent. */
export interface PackMail extends MeetingOf {
  readonly id: string
  /** When the meeting is, as it stands now; absent when there is none on that day any more. */
  readonly at?: string
  readonly address: string
  readonly status: PackMailStatus
  readonly madeAt: Date
}

/** A message by its id; undefined when there is none, or nowhere to send it. */
export async function readPackMail(db: Queryable, id: string): Promise<PackMail | undefined> {
  const row = await db
    .selectFrom('meeting_pack_mail')
    .innerJoin('meeting_pack', 'meeting_pack.id', 'meeting_pack_mail.pack_id')
    .select(['meeting_pack_mail.id', 'address', 'status', 'locality', 'meeting_on', 'made_at'])
    .where('meeting_pack_mail.id', '=', id)
    .executeTakeFirst()
  if (row === undefined || row.address === null) return undefined
  const { address, status, locality, meeting_on: on, made_at: madeAt } = row
  const [meetings] = await readPaceMeetings(db, locality)
  const at = meetings && meetingThen(meetings, on)?.at
  return { id, address, status, locality, on, ...(at !== undefined && { at }), madeAt }
}

/** Longer than a message takes, however slow the mail server is: whoever sends it has ended by then, or was killed. */
const LEASE = sql`interval '5 minutes'`

/** Makes a message ours to send, so that nobody else sends it meanwhile; false when it is another's, or has ended. */
export async function leasePackMail(db: Database, id: string): Promise<boolean> {
  const leased = await db
    .updateTable('meeting_pack_mail')
    .set({ leased_until: sql<Date>`clock_timestamp() + ${LEASE}` })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where(sql<boolean>`coalesce(leased_until < clock_timestamp(), true)`)
    .returning('id')
    .executeTakeFirst()
  return leased !== undefined
}

/** Gives back a message that was leased and not tried. */
export async function releasePackMail(db: Database, id: string): Promise<void> {
  await db.updateTable('meeting_pack_mail').set({ leased_until: null }).where('id', '=', id).execute()
}

/** Keeps how a try of a message that was leased went; of one that has ended nothing changes any more. @param error in the server's own words */
export async function keepPackMail(
  db: Database,
  id: string,
  { status, error }: { readonly status: PackMailStatus; readonly error?: string },
): Promise<void> {
  await db
    .updateTable('meeting_pack_mail')
    .set({
      status,
      attempts: sql<number>`attempts + 1`,
      last_error: error ?? null,
      leased_until: null,
      ended_at: status === 'pending' ? null : sql<Date>`clock_timestamp()`,
    })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
}

/** Ends a message of a meeting that is not on its day any more, without a try. */
export async function withdrawPackMail(db: Database, id: string): Promise<void> {
  await endPackMail(db, id, 'withdrawn')
}

/** Gives up a message that was tried for days; the server's last words stay. */
export async function giveUpPackMail(db: Database, id: string): Promise<void> {
  await endPackMail(db, id, 'gave-up')
}

async function endPackMail(db: Database, id: string, status: PackMailStatus): Promise<void> {
  await db
    .updateTable('meeting_pack_mail')
    .set({ status, ended_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
}
