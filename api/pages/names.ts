import type { Queryable } from '../../db/database'
import { namesOfPeople, readDirectory } from '../../db/people'
import type { Option } from '../../web/components/select'
import type { NameOf } from '../../web/name-of'

/** What each person is called on a page. */
export async function readNames(db: Queryable): Promise<NameOf> {
  const names = await namesOfPeople(db)
  return (id) => names.get(id) ?? id
}

/** People to choose from on a form, by name: those in the directory who have not left. */
export async function readPeopleToChoose(db: Queryable): Promise<Option[]> {
  const { people, today } = await readDirectory(db)
  return [...people.values()]
    .filter(({ leftOn }) => leftOn === undefined || leftOn > today)
    .map(({ id, name }) => ({ value: id, words: name }))
    .sort((a, b) => a.words.localeCompare(b.words, 'en-GB'))
}
