import type { ListedJourneyAnswer } from '../../contracts/listed-journey-schema'
import { foundPage } from '../../web/pages/found'
import { findChildRoute } from '../journeys/find-child'
import { checked } from '../perform'
import { Problem } from '../problem'
import { summaryOf } from './form-errors'
import { policyLocalities } from './localities'
import { readNames } from './names'
import type { PageRoute } from './page-route'

/** What was found stands on the page that the form leads to: a name is in no address, and so in no log and no history. */
export const findChildPageRoute: PageRoute = {
  method: 'post',
  path: '/children/by-name',
  actions: ['child.read'],
  here: 'children',
  async answer({ person, typed, csrf }, services) {
    const name = typed['name']?.trim() ?? ''
    const view = {
      name,
      localities: policyLocalities(services.policy, person.scope),
      nameOf: await readNames(services.db),
      csrf,
    }
    try {
      const body = checked(findChildRoute.body, { name }, ['name'])
      const found = await findChildRoute.find(
        { caller: person, params: {}, query: undefined, body },
        services,
      )
      const { items, next } = found.body as { items: ListedJourneyAnswer[]; next: string | null }
      return { content: foundPage({ ...view, items, more: next !== null, errors: [] }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      const errors = summaryOf(error, [])
      return { status: 422, content: foundPage({ ...view, items: [], more: false, errors }) }
    }
  },
}
