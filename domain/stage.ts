import type { Stage } from './codes'
import { needsPanel } from './clocks'
import { currentPeriod, isWithin, type Journey, type Period, type RecommendationMade } from './journey'
import type { JourneyEvent } from './events'
import { plusHours, startOf, type Instant } from './time'

/** A stage, and when it gives way to another by itself. */
export interface StageReached {
  readonly stage: Stage
  readonly until?: { readonly at: Instant; readonly then: Stage }
}

/**
 * The stage of a journey, by the latest standing fact: closed, at home, what the last recommendation, panel, decision
 * or lodging leads to, or how far the first meetings have come.
 */
export function stageOf(journey: Journey): StageReached {
  if (journey.closed) return { stage: 'closed' }
  const period = currentPeriod(journey)
  if (period.pathway === 'at-home') return { stage: 'at-home' }
  const stage = sinceRecommendation(journey, period)
  return stage ? { stage } : beforeRecommendation(journey, period)
}

// A recommendation that a later meeting only repeats does not send the journey back to the panel.
// What was decided in an earlier period away from home is past: a child who comes back into care begins anew.
function sinceRecommendation(journey: Journey, period: Period): Stage | undefined {
  const recommendations = new Map(journey.recommendations.map((made) => [made.event, made]))
  let stage: Stage | undefined
  let standing: RecommendationMade | undefined
  for (const event of journey.events.filter((one) => isWithin(journey, period, one))) {
    const made = recommendations.get(event)
    if (made === undefined) {
      if (!journey.flagged.has(event)) stage = afterStep(event, standing) ?? stage
    } else if (standing === undefined || !repeats(made, standing)) {
      stage = afterRecommendation(made)
      standing = made
    }
  }
  return stage
}

function repeats(made: RecommendationMade, standing: RecommendationMade): boolean {
  if (made.recommendation !== standing.recommendation) return false
  return made.route === undefined || made.route === standing.route
}

function afterRecommendation(made: RecommendationMade): Stage {
  if (made.recommendation === 'return-home') return 'returning-home'
  return needsPanel(made) ? 'awaiting-panel' : 'awaiting-lodging'
}

function afterStep(event: JourneyEvent, standing: RecommendationMade | undefined): Stage | undefined {
  switch (event.type) {
    case 'panel-held':
      return event.outcome === 'deferred' ? 'awaiting-panel' : 'awaiting-decision'
    case 'agency-decision-made':
      // What was not approved goes back to the panel: nobody may be left waiting.
      return event.decision === 'not-approved' ? 'awaiting-panel' : 'awaiting-lodging'
    case 'order-lodged':
      return 'in-court'
    // A permanence order does not end being looked after; those that do have closed the journey.
    case 'order-granted':
      return 'order-in-place'
    // The application does not stand any more; the approval before it does.
    case 'order-refused':
    case 'application-withdrawn':
      return standing?.recommendation === 'return-home' ? 'returning-home' : 'awaiting-lodging'
    default:
      return undefined
  }
}

function beforeRecommendation(journey: Journey, period: Period): StageReached {
  const meetings = new Set(
    journey.events.flatMap((event) =>
      event.type === 'child-plan-meeting-held' && isWithin(journey, period, event) ? [event.meeting] : [],
    ),
  )
  if (meetings.has('3-month') || meetings.has('6-month')) return { stage: 'awaiting-recommendation' }
  if (meetings.has('72-hour')) return { stage: 'assessment' }
  const at = plusHours(startOf(period.from), 72)
  return { stage: 'first-72-hours', until: { at, then: 'assessment' } }
}
