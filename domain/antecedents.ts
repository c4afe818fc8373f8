import type { EventDraft, JourneyEvent } from './events'
import { isBefore } from './order'
import { approvesPermanenceOrder, isPermanenceOrder, recommendsAwayFromHome } from './outcomes'
import { writeOccurrence, type Occurrence } from './time'

/** Why an event cannot stand after what came before it, and what would make it possible. */
export interface Lack {
  readonly code: string
  readonly because: string
  readonly remedy: string
  readonly field?: string
}

/**
 * What an event lacks among the facts of its journey: a recommendation before a panel, an approval before the lodging
 * of a permanence order, a decision maker who did not sit on the panel. By the order in which things occurred; equal
 * dates are never "before". Kinship care orders need neither panel nor agency decision maker: carers petition.
 *
 * @param facts of the journey, in whatever order; the event itself may be among them
 */
export function lackOf(facts: readonly JourneyEvent[], event: EventDraft): Lack | undefined {
  switch (event.type) {
    case 'panel-held':
      return withoutRecommendation(facts, event) ?? panelWithDecisionMaker(facts, event)
    case 'agency-decision-made':
      return decisionMakerOnPanel(facts, event)
    case 'order-lodged':
      return withoutApproval(facts, event)
    default:
      return undefined
  }
}

type DraftOf<T extends EventDraft['type']> = Extract<EventDraft, { type: T }>

function withoutRecommendation(
  facts: readonly JourneyEvent[],
  panel: DraftOf<'panel-held'>,
): Lack | undefined {
  const recommended = facts.some(
    (event) => recommendsAwayFromHome(event) && !isBefore(panel.occurred, event.occurred),
  )
  if (recommended) return undefined
  return {
    code: 'panel-before-recommendation',
    because: 'A panel cannot be held before any recommendation of permanence away from the family',
    remedy:
      'Record the recommendation first, with permanence-recommended or the child plan meeting that made it',
  }
}

function withoutApproval(facts: readonly JourneyEvent[], lodged: DraftOf<'order-lodged'>): Lack | undefined {
  if (!isPermanenceOrder(lodged.order)) return undefined
  const approved = facts.some(
    (event) => approvesPermanenceOrder(event) && !isBefore(lodged.occurred, event.occurred),
  )
  if (approved) return undefined
  return {
    code: 'lodged-before-approval',
    because: 'A permanence order cannot be lodged before the agency decision maker has approved it',
    remedy:
      'Record the approval first, with agency-decision-made; a kinship care order needs none: give order: kinship-care-order',
  }
}

function decisionMakerOnPanel(
  facts: readonly JourneyEvent[],
  decision: DraftOf<'agency-decision-made'>,
): Lack | undefined {
  const panel = panelsBehind(decision.occurred, panelsAmong(facts)).find(({ members }) =>
    members.includes(decision.decisionMaker),
  )
  if (panel === undefined) return undefined
  return {
    code: 'decision-maker-sat-on-panel',
    field: 'decisionMaker',
    because: `${decision.decisionMaker} sat on the panel of ${writeOccurrence(panel.occurred)}, and a member of the panel cannot be its decision maker`,
    remedy: 'Name an agency decision maker who did not sit on that panel',
  }
}

// The decision may have been typed before the panel that it followed.
function panelWithDecisionMaker(
  facts: readonly JourneyEvent[],
  panel: DraftOf<'panel-held'>,
): Lack | undefined {
  const panels = [...panelsAmong(facts), panel]
  const decision = facts.find(
    (event) =>
      event.type === 'agency-decision-made' &&
      panel.members.includes(event.decisionMaker) &&
      panelsBehind(event.occurred, panels).includes(panel),
  )
  if (decision?.type !== 'agency-decision-made') return undefined
  return {
    code: 'decision-maker-sat-on-panel',
    field: 'members',
    because: `${decision.decisionMaker} made the decision of ${writeOccurrence(decision.occurred)} that followed this panel, and a member of the panel cannot be its decision maker`,
    remedy: 'Give the members who sat, or correct who made that decision',
  }
}

function panelsAmong(facts: readonly JourneyEvent[]): Extract<JourneyEvent, { type: 'panel-held' }>[] {
  return facts.filter((event) => event.type === 'panel-held')
}

// The panel that a decision followed: the last not after it, or several where nothing says which was the last.
function panelsBehind<P extends { readonly occurred: Occurrence }>(
  decided: Occurrence,
  panels: readonly P[],
): P[] {
  const earlier = panels.filter((panel) => !isBefore(decided, panel.occurred))
  return earlier.filter((panel) => !earlier.some((other) => isBefore(panel.occurred, other.occurred)))
}
