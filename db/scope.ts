import { sql } from 'kysely'

/** Which localities somebody acts in: a list, or all of the authority. */
export type Localities = readonly string[] | 'authority'

/** What of the record somebody may know of. */
export interface Scope {
  readonly localities: Localities
  /** Journeys elsewhere that were opened to them for a while, by their ids. */
  readonly opened?: readonly string[]
}

/** All of the record: for our own processes, and whoever acts for the whole authority. */
export const AUTHORITY: Scope = { localities: 'authority' }

/** The condition that a journey is one that they may know of; none at all is of whoever has no locality. */
export function inScope({ localities, opened = [] }: Scope) {
  if (localities === 'authority') return sql<boolean>`true`
  const theirs = sql<boolean>`journey.locality = any(${[...localities]}::text[])`
  return opened.length === 0 ? theirs : sql<boolean>`(${theirs} or journey.id = any(${[...opened]}::uuid[]))`
}

/** Is this one of their localities? */
export function isOfLocalities({ localities }: Scope, locality: string): boolean {
  return localities === 'authority' || localities.includes(locality)
}

/** May they know of this journey? */
export function isJourneyOf(
  scope: Scope,
  journey: { readonly id: string; readonly locality: string },
): boolean {
  return isOfLocalities(scope, journey.locality) || scope.opened?.includes(journey.id) === true
}
