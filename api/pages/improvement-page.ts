import type {
  DriverDiagramAnswer,
  ForcefieldAnswer,
  RecordVersionAnswer,
  TestOfChangeAnswer,
} from '../../contracts/improvement-schema'
import { may } from '../../domain/permissions'
import { improvementPage } from '../../web/pages/improvement'
import { recordHistoryPage } from '../../web/pages/record-history'
import { diagramRoutes } from '../improvement/driver-diagrams'
import { forcefieldRoutes } from '../improvement/forcefields'
import type { RecordRoutes } from '../improvement/record-routes'
import { testRoutes } from '../improvement/tests-of-change'
import { namesIn } from '../meetings/names'
import { checked, paramsOf } from '../perform'
import { aimsInForce } from '../reports/read-aims'
import type { PageServices } from '../services'
import { recordFor, recordsFor } from './improvement-forms'
import type { PageRequest, PageRoute } from './page-route'

export const improvementPageRoute: PageRoute = {
  method: 'get',
  path: '/improvement',
  actions: ['improvement.read'],
  here: 'improvement',
  async answer(request, services) {
    const tests = await recordsFor<TestOfChangeAnswer>(testRoutes.list, request, services)
    const diagrams = await recordsFor<DriverDiagramAnswer>(diagramRoutes.list, request, services)
    const forcefields = await recordsFor<ForcefieldAnswer>(forcefieldRoutes.list, request, services)
    return {
      content: improvementPage({
        tests: tests.items,
        diagrams: diagrams.items,
        forcefields: forcefields.items,
        aims: aimsInForce(services.policy),
        isCut: [tests, diagrams, forcefields].some(({ next }) => next !== null),
        mayWrite: mayImprove(request),
        placeName: placeNames(services),
      }),
    }
  },
}

export const testHistoryPageRoute = historyPage(testRoutes, '/improvement/tests', 'Test of change')
export const diagramHistoryPageRoute = historyPage(
  diagramRoutes,
  '/improvement/driver-diagrams',
  'Driver diagram',
)
export const forcefieldHistoryPageRoute = historyPage(
  forcefieldRoutes,
  '/improvement/forcefields',
  'Forcefield',
)

/** May this person write in records of improvement? */
export function mayImprove({ person }: Pick<PageRequest, 'person'>): boolean {
  return may(person.roles, 'improvement.write')
}

/** What localities are called; where none is said it is the whole authority. */
export function placeNames({ policy }: Pick<PageServices, 'policy'>): (locality: string | null) => string {
  const names = new Map(policy.policy.localities.map(({ id, name }) => [id, name]))
  return (locality) => (locality === null ? 'The whole authority' : (names.get(locality) ?? locality))
}

/** What people are called, by their ids. */
export async function personNames(services: PageServices): Promise<(person: string) => string> {
  return (await namesIn(services.db, services)).person
}

function historyPage({ read, history }: RecordRoutes, path: string, kind: string): PageRoute {
  return {
    method: 'get',
    path: `${path}/:id/history`,
    actions: ['improvement.read'],
    here: 'improvement',
    async answer(request, services) {
      const { id, title } = await recordFor<{ id: string; title: string }>(read, request, services)
      const { cursor } = request.query
      const { body } = await history.read(
        {
          caller: request.person,
          params: paramsOf(history, { id }),
          query: checked(history.query, cursor === undefined ? {} : { cursor }, ['cursor']),
          body: undefined,
        },
        services,
      )
      const { items, next } = body as { items: RecordVersionAnswer[]; next: string | null }
      return {
        content: recordHistoryPage({
          title,
          kind,
          address: `${path}/${id}`,
          versions: items,
          ...(next !== null && { next }),
          placeName: placeNames(services),
          nameOf: await personNames(services),
        }),
      }
    },
  }
}
