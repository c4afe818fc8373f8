import type {
  Agency,
  Assignment,
  Attendance,
  Authority,
  ChildPlanMeeting,
  ClosingReason,
  Consent,
  ConsentOf,
  CpmRecommendation,
  Decision,
  DelayReason,
  DiaryMeeting,
  FeedbackTo,
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
    /** From this day the child's own consent to an order is needed (ACA 2007 s84). Kept instead of a birth date. */
    readonly consentRequiredFrom?: LocalDate
  }
  'pathway-changed': {
    readonly to: Pathway
    readonly legalBasis: LegalBasis
  }
  'legal-basis-changed': {
    readonly legalBasis: LegalBasis
    /** The last day of an order that says so itself. */
    readonly expiresOn?: LocalDate
  }
  'placement-changed': {
    readonly placementType: PlacementType
    readonly emergency?: boolean
    /** The authority in whose area the child is placed, when it is another. */
    readonly placedIn?: Authority
    readonly siblingsTogether?: boolean
  }
  'worker-assigned': {
    readonly worker: PersonId
    readonly as: Assignment
    /** The last day of a cover. */
    readonly until?: LocalDate
    /** Why, such as what a handover says. */
    readonly reason?: string
  }
  'child-plan-meeting-held': {
    readonly meeting: ChildPlanMeeting
    readonly review?: Review
    readonly chair?: PersonId
    readonly attendance?: Readonly<Record<Agency, Attendance>>
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
    /** Who is to chair it; when it is blank, whoever was to before. */
    readonly chair?: PersonId
  }
  'review-held': {
    readonly review: Review
    readonly chair?: PersonId
    readonly outcome?: string
    readonly views?: readonly View[]
    readonly advocacyOffered?: boolean
  }
  'visit-made': {
    readonly childSeen: boolean
    readonly seenAlone?: boolean
  }
  /** A children's hearing sat: what it changed in law is recorded as such besides. */
  'hearing-held': {
    readonly outcome?: string
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
  /** The parents were told of the agency decision. */
  'parents-notified': Record<never, never>
  'hearing-advice-requested': Record<never, never>
  'hearing-advice-given': Record<never, never>
  'consent-recorded': {
    readonly of: ConsentOf
    /** The order that is consented to. */
    readonly to: Order
    readonly consent: Consent
  }
  'order-lodged': {
    /** A permanence order when blank. */
    readonly order?: Order
  }
  /** Adoption and kinship care orders end being looked after; a permanence order does not. */
  'order-granted': {
    readonly order?: Order
  }
  'order-refused': {
    readonly order?: Order
  }
  'application-withdrawn': {
    readonly order?: Order
  }
  'returned-to-family': {
    /** True: still looked after, now at home. Blank or false: the journey closes. */
    readonly stillLookedAfter?: boolean
  }
  'peer-review-held': {
    readonly findings?: string
  }
  'peer-review-fed-back': {
    readonly to: FeedbackTo
  }
  'delay-explained': {
    /** The rule whose deadline is explained. */
    readonly ruleId: string
    readonly reason: DelayReason
    readonly note?: string
  }
  transferred: {
    readonly locality?: string
    readonly team?: string
    /** The authority that the child moves to: the journey ends here. */
    readonly authority?: Authority
  }
  'policy-adopted': {
    /** The id of the policy, and which version of it. */
    readonly policy: string
    readonly version: number
    readonly reason?: string
  }
  'journey-closed': {
    readonly reason: ClosingReason
  }
  /** The event that is named was recorded wrongly: this is how it was, or, with null, it was not at all. */
  'event-corrected': {
    readonly eventId: string
    readonly replacement: EventDraft | null
    readonly reason: string
  }
}

export type EventType = keyof EventFields

