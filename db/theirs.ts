import { sql, type Selectable } from 'kysely'
import { peopleById } from '../domain/people'
import { theirsOf, type Theirs } from '../domain/reach'
import type { Queryable } from './database'
import { personOf, todayOf } from './people'
import type { Tables } from './tables'

/** What of the journeys of their localities is somebody's today: of the directory, only those are read who lead to them. */
export async function readTheirs(db: Queryable, id: string): Promise<Theirs> {
  // union, not union all: covers may go in a circle
  const { rows } = await sql<Selectable<Tables['person']>>`
    with recursive leading_here(id) as (
      select ${id}::text
      union
      select person.id from person join leading_here on person.cover = leading_here.id
    )
    select person.* from person join leading_here using (id)
  `.execute(db)
  return theirsOf(id, peopleById(rows.map(personOf)), await todayOf(db))
}
