import fc from 'fast-check'
import {
  ASSIGNMENTS,
  AUTHORITIES,
  CHILD_PLAN_MEETINGS,
  CLOSING_REASONS,
  CONSENTS,
  CONSENTS_OF,
  CPM_RECOMMENDATIONS,
  DECISIONS,
  DELAY_REASONS,
  DIARY_MEETINGS,
  FEEDBACK_TO,
  LEGAL_BASES,
  ORDERS,
  PANEL_OUTCOMES,
  PATHWAYS,
  PLACEMENT_TYPES,
  RECOMMENDATIONS,
  REVIEWS,
  ROUTES,
} from '../../domain/codes'
import { refusalOf, refusalOfCorrection } from '../../domain/guards'
import { journeyOf } from '../../domain/journey'
import type { JourneyEvent, RecordedEvent } from '../../domain/events'
import {
  instant,
  parseOccurrence,
  plusDays,
  plusHours,
  startOf,
  wallTime,
  writeInstant,
  type Instant,
  type LocalDate,
} from '../../domain/time'
import {
  at,
  closed,
  corrected,
  dateSet,
  decided,
  fact,
  fedBack,
  granted,
  legalBasis,
  lodged,
  meetingHeld,
  panelHeld,
  pathwayChanged,
  placed,
  recorded,
  refused,
  returned,
  reviewHeld,
  started,
  transferred,
  visited,
  withdrawn,
  type Fact,
} from '../support/journeys'

// Unless the run as a whole is told how many: there are many properties, under more than one policy.
const told = fc.readConfigureGlobal().numRuns
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: told ?? 50 })

/** For what seldom comes about by chance. */
export const often = { numRuns: told ?? 120 }

/** Days from 2018, when Highland's aims began, to 2030. */
export const days: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 13 * 365 })
  .map((count) => plusDays('2018-01-01' as LocalDate, count))

/** Moments of the same years, to the millisecond. */
export const moments: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2018, 0, 1), max: Date.UTC(2030, 11, 31) })
  .map((milliseconds) => instant(milliseconds))

/** The moment of typing: after everything in these journeys has happened. */
export const NOW = at('2040-01-01T12:00:00Z')

// Few people, and few days in reach of each other, so that what must not meet often would.
const PEOPLE = ['ann', 'bob', 'cat'] as const
const person = fc.constantFrom(...PEOPLE)
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

function occurredAt(from: LocalDate, withinDays: number): fc.Arbitrary<string> {
  const on = fc.integer({ min: 0, max: withinDays }).map((count) => plusDays(from, count))
  const hour = fc.integer({ min: 8, max: 18 })
  return fc.oneof(
    on,
    fc.tuple(on, hour).map(([day, at]) => writeInstant(wallTime(day, at))),
  )
}

