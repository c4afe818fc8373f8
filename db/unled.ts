import { sql, type RawBuilder } from 'kysely'
import { coverOf } from '../domain/owners'
import { isHere } from '../domain/people'
import type { Directory } from './people'

// Whoever covers a journey does so until the end of that day.
const HAS_COVER = sql<boolean>`(journey.cover is not null
  and (journey.cover_until is null or journey.cover_until >= (now() at time zone 'Europe/London')::date))`

/** The condition that nobody leads a journey, and nobody covers it today. */
export const IS_WITHOUT_LEAD = sql<boolean>`(journey.worker is null and not ${HAS_COVER})`

/** The condition that one of these leads a journey that has no cover of its own today. */
export function isLedFromAfar(leads: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`(journey.worker = any(${[...leads]}::text[]) and not ${HAS_COVER})`
}

/** Those whom the directory knows to be away or gone, and for whom nobody is here who covers. */
export function leadsWithoutCover({ people, today }: Directory): string[] {
  return [...people.values()]
    .filter((person) => {
      if (isHere(person, today)) return false
      const cover = coverOf(person, people, today)
      return cover === undefined || !isHere(cover, today)
    })
    .map(({ id }) => id)
    .sort()
}
