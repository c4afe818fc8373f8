import type { ChronologyAnswer } from '../../contracts/chronology-schema'
import { readFor } from '../../db/acting'
import { may } from '../../domain/permissions'
import { chronologyPage } from '../../web/pages/chronology'
import { readChronologyRoute } from '../journeys/read-chronology'
import { paramsOf } from '../perform'
import { judgeById } from '../reach'
import type { PageRoute } from './page-route'

export const chronologyPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id/chronology',
  actions: ['chronology.read'],
  here: 'children',
  async answer({ person, params, query }, services) {
    const { id } = paramsOf(readChronologyRoute, { id: params['id'] }) as { id: string }
    const asked = {
      caller: person,
      params: { id },
      query: query['with'] === 'name' ? { with: 'name' } : {},
      body: undefined,
    }
    const { body } = await readChronologyRoute.read(asked, services)
    const chronology = body as ChronologyAnswer
    const mayName =
      !chronology.practice &&
      may(person.roles, 'child.read') &&
      (await readFor(services.db, person, (trx) => judgeById(person, id, trx)))('child.read') === undefined
    return { content: chronologyPage({ chronology, mayName }) }
  },
}
