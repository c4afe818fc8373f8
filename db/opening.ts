import type { Instant } from '../domain/time'

/** A journey that is opened to somebody for now. */
export interface Opening {
  readonly id: string
  readonly journeyId: string
  readonly until: Instant
}

/** How the audit names an opening as the reason of something. */
export const AUDIT_REASON = 'break-glass/'

/** What the audit has as the reason of whatever is done by an opening: which one. The words themselves are sealed. */
export function auditReason(openingId: string): string {
  return `${AUDIT_REASON}${openingId}`
}
