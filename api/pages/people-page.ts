import { AUTHORITY } from '../../db/scope'
import type { PersonAnswer } from '../../contracts/people-schema'
import { readDirectory } from '../../db/people'
import { hasLeft } from '../../domain/people'
import { may } from '../../domain/permissions'
import { peoplePage } from '../../web/pages/people'
import { counted } from '../../web/words'
import type { Typed } from '../../web/forms/field'
import { paramsOf, perform } from '../perform'
import { personAnswer } from '../people/read-people'
import { signOutRoute } from '../people/sign-out'
import { policyLocalities } from './localities'
import { readNames } from './names'
import type { PageRoute } from './page-route'

export const peoplePageRoute: PageRoute = {
  method: 'get',
  path: '/people',
  actions: ['people.read'],
  here: 'people',
  async answer({ person: { roles }, query, csrf }, { db, policy }) {
    const { people, today } = await readDirectory(db)
    const withLeft = query['left'] === 'true'
    const nameOf = await readNames(db)
    const done = doneWords(query, nameOf)
    return {
      content: peoplePage({
        people: [...people.values()]
          .filter((one) => withLeft || !hasLeft(one, today))
          .map((one) => personAnswer(one, today) as PersonAnswer),
        localities: policyLocalities(policy, AUTHORITY),
        nameOf,
        withLeft,
        today,
        mayWrite: may(roles, 'people.write'),
        mayHandOver: may(roles, 'people.handover'),
        maySignOut: may(roles, 'people.sign-out'),
        csrf,
        ...(done !== undefined && { done }),
      }),
    }
  },
}

export const signOutPageRoute: PageRoute = {
  method: 'post',
  path: '/people/:id/sign-out',
  actions: ['people.sign-out'],
  here: 'people',
  async answer({ person, params }, services) {
    const id = paramsOf(signOutRoute, params) as { readonly id: string }
    await perform(signOutRoute, { caller: person, params: id, body: {} }, services)
    return { to: `/people?out=${encodeURIComponent(id.id)}` }
  },
}

function doneWords({ kept, handed, out }: Typed, nameOf: (id: string) => string): string | undefined {
  if (kept !== undefined) return `Kept: ${nameOf(kept)}.`
  if (out !== undefined) return `Signed out everywhere: ${nameOf(out)}.`
  if (handed === undefined || !/^\d{1,4}$/.test(handed)) return undefined
  return `Handed over: ${counted(Number(handed), 'journey', 'journeys')}.`
}
