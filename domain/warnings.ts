import { datesSetBy } from './diary'
import { eventsOf, follows, type Journey } from './journey'
import type { JourneyEvent, View } from './events'
import { carriesRecommendation } from './outcomes'
import type { Deadline } from './deadlines'

/** Something that is not refused but should not pass unseen. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly eventId: string
}

/** What a person should look at in this journey: gaps that the record shows, each with the event it is about. */
export function warningsOf(journey: Journey, deadlines: readonly Deadline[]): Warning[] {
  return [
    ...journey.events.flatMap(withoutTheChildsViews),
    ...journey.events.flatMap(sixMonthsWithoutRecommendation),
    ...journey.events.flatMap((event) => agreedDates(event, deadlines)),
    ...eventsOf(journey, 'agency-decision-made').flatMap((event) => decisionWithoutPanel(journey, event)),
  ]
}

function withoutTheChildsViews(event: JourneyEvent): Warning[] {
  const asked =
    event.type === 'child-plan-meeting-held' || event.type === 'review-held' || event.type === 'panel-held'
  if (!asked || event.views?.some(givenByChild)) return []
  return [
    {
      code: 'no-views-of-the-child',
      message: `No views of the child are recorded for this ${event.type}`,
      eventId: event.id,
    },
  ]
}

function givenByChild(view: View): boolean {
  return view.of === 'child' && view.how !== 'not-sought'
}

function sixMonthsWithoutRecommendation(event: JourneyEvent): Warning[] {
  if (event.type !== 'child-plan-meeting-held' || event.meeting !== '6-month') return []
  if (carriesRecommendation(event)) return []
  return [
    {
      code: 'no-recommendation-at-6-months',
      message: 'The 6-month meeting is committed to a permanence recommendation, and none is recorded for it',
      eventId: event.id,
    },
  ]
}

const AGREED_AT_72_HOURS = [
  { meeting: '3-month', rule: '3-month-meeting' },
  { meeting: '6-month', rule: '6-month-meeting-or-recommendation' },
] as const

// The 72-hour meeting agrees the dates of the 3- and 6-month meetings: a missing date, or one that is too late.
function agreedDates(event: JourneyEvent, deadlines: readonly Deadline[]): Warning[] {
  if (event.type !== 'child-plan-meeting-held' || event.meeting !== '72-hour') return []
  return AGREED_AT_72_HOURS.flatMap(({ meeting, rule }): Warning[] => {
    const agreed = datesSetBy(event).find((date) => date.meeting === meeting)
    if (agreed === undefined) {
      return [
        {
          code: 'date-not-agreed',
          message: `The 72-hour meeting agreed no date for the ${meeting} meeting`,
          eventId: event.id,
        },
      ]
    }
    const deadline = deadlines.find((one) => one.rule.metBy === rule)
    if (deadline === undefined || agreed.date.on <= deadline.dueOn) return []
    return [
      {
        code: 'date-agreed-too-late',
        message: `The ${meeting} meeting is agreed for ${agreed.date.on}, after it is due on ${deadline.dueOn}`,
        eventId: event.id,
      },
    ]
  })
}

function decisionWithoutPanel(journey: Journey, event: JourneyEvent): Warning[] {
  const panel = eventsOf(journey, 'panel-held').some((held) => follows(journey, event, held))
  if (panel) return []
  return [
    {
      code: 'decision-without-panel',
      message: 'This decision was made without a recorded panel before it',
      eventId: event.id,
    },
  ]
}
