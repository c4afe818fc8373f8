import fc from 'fast-check'
import {
  CHILD_PLAN_MEETINGS,
  CLOSING_REASONS,
  CPM_RECOMMENDATIONS,
  DECISIONS,
  DIARY_MEETINGS,
  ORDERS,
  PANEL_OUTCOMES,
  RECOMMENDATIONS,
  REVIEWS,
  ROUTES,
} from '../../domain/codes'
import { refusalOf } from '../../domain/guards'
import { journeyOf } from '../../domain/journey'
import type { JourneyEvent } from '../../domain/events'
import { instant, plusDays, wallTime, writeInstant, type Instant, type LocalDate } from '../../domain/time'
import {
  at,
  closed,
  dateSet,
  decided,
  fact,
  lodged,
  meetingHeld,
  panelHeld,
  recorded,
  returned,
  reviewHeld,
  started,
  type Fact,
} from '../support/journeys'

/** For what seldom comes about by chance: 200 runs, unless the run as a whole is told how many. */
export const often = { numRuns: fc.readConfigureGlobal().numRuns ?? 200 }

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
  const lodging = fc.tuple(when, some(fc.constantFrom(...ORDERS))).map(([on, order]) => lodged(on, order))
  const goingHome = fc
    .tuple(when, fc.boolean())
    .map(([on, stillLookedAfter]) => returned(on, { stillLookedAfter }))
  const closing = fc
    .tuple(when, fc.constantFrom(...CLOSING_REASONS))
    .map(([on, reason]) => closed(on, reason))
  return fc.oneof(
    { weight: 4, arbitrary: meeting },
    { weight: 3, arbitrary: review },
    { weight: 3, arbitrary: date },
    { weight: 6, arbitrary: recommendation },
    { weight: 6, arbitrary: panel },
    { weight: 5, arbitrary: decision },
    { weight: 3, arbitrary: lodging },
    { weight: 1, arbitrary: goingHome },
    { weight: 1, arbitrary: closing },
  )
}

/** A start, and anything at all in the days around and after it, typed as it occurred or in any other order. */
export const attempts: fc.Arbitrary<Fact[]> = fc
  .record({
    from: days,
    withinDays: fc.constantFrom(5, 40, 400),
    startedAt: fc.integer({ min: 0, max: 23 }),
    timed: fc.boolean(),
    asOccurred: fc.boolean(),
  })
  .chain(({ from, withinDays, startedAt, timed, asOccurred }) => {
    const begun = plusDays(from, withinDays > 5 ? 2 : 0)
    const first = started(timed ? writeInstant(wallTime(begun, startedAt)) : begun)
    return fc
      .array(factAfter(from, withinDays), { minLength: 1, maxLength: 14, size: 'max' })
      .map((facts) => [first, ...(asOccurred ? facts.sort(byDay) : facts)])
  })

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
