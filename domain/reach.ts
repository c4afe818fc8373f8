import type { PersonId } from './events'
import { coverOf, isTeamOf, type Owned } from './owners'
import { isHere, type People } from './people'
import type { LocalDate } from './time'

/** What of the journeys of their localities is somebody's own, and their team's. */
export interface Theirs {
  readonly id: PersonId
  /** Themselves, and those for whom they cover since they are away or have left. */
  readonly leads: readonly PersonId[]
  readonly team?: string
  /** Where the team is: two localities may call a team by the same name. */
  readonly locality?: string
}

/**
 * What is somebody's on a day. `people` has at least themselves and everybody whose covers lead to them, one for the other;
 * of somebody whom the directory does not know, only what they lead or cover is theirs.
 */
export function theirsOf(id: PersonId, people: People, today: LocalDate): Theirs {
  const covered = [...people.values()].filter(
    (person) => person.id !== id && !isHere(person, today) && coverOf(person, people, today)?.id === id,
  )
  const { team, locality } = people.get(id) ?? {}
  return {
    id,
    leads: [id, ...covered.map((person) => person.id).sort()],
    ...(team !== undefined && { team }),
    ...(locality !== undefined && { locality }),
  }
}

/** Do they lead a journey, cover it on that day, or cover for its lead? */
export function isOwn({ lead, cover }: Owned, { id, leads }: Theirs, today: LocalDate): boolean {
  if (lead !== undefined && leads.includes(lead)) return true
  return cover?.worker === id && (cover.until === undefined || cover.until >= today)
}

/** Is it their own, of their team, or with neither team nor lead yet? */
export function isOfTheirTeam(journey: Owned, theirs: Theirs, today: LocalDate): boolean {
  if (journey.team === undefined && journey.lead === undefined) return true
  return isTeamOf(theirs, journey) || isOwn(journey, theirs, today)
}
