import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { EVENT_TYPES, FACT_TYPES } from '../../domain/events'
import { may } from '../../domain/permissions'
import { policyOf } from '../../policies/released'
import { actionFor } from '../../web/next-action'
import { journeyPage } from '../../web/pages/journey'
import { recordPage } from '../../web/pages/record'
import { EVENT_WORDS } from '../../web/words'
import { readJourneyRoute } from '../journeys/read-journey'
import { readNoticesRoute } from '../journeys/read-notices'
import { paramsOf } from '../perform'
import { readNames } from './names'
import { policyNames } from './offered'
import type { PageRequest, PageRoute } from './page-route'
import { readChildFor } from './read-child-for'
import type { PageServices } from '../services'

export const journeyPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id',
  actions: ['journey.read'],
  here: 'children',
  async answer(request, services) {
    const { roles, openings } = request.person
    const [journey, notices, nameOf, known] = await Promise.all([
      readJourneyFor(request, services),
      readNoticesRoute.read(askedBy(request), services),
      readNames(services.db),
      may(roles, 'child.read') ? readChildFor(request, services) : undefined,
    ])
    const policy = policyOf(journey.policy)
    const opening = openings?.find(({ journeyId }) => journeyId === journey.id)
    const recorded = EVENT_TYPES.find((type) => type === request.query['recorded'])
    return {
      content: journeyPage({
        journey,
        notices: (notices.body as { items: NoticeAnswer[] }).items,
        mayLinkSiblings: may(roles, 'siblings.link'),
        ...(known && { child: known.child }),
        mayChangeChild: may(roles, 'child.write'),
        mayReadAudit: may(roles, 'audit.read'),
        ...(opening && { openedUntil: opening.until }),
        names: { ...policyNames(policy), person: nameOf },
        actions: Object.fromEntries(policy.rules.map(({ id, metBy }) => [id, actionFor(metBy)])),
        mayCorrect: new Set(FACT_TYPES.filter((type) => may(roles, `record.${type}`))),
        ...(recorded && { recorded: EVENT_WORDS[recorded] }),
      }),
    }
  },
}

export const recordPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id/record',
  actions: ['journey.read'],
  here: 'children',
  answer: async (request, services) => ({ content: recordPage(await readJourneyFor(request, services)) }),
}

/** The journey that a page is about, as the API shows it to the person. */
export async function readJourneyFor(request: PageRequest, services: PageServices): Promise<JourneyAnswer> {
  const { body } = await readJourneyRoute.read(askedBy(request), services)
  return body as JourneyAnswer
}

function askedBy({ person, params }: PageRequest) {
  return {
    caller: person,
    params: paramsOf(readJourneyRoute, { id: params['id'] }),
    query: {},
    body: undefined,
  }
}
