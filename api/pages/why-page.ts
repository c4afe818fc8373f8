import type { DeadlineAnswer } from '../../contracts/journey-schema'
import { whyPage } from '../../web/pages/why'
import { readDeadlineRoute } from '../journeys/read-deadline'
import { paramsOf } from '../perform'
import { readShownFor } from './journey-pages'
import type { PageRoute } from './page-route'

export const whyPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id/deadlines/:ruleId',
  actions: ['journey.read'],
  here: 'children',
  async answer(request, services) {
    const { id, ruleId } = request.params
    const params = paramsOf(readDeadlineRoute, { id, ruleId })
    const asked = { caller: request.person, params, query: {}, body: undefined }
    const [journey, { body }] = await Promise.all([
      readShownFor(request, services),
      readDeadlineRoute.read(asked, services),
    ])
    return {
      content: whyPage({
        journeyId: journey.id,
        childReference: journey.childReference,
        deadline: body as DeadlineAnswer,
      }),
    }
  },
}
