import type { Agency, DiaryMeeting } from './codes'
import { datesSetBy, type DiaryEntry } from './diary'
import type { JourneyEvent, PersonId } from './events'
import type { Notice, NoticeContent, Recipient } from './notices'
import type { Policy } from './policy'
import type { JourneyState } from './state'
import { endOfDay, parseOccurrence, writeOccurrence, type Instant, type Occurrence } from './time'
import type { Told } from './told'

/** What an invitation to a meeting says, or the end of one. */
export type InvitationContent = Extract<NoticeContent, { about: 'invitation' }>

/** An invitation that was written, and of which locality the contact is whom it is for. */
export interface WrittenInvitation extends Told {
  readonly content: InvitationContent
  readonly locality: string
  /** It has gone out, or may be on its way at this very moment. */
  readonly goneOut: boolean
  /** It is in somebody's hands: it may arrive, and may fail to. */
  readonly onItsWay: boolean
}

/** Why somebody who was invited is told that they need not come. */
export type CancelledBecause = NonNullable<InvitationContent['because']>

interface Invited {
  readonly agency: Agency
  readonly locality: string
  readonly to: Recipient
  readonly person?: PersonId
}

/** A meeting that lies ahead, with those who come. */
interface Ahead {
  readonly uid: string
  readonly entry: DiaryEntry
  readonly at: string
  readonly invited: readonly Invited[]
}

/**
 * The invitations to meetings that lie ahead, and the ends of those that do not stand: judged by what each of the invited
 * was told last, so that each is told of every change once, and of nothing else. Of one meeting the calendar's UID stays,
 * and its SEQUENCE rises with every change; no number ever stands for two dates, also when one of them never went out.
 *
 * A meeting that is past or held already invites nobody, nor does a date that was brought in from before; but whoever was
 * invited hears of its move. With a journey that closes, what lies ahead is cancelled. After a transfer the contacts of the
 * new locality are invited, and those of the old one need not come.
 *
 * What is on its way and says what stands is among them, as it was written: it may fail to arrive.
 *
 * Source: RFC 5546, sections 2.1.4 and 3.2; architecture, decision 5.
 *
 * @param written every invitation that was ever made, in the order in which they went out
 * @param locality of the journey, now
 */
export function invitationsAt(
  state: JourneyState,
  policy: Policy,
  written: readonly WrittenInvitation[],
  now: Instant,
  locality: string,
): Notice[] {
  const meetings = meetingsAhead(state, policy, { written, locality }, now)
  const uids = new Set([...meetings.map(({ uid }) => uid), ...written.map(({ content }) => content.uid)])
  return [...uids].flatMap((uid) => {
    const ofMeeting = written.filter(({ content }) => content.uid === uid)
    const meeting = meetings.find((one) => one.uid === uid)
    return [...requests(meeting, ofMeeting, now), ...cancellations(state, meeting, ofMeeting, now)]
  })
}

/**
 * The notices without those of a meeting's date that an invitation, made or to be made, brings to the same agency: one
 * message is better than two. One that was withdrawn unsent brings nothing, unless they hear of that meeting by another.
 */
export function withoutInvited(
  notices: readonly Notice[],
  invitations: readonly {
    readonly agency: Agency
    readonly content: NoticeContent
    /** It was withdrawn, and never went out. */
    readonly withdrawn?: boolean
  }[],
): Notice[] {
  const heard = new Set(
    invitations.flatMap(({ agency, content, withdrawn = false }) =>
      content.about === 'invitation' && !withdrawn ? [`${content.uid}/${agency}`] : [],
    ),
  )
  const carried = new Set(
    invitations.flatMap(({ agency, content }) =>
      content.about === 'invitation' && heard.has(`${content.uid}/${agency}`)
        ? content.carries.map((id) => `event/${id}/${agency}`)
        : [],
    ),
  )
  return notices.filter(
    ({ key, content }) =>
      !(content.about === 'recorded' && content.event === 'meeting-date-set' && carried.has(key)),
  )
}

/** Is a date still to come? One without a time is, until its day is over. */
export function isAhead({ on, at }: Occurrence, now: Instant): boolean {
  return at === undefined ? endOfDay(on) > now : at > now
}

