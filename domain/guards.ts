import { approvesPermanenceOrder } from './clocks'
import { EVENT_TYPES, type EventDraft, type EventType } from './events'
import { eventsOf, isBefore, type Journey } from './journey'
import { isPermanenceOrder } from './outcomes'
import { localDateOf, writeOccurrence, type Instant, type Occurrence } from './time'

/** Why an event is refused, and what would make it possible. `field` names the field when one is to be mended. */
export interface Refusal {
  readonly code: string
  readonly because: string
  readonly remedy: string
  readonly field?: string
}

/**
 * Judges whether an event may be recorded in a journey, by the order in which things occurred, never by the order in
 * which they were typed; equal dates are never "before". Undefined: it may. Guards run only when recording; what has
 * been recorded is always read.
 *
 * @param now the moment of recording
 */
export function refusalOf(journey: Journey, draft: EventDraft, now: Instant): Refusal | undefined {
  return (
    notInTheFuture(draft.occurred, now) ??
    notBeforeTheJourney(journey, draft) ??
    notASecondStart(draft) ??
    notAfterClosing(journey, draft) ??
    notClosedTwice(journey, draft) ??
    OWN_GUARDS[draft.type]?.(journey, draft)
  )
}

/** A start is refused when it is dated in the future. */
export function refusalOfStart(occurred: Occurrence, now: Instant): Refusal | undefined {
  return notInTheFuture(occurred, now)
}

/** Whether an event of a type can be recorded now; if not, why, and what would make it possible. */
export interface Possible {
  readonly type: EventType
  readonly allowed: boolean
  readonly because?: string
  readonly remedy?: string
}

/** For every type of event, whether it can be recorded in this journey as of now. */
export function possibleNow(journey: Journey, now: Instant): Possible[] {
  const occurred: Occurrence = { on: localDateOf(now), at: now }
  return EVENT_TYPES.map((type) => {
    // The plainest event of the type: guards look at the order of things, and at fields only where people differ.
    const draft = { type, occurred, ...plainest(journey)[type] } as EventDraft
    const refusal = refusalOf(journey, draft, now)
    return refusal
      ? { type, allowed: false, because: refusal.because, remedy: refusal.remedy }
      : { type, allowed: true }
  })
}

function plainest(journey: Journey): Partial<Record<EventType, object>> {
  // The order is the one that was recommended: a kinship care order can be lodged where a permanence order cannot.
  const route = journey.recommendations.at(-1)?.route
  return {
    'panel-held': { members: [], outcome: 'supported' },
    'agency-decision-made': { decisionMaker: '', decision: 'approve-permanence-order' },
    'order-lodged': route === undefined ? {} : { order: route },
  }
}

function notInTheFuture(occurred: Occurrence, now: Instant): Refusal | undefined {
  const future = occurred.at === undefined ? occurred.on > localDateOf(now) : occurred.at > now
  if (!future) return undefined
  return {
    code: 'in-the-future',
    field: 'occurredAt',
    because: `${writeOccurrence(occurred)} is in the future: what has not happened yet cannot be recorded`,
    remedy: 'Give the date on which it happened, or set the date of a coming meeting with meeting-date-set',
  }
}

function notBeforeTheJourney(journey: Journey, { occurred }: EventDraft): Refusal | undefined {
  const { start } = journey
  if (!isBefore(occurred, start.occurred)) return undefined
  return {
    code: 'before-the-journey',
    field: 'occurredAt',
    because: `${writeOccurrence(occurred)} is before this journey began on ${writeOccurrence(start.occurred)}`,
    remedy: 'Give a date on or after the start, or correct the start first',
  }
}

function notASecondStart({ type }: EventDraft): Refusal | undefined {
  if (type !== 'looked-after-started') return undefined
  return {
    code: 'already-started',
    because: 'This journey has its start already',
    remedy: 'A child who becomes looked after again has a new journey: start it when this one is closed',
  }
}

function notAfterClosing(journey: Journey, { type, occurred }: EventDraft): Refusal | undefined {
  const { closed } = journey
  if (closed === undefined || type === 'journey-closed' || !isBefore(closed.on, occurred)) return undefined
  return {
    code: 'after-closing',
    because: `This journey closed on ${writeOccurrence(closed.on)} (${closed.reason}); nothing can have happened in it after that`,
    remedy: 'Give a date on or before the closing, correct the closing, or start a new journey',
  }
}

