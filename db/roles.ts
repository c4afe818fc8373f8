/**
 * The roles that our processes take in PostgreSQL. Neither owns anything. The API's sees a journey, and what belongs to it,
 * only inside a transaction that has said for whom it acts; the conductor's sees all of them, since deadlines fall due
 * everywhere.
 */
export const API_ROLE = 'pace_api'
export const CONDUCTOR_ROLE = 'pace_conductor'

/** Counts, of the whole authority: it sees no child reference, and nothing that people wrote. */
export const REPORTING_ROLE = 'pace_reporting'

export type DatabaseRole = typeof API_ROLE | typeof CONDUCTOR_ROLE

/** How a connection takes a role from its first moment on, and goes back to it when it is reset. */
export function takingRole(role: DatabaseRole | undefined): { readonly options?: string } {
  return role === undefined ? {} : { options: `-c role=${role}` }
}