/** Whom an invitation is for: a person by themselves, whatever they are invited as; else an agency's recipient in a locality. */
export function invitedKey({ agency, to, locality, person }: Invited): string {
  return person === undefined ? `${agency}/${to}/${locality}` : `person/${person}`
}

function meetingsAhead(
  state: JourneyState,
  policy: Policy,
  { written, locality }: { readonly written: readonly WrittenInvitation[]; readonly locality: string },
  now: Instant,
): Ahead[] {
  if (state.journey.closed !== undefined) return []
  return state.diary
    .filter(({ cancelled, heldBy, date }) => !cancelled && heldBy === undefined && isAhead(date, now))
    .map((entry) => {
      const uid = uidOf(entry, written)
      const told = new Set(written.filter((one) => one.goneOut && one.content.uid === uid).map(keyOf))
      const comers = comersOf(entry, state, policy).map((one) => ({ ...one, locality }))
      // nobody is told anew of what was brought in from before
      const invited =
        entry.setBy.imported === true ? comers.filter((one) => told.has(invitedKey(one))) : comers
      return { uid, entry, at: writeOccurrence(entry.date), invited }
    })
}

// By the first event that gave the meeting a date; once somebody has been told of it by another one, by that.
function uidOf({ meeting, settings }: DiaryEntry, written: readonly WrittenInvitation[]): string {
  const uids = settings.map(({ id }) => `${id}.${meeting}`)
  const told = written.find(({ goneOut, content }) => goneOut && uids.includes(content.uid))
  return told?.content.uid ?? (uids[0] as string)
}

// The chair, the lead worker, and every agency that was told of the date whenever it was set; each person once.
function comersOf(
  { settings }: DiaryEntry,
  { worker }: JourneyState,
  policy: Policy,
): Omit<Invited, 'locality'>[] {
  const agencies = new Set(settings.flatMap(({ type }) => policy.told[type] ?? []))
  const chair = chairOf(settings)
  return [
    { agency: 'social-work', to: 'lead-worker', ...(worker !== undefined && { person: worker }) },
    ...(chair !== undefined && chair !== worker
      ? [{ agency: 'social-work', to: 'chair', person: chair } as const]
      : []),
    ...[...agencies]
      .filter((agency) => agency !== 'social-work')
      .map((agency) => ({ agency, to: 'contact' }) as const),
  ]
}

/** Who is to chair a meeting: whoever was named last, by the events that gave it its date. */
export function chairOf(settings: readonly JourneyEvent[]): PersonId | undefined {
  return settings
    .map((event) => ('chair' in event ? event.chair : undefined))
    .findLast((chair) => chair !== undefined)
}

function requests(meeting: Ahead | undefined, written: readonly WrittenInvitation[], now: Instant): Notice[] {
  if (meeting === undefined) return []
  const { uid, entry, at, invited } = meeting
  const last = lastTold(written)
  const untold = invited.filter((one) => !isRequestFor(last.get(invitedKey(one)), at))
  const newest = newestOf(written, 'REQUEST')
  // the number that the date has already, unless it says less than what one of them was told last
  const known =
    newest?.at === at && untold.every((one) => newest.sequence > sequenceOf(last.get(invitedKey(one))))
  const sequence = known ? newest.sequence : nextNumber(written)
  const carries = entry.settings.filter((event) => setsDate(event, entry)).map(({ id }) => id)
  const underWay = invited
    .map((one) => last.get(invitedKey(one)))
    .filter((told) => isRequestFor(told, at))
    .flatMap((told) => stillOnItsWay(told, now))
  const fresh = untold.map((one): Notice => {
    const before = last.get(invitedKey(one))?.content
    return noticeOf(one, now, {
      about: 'invitation',
      method: 'REQUEST',
      uid,
      sequence,
      meeting: entry.meeting,
      at,
      ...(before !== undefined && before.method === 'REQUEST' && { was: before.at }),
      carries,
      ...(one.person !== undefined && { person: one.person }),
    })
  })
  return [...underWay, ...fresh]
}

// It is wanted as it is until it has arrived.
function stillOnItsWay(told: WrittenInvitation | undefined, now: Instant): Notice[] {
  if (told?.onItsWay !== true) return []
  const { key, agency, locality, to, content } = told
  return [{ key, at: now, agency, locality, to, content }]
}