function notClosedTwice(journey: Journey, draft: EventDraft): Refusal | undefined {
  if (!closes(draft)) return undefined
  if (journey.closed) {
    return {
      code: 'already-closed',
      because: `This journey closed on ${writeOccurrence(journey.closed.on)} (${journey.closed.reason})`,
      remedy: 'Correct that closing if it is wrong',
    }
  }
  const later = journey.events.find((event) => isBefore(draft.occurred, event.occurred))
  if (later === undefined) return undefined
  return {
    code: 'events-after-closing',
    field: 'occurredAt',
    because: `${later.type} is recorded on ${writeOccurrence(later.occurred)}, after ${writeOccurrence(draft.occurred)}`,
    remedy: 'Close on a date that is not before the last event, or correct that event first',
  }
}

function closes(draft: EventDraft): boolean {
  if (draft.type === 'journey-closed') return true
  return draft.type === 'returned-to-family' && draft.stillLookedAfter !== true
}

type DraftOf<T extends EventType> = Extract<EventDraft, { type: T }>
type Guard = (journey: Journey, draft: EventDraft) => Refusal | undefined

const OWN_GUARDS: Partial<Record<EventType, Guard>> = {
  'panel-held': (journey, draft) => {
    if (draft.type !== 'panel-held') return undefined
    const recommended = journey.recommendations.some(
      ({ recommendation, event }) =>
        recommendation === 'away-from-home' && !isBefore(draft.occurred, event.occurred),
    )
    if (recommended) return decisionMakerSatOn(journey, draft)
    return {
      code: 'panel-before-recommendation',
      because: 'A panel cannot be held before any recommendation of permanence away from the family',
      remedy:
        'Record the recommendation first, with permanence-recommended or the child plan meeting that made it',
    }
  },

  'agency-decision-made': (journey, draft) => {
    if (draft.type !== 'agency-decision-made') return undefined
    const panel = panelsBehind(draft.occurred, eventsOf(journey, 'panel-held')).find(({ members }) =>
      members.includes(draft.decisionMaker),
    )
    if (panel === undefined) return undefined
    return {
      code: 'decision-maker-sat-on-panel',
      field: 'decisionMaker',
      because: `${draft.decisionMaker} sat on the panel of ${writeOccurrence(panel.occurred)}, and a member of the panel cannot be its decision maker`,
      remedy: 'Name an agency decision maker who did not sit on that panel',
    }
  },

  'order-lodged': (journey, draft) => {
    if (draft.type !== 'order-lodged' || !isPermanenceOrder(draft.order)) return undefined
    const approved = journey.events.some(
      (event) => approvesPermanenceOrder(event) && !isBefore(draft.occurred, event.occurred),
    )
    if (approved) return undefined
    return {
      code: 'lodged-before-approval',
      because: 'A permanence order cannot be lodged before the agency decision maker has approved it',
      remedy:
        'Record the approval first, with agency-decision-made; a kinship care order needs none: give order: kinship-care-order',
    }
  },
}

// The decision may have been typed before the panel that it followed.
function decisionMakerSatOn(journey: Journey, panel: DraftOf<'panel-held'>): Refusal | undefined {
  const panels = [...eventsOf(journey, 'panel-held'), panel]
  const decision = eventsOf(journey, 'agency-decision-made').find(
    ({ occurred, decisionMaker }) =>
      panel.members.includes(decisionMaker) && panelsBehind(occurred, panels).includes(panel),
  )
  if (decision === undefined) return undefined
  return {
    code: 'decision-maker-sat-on-panel',
    field: 'members',
    because: `${decision.decisionMaker} made the decision of ${writeOccurrence(decision.occurred)} that followed this panel, and a member of the panel cannot be its decision maker`,
    remedy: 'Give the members who sat, or correct who made that decision',
  }
}

// The panel that a decision followed: the last not after it, or several where nothing says which was the last.
function panelsBehind<P extends { readonly occurred: Occurrence }>(
  decided: Occurrence,
  panels: readonly P[],
): P[] {
  const earlier = panels.filter((panel) => !isBefore(decided, panel.occurred))
  return earlier.filter((panel) => !earlier.some((other) => isBefore(panel.occurred, other.occurred)))
}
