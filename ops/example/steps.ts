import { lastWorkingDayOnOrBefore, UncoveredYearError } from '../../domain/calendar'
import type { EventFields } from '../../domain/events'
import { plusDays, type LocalDate } from '../../domain/time'
import { newestCalendar } from '../../policies/released-calendars'
import { fact, type ExampleFact } from './fact'

const CHILD_HEARD = [{ of: 'child', how: 'in-person' }] as const
const EVERYBODY_CAME = {
  'social-work': 'attended',
  health: 'attended',
  education: 'attended',
  legal: 'attended',
  panel: 'attended',
  reporter: 'apologies',
} as const

type Meeting = EventFields['child-plan-meeting-held']

/** The 72-hour child plan meeting, with the dates that it agreed for the 3-month and the 6-month meeting. */
export function seventyTwoHourMeeting(on: string, agreedDates: Meeting['agreedDates']): ExampleFact {
  return childPlanMeeting(on, '72-hour', { agreedDates })
}

/** A child plan meeting that every agency but the Reporter attended, and at which the child was heard. */
export function childPlanMeeting(
  on: string,
  meeting: Meeting['meeting'],
  more: Partial<Meeting> = {},
): ExampleFact {
  return fact(on, 'child-plan-meeting-held', {
    meeting,
    chair: 'practice-reviewer',
    attendance: EVERYBODY_CAME,
    views: CHILD_HEARD,
    ...more,
  })
}

/** The 6-week review. */
export function sixWeekReview(on: string): ExampleFact {
  return fact(on, 'review-held', {
    review: '6-week',
    chair: 'practice-reviewer',
    views: CHILD_HEARD,
    advocacyOffered: true,
  })
}

/** The 6-month meeting that recommended permanence away from the family. */
export function recommendedAtSixMonths(on: string, route: Meeting['route']): ExampleFact {
  return childPlanMeeting(on, '6-month', { recommendation: 'away-from-home', route })
}

/** A panel that supported the recommendation. */
export function panelSupported(on: string): ExampleFact {
  return fact(on, 'panel-held', {
    members: ['practice-panel-member-1', 'practice-panel-member-2', 'practice-panel-member-3'],
    outcome: 'supported',
    views: CHILD_HEARD,
  })
}

/** The decision of the agency decision maker, who sat on no panel. */
export function decided(on: string, decision: EventFields['agency-decision-made']['decision']): ExampleFact {
  return fact(on, 'agency-decision-made', { decisionMaker: 'practice-decision-maker', decision })
}

/** The parents were told of the decision. */
export function parentsTold(on: string): ExampleFact {
  return fact(on, 'parents-notified', {})
}

/**
 * What goes on all the while a child is away from home, until a day: a visit in the first week and every eleven weeks,
 * and the statutory reviews after that of six weeks.
 *
 * @param sixWeekReviewOn absent where it has not been held yet
 */
export function lookedAfterWell(from: string, until: string, sixWeekReviewOn?: string): ExampleFact[] {
  const visits = [plusDays(from as LocalDate, 4), ...every(77, plusDays(from as LocalDate, 4), until)]
  const first = sixWeekReviewOn === undefined ? undefined : plusDays(sixWeekReviewOn as LocalDate, 85)
  const reviews = first === undefined ? [] : [first, ...every(170, first, until)]
  return [
    ...visits
      .filter((day) => day < until)
      .map((day) => fact(onWeekday(day), 'visit-made', { childSeen: true, seenAlone: true })),
    ...reviews
      .filter((day) => day < until)
      .map((day) =>
        fact(onWeekday(day), 'review-held', {
          review: 'later',
          chair: 'practice-reviewer',
          views: CHILD_HEARD,
          advocacyOffered: true,
        }),
      ),
  ]
}

/** The weekday itself, or the one before a weekend. */
export function onWeekday(day: LocalDate): LocalDate {
  const weekday = new Date(day).getUTCDay()
  return weekday >= 1 && weekday <= 5 ? day : onWeekday(plusDays(day, -1))
}

/** The working day in Scotland itself, or the last one before it; of years that its calendar does not reach, the weekday. */
export function onWorkingDay(day: LocalDate): LocalDate {
  const scotland = newestCalendar('scotland')
  if (scotland === undefined) return onWeekday(day)
  try {
    return lastWorkingDayOnOrBefore(scotland, day)
  } catch (error) {
    if (error instanceof UncoveredYearError) return onWeekday(day)
    throw error
  }
}

function every(days: number, from: LocalDate, until: string): LocalDate[] {
  const next = plusDays(from, days)
  return next < until ? [next, ...every(days, next, until)] : []
}