function cancellations(
  state: JourneyState,
  meeting: Ahead | undefined,
  written: readonly WrittenInvitation[],
  now: Instant,
): Notice[] {
  const invited = new Set(meeting?.invited.map(invitedKey))
  const out = [...lastTold(written)].filter(([key, { content }]) => {
    const date = parseOccurrence(content.at)
    return !invited.has(key) && date !== undefined && isAhead(date, now)
  })
  const over = out.filter(([, { content }]) => content.method === 'REQUEST')
  const underWay = out
    .filter(([, { content }]) => content.method === 'CANCEL')
    .flatMap(([, told]) => stillOnItsWay(told, now))
  const [first] = over
  if (first === undefined) return underWay
  const { uid } = first[1].content
  const newest = newestOf(written, 'CANCEL')
  const known = newest !== undefined && over.every(([, told]) => newest.sequence > sequenceOf(told))
  // a request of this very moment takes the next number
  const sequence = known ? newest.sequence : nextNumber(written) + (meeting === undefined ? 0 : 1)
  const fresh = over.map(([, { agency, locality, to, content }]): Notice => {
    const { meeting: kind, at, person } = content
    const { because, carries } = endOf(state, kind, uid, meeting)
    return noticeOf({ agency, locality, to, ...(person !== undefined && { person }) }, now, {
      about: 'invitation',
      method: 'CANCEL',
      uid,
      sequence,
      meeting: kind,
      at,
      because,
      carries,
      ...(person !== undefined && { person }),
    })
  })
  return [...underWay, ...fresh]
}

// Why somebody need not come, and which event says so.
function endOf(
  { journey, diary }: JourneyState,
  kind: DiaryMeeting,
  uid: string,
  meeting: Ahead | undefined,
): { readonly because: CancelledBecause; readonly carries: readonly string[] } {
  if (journey.closed !== undefined) return { because: 'closed', carries: [] }
  if (meeting !== undefined) return { because: 'not-invited', carries: [] }
  const entry = diary.find((one) => one.settings.some(({ id }) => `${id}.${kind}` === uid))
  if (entry?.meeting === kind) {
    if (entry.cancelled) return { because: 'cancelled', carries: [entry.setBy.id] }
    if (entry.heldBy === undefined) return { because: 'moved', carries: [entry.setBy.id] }
  }
  const wasHeld = entry?.heldBy !== undefined
  return { because: wasHeld ? 'held' : 'withdrawn', carries: [] }
}

function noticeOf(one: Invited, now: Instant, content: InvitationContent): Notice {
  const { agency, locality, to, person } = one
  const key = `invitation/${content.uid}/${content.sequence}/${agency}/${to}/${person ?? locality}`
  return { key, at: now, agency, locality, to, content }
}

// What each was told last: the highest number, which never comes twice to one of them.
function lastTold(written: readonly WrittenInvitation[]): Map<string, WrittenInvitation> {
  const last = new Map<string, WrittenInvitation>()
  for (const one of written) {
    if (one.goneOut && one.content.sequence > sequenceOf(last.get(keyOf(one)))) last.set(keyOf(one), one)
  }
  return last
}

function keyOf({ agency, locality, to, content: { person } }: WrittenInvitation): string {
  return invitedKey({ agency, locality, to, ...(person !== undefined && { person }) })
}

function sequenceOf(told: WrittenInvitation | undefined): number {
  return told?.content.sequence ?? -1
}

function isRequestFor(told: WrittenInvitation | undefined, at: string): boolean {
  return told?.content.method === 'REQUEST' && told.content.at === at
}

function newestOf(
  written: readonly WrittenInvitation[],
  method: InvitationContent['method'],
): InvitationContent | undefined {
  return written
    .map(({ content }) => content)
    .filter((content) => content.method === method)
    .reduce<InvitationContent | undefined>(
      (newest, one) => (newest === undefined || one.sequence > newest.sequence ? one : newest),
      undefined,
    )
}

// Also a number that never went out is taken: it may have been on its way.
function nextNumber(written: readonly WrittenInvitation[]): number {
  return 1 + Math.max(-1, ...written.map(({ content }) => content.sequence))
}

function setsDate(event: JourneyEvent, { meeting, date }: DiaryEntry): boolean {
  return datesSetBy(event).some(
    (one) => one.meeting === meeting && !one.cancelled && writeOccurrence(one.date) === writeOccurrence(date),
  )
}
