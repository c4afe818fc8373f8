import { sql, type RawBuilder } from 'kysely'
import { coverOf } from '../domain/owners'
import { isHere } from '../domain/people'
import type { Directory } from './people'

/** What of the directory says which journeys nobody is here for: whom it knows to be away or gone, and whom of them nobody covers. */
export interface Absent {
  readonly ids: readonly string[]
  readonly uncovered: readonly string[]
}

/** Those whom the directory knows to be away or gone today. */
export function absentIn({ people, today }: Directory): Absent {
  const absent = [...people.values()].filter((person) => !isHere(person, today))
  const uncovered = absent.filter((person) => {
    const cover = coverOf(person, people, today)
    return cover === undefined || !isHere(cover, today)
  })
  return { ids: absent.map(({ id }) => id), uncovered: uncovered.map(({ id }) => id) }
}

// The same judgements as ownerOf of the domain, where the rows are. Whoever covers a journey does so until the end of that day.
function hasCover({ ids }: Absent): RawBuilder<boolean> {
  return sql<boolean>`(journey.cover is not null and journey.cover <> all(${[...ids]}::text[])
    and (journey.cover_until is null or journey.cover_until >= (now() at time zone 'Europe/London')::date))`
}

/** The condition that nobody leads a journey, and nobody who is here covers it. */
export function isWithoutLead(absent: Absent): RawBuilder<boolean> {
  return sql<boolean>`(journey.worker is null and not ${hasCover(absent)})`
}

/** The condition that whoever leads a journey is away or has left, and nobody who is here covers it, or them. */
export function isLedByNobodyHere(absent: Absent): RawBuilder<boolean> {
  return sql<boolean>`(journey.worker = any(${[...absent.uncovered]}::text[]) and not ${hasCover(absent)})`
}
