import type { ClosingReason, Order } from './codes'
import type { EventDraft } from './events'

/** Why an event ends the journey; undefined when it does not. A permanence order does not end being looked after. */
export function closingReasonOf(event: EventDraft): ClosingReason | undefined {
  switch (event.type) {
    case 'journey-closed':
      return event.reason
    case 'returned-to-family':
      return event.stillLookedAfter === true ? undefined : 'returned-to-family'
    case 'order-granted':
      return event.order === undefined ? undefined : ENDS_BEING_LOOKED_AFTER[event.order]
    case 'transferred':
      return event.authority === undefined ? undefined : 'moved-away'
    default:
      return undefined
  }
}

const ENDS_BEING_LOOKED_AFTER: Partial<Record<Order, ClosingReason>> = {
  adoption: 'adoption-granted',
  'kinship-care-order': 'kinship-order-granted',
}
