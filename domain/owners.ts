import { inFull } from './dates-in-words'
import type { PersonId } from './events'
import { hasLeft, isHere, type People, type Person } from './people'
import type { LocalDate } from './time'

/** As what somebody owns a journey. */
export const OWNER_KINDS = ['lead', 'cover', 'manager', 'nobody'] as const

/** Who answers for a journey today, and why. Without a person it is a gap that people must see. */
export interface Owner {
  readonly person?: PersonId
  readonly as: (typeof OWNER_KINDS)[number]
  /** A sentence without its full stop, by name where the directory knows one. */
  readonly because: string
}

/** What of a journey says who owns it. */
export interface Owned {
  readonly lead?: PersonId
  readonly cover?: { readonly worker: PersonId; readonly until?: LocalDate }
  readonly team?: string
  readonly locality: string
}

/**
 * Who owns a journey on a day: its own cover while that runs; else its lead; else whoever covers for the lead, and for
 * them; else the lead's manager, one of the team, one of the locality, or any. A worker whom the directory does not
 * know counts as here. Nobody only where the directory has no manager who is here. The same people give the same owner.
 *
 * Source: product, "On the first day in a council".
 */
export function ownerOf(journey: Owned, people: People, today: LocalDate): Owner {
  return (
    ownCover(journey, people, today) ??
    lead(journey, people, today) ??
    coverOfLead(journey, people, today) ??
    managerAsOwner(journey, people, today) ?? {
      as: 'nobody',
      because: `${withoutLead(journey, people, today)}, and the directory has no manager who is here`,
    }
  )
}

/**
 * Who manages the work of a journey on a day, among those who are here: the lead's own manager, else one of the
 * journey's team, else one of its locality.
 */
export function managerOf(journey: Owned, people: People, today: LocalDate): Person | undefined {
  const own = managerOfLead(journey, people)
  if (own !== undefined && isHere(own, today)) return own
  const managers = managersHere(people, today)
  return (
    managers.find((manager) => isTeamOf(manager, journey)) ??
    managers.find(({ locality }) => locality === journey.locality)
  )
}

/**
 * The leads whose journeys may be somebody's on a day, for looking among the journeys of an authority: their own, and
 * those of people who are not here and have no other cover. `ownerOf` then judges each journey.
 */
export function leadsToLookAt(id: PersonId, people: People, today: LocalDate): PersonId[] {
  const standIns = [...people.values()].filter((person) => {
    if (isHere(person, today)) return false
    const cover = coverOf(person, people, today)
    return cover === undefined || !isHere(cover, today) || cover.id === id
  })
  return [...new Set([id, ...standIns.map((person) => person.id)])].sort()
}

function ownCover({ cover, lead: leadId }: Owned, people: People, today: LocalDate): Owner | undefined {
  if (cover === undefined || (cover.until !== undefined && cover.until < today)) return undefined
  if (!countsAsHere(cover.worker, people, today)) return undefined
  const forWhom = leadId === undefined ? '' : ` for ${nameOf(leadId, people)}`
  const until = cover.until === undefined ? '' : ` until ${inFull(cover.until)}`
  const because = `${nameOf(cover.worker, people)} covers${forWhom}${until}`
  return { person: cover.worker, as: 'cover', because }
}

function lead({ lead: id }: Owned, people: People, today: LocalDate): Owner | undefined {
  if (id === undefined || !countsAsHere(id, people, today)) return undefined
  return { person: id, as: 'lead', because: `${nameOf(id, people)} leads this journey` }
}

function coverOfLead(journey: Owned, people: People, today: LocalDate): Owner | undefined {
  const leading = people.get(journey.lead ?? '')
  if (leading === undefined) return undefined
  const chain = coversOf(leading, people, today)
  const cover = lastOf(chain)
  if (cover === undefined || !isHere(cover, today)) return undefined
  const absent = [leading, ...chain.slice(0, -1)].map((person) => absence(person, today)).join(', ')
  return { person: cover.id, as: 'cover', because: `${absent}, and ${cover.name} covers` }
}

function managerAsOwner(journey: Owned, people: People, today: LocalDate): Owner | undefined {
  const near = managerOf(journey, people, today)
  const manager = near ?? anyManager(people, today)
  if (manager === undefined) return undefined
  const because = `${withoutLead(journey, people, today)}, so ${manager.name}, ${whichManager(manager, journey, people)}, answers for this journey`
  return { person: manager.id, as: 'manager', because }
}

function whichManager(manager: Person, journey: Owned, people: People): string {
  const own = managerOfLead(journey, people)
  if (own?.id === manager.id) return `who manages ${nameOf(journey.lead ?? '', people)}`
  if (isTeamOf(manager, journey)) return `a manager of the team ${journey.team}`
  if (manager.locality === journey.locality) return 'a manager of the locality'
  return 'a manager of the authority'
}

// Those of the whole authority before those of another locality.
function anyManager(people: People, today: LocalDate): Person | undefined {
  const managers = managersHere(people, today)
  return managers.find(({ locality }) => locality === undefined) ?? managers[0]
}

function managersHere(people: People, today: LocalDate): Person[] {
  return [...people.values()]
    .filter((person) => person.roles.includes('manager') && isHere(person, today))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Is a journey of somebody's team? Two localities may call a team by the same name. */
export function isTeamOf({ team, locality }: Pick<Person, 'team' | 'locality'>, journey: Owned): boolean {
  if (journey.team === undefined || team !== journey.team) return false
  return locality === undefined || locality === journey.locality
}

function managerOfLead({ lead: id }: Owned, people: People): Person | undefined {
  return people.get(people.get(id ?? '')?.manager ?? '')
}

/** Who covers for somebody in the end: the first of those who cover, one for the other, who is here; else the last. */
export function coverOf(person: Person, people: People, today: LocalDate): Person | undefined {
  return lastOf(coversOf(person, people, today))
}

/** Those who cover for somebody, one for the other, up to the first who is here, or until it would go in a circle. */
function coversOf(person: Person, people: People, today: LocalDate): Person[] {
  const chain: Person[] = []
  const met = new Set([person.id])
  let next = people.get(person.cover ?? '')
  while (next !== undefined && !met.has(next.id)) {
    chain.push(next)
    if (isHere(next, today)) return chain
    met.add(next.id)
    next = people.get(next.cover ?? '')
  }
  return chain
}

function withoutLead({ lead: id }: Owned, people: People, today: LocalDate): string {
  const person = people.get(id ?? '')
  if (person === undefined) return 'Nobody leads this journey'
  const chain = coversOf(person, people, today).map((cover) => absence(cover, today))
  return [absence(person, today), ...(chain.length === 0 ? ['nobody covers'] : chain)].join(', ')
}

function absence(person: Person, today: LocalDate): string {
  if (hasLeft(person, today)) return `${person.name} has left`
  const until = person.awayUntil === undefined ? '' : ` until ${inFull(person.awayUntil)}`
  return `${person.name} is away${until}`
}

function countsAsHere(id: PersonId, people: People, today: LocalDate): boolean {
  const person = people.get(id)
  return person === undefined || isHere(person, today)
}

function nameOf(id: PersonId, people: People): string {
  return people.get(id)?.name ?? id
}

function lastOf(people: readonly Person[]): Person | undefined {
  return people[people.length - 1]
}