/** Every type of event, in the order in which they come on one and the same day. */
export const EVENT_TYPES = [
  'looked-after-started',
  'pathway-changed',
  'legal-basis-changed',
  'placement-changed',
  'worker-assigned',
  'visit-made',
  'child-plan-meeting-held',
  'review-held',
  'meeting-date-set',
  'permanence-recommended',
  'panel-held',
  'agency-decision-made',
  'parents-notified',
  'hearing-advice-requested',
  'hearing-held',
  'hearing-advice-given',
  'consent-recorded',
  'order-lodged',
  'order-granted',
  'order-refused',
  'application-withdrawn',
  'peer-review-held',
  'peer-review-fed-back',
  'delay-explained',
  'policy-adopted',
  'returned-to-family',
  'transferred',
  'journey-closed',
  'event-corrected',
] as const satisfies readonly EventType[]

/**
 * Fields that people fill in their own words. They are kept apart from the codes, never signalled, mailed or searched.
 * The actions of a child plan meeting count as words as a whole.
 */
export const FREE_TEXT = {
  'looked-after-started': [],
  'pathway-changed': [],
  'legal-basis-changed': [],
  'placement-changed': [],
  'worker-assigned': ['reason'],
  'visit-made': [],
  'child-plan-meeting-held': ['immediateNeeds', 'actions'],
  'review-held': ['outcome'],
  'meeting-date-set': ['place', 'joinUrl', 'reason'],
  'permanence-recommended': [],
  'panel-held': [],
  'agency-decision-made': [],
  'parents-notified': [],
  'hearing-advice-requested': [],
  'hearing-held': ['outcome'],
  'hearing-advice-given': [],
  'consent-recorded': [],
  'order-lodged': [],
  'order-granted': [],
  'order-refused': [],
  'application-withdrawn': [],
  'peer-review-held': ['findings'],
  'peer-review-fed-back': [],
  'delay-explained': ['note'],
  'policy-adopted': ['reason'],
  'returned-to-family': [],
  transferred: [],
  'journey-closed': [],
  'event-corrected': ['reason'],
} as const satisfies { [T in EventType]: readonly (keyof EventFields[T])[] }

/** Whether people fill in a field of an event in their own words; the address of a document counts as such in every type. */
export function isFreeText(type: EventType, field: string): boolean {
  return field === 'documentUrl' || (FREE_TEXT[type] as readonly string[]).includes(field)
}

/** The system that an event came from, when no person typed it here. */
export interface EventSource {
  readonly system: string
  readonly id?: string
}

/** A type of event that says something about the child's way; a correction only says something about another event. */
export type FactType = Exclude<EventType, 'event-corrected'>
export const FACT_TYPES = EVENT_TYPES.filter((type): type is FactType => type !== 'event-corrected')

/** What an event of any type may say besides. */
export interface Documented {
  /** Where the council's document store has what was written of it. It can hold a name, so it is kept as words are. */
  readonly documentUrl?: string
}

/** What is said when an event is recorded: its type, when it occurred, and its own fields. */
export type EventDraft = {
  [T in FactType]: { readonly type: T; readonly occurred: Occurrence } & Documented & EventFields[T]
}[FactType]
/** A correction as it is said: about which event, and when it was made. */
export type CorrectionDraft = {
  readonly type: 'event-corrected'
  readonly occurred: Occurrence
} & EventFields['event-corrected']

/** What is added when it has been recorded. Numbers count from 1 within a journey. */
export interface Recorded {
  readonly id: string
  readonly number: number
  readonly recordedAt: Instant
  readonly recordedBy: PersonId
  readonly source?: EventSource
  /** Brought in from before: nobody is told of it now. */
  readonly imported?: boolean
  /** What people wrote in it was erased for good: codes and dates are left. */
  readonly erased?: boolean
}

/** A correction as it was recorded. */
export type Correction = CorrectionDraft & Recorded

/**
 * A fact about a journey as it stands. Of one that was corrected these are the contents of its last correction, and
 * `recordedAt` is when that was recorded: only since then is it known so. `correctedBy` is the id of that correction.
 */
export type JourneyEvent = EventDraft & Recorded & { readonly correctedBy?: string }
/** A fact of one type. */
export type EventOf<T extends FactType> = Extract<JourneyEvent, { type: T }>

/** Anything in a journey's record: facts as they were first recorded, and corrections of them. */
export type RecordedEvent = JourneyEvent | Correction
