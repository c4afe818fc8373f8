import type { PersonAnswer } from '../../contracts/people-schema'
import { readDirectory } from '../../db/people'
import { hasLeft } from '../../domain/people'
import { may } from '../../domain/permissions'
import { peoplePage } from '../../web/pages/people'
import { counted } from '../../web/words'
import type { Typed } from '../../web/forms/field'
import { personAnswer } from '../people/read-people'
import { policyLocalities } from './localities'
import { readNames } from './names'
import type { PageRoute } from './page-route'

export const peoplePageRoute: PageRoute = {
  method: 'get',
  path: '/people',
  actions: ['people.read'],
  here: 'people',
  async answer({ person: { roles }, query }, { db, policy }) {
    const { people, today } = await readDirectory(db)
    const withLeft = query['left'] === 'true'
    const nameOf = await readNames(db)
    const done = doneWords(query, nameOf)
    return {
      content: peoplePage({
        people: [...people.values()]
          .filter((one) => withLeft || !hasLeft(one, today))
          .map((one) => personAnswer(one, today) as PersonAnswer),
        localities: policyLocalities(policy, 'authority'),
        nameOf,
        withLeft,
        today,
        mayWrite: may(roles, 'people.write'),
        mayHandOver: may(roles, 'people.handover'),
        ...(done !== undefined && { done }),
      }),
    }
  },
}

function doneWords({ kept, handed }: Typed, nameOf: (id: string) => string): string | undefined {
  if (kept !== undefined) return `Kept: ${nameOf(kept)}.`
  if (handed === undefined || !/^\d{1,4}$/.test(handed)) return undefined
  return `Handed over: ${counted(Number(handed), 'journey', 'journeys')}.`
}
