import { AUTHORITIES, type Agency, type Authority, type DiaryMeeting } from './codes'
import type { Deadline } from './deadlines'
import { datesSetBy } from './diary'
import type { EventType, JourneyEvent, PersonId, RecordedEvent } from './events'
import { SENIORS, type Policy, type Senior } from './policy'
import { momentsOf, type Moment } from './schedule'
import { settersOf } from './setting'
import type { JourneyState } from './state'
import { writeOccurrence, type Instant, type LocalDate } from './time'

/**
 * Whom a notice is for, within an agency and the journey's locality; or the social work of another authority. `chair`: the
 * person whom the notice itself names.
 */
export type Recipient = 'lead-worker' | 'contact' | 'chair' | Senior | `authority-${Authority}`

/** Everybody whom a notice can be for. */
export const RECIPIENTS: readonly Recipient[] = [
  'lead-worker',
  'contact',
  'chair',
  ...SENIORS,
  ...AUTHORITIES.map((authority): Recipient => `authority-${authority}`),
]

/** How a notice ended, or that it has not yet. `caught`: of a practice journey, shown and never sent. */
export const NOTICE_STATUSES = ['pending', 'sent', 'refused', 'gave-up', 'withdrawn', 'caught'] as const
export type NoticeStatus = (typeof NOTICE_STATUSES)[number]

/** What a notice can be about. */
export const NOTICE_SUBJECTS = [
  'recorded',
  'corrected',
  'moved',
  'reminder',
  'missed',
  'escalation',
  'summary',
  'opened',
  'settled',
  'reopened',
  'undelivered',
  'invitation',
  'answer',
  'overlap',
] as const satisfies readonly NoticeContent['about'][]

