import type { Queryable } from '../../db/database'
import { namesOfPeople } from '../../db/people'
import type { NameOf } from '../../web/name-of'

/** What each person is called on a page. */
export async function readNames(db: Queryable): Promise<NameOf> {
  const names = await namesOfPeople(db)
  return (id) => names.get(id) ?? id
}
