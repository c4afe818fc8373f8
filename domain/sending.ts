import { nonWorkingReason, type Calendar } from './calendar'
import type { Form } from './forms'
import type { NoticeContent } from './notices'
import { instant, localDateOf, plusDays, wallTime, type Instant, type LocalDate } from './time'

/** When somebody is told of what can wait: on which days, and from which hour of them. */
export interface Hours {
  /** Their working days; the weekdays when absent. */
  readonly calendar?: Calendar
  /** The London hour from which they are told, 0 to 23. */
  readonly hour: number
}

/**
 * So long a digest waits after its hour, in milliseconds: what fell due at that very hour is written within it, for
 * thousands of journeys at once, and belongs in the same message.
 */
export const GATHERING_MS = 2 * 60_000

/**
 * Does a notice go at once, at whatever hour and on whatever day? What counts in hours, as the 72-hour meeting and all
 * about it; dates of meetings, agreed, moved, cancelled, declined or in conflict, and invitations to them; that a child became looked after away from home or at home, or
 * that the work is now another's, since hours count from then; that a journey was opened with a reason; and that somebody
 * could not be told. Everything else waits for a working day of whoever receives it.
 *
 * Source: ADR 43.
 */
export function isUrgent(content: NoticeContent): boolean {
  switch (content.about) {
    case 'recorded':
      return isUrgentFact(content.event, content)
    case 'corrected':
      return [content.was, content.now].some(
        (fact) => fact !== undefined && isUrgentFact(content.event, fact),
      )
    case 'moved':
      return content.was?.dueAt !== undefined || content.now?.dueAt !== undefined
    case 'reminder':
    case 'missed':
    case 'escalation':
    case 'settled':
    case 'reopened':
      return content.dueAt !== undefined
    case 'opened':
    case 'undelivered':
    // an invitation is a message of its own, which a calendar takes from it
    case 'invitation':
    case 'answer':
    case 'overlap':
      return true
    case 'summary':
      return false
  }
}

type Fact = Extract<NoticeContent, { about: 'recorded' }>

const URGENT_EVENTS: readonly Fact['event'][] = ['looked-after-started', 'pathway-changed', 'worker-assigned']

function isUrgentFact(event: Fact['event'], { dates, detail }: Pick<Fact, 'dates' | 'detail'>): boolean {
  const isFirstMeeting = event === 'child-plan-meeting-held' && detail === '72-hour'
  return isFirstMeeting || dates.length > 0 || URGENT_EVENTS.includes(event)
}

/** What is to be sent, and how its receiver wants it. */
export interface ToSend {
  readonly content: NoticeContent
  /** The instant that it belongs to. */
  readonly at: Instant
  readonly form: Form
}

/**
 * When a notice is to go, and whether in the receiver's digest: at once when it is urgent, or when its day would pass
 * while it waits; else from the receiver's hour on a working day of theirs. A digest goes at that hour, and what comes
 * later in the day waits for the next one. Never before `now`; an answer of `now` means that it goes.
 */
export function whenToSend(
  { content, at, form }: ToSend,
  hours: Hours,
  now: Instant,
): { readonly at: Instant; readonly inDigest: boolean } {
  if (isUrgent(content)) return { at: now, inDigest: false }
  const waits = form === 'digest' ? digestFrom(at, hours, now) : workingTimeFrom(now, hours)
  if (isPassedBetween(content, now, waits)) return { at: now, inDigest: false }
  return { at: waits, inDigest: form === 'digest' }
}

/** The digest after one that has gone: at the receiver's hour on their next working day after a day. */
export function nextDigest(after: LocalDate, hours: Hours): Instant {
  return gathered(hourOf(nextWorkingDay(plusDays(after, 1), hours), hours))
}

/** Is the receiver at work: on a working day of theirs, from their hour to its end? If not, from when they are. */
function workingTimeFrom(now: Instant, hours: Hours): Instant {
  const first = hourOf(nextWorkingDay(localDateOf(now), hours), hours)
  return first > now ? first : now
}

function digestFrom(at: Instant, hours: Hours, now: Instant): Instant {
  const today = hourOf(nextWorkingDay(localDateOf(at), hours), hours)
  const own = at <= today ? gathered(today) : nextDigest(localDateOf(today), hours)
  if (own > now) return own
  // it is late already: on any working day, but on no other
  return workingTimeFrom(now, hours)
}

function gathered(hour: Instant): Instant {
  return instant(Date.parse(hour) + GATHERING_MS)
}

function hourOf(day: LocalDate, { hour }: Hours): Instant {
  return wallTime(day, hour)
}

// a year has more working days than holidays
const LONGEST_WAIT_DAYS = 60

function nextWorkingDay(from: LocalDate, { calendar }: Hours): LocalDate {
  for (let day = from, tried = 0; tried < LONGEST_WAIT_DAYS; day = plusDays(day, 1), tried += 1)
    if (isWorked(calendar, day)) return day
  return from
}

// Of a year that the calendar does not list, only the weekends are known: somebody told on a holiday is told all the same.
function isWorked(calendar: Calendar | undefined, day: LocalDate): boolean {
  const year = Number(day.slice(0, 4))
  const years = calendar?.years
  const isCovered = years === undefined || (year >= years.from && year <= years.until)
  return nonWorkingReason(calendar !== undefined && isCovered ? calendar : WEEKDAYS, day) === undefined
}

const WEEKDAYS: Calendar = { id: 'weekdays', version: 1, title: 'Weekdays', holidays: [], yearly: [] }

// Would the day that it speaks of be over before they hear of it?
function isPassedBetween(content: NoticeContent, now: Instant, waits: Instant): boolean {
  const day = content.about === 'reminder' ? content.dueOn : content.about === 'moved' && content.now?.dueOn
  return typeof day === 'string' && localDateOf(now) <= day && day < localDateOf(waits)
}

/** Is it about something that is overdue? Such come first in a digest. */
export function isOverdue({ about }: NoticeContent): boolean {
  return about === 'missed' || about === 'escalation' || about === 'reopened'
}