function factAfter(from: LocalDate, withinDays: number): fc.Arbitrary<Fact> {
  const when = occurredAt(from, withinDays)
  const meeting = fc
    .record({
      on: when,
      meeting: fc.constantFrom(...CHILD_PLAN_MEETINGS),
      review: some(fc.constantFrom(...REVIEWS)),
      recommendation: some(fc.constantFrom(...CPM_RECOMMENDATIONS)),
      route: some(fc.constantFrom(...ROUTES)),
      agreed: some(when),
    })
    .map(({ on, meeting, review, recommendation, route, agreed }) =>
      meetingHeld(meeting, on, {
        ...(review && { review }),
        ...(recommendation && { recommendation }),
        ...(route && { route }),
        ...(agreed && { agreedDates: { threeMonth: agreed } }),
      }),
    )
  const review = fc.tuple(fc.constantFrom(...REVIEWS), when).map(([kind, on]) => reviewHeld(kind, on))
  const date = fc
    .tuple(fc.constantFrom(...DIARY_MEETINGS), when, when, fc.boolean())
    .map(([kind, to, on, cancelled]) => dateSet(kind, to, { on, cancelled }))
  const recommendation = fc
    .tuple(when, fc.constantFrom(...RECOMMENDATIONS), some(fc.constantFrom(...ROUTES)))
    .map(([on, kind, route]) =>
      fact('permanence-recommended', on, { recommendation: kind, ...(route && { route }) }),
    )
  const panel = fc
    .tuple(when, fc.constantFrom(...PANEL_OUTCOMES), fc.uniqueArray(person, { minLength: 1, maxLength: 2 }))
    .map(([on, outcome, members]) => panelHeld(on, outcome, members))
  const decision = fc
    .tuple(when, fc.constantFrom(...DECISIONS), person)
    .map(([on, kind, by]) => decided(on, kind, by))
  const order = some(fc.constantFrom(...ORDERS))
  const lodging = fc.tuple(when, order).map(([on, of]) => lodged(on, of))
  const answer = fc
    .tuple(when, order, fc.constantFrom(granted, refused, withdrawn))
    .map(([on, of, how]) => how(on, of))
  const home = fc
    .tuple(when, fc.constantFrom(...PATHWAYS), fc.constantFrom(...LEGAL_BASES))
    .map(([on, to, basis]) => pathwayChanged(on, to, basis))
  const basis = fc
    .tuple(when, fc.constantFrom('cpo', 'icso', 'icso', 'cso', 'voluntary-s25' as const), some(when))
    .map(([on, kind, expiresOn]) => legalBasis(on, kind, expiresOn?.slice(0, 10)))
  const placement = fc
    .tuple(when, fc.constantFrom(...PLACEMENT_TYPES), fc.boolean(), some(fc.constantFrom(...AUTHORITIES)))
    .map(([on, placementType, emergency, placedIn]) =>
      placed(on, { placementType, emergency, ...(placedIn && { placedIn }) }),
    )
  const visit = fc.tuple(when, fc.boolean()).map(([on, childSeen]) => visited(on, childSeen))
  const worker = fc
    .tuple(when, person, fc.constantFrom(...ASSIGNMENTS))
    .map(([on, name, as]) => fact('worker-assigned', on, { worker: name, as }))
  const consent = fc
    .tuple(when, fc.constantFrom(...CONSENTS_OF), fc.constantFrom(...ORDERS), fc.constantFrom(...CONSENTS))
    .map(([on, of, to, consent]) => fact('consent-recorded', on, { of, to, consent }))
  const plain = fc
    .tuple(
      when,
      fc.constantFrom(
        'parents-notified',
        'hearing-advice-requested',
        'hearing-held',
        'hearing-advice-given',
        'peer-review-held' as const,
      ),
    )
    .map(([on, type]) => fact(type, on, {}))
  const feedback = fc.tuple(when, fc.constantFrom(...FEEDBACK_TO)).map(([on, to]) => fedBack(on, to))
  const delay = fc
    .tuple(when, fc.constantFrom(...DELAY_REASONS))
    .map(([on, reason]) => fact('delay-explained', on, { ruleId: 'permanence-panel', reason }))
  const policy = when.map((on) => fact('policy-adopted', on, { policy: 'highland', version: 2 }))
  const transfer = when.map((on) => transferred(on, { locality: 'skye' }))
  const leaving = fc
    .tuple(when, fc.constantFrom(...AUTHORITIES))
    .map(([on, authority]) => transferred(on, { authority }))
  const goingHome = fc
    .tuple(when, fc.boolean())
    .map(([on, stillLookedAfter]) => returned(on, { stillLookedAfter }))
  const closing = fc
    .tuple(when, fc.constantFrom(...CLOSING_REASONS))
    .map(([on, reason]) => closed(on, reason))
  return fc.oneof(
    { weight: 8, arbitrary: meeting },
    { weight: 6, arbitrary: review },
    { weight: 4, arbitrary: date },
    { weight: 10, arbitrary: recommendation },
    { weight: 10, arbitrary: panel },
    { weight: 8, arbitrary: decision },
    { weight: 6, arbitrary: lodging },
    { weight: 3, arbitrary: answer },
    { weight: 2, arbitrary: home },
    { weight: 4, arbitrary: basis },
    { weight: 4, arbitrary: placement },
    { weight: 5, arbitrary: visit },
    { weight: 1, arbitrary: worker },
    { weight: 1, arbitrary: consent },
    { weight: 4, arbitrary: plain },
    { weight: 2, arbitrary: feedback },
    { weight: 1, arbitrary: delay },
    { weight: 1, arbitrary: policy },
    { weight: 1, arbitrary: transfer },
    { weight: 1, arbitrary: leaving },
    { weight: 2, arbitrary: goingHome },
    { weight: 1, arbitrary: closing },
  )
}

