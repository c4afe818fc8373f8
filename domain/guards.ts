import { lackOf } from './antecedents'
import { closingReasonOf } from './closing'
import { lastCorrections } from './corrections'
import { EVENT_TYPES, type EventDraft, type EventType, type JourneyEvent } from './events'
import { journeyOf, type Journey } from './journey'
import { isBefore } from './order'
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
    fieldsThatDisagree(draft) ??
    lackOf(journey.events, draft)
  )
}

/** What a correction says of an event: how it was, or, with null, that it was not at all. */
export interface ToCorrect {
  readonly eventId: string
  readonly replacement: EventDraft | null
}

/**
 * Judges whether an event may be corrected so. A replacement is judged as if it were recorded now in a journey without
 * the event. A correction that removes an antecedent is accepted: what depended on it is flagged by the fold, and
 * starts no clock. A closed journey takes corrections too.
 *
 * @param now the moment of recording
 */
export function refusalOfCorrection(
  journey: Journey,
  { eventId, replacement }: ToCorrect,
  now: Instant,
): Refusal | undefined {
  const event = journey.recorded.find(({ id }) => id === eventId)
  if (event === undefined) {
    return {
      code: 'no-such-event',
      field: 'eventId',
      because: 'This journey has no such event',
      remedy: 'Give the id of one of its events',
    }
  }
  if (event.type === 'event-corrected') {
    return {
      code: 'correction-of-a-correction',
      field: 'eventId',
      because: 'A correction is not itself corrected',
      remedy: `Correct the event that it was about again: ${event.eventId}`,
    }
  }
  return replacement === null
    ? refusalOfWithdrawal(journey, event)
    : refusalOfReplacement(journey, event, replacement, now)
}

function refusalOfWithdrawal(journey: Journey, event: JourneyEvent): Refusal | undefined {
  if (event.type === 'looked-after-started') {
    return {
      code: 'start-withdrawn',
      field: 'replacement',
      because: 'A journey cannot be without its start',
      remedy: 'Close the journey as recorded-in-error, or give the start as it was',
    }
  }
  if (lastCorrections(journey.recorded).get(event.id)?.replacement !== null) return undefined
  return {
    code: 'withdrawn-already',
    field: 'eventId',
    because: 'This event has been withdrawn already',
    remedy: 'Give a replacement if it did happen after all',
  }
}

function refusalOfReplacement(
  journey: Journey,
  event: JourneyEvent,
  replacement: EventDraft,
  now: Instant,
): Refusal | undefined {
  if (replacement.type !== event.type) {
    return {
      code: 'another-type',
      field: 'replacement.type',
      because: `The event is ${event.type}, and cannot become ${replacement.type}`,
      remedy: `Withdraw it with null, and record the ${replacement.type} by itself`,
    }
  }
  const refusal =
    replacement.type === 'looked-after-started'
      ? refusalOfStart(replacement.occurred, now)
      : refusalOf(journeyWithout(journey, event), replacement, now)
  if (refusal?.field === undefined) return refusal
  return { ...refusal, field: `replacement.${refusal.field}` }
}

function journeyWithout({ recorded }: Journey, event: JourneyEvent): Journey {
  return journeyOf(
    recorded.filter(
      (other) => other.id !== event.id && !(other.type === 'event-corrected' && other.eventId === event.id),
    ),
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
    // A correction is always possible, also after the journey has closed: there is a start at least.
    if (type === 'event-corrected') return { type, allowed: true }
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
    transferred: { locality: '' },
    'journey-closed': { reason: 'ceased-to-be-looked-after' },
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
  if (closingReasonOf(draft) === undefined) return undefined
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

// Fields of one event that cannot all be so.
function fieldsThatDisagree(draft: EventDraft): Refusal | undefined {
  const { on } = draft.occurred
  if (draft.type === 'worker-assigned' && draft.until !== undefined && draft.until < on) {
    return endsBeforeItBegins('until', draft.until, on)
  }
  if (draft.type === 'legal-basis-changed' && draft.expiresOn !== undefined && draft.expiresOn < on) {
    return endsBeforeItBegins('expiresOn', draft.expiresOn, on)
  }
  if (draft.type === 'transferred' && draft.locality === undefined && draft.authority === undefined) {
    return {
      code: 'transferred-nowhere',
      field: 'locality',
      because: 'A transfer goes to another locality, or to another authority',
      remedy: 'Give locality, or authority when the child moves out of this one',
    }
  }
  return undefined
}

function endsBeforeItBegins(field: string, last: string, on: string): Refusal {
  return {
    code: 'ends-before-it-begins',
    field,
    because: `${last} is before ${on}, when it began`,
    remedy: `Give a day on or after ${on}, or leave ${field} out`,
  }
}
