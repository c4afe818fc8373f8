import type {
  Agency,
  Attendance,
  ChildPlanMeeting,
  ClosingReason,
  CpmRecommendation,
  Decision,
  DiaryMeeting,
  LegalBasis,
  Order,
  PanelOutcome,
  Pathway,
  PlacementType,
  Recommendation,
  Review,
  Route,
  ViewHolder,
  ViewMeans,
} from './codes'
import type { Instant, LocalDate, Occurrence } from './time'

/** A person's id: a worker, reviewer, panel member, decision maker or manager. Never a name. */
export type PersonId = string

/** Whose views a meeting heard, and how they were given. */
export interface View {
  readonly of: ViewHolder
  readonly how: ViewMeans
}

/** What a child plan meeting agreed that an agency will do, and by when. */
export interface AgreedAction {
  readonly what: string
  readonly owner: Agency
  readonly due?: LocalDate
}

/** What each type of event says besides when it occurred and who recorded it. */
export interface EventFields {
  'looked-after-started': {
    readonly pathway: Pathway
    readonly legalBasis: LegalBasis
    readonly placementType?: PlacementType
    readonly emergency?: boolean
    readonly worker?: PersonId
  }
  'child-plan-meeting-held': {
    readonly meeting: ChildPlanMeeting
    readonly review?: Review
    readonly chair?: PersonId
    readonly attendance?: Readonly<Partial<Record<Agency, Attendance>>>
    readonly immediateNeeds?: string
    readonly actions?: readonly AgreedAction[]
    readonly agreedDates?: { readonly threeMonth?: string; readonly sixMonth?: string }
    readonly views?: readonly View[]
    readonly recommendation?: CpmRecommendation
    readonly route?: Route
  }
  'meeting-date-set': {
    readonly meeting: DiaryMeeting
    readonly at: string
    readonly place?: string
    readonly joinUrl?: string
    readonly reason?: string
    readonly cancelled?: boolean
  }
  'review-held': {
    readonly review: Review
    readonly chair?: PersonId
    readonly outcome?: string
    readonly views?: readonly View[]
    readonly advocacyOffered?: boolean
  }
  'permanence-recommended': {
    readonly recommendation: Recommendation
    readonly route?: Route
  }
  'panel-held': {
    readonly members: readonly PersonId[]
    readonly outcome: PanelOutcome
    readonly views?: readonly View[]
  }
  'agency-decision-made': {
    readonly decisionMaker: PersonId
    readonly decision: Decision
  }
  'order-lodged': {
    /** A permanence order when blank. */
    readonly order?: Order
  }
  'returned-to-family': {
    /** True: still looked after, now at home. Blank or false: the journey closes. */
    readonly stillLookedAfter?: boolean
  }
  'journey-closed': {
    readonly reason: ClosingReason
  }
}

export type EventType = keyof EventFields

/** Every type of event, in the order in which they come on one and the same day. */
export const EVENT_TYPES = [
  'looked-after-started',
  'child-plan-meeting-held',
  'review-held',
  'meeting-date-set',
  'permanence-recommended',
  'panel-held',
  'agency-decision-made',
  'order-lodged',
  'returned-to-family',
  'journey-closed',
] as const satisfies readonly EventType[]

/**
 * Fields that people fill in their own words. They are kept apart from the codes, never signalled, mailed or searched.
 * The actions of a child plan meeting count as words as a whole.
 */
export const FREE_TEXT = {
  'looked-after-started': [],
  'child-plan-meeting-held': ['immediateNeeds', 'actions'],
  'meeting-date-set': ['place', 'joinUrl', 'reason'],
  'review-held': ['outcome'],
  'permanence-recommended': [],
  'panel-held': [],
  'agency-decision-made': [],
  'order-lodged': [],
  'returned-to-family': [],
  'journey-closed': [],
} as const satisfies { [T in EventType]: readonly (keyof EventFields[T])[] }

/** The system that an event came from, when no person typed it here. */
export interface EventSource {
  readonly system: string
  readonly id?: string
}

/** What is said when an event is recorded: its type, when it occurred, and its own fields. */
export type EventDraft = {
  [T in EventType]: { readonly type: T; readonly occurred: Occurrence } & EventFields[T]
}[EventType]

/** What is added when it has been recorded. Numbers count from 1 within a journey. */
export interface Recorded {
  readonly id: string
  readonly number: number
  readonly recordedAt: Instant
  readonly recordedBy: PersonId
  readonly source?: EventSource
  /** Brought in from before: nobody is told of it now. */
  readonly imported?: boolean
}

/** A fact that a person recorded about a journey. */
export type JourneyEvent = EventDraft & Recorded
/** An event of one type. */
export type EventOf<T extends EventType> = Extract<JourneyEvent, { type: T }>