interface Span {
  readonly from: LocalDate
  readonly withinDays: number
}

const spans: fc.Arbitrary<Span> = fc.record({
  from: days,
  withinDays: fc.constantFrom(5, 40, 400, 1200),
})

function startIn({ from, withinDays }: Span): fc.Arbitrary<Fact> {
  const begun = plusDays(from, withinDays > 5 ? 2 : 0)
  return fc
    .record({
      hour: some(fc.integer({ min: 0, max: 23 })),
      pathway: fc.constantFrom('away-from-home', 'away-from-home', 'away-from-home', 'at-home' as const),
      legalBasis: fc.constantFrom(...LEGAL_BASES),
      emergency: fc.boolean(),
      consentRequiredFrom: some(fc.constant(plusDays(from, Math.floor(withinDays / 2)))),
    })
    .map(({ hour, consentRequiredFrom, ...fields }) =>
      started(hour === undefined ? begun : writeInstant(wallTime(begun, hour)), {
        ...fields,
        ...(consentRequiredFrom && { consentRequiredFrom }),
      }),
    )
}

function attemptsIn(span: Span): fc.Arbitrary<Fact[]> {
  return fc
    .record({
      first: startIn(span),
      asOccurred: fc.boolean(),
      facts: fc.array(factAfter(span.from, span.withinDays), { minLength: 1, maxLength: 14, size: 'max' }),
    })
    .map(({ first, asOccurred, facts }) => [first, ...(asOccurred ? facts.sort(byDay) : facts)])
}

/** A start, and anything at all in the days around and after it, typed as it occurred or in any other order. */
export const attempts: fc.Arbitrary<Fact[]> = spans.chain(attemptsIn)

function byDay(a: Fact, b: Fact): number {
  return a.occurred.on < b.occurred.on ? -1 : a.occurred.on > b.occurred.on ? 1 : 0
}

/** Types facts one after another, and keeps those that the guards let through. */
export function accepted(facts: readonly Fact[], now: Instant = NOW): JourneyEvent[] {
  return facts.reduce<JourneyEvent[]>((events, one, index) => {
    const refused = index > 0 && refusalOf(journeyOf(events), one, now) !== undefined
    return refused ? events : recorded(...events.map(withoutNumber), one)
  }, [])
}

