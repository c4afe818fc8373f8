import type { Queryable } from '../../db/database'
import { namesOfPeople } from '../../db/people'
import { namedAgencies } from '../agencies/known'
import type { Services } from '../services'
import type { NamesOf } from './representation'

/** What people and agencies are called; by their ids where nobody knows. */
export async function namesIn(db: Queryable, { policy }: Pick<Services, 'policy'>): Promise<NamesOf> {
  const people = await namesOfPeople(db)
  const agencies = new Map(namedAgencies(policy).map(({ id, name }) => [id, name]))
  return { person: (id) => people.get(id) ?? id, agency: (id) => agencies.get(id) ?? id }
}
