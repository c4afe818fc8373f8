import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator'
import { MEETING_MINUTES } from '../../domain/answers'
import type { InvitationContent } from '../../domain/invitations'
import { parseOccurrence, plusDays } from '../../domain/time'

export interface CalendarAbout {
  /** What the meeting is called, with the child's reference. */
  readonly summary: string
  /** What its description says: no more than the message does. */
  readonly description: string
  readonly organizer: { readonly name: string; readonly address: string }
  readonly attendee: { readonly name?: string; readonly address: string }
  /** Where the journey is read, after signing in. */
  readonly link: string
  /** When the invitation was made. */
  readonly stamp: Date
}

/**
 * An invitation as calendar programs take it (RFC 5545, RFC 5546): to the one whom it is sent to and to nobody else, so
 * that no partner is told the address of another. A moment stands in UTC, a day without a time for the whole day.
 */
export function calendarOf(content: InvitationContent, about: CalendarAbout): string {
  const { method, uid, sequence, at } = content
  const date = parseOccurrence(at)
  if (date === undefined) throw new TypeError(`Neither a day nor a moment: ${at}`)
  const calendar = ical({
    prodId: { company: 'PACE', product: 'PACE', language: 'EN' },
    method: ICalCalendarMethod[method],
  })
  const event = calendar.createEvent({
    id: uid,
    sequence,
    stamp: about.stamp,
    ...(date.at === undefined
      ? { allDay: true, start: midnight(date.on), end: midnight(plusDays(date.on, 1)) }
      : { start: new Date(date.at), end: new Date(Date.parse(date.at) + MEETING_MINUTES * 60_000) }),
    summary: about.summary,
    description: about.description,
    location: 'See PACE',
    url: about.link,
    class: ICalEventClass.PRIVATE,
    busystatus: method === 'CANCEL' ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: about.organizer.name, email: about.organizer.address },
  })
  event.createAttendee({
    email: about.attendee.address,
    ...(about.attendee.name !== undefined && { name: about.attendee.name }),
    role: ICalAttendeeRole.REQ,
    status: ICalAttendeeStatus.NEEDSACTION,
    rsvp: method === 'REQUEST',
  })
  return calendar.toString()
}

// Without a timezone, days are written as they are in UTC.
function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
