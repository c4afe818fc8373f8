import type { LegalBasis } from './codes'
import type { EventOf, JourneyEvent } from './events'
import { eventsOf, follows, isWithin, type Journey, type Period, type RecommendationMade } from './journey'
import { legalBasesOf } from './legal-basis'
import { approvesPermanenceOrder, isReview } from './outcomes'
import { placementsOf } from './placements'
import type { Clock } from './policy'
import type { LocalDate } from './time'

/** A clock that runs: the event that started it, and the event after which its outcome is no longer needed. */
export interface ClockStart {
  readonly by: JourneyEvent
  readonly endedBy?: JourneyEvent
  /** Of an order that says its last day itself. */
  readonly expiresOn?: LocalDate
  /** Of what can be renewed: what made it and each renewal, the last of them this start. */
  readonly run?: readonly JourneyEvent[]
}

/**
 * The starts of a clock in a journey, in order; each is one instance of the rules that run on it. What a correction has
 * left without its antecedent starts none.
 * Return, closing or a change of pathway ends what belongs to the period; a later plan to return home ends those that
 * lead to an order. Legal bases go on across pathways.
 * Source: the timetable in Highland's policy, "Return, closing or a change of pathway cancels what no longer applies".
 */
export function startsOf(clock: Clock, journey: Journey): ClockStart[] {
  return CLOCK_STARTS[clock](journey).filter(({ by }) => !journey.flagged.has(by))
}

/** Kinship care orders need neither panel nor agency decision maker: carers petition the court themselves. */
export function needsPanel({ recommendation, route }: RecommendationMade): boolean {
  return recommendation === 'away-from-home' && route !== 'kinship-care-order'
}

const CLOCK_STARTS: Record<Clock, (journey: Journey) => ClockStart[]> = {
  'away-from-home-period': (journey) => periodStarts(awayPeriods(journey)),

  'at-home-period': (journey) => periodStarts(journey.periods.filter(({ pathway }) => pathway === 'at-home')),

  'emergency-placement': (journey) =>
    placementsOf(journey)
      .filter(({ emergency }) => emergency)
      .map(({ by, endedBy }) => ({ by, ...ended(endedBy) })),

  placement: (journey) => placementsOf(journey).map(({ by, endedBy }) => ({ by, ...ended(endedBy) })),

  visit: (journey) =>
    placementsOf(journey).flatMap(({ by, endedBy }) =>
      eventsOf(journey, 'visit-made')
        .filter((visit) => follows(journey, visit, by) && !(endedBy && follows(journey, visit, endedBy)))
        .map((visit) => ({ by: visit, ...ended(endedBy) })),
    ),

  '6-week-review': (journey) =>
    inEachAwayPeriod(journey, (event) => isReview(event, '6-week'), { onlyFirst: true }),

  'later-review': (journey) => inEachAwayPeriod(journey, (event) => isReview(event, 'later')),

  'first-away-from-home-recommendation': (journey) =>
    awayPeriods(journey).flatMap((period) => {
      const first = journey.recommendations.find(
        (made) => needsPanel(made) && isWithin(journey, period, made.event),
      )
      return first ? [untilPlanChanges(journey, period, first.event)] : []
    }),

  'panel-outcome': (journey) =>
    awayPeriods(journey).flatMap((period) =>
      eventsOf(journey, 'panel-held')
        .filter((panel) => panel.outcome !== 'deferred' && isWithin(journey, period, panel))
        .map((panel) => untilPlanChanges(journey, period, panel)),
    ),

  // Parents are told of a decision whatever becomes of the plan.
  'agency-decision': (journey) => inEachAwayPeriod(journey, (event) => event.type === 'agency-decision-made'),

  // The first, and after one that was replaced by a plan not approved, the next: nobody may be left waiting.
  'first-permanence-order-approval': (journey) =>
    awayPeriods(journey).flatMap((period) => {
      const decisions = eventsOf(journey, 'agency-decision-made').filter(
        (event) => isWithin(journey, period, event) && !journey.flagged.has(event),
      )
      return decisions
        .filter((event, index) => approvesPermanenceOrder(event) && !stands(decisions.slice(0, index)))
        .map((first) => {
          const replaced = decisions.find(
            (event) => event.decision === 'not-approved' && follows(journey, event, first),
          )
          const begun = untilPlanChanges(journey, period, first)
          return { ...begun, ...ended(earlier(journey, begun.endedBy, replaced)) }
        })
    }),

  undecided: (journey) =>
    awayPeriods(journey).flatMap((period) =>
      journey.events
        .filter((event) => leavesUndecided(event) && isWithin(journey, period, event))
        .map((event) => untilPlanChanges(journey, period, event)),
    ),

  cpo: (journey) => legalBasisStarts(journey, 'cpo'),
  icso: (journey) => legalBasisStarts(journey, 'icso'),
  cso: (journey) => legalBasisStarts(journey, 'cso'),
}

// Has a permanence order been approved, and not been replaced since by a plan not approved?
function stands(decisions: readonly EventOf<'agency-decision-made'>[]): boolean {
  const approved = decisions.findLastIndex(approvesPermanenceOrder)
  return approved !== -1 && !decisions.slice(approved).some(({ decision }) => decision === 'not-approved')
}

function awayPeriods(journey: Journey): Period[] {
  return journey.periods.filter((period) => period.pathway === 'away-from-home')
}

function periodStarts(periods: readonly Period[]): ClockStart[] {
  return periods.map(({ setBy, endedBy }) => ({ by: setBy, ...ended(endedBy) }))
}

function inEachAwayPeriod(
  journey: Journey,
  starts: (event: JourneyEvent) => boolean,
  { onlyFirst = false }: { onlyFirst?: boolean } = {},
): ClockStart[] {
  return awayPeriods(journey).flatMap((period) => {
    const found = journey.events.filter((event) => starts(event) && isWithin(journey, period, event))
    return (onlyFirst ? found.slice(0, 1) : found).map((by) => ({ by, ...ended(period.endedBy) }))
  })
}

// Nobody may be left waiting: what was deferred, not approved, refused or withdrawn has to be taken up again.
function leavesUndecided(event: JourneyEvent): boolean {
  return (
    (event.type === 'panel-held' && event.outcome === 'deferred') ||
    (event.type === 'agency-decision-made' && event.decision === 'not-approved') ||
    event.type === 'order-refused' ||
    event.type === 'application-withdrawn'
  )
}

function legalBasisStarts(journey: Journey, legalBasis: LegalBasis): ClockStart[] {
  return legalBasesOf(journey)
    .filter((set) => set.legalBasis === legalBasis)
    .map(({ by, run, expiresOn }) => ({
      by,
      run,
      ...(expiresOn && { expiresOn }),
      ...ended(journey.closed?.by),
    }))
}

function untilPlanChanges(journey: Journey, period: Period, by: JourneyEvent): ClockStart {
  const planChanged = journey.recommendations.find(
    (made) => made.recommendation === 'return-home' && follows(journey, made.event, by),
  )
  return { by, ...ended(earlier(journey, period.endedBy, planChanged?.event)) }
}

function earlier(journey: Journey, a?: JourneyEvent, b?: JourneyEvent): JourneyEvent | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return follows(journey, a, b) ? b : a
}

function ended(endedBy: JourneyEvent | undefined): { endedBy?: JourneyEvent } {
  return endedBy === undefined ? {} : { endedBy }
}
