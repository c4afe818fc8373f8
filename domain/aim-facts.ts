import type { AimClock } from './aim-clocks'
import { lackOf } from './antecedents'
import type { EventOf, JourneyEvent } from './events'
import { eventsOf, follows, isWithin, type Journey, type Period } from './journey'
import { localityOn, movesAfter, type Move } from './locality'
import {
  approvesPermanenceOrder,
  carriesRecommendation,
  isPermanenceOrder,
  isReturn,
  metBy,
  recommendsAwayFromHome,
} from './outcomes'
import type { LocalDate } from './time'

/**
 * A clock that started in a journey, with the days on which came whatever can be aimed at, each null while it has not come.
 * Dates alone: what is known of any earlier day is the same without the dates after it.
 */
export interface AimFact {
  readonly clock: AimClock
  /** Counts the starts of this clock in the journey, from 1. */
  readonly instance: number
  /** Where the journey was on the day on which the clock started. */
  readonly locality: string
  /** Where it went from there while the period ran: for an aim that begins to count some time after the clock. */
  readonly moves: readonly Move[]
  /** The test of change that the journey is of. */
  readonly cohort: string | null
  readonly startedOn: LocalDate
  /** The first recommendation of either kind. */
  readonly recommendedOn: LocalDate | null
  /** The first panel, whatever its outcome. */
  readonly panelOn: LocalDate | null
  readonly decidedOn: LocalDate | null
  /** The first permanence order lodged, with or without authority to adopt. */
  readonly lodgedOn: LocalDate | null
  /** A peer review was held in the period, and has been fed back to both managers. */
  readonly reviewedOn: LocalDate | null
  /** The child returned to the family. */
  readonly returnedOn: LocalDate | null
  /** From when it is no longer to be done: the period ended, the journey closed, or what the clock started for fell away. */
  readonly leftOn: LocalDate | null
  /** The period ended, or the journey closed. */
  readonly endedOn: LocalDate | null
}

/**
 * The clocks that aims go by in a journey, as it stands: of each period its start, and at most one of each other clock, since
 * repeats never restart one. What a correction has left without its antecedent starts none, judged by what had occurred by
 * that day. Outcomes count within the period, the event that ends it among them; only a peer review that was held in it may
 * be fed back later.
 * Source: domain "Aims", the table and "Each of a cohort".
 *
 * @param firstLocality where the journey began
 */
export function aimFactsOf(journey: Journey, firstLocality: string, cohort: string | null): AimFact[] {
  const started = new Map<AimClock, number>()
  return journey.periods.flatMap((period) =>
    startsIn(journey, period).map(({ clock, by }) => {
      const instance = (started.get(clock) ?? 0) + 1
      started.set(clock, instance)
      const startedOn = by.occurred.on
      return {
        clock,
        instance,
        locality: localityOn(journey, firstLocality, startedOn),
        moves: movesAfter(journey, startedOn, period.until?.on),
        cohort,
        startedOn,
        ...datesAfter(journey, period, by),
        leftOn: leftOn(journey, period, clock, by),
        endedOn: period.endedBy?.occurred.on ?? null,
      }
    }),
  )
}

interface Start {
  readonly clock: AimClock
  readonly by: JourneyEvent
}

function startsIn(journey: Journey, period: Period): Start[] {
  const first = (clock: AimClock, starts: (event: JourneyEvent) => boolean): Start[] => {
    const by = journey.events.find(
      (event) => starts(event) && isWithin(journey, period, event) && stoodOnItsDay(journey, event),
    )
    return by === undefined ? [] : [{ clock, by }]
  }
  return [
    {
      clock: period.pathway === 'at-home' ? 'at-home-period' : 'away-from-home-period',
      by: period.setBy,
    },
    ...first('first-away-from-home-recommendation', recommendsAwayFromHome),
    ...first('first-panel-outcome', (event) => event.type === 'panel-held' && event.outcome !== 'deferred'),
    ...first('first-permanence-order-approval', approvesPermanenceOrder),
  ]
}

