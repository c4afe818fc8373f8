import type { Role } from './codes'
import type { Form } from './forms'
import type { PersonId } from './events'
import type { LocalDate } from './time'

/** A worker, reviewer, panel member, decision maker or manager, as the directory knows them. */
export interface Person {
  readonly id: PersonId
  readonly name: string
  readonly roles: readonly Role[]
  /** Absent of somebody who works for the whole authority. */
  readonly locality?: string
  readonly team?: string
  readonly manager?: PersonId
  /** Who does their work while they are away, and once they have left. */
  readonly cover?: PersonId
  /** The first and the last day away; either may be open. */
  readonly awayFrom?: LocalDate
  readonly awayUntil?: LocalDate
  /** From this day on they work here no more. */
  readonly leftOn?: LocalDate
  /** How they are told; absent, each message by itself. */
  readonly form?: Form
  /** The id of their working calendar; absent where it is the one of the journey's policy. */
  readonly calendar?: string
}

/** Everybody whom the directory knows, by id. */
export type People = ReadonlyMap<PersonId, Person>

/** Is somebody at work on a day: neither away nor gone? */
export function isHere(person: Person, today: LocalDate): boolean {
  return !isAway(person, today) && !hasLeft(person, today)
}

/** Is somebody away on a day, the first and the last day included? */
export function isAway(
  { awayFrom, awayUntil }: Pick<Person, 'awayFrom' | 'awayUntil'>,
  today: LocalDate,
): boolean {
  if (awayFrom === undefined && awayUntil === undefined) return false
  return (awayFrom === undefined || awayFrom <= today) && (awayUntil === undefined || today <= awayUntil)
}

/** Has somebody left by a day? */
export function hasLeft({ leftOn }: Person, today: LocalDate): boolean {
  return leftOn !== undefined && leftOn <= today
}

/** The people of a list by their ids. */
export function peopleById(people: readonly Person[]): People {
  return new Map(people.map((person) => [person.id, person]))
}
