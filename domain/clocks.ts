import { eventsOf, follows, type Journey, type Period, type RecommendationMade } from './journey'
import type { JourneyEvent } from './events'
import type { Clock } from './policy'

/** A clock that runs: the event that started it, and the event after which its outcome is no longer needed. */
export interface ClockStart {
  readonly by: JourneyEvent
  readonly period: Period
  readonly endedBy?: JourneyEvent
}

/**
 * The starts of a clock in a journey, in order; each is one instance of the rules that run on it.
 * Return, closing or a change of pathway ends them all; a later plan to return home ends those that lead to an order.
 * Source: the timetable in Highland's policy, "Return, closing or a change of pathway cancels what no longer applies".
 */
export function startsOf(clock: Clock, journey: Journey): ClockStart[] {
  return CLOCK_STARTS[clock](journey)
}

/** Kinship care orders need neither panel nor agency decision maker: carers petition the court themselves. */
export function needsPanel({ recommendation, route }: RecommendationMade): boolean {
  return recommendation === 'away-from-home' && route !== 'kinship-care-order'
}

const APPROVALS_OF_PERMANENCE_ORDER: readonly string[] = [
  'approve-permanence-order',
  'approve-permanence-order-with-authority-to-adopt',
]

/** Is this the agency decision maker's approval of a permanence order, with or without authority to adopt? */
export function approvesPermanenceOrder(event: JourneyEvent): boolean {
  return event.type === 'agency-decision-made' && APPROVALS_OF_PERMANENCE_ORDER.includes(event.decision)
}

const CLOCK_STARTS: Record<Clock, (journey: Journey) => ClockStart[]> = {
  'away-from-home-period': (journey) =>
    awayPeriods(journey).map((period) => ({ by: period.setBy, period, ...endedBy(period.endedBy) })),

  'first-away-from-home-recommendation': (journey) =>
    awayPeriods(journey).flatMap((period) => {
      const first = journey.recommendations.find(
        (made) => needsPanel(made) && within(journey, period, made.event),
      )
      return first ? [start(journey, period, first.event)] : []
    }),

  'panel-outcome': (journey) =>
    awayPeriods(journey).flatMap((period) =>
      eventsOf(journey, 'panel-held')
        .filter((panel) => panel.outcome !== 'deferred' && within(journey, period, panel))
        .map((panel) => start(journey, period, panel)),
    ),

  'first-permanence-order-approval': (journey) =>
    awayPeriods(journey).flatMap((period) => {
      const first = journey.events.find(
        (event) => approvesPermanenceOrder(event) && within(journey, period, event),
      )
      if (first === undefined) return []
      const replaced = eventsOf(journey, 'agency-decision-made').find(
        (event) => event.decision === 'not-approved' && follows(journey, event, first),
      )
      const begun = start(journey, period, first)
      return [{ ...begun, ...endedBy(earlier(journey, begun.endedBy, replaced)) }]
    }),
}

function awayPeriods(journey: Journey): Period[] {
  return journey.periods.filter((period) => period.pathway === 'away-from-home')
}

function within(journey: Journey, period: Period, event: JourneyEvent): boolean {
  const ended = period.endedBy !== undefined && follows(journey, event, period.endedBy)
  return follows(journey, event, period.setBy) && !ended
}

function start(journey: Journey, period: Period, by: JourneyEvent): ClockStart {
  const planChanged = journey.recommendations.find(
    (made) => made.recommendation === 'return-home' && follows(journey, made.event, by),
  )
  return { by, period, ...endedBy(earlier(journey, period.endedBy, planChanged?.event)) }
}

function earlier(journey: Journey, a?: JourneyEvent, b?: JourneyEvent): JourneyEvent | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return follows(journey, a, b) ? b : a
}

function endedBy(event: JourneyEvent | undefined): { endedBy?: JourneyEvent } {
  return event === undefined ? {} : { endedBy: event }
}