/** What a notice says, in codes and dates only: no name, and nothing of what people wrote in their own words. */
export type NoticeContent =
  | ({ readonly about: 'recorded'; readonly event: EventType } & FactTold)
  /** What was told of an event was wrong. Without `now`, it was not so at all. */
  | {
      readonly about: 'corrected'
      readonly event: EventType
      readonly was: FactTold
      readonly now?: FactTold
    }
  /** A date that was told does not stand. Without `now`, nothing is due any more; without `was`, nothing was. */
  | {
      readonly about: 'moved'
      readonly rule: string
      readonly title: string
      readonly was?: DateTold
      readonly now?: DateTold
    }
  | {
      readonly about: 'reminder' | 'missed' | 'escalation'
      readonly rule: string
      readonly title: string
      readonly dueOn: LocalDate
      readonly dueAt?: Instant
    }
  /** What they were told was missed is done by now, or is not needed any more. */
  | {
      readonly about: 'settled'
      readonly rule: string
      readonly title: string
      readonly dueOn: LocalDate
      readonly dueAt?: Instant
      readonly how: Settlement
    }
  /** They were told that it was done or not needed, and that does not stand. */
  | {
      readonly about: 'reopened'
      readonly rule: string
      readonly title: string
      readonly dueOn: LocalDate
      readonly dueAt?: Instant
    }
  /** A notice could not be delivered to somebody, and others like it. */
  | {
      readonly about: 'undelivered'
      readonly agency: Agency
      readonly to: Recipient
      readonly of: DeliverableContent
      /** How many more of the same journey were refused with it. */
      readonly others: number
    }
  /** Somebody beyond whose reach the journey is has opened it, with a reason. */
  | { readonly about: 'opened'; readonly by: PersonId; readonly at: Instant; readonly until: Instant }
  /** A meeting for the diary of one who is invited: to come at a time, or not to come. */
  | {
      readonly about: 'invitation'
      readonly method: 'REQUEST' | 'CANCEL'
      /** What calendars know the meeting by, and which of its changes this is. */
      readonly uid: string
      readonly sequence: number
      readonly meeting: DiaryMeeting
      /** A day, or a moment. */
      readonly at: string
      /** The date that they were told before. */
      readonly was?: string
      /** Why they need not come. */
      readonly because?: 'cancelled' | 'moved' | 'held' | 'withdrawn' | 'closed' | 'not-invited'
      /** The events that set the date: no other notice tells of them. */
      readonly carries: readonly string[]
      /** The lead worker or the chair, when it is for a person. */
      readonly person?: PersonId
    }
  /** The chair declined a meeting, or somebody who is invited proposed another time. */
  | {
      readonly about: 'answer'
      readonly answer: 'declined' | 'counter'
      readonly agency: Agency
      readonly recipient: Recipient
      readonly meeting: DiaryMeeting
      readonly at: string
      readonly proposed?: string
    }
  /** Somebody who is invited to a meeting is invited to another one at the same time. */
  | {
      readonly about: 'overlap'
      readonly agency: Agency
      readonly recipient: Recipient
      readonly meeting: DiaryMeeting
      readonly at: string
      /** When the other one is. */
      readonly otherAt: string
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

/** Anything but that something was not delivered: of that, nothing more is said. */
export type DeliverableContent = Exclude<NoticeContent, { about: 'undelivered' }>

/** How a deadline that was missed came to an end. */
export type Settlement = 'met' | 'not-needed'

/** What is told of an event: when it occurred, the dates it set, and its code. */
export interface FactTold {
  readonly occurredAt: string
  readonly dates: readonly { readonly meeting: string; readonly at: string; readonly cancelled: boolean }[]
  readonly detail?: string
}

/** What is told of a deadline. */
export interface DateTold {
  readonly dueOn: LocalDate
  readonly dueAt?: Instant
}

/** A notice that is to go to one recipient. `key` is unique within the journey: the same notice is never made twice. */
export interface Notice {
  readonly key: string
  /** The instant it belongs to: when the event was recorded, or the moment of the deadline. */
  readonly at: Instant
  readonly agency: Agency
  /** Whose contact it is for, where that is not the journey's locality as it is now. */
  readonly locality?: string
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
  const { journey, deadlines } = state
  const setters = settersOf(journey, deadlines, policy)
  return [
    ...journey.events.flatMap((event) => noticesOfEvent(event, policy)),
    ...[...setters].flatMap(([deadline, setter]) => noticesOfDeadline(deadline, setter, policy, now)),
    ...journey.recorded.flatMap((event) => summaryOf(event, setters, policy)),
  ]
}

function noticesOfEvent(event: JourneyEvent, policy: Policy): Notice[] {
  if (event.imported === true) return []
  const content: NoticeContent = { about: 'recorded', event: event.type, ...factTold(event) }
  return recipientsOf(event, policy).map(({ agency, to }) => ({
    key: `event/${event.id}/${agency}${to.startsWith('authority-') ? `/${to}` : ''}`,
    at: event.recordedAt,
    agency,
    to,
    content,
  }))
}

function recipientsOf(event: JourneyEvent, policy: Policy): { agency: Agency; to: Recipient }[] {
  const told = (policy.told[event.type] ?? []).map((agency) => ({ agency, to: recipientIn(agency) }))
  const authority = otherAuthorityIn(event)
  return authority === undefined ? told : [...told, { agency: 'social-work', to: `authority-${authority}` }]
}

/** The authority in whose area the child is placed is told of it, as is the one the child moves to. */
export function otherAuthorityIn(event: JourneyEvent): Authority | undefined {
  if (event.type === 'placement-changed') return event.placedIn
  return event.type === 'transferred' ? event.authority : undefined
}

/** What is told of an event, in codes and dates. */
export function factTold(event: JourneyEvent): FactTold {
  const detail = detailOf(event)
  return {
    occurredAt: writeOccurrence(event.occurred),
    dates: datesSetBy(event).map(({ meeting, date, cancelled }) => ({
      meeting,
      at: writeOccurrence(date),
      cancelled,
    })),
    ...(detail !== undefined && { detail }),
  }
}

function detailOf(event: JourneyEvent): string | undefined {
  switch (event.type) {
    case 'pathway-changed':
      return event.to
    case 'legal-basis-changed':
      return event.legalBasis
    case 'placement-changed':
      return event.placementType
    case 'worker-assigned':
      return event.as
    case 'child-plan-meeting-held':
      return event.meeting
    case 'review-held':
      return event.review
    case 'permanence-recommended':
      return event.recommendation
    case 'panel-held':
      return event.outcome
    case 'agency-decision-made':
      return event.decision
    case 'consent-recorded':
      return event.consent
    case 'order-lodged':
    case 'order-granted':
    case 'order-refused':
    case 'application-withdrawn':
      return event.order ?? 'permanence-order'
    case 'peer-review-fed-back':
      return event.to
    case 'delay-explained':
      return event.reason
    case 'transferred':
      return event.authority ?? event.locality
    case 'journey-closed':
      return event.reason
    default:
      return undefined
  }
}

function noticesOfDeadline(
  deadline: Deadline,
  setter: RecordedEvent,
  policy: Policy,
  now: Instant,
): Notice[] {
  const past = momentsOf(deadline, policy).filter((moment) => moment.at <= now)
  const overdue = past.some((moment) => moment.kind === 'overdue')
  const lastReminder = overdue ? undefined : past.filter((moment) => moment.kind === 'reminder').at(-1)
  return past
    .filter((moment) => !isStale(moment, setter))
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

// A moment that was past before what set it was recorded.
function isStale(moment: Moment, setter: RecordedEvent): boolean {
  return moment.at < setter.recordedAt
}

function summaryOf(
  event: RecordedEvent,
  setters: ReadonlyMap<Deadline, RecordedEvent>,
  policy: Policy,
): Notice[] {
  if (event.imported === true) return []
  const late = [...setters]
    .filter(
      ([deadline, setter]) =>
        setter === event && momentsOf(deadline, policy).some((moment) => isStale(moment, setter)),
    )
    .map(([deadline]) => deadline)
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

/** Whom what is for an agency is for: in social work whoever leads the journey, elsewhere its contact. */
export function recipientIn(agency: Agency): Recipient {
  return agency === 'social-work' ? 'lead-worker' : 'contact'
}
