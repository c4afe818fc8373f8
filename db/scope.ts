import { sql, type RawBuilder } from 'kysely'
import type { Agency } from '../domain/codes'
import type { Theirs } from '../domain/reach'

/** Which localities somebody acts in: a list, or all of the authority. */
export type Localities = readonly string[] | 'authority'

/** What of the record somebody may know of. */
export interface Scope {
  readonly localities: Localities
  /** Journeys elsewhere that were opened to them for a while, by their ids. */
  readonly opened?: readonly string[]
  /** The partner agencies that they are of. */
  readonly agencies?: readonly Agency[]
  /** Less than their localities, where what they do reaches less far. */
  readonly within?: Within
}

/** How far within somebody's localities: their own journeys, those of their team, or those their agency was told of. */
export type Within =
  | { readonly reach: 'own' | 'team'; readonly theirs: Theirs }
  | { readonly reach: 'agency'; readonly agencies: readonly Agency[] }

/** All of the record: for our own processes, and whoever acts for the whole authority. */
export const AUTHORITY: Scope = { localities: 'authority' }

/** May they know of every journey? */
export function seesAll({ localities, within }: Scope): boolean {
  return localities === 'authority' && within === undefined
}

/** The condition that a journey is one that they may know of; none at all is of whoever has no locality. */
export function inScope({ localities, opened = [], within }: Scope): RawBuilder<boolean> {
  const place =
    localities === 'authority'
      ? sql<boolean>`true`
      : sql<boolean>`journey.locality = any(${[...localities]}::text[])`
  const theirs = within === undefined ? place : sql<boolean>`(${place} and ${isWithin(within)})`
  return opened.length === 0 ? theirs : sql<boolean>`(${theirs} or journey.id = any(${[...opened]}::uuid[]))`
}

// The same judgement as isOwn and isOfTheirTeam of the domain, where the rows are; a test holds them together.
function isWithin(within: Within): RawBuilder<boolean> {
  if (within.reach === 'agency') {
    const agencies = sql`${[...within.agencies]}::text[]`
    // what was withdrawn had not been sent: nobody was told
    return sql`exists (
      select from notice
      where notice.journey_id = journey.id and notice.agency = any(${agencies}) and notice.status <> 'withdrawn'
    )`
  }
  const { id, leads, team, locality } = within.theirs
  const own = sql<boolean>`(journey.worker = any(${[...leads]}::text[])
    or (journey.cover = ${id} and (journey.cover_until is null or journey.cover_until >= ${TODAY})))`
  if (within.reach === 'own') return own
  const ofTeam =
    team === undefined
      ? sql<boolean>`false`
      : sql<boolean>`(journey.team = ${team} and (${locality ?? null}::text is null or journey.locality = ${locality ?? null}))`
  return sql`(${own} or ${ofTeam} or (journey.team is null and journey.worker is null))`
}

// by the journey's own clock, which of a practice journey is ahead
const TODAY = sql`((now() + journey.clock_offset_ms * interval '1 millisecond') at time zone 'Europe/London')::date`

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