// A decision by somebody who sat on a panel says something against the panel only from its own day on.
function stoodOnItsDay(journey: Journey, event: JourneyEvent): boolean {
  if (!journey.flagged.has(event)) return true
  const byThen = journey.events.filter(({ occurred }) => occurred.on <= event.occurred.on)
  return lackOf(byThen, event) === undefined
}

function datesAfter(
  journey: Journey,
  period: Period,
  by: JourneyEvent,
): Omit<
  AimFact,
  'clock' | 'instance' | 'locality' | 'moves' | 'cohort' | 'startedOn' | 'leftOn' | 'endedOn'
> {
  const within = journey.events.filter(
    (event) => follows(journey, event, by) && isWithin(journey, period, event),
  )
  const first = (is: (event: JourneyEvent) => boolean) => within.find(is)?.occurred.on ?? null
  return {
    recommendedOn: first(carriesRecommendation),
    panelOn: first(({ type }) => type === 'panel-held'),
    decidedOn: first(({ type }) => type === 'agency-decision-made'),
    lodgedOn: first((event) => event.type === 'order-lodged' && isPermanenceOrder(event.order)),
    reviewedOn: reviewedOn(journey, within, by),
    returnedOn: first(isReturn),
  }
}

// What is fed back is the last review that was held: after one in a later period, feedback is of that.
function reviewedOn(journey: Journey, within: readonly JourneyEvent[], by: JourneyEvent): LocalDate | null {
  const held = within.findLast(({ type }) => type === 'peer-review-held')
  if (held === undefined) return null
  const nextHeld = journey.events.find(
    (event) => event.type === 'peer-review-held' && follows(journey, event, held),
  )
  const candidates = journey.events.filter(
    (event) =>
      follows(journey, event, by) &&
      !(nextHeld !== undefined && follows(journey, event, nextHeld)) &&
      !isOutside(journey, event),
  )
  return metBy('peer-review-fed-back', by, candidates)?.occurred.on ?? null
}

function leftOn(journey: Journey, period: Period, clock: AimClock, by: JourneyEvent): LocalDate | null {
  const ends = [
    period.endedBy,
    ...(LEADS_TO_AN_ORDER[clock] ? [planChanged(journey, by), cameBack(journey, by)] : []),
  ]
  if (clock === 'first-permanence-order-approval') ends.push(replaced(journey, by))
  const days = ends.flatMap((event) => (event === undefined ? [] : [event.occurred.on]))
  return days.reduce<LocalDate | null>((first, day) => (first === null || day < first ? day : first), null)
}

const LEADS_TO_AN_ORDER: Record<AimClock, boolean> = {
  'at-home-period': false,
  'away-from-home-period': false,
  'first-away-from-home-recommendation': true,
  'first-panel-outcome': true,
  'first-permanence-order-approval': true,
}

function planChanged(journey: Journey, by: JourneyEvent): JourneyEvent | undefined {
  return journey.recommendations.find(
    ({ recommendation, event }) => recommendation === 'return-home' && follows(journey, event, by),
  )?.event
}

// A period at home is not ended by it: the child may have been with the family since before the plan was made.
function cameBack(journey: Journey, by: JourneyEvent): JourneyEvent | undefined {
  return journey.events.find((event) => isReturn(event) && follows(journey, event, by))
}

function replaced(journey: Journey, by: JourneyEvent): EventOf<'agency-decision-made'> | undefined {
  return eventsOf(journey, 'agency-decision-made').find(
    (event) =>
      event.decision === 'not-approved' && follows(journey, event, by) && stoodOnItsDay(journey, event),
  )
}

/** Is an event dated before the journey began or after it closed, as a correction can leave it? */
export function isOutside({ flagged }: Journey, event: JourneyEvent): boolean {
  const code = flagged.get(event)?.code
  return code === 'before-the-journey' || code === 'after-closing'
}