/** The same facts, typed in another order. */
export function retyped(events: readonly JourneyEvent[], order: readonly number[]): JourneyEvent[] {
  const inOrder = events
    .map((event, index) => ({ event, place: order[index] ?? 0, index }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
  return recorded(...inOrder.map(({ event }) => withoutNumber(event)))
}

function withoutNumber({ id: _id, number: _number, ...one }: JourneyEvent): Fact {
  return one
}

/** Journeys as the guards let them come about. */
export const journeys: fc.Arbitrary<JourneyEvent[]> = attempts.map(accepted)

/** What was said of an event: how it was, or, with null, that it was not at all. */
export interface Correcting {
  /** Which event, counted round the record. */
  readonly of: number
  /** On what day it was, or null. */
  readonly on: string | null
  /** What else was so, where one of these is of its type. */
  readonly otherwise: readonly Fact[]
}

function correctingIn({ from, withinDays }: Span): fc.Arbitrary<Correcting> {
  return fc.record({
    of: fc.nat(),
    on: fc.option(occurredAt(from, withinDays), { freq: 3 }),
    otherwise: fc.array(factAfter(from, withinDays), { maxLength: 4 }),
  })
}

/** The event that is corrected, and the fact that replaces it; never a correction, and the start is never withdrawn. */
export function replacementIn(
  record: readonly RecordedEvent[],
  { of, on, otherwise }: Correcting,
): { readonly number: number; readonly replacement: Fact | null } {
  const facts = record.filter((event): event is JourneyEvent => event.type !== 'event-corrected')
  const event = facts[of % facts.length] as JourneyEvent
  if (on === null && event.type !== 'looked-after-started') return { number: event.number, replacement: null }
  const { id: _, number, recordedAt: __, recordedBy: ___, ...before } = event
  const fields = otherwise.find(({ type }) => type === event.type) ?? before
  const occurred = (on === null ? undefined : parseOccurrence(on)) ?? event.occurred
  return { number, replacement: { ...fields, occurred } }
}

/** A record with those of the corrections that the guards let through. */
export function acceptedCorrections(
  record: readonly RecordedEvent[],
  corrections: readonly Correcting[],
): RecordedEvent[] {
  return corrections.reduce<RecordedEvent[]>(
    (events, correcting) => {
      const { number, replacement } = replacementIn(events, correcting)
      const eventId = events[number - 1]?.id ?? ''
      const refused = refusalOfCorrection(journeyOf(events), { eventId, replacement }, NOW)
      return refused ? events : corrected(events, number, replacement)
    },
    [...record],
  )
}

/** Records as the guards let them come about, corrections among them, and more corrections to try. */
export const records: fc.Arbitrary<{
  readonly record: RecordedEvent[]
  readonly corrections: readonly Correcting[]
}> = spans.chain((span) =>
  fc
    .record({
      facts: attemptsIn(span),
      made: fc.array(correctingIn(span), { maxLength: 3 }),
      corrections: fc.array(correctingIn(span), { minLength: 1, maxLength: 3 }),
    })
    .map(({ facts, made, corrections }) => ({
      record: acceptedCorrections(asTyped(accepted(facts)), made),
      corrections,
    })),
)

/** Facts and corrections of them as no guard would let them come about, for what must hold of any record. */
export const anyRecords: fc.Arbitrary<RecordedEvent[]> = spans.chain((span) =>
  fc
    .record({ facts: attemptsIn(span), made: fc.array(correctingIn(span), { maxLength: 4 }) })
    .map(({ facts, made }) =>
      made.reduce<RecordedEvent[]>(
        (events, correcting) => {
          const { number, replacement } = replacementIn(events, correcting)
          return corrected(events, number, replacement)
        },
        recorded(...facts),
      ),
    ),
)

// Each is typed when it has occurred, and not before the one that was typed before it.
function asTyped(events: readonly JourneyEvent[]): JourneyEvent[] {
  let last = startOf(events[0]!.occurred)
  return events.map((event) => {
    const moment = plusHours(startOf(event.occurred), (event.number * 37) % 60)
    last = moment > last ? moment : last
    return { ...event, recordedAt: last }
  })
}

/** The same record typed in another order: a correction follows its event, and the corrections before it. */
export function retypedRecord(record: readonly RecordedEvent[], order: readonly number[]): RecordedEvent[] {
  const places = new Map<string, number>()
  let lastCorrection = 0
  record.forEach((event, index) => {
    const own = order[index % order.length] ?? 0
    if (event.type === 'event-corrected') {
      lastCorrection = Math.max(own, lastCorrection, places.get(event.eventId) ?? 0)
      places.set(event.id, lastCorrection)
    } else places.set(event.id, own)
  })
  // of the same place, the one that was typed first: sorting keeps that
  const inOrder = [...record].sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
  const ids = new Map(inOrder.map(({ id }, index) => [id, `event-${index + 1}`]))
  return inOrder.map((event, index) => ({
    ...event,
    number: index + 1,
    id: `event-${index + 1}`,
    ...('eventId' in event && { eventId: ids.get(event.eventId) ?? '' }),
  }))
}
