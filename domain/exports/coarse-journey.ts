import { eventsOf, type Journey } from '../journey'
import { daysBetween, type LocalDate } from '../time'

/** How far a journey had come by a day: in codes, and in whole weeks from its start, never in dates. */
export interface CoarseJourney {
  /** The month in which the child became looked after: `2026-03`. */
  readonly startedIn: string
  readonly pathway: string
  readonly legalBasis: string
  readonly weeksToFirstMeeting?: number
  readonly weeksToRecommendation?: number
  readonly recommendation?: string
  readonly route?: string
  readonly weeksToPanel?: number
  readonly panelOutcome?: string
  readonly weeksToDecision?: number
  readonly decision?: string
  readonly weeksToLodging?: number
  readonly weeksToOrder?: number
  readonly order?: string
  readonly weeksToEnd?: number
  readonly reasonEnded?: string
  /** How often the child moved to live somewhere else: `0`, `1-2`, `3 or more`. */
  readonly moves: string
}

/**
 * A journey by the first of each step, as it stood at the end of a day. Exact days are left out: with the day on which
 * somebody moved or was heard a child is found again by whoever knows of it; weeks are what aims and waiting are counted in.
 */
export function coarsened(journey: Journey, until: LocalDate): CoarseJourney {
  const happened = journey.events.filter((event) => event.occurred.on <= until && !journey.flagged.has(event))
  const start = journey.start.occurred.on
  const weeks = (event: { readonly occurred: { readonly on: LocalDate } }) =>
    Math.floor(daysBetween(start, event.occurred.on) / 7)
  const within = { ...journey, events: happened }
  const [meeting] = eventsOf(within, 'child-plan-meeting-held')
  const recommended = journey.recommendations.find(({ event }) => event.occurred.on <= until)
  const [panel] = eventsOf(within, 'panel-held')
  const [decision] = eventsOf(within, 'agency-decision-made')
  const [lodged] = eventsOf(within, 'order-lodged')
  const [granted] = eventsOf(within, 'order-granted')
  const { closed } = journey
  const isEnded = closed !== undefined && closed.on.on <= until
  const moves = eventsOf(within, 'placement-changed').length
  return {
    startedIn: start.slice(0, 7),
    pathway: journey.start.pathway,
    legalBasis: journey.start.legalBasis,
    ...(meeting && { weeksToFirstMeeting: weeks(meeting) }),
    ...(recommended && {
      weeksToRecommendation: weeks(recommended.event),
      recommendation: recommended.recommendation,
      ...(recommended.route && { route: recommended.route }),
    }),
    ...(panel && { weeksToPanel: weeks(panel), panelOutcome: panel.outcome }),
    ...(decision && { weeksToDecision: weeks(decision), decision: decision.decision }),
    ...(lodged && { weeksToLodging: weeks(lodged) }),
    ...(granted && { weeksToOrder: weeks(granted), order: granted.order ?? 'permanence-order' }),
    ...(isEnded && { weeksToEnd: weeks({ occurred: closed.on }), reasonEnded: closed.reason }),
    moves: moves === 0 ? '0' : moves < 3 ? '1-2' : '3 or more',
  }
}
