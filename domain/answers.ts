import { endOfDay, parseOccurrence, plusDays, type Instant } from './time'

/** What somebody who is invited to a meeting can answer; `counter`: they propose another time. */
export const MEETING_ANSWERS = ['accepted', 'declined', 'tentative', 'counter'] as const
export type MeetingAnswer = (typeof MEETING_ANSWERS)[number]

/** What can be answered by a link; another time is proposed in one's own calendar. */
export const LINK_ANSWERS = ['accepted', 'declined', 'tentative'] as const satisfies readonly MeetingAnswer[]
export type LinkAnswer = (typeof LINK_ANSWERS)[number]

/** How long a meeting takes, as calendars have it: an hour, since nobody says how long when a date is agreed. */
export const MEETING_MINUTES = 60

/** How long after its day a meeting can still be answered by the link: who was away sees what it was about. */
export const LINK_DAYS_AFTER = 7

/** The last moment at which the link of an invitation to a meeting at this time can be used. Throws when it is no time. */
export function linkEnds(at: string): Instant {
  const date = parseOccurrence(at)
  if (date === undefined) throw new TypeError(`Neither a day nor a moment: ${at}`)
  return endOfDay(plusDays(date.on, LINK_DAYS_AFTER))
}
