import type { Agency } from './codes'
import { isOpen, type Deadline } from './deadlines'
import { datesSetBy } from './diary'
import type { EventType, JourneyEvent } from './events'
import type { Policy, Senior } from './policy'
import { momentsOf, type Moment } from './schedule'
import type { JourneyState } from './state'
import { writeOccurrence, type Instant, type LocalDate } from './time'

/** Whom a notice is for, within an agency and the journey's locality. */
export type Recipient = 'lead-worker' | 'contact' | Senior

/** How a notice ended, or that it has not yet. `caught`: of a practice journey, shown and never sent. */
export const NOTICE_STATUSES = ['pending', 'sent', 'refused', 'gave-up', 'withdrawn', 'caught'] as const
export type NoticeStatus = (typeof NOTICE_STATUSES)[number]

/** What a notice says, in codes and dates only: no name, and nothing of what people wrote in their own words. */
export type NoticeContent =
  | {
      readonly about: 'recorded'
      readonly event: EventType
      readonly occurredAt: string
      readonly dates: readonly {
        readonly meeting: string
        readonly at: string
        readonly cancelled: boolean
      }[]
      readonly detail?: string
    }
  | {
      readonly about: 'reminder' | 'missed' | 'escalation'
      readonly rule: string
      readonly title: string
      readonly dueOn: LocalDate
      readonly dueAt?: Instant
    }
  | {
      readonly about: 'summary'
      readonly event: EventType
      readonly occurredAt: string
      readonly deadlines: readonly {
        readonly title: string
        readonly dueOn: LocalDate
        readonly overdue: boolean
      }[]
    }

/** A notice that is to go to one recipient. `key` is unique within the journey: the same notice is never made twice. */
export interface Notice {
  readonly key: string
  /** The instant it belongs to: when the event was recorded, or the moment of the deadline. */
  readonly at: Instant
  readonly agency: Agency
  readonly to: Recipient
  readonly content: NoticeContent
}

/**
 * The notices that are true of a journey at a moment: of each recorded step, of the last reminder, and of each missed
 * deadline and its escalation, while the deadline is open. Those of a deadline that were past already when the event
 * that set it was recorded are stale: never made, one summary says it. Of what was brought in from before, nobody is
 * told at all. A notice that was true and is not any more is withdrawn by whoever keeps them, unless it was sent.
 *
 * Source: architecture, decision 5; domain, "The timetable", reminders and escalation.
 */
export function noticesAt(state: JourneyState, policy: Policy, now: Instant): Notice[] {
  return [
    ...state.journey.events.flatMap((event) => noticesOfEvent(event, policy)),
    ...state.deadlines.filter(isOpen).flatMap((deadline) => noticesOfDeadline(deadline, policy, now)),
    ...state.journey.events.flatMap((event) => summaryOf(event, state, policy)),
  ]
}

function noticesOfEvent(event: JourneyEvent, policy: Policy): Notice[] {
  if (event.imported === true) return []
  const content: NoticeContent = {
    about: 'recorded',
    event: event.type,
    occurredAt: writeOccurrence(event.occurred),
    dates: datesSetBy(event).map(({ meeting, date, cancelled }) => ({
      meeting,
      at: writeOccurrence(date),
      cancelled,
    })),
    ...detailOf(event),
  }
  return (policy.told[event.type] ?? []).map((agency) => ({
    key: `event/${event.id}/${agency}`,
    at: event.recordedAt,
    agency,
    to: recipientIn(agency),
    content,
  }))
}

function detailOf(event: JourneyEvent): { detail?: string } {
  switch (event.type) {
    case 'child-plan-meeting-held':
      return { detail: event.meeting }
    case 'review-held':
      return { detail: event.review }
    case 'permanence-recommended':
      return { detail: event.recommendation }
    case 'panel-held':
      return { detail: event.outcome }
    case 'agency-decision-made':
      return { detail: event.decision }
    case 'order-lodged':
      return { detail: event.order ?? 'permanence-order' }
    case 'journey-closed':
      return { detail: event.reason }
    default:
      return {}
  }
}

function noticesOfDeadline(deadline: Deadline, policy: Policy, now: Instant): Notice[] {
  const past = momentsOf(deadline, policy).filter((moment) => moment.at <= now)
  const overdue = past.some((moment) => moment.kind === 'overdue')
  const lastReminder = overdue ? undefined : past.filter((moment) => moment.kind === 'reminder').at(-1)
  return past
    .filter((moment) => !isStale(moment, deadline))
    .flatMap((moment): Notice[] => {
      if (moment.kind === 'escalation') return [noticeOf(deadline, moment, 'social-work', moment.to)]
      // Of several reminders that passed while something was down, only the last still says anything.
      if (moment === lastReminder || moment.kind === 'missed') {
        return deadline.rule.concerns.map((agency) => noticeOf(deadline, moment, agency, recipientIn(agency)))
      }
      return []
    })
}

function noticeOf(deadline: Deadline, moment: Moment, agency: Agency, to: Recipient): Notice {
  const { rule, startedBy, dueOn, dueAt, lastMoment } = deadline
  const about = moment.kind === 'overdue' ? 'missed' : moment.kind
  return {
    // By the event that set it, not by its instance: that changes when an earlier one is typed late.
    key: `deadline/${rule.id}/${startedBy.id}/${lastMoment}/${moment.label}/${agency}/${to}`,
    at: moment.at,
    agency,
    to,
    content: { about, rule: rule.id, title: rule.title, dueOn, ...(dueAt && { dueAt }) },
  }
}

// A moment that was past before the event that set it was recorded.
function isStale(moment: Moment, deadline: Deadline): boolean {
  return moment.at < deadline.startedBy.recordedAt
}

function summaryOf(event: JourneyEvent, state: JourneyState, policy: Policy): Notice[] {
  if (event.imported === true) return []
  const late = state.deadlines.filter(
    (deadline) =>
      deadline.startedBy === event &&
      isOpen(deadline) &&
      momentsOf(deadline, policy).some((moment) => isStale(moment, deadline)),
  )
  if (late.length === 0) return []
  return [
    {
      key: `summary/${event.id}`,
      at: event.recordedAt,
      agency: 'social-work',
      to: 'lead-worker',
      content: {
        about: 'summary',
        event: event.type,
        occurredAt: writeOccurrence(event.occurred),
        deadlines: late.map((deadline) => ({
          title: deadline.rule.title,
          dueOn: deadline.dueOn,
          overdue: deadline.lastMoment < event.recordedAt,
        })),
      },
    },
  ]
}

function recipientIn(agency: Agency): Recipient {
  return agency === 'social-work' ? 'lead-worker' : 'contact'
}
