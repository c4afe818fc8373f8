import type { DashboardAnswer } from '../../contracts/dashboard-schema'
import type { DelayAnswer } from '../../contracts/delay-schema'
import type { WorkloadAnswer } from '../../contracts/workload-schema'
import { AUTHORITY } from '../../db/scope'
import { may, type Action } from '../../domain/permissions'
import type { FormError } from '../../web/components/error-summary'
import { councilOf } from '../../web/council'
import type { Typed } from '../../web/forms/field'
import type { Content } from '../../web/frame'
import { dashboardPage } from '../../web/pages/dashboard'
import { delayPage } from '../../web/pages/delay'
import { workloadPage } from '../../web/pages/workload'
import { checked } from '../perform'
import { Problem } from '../problem'
import { readDashboardRoute } from '../reports/read-dashboard'
import { readDelayRoute } from '../reports/read-delay'
import { readWorkloadRoute } from '../reports/read-workload'
import type { ReadRoute } from '../route'
import type { PageServices } from '../services'
import { summaryOf } from './form-errors'
import { policyLocalities } from './localities'
import { readNames } from './names'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'

/** Where else a dashboard leads, to whoever may go there. */
const WAYS: readonly { readonly action: Action; readonly address: string; readonly words: string }[] = [
  { action: 'reports.read', address: '/aims', words: 'Aims' },
  { action: 'workload.read', address: '/workload', words: 'Workload' },
  { action: 'reports.read', address: '/delay', words: 'Where weeks are lost' },
  { action: 'diary.read', address: '/diary', words: 'Meetings to come, those without an answer first' },
]

export const dashboardPageRoute: PageRoute = {
  method: 'get',
  path: '/dashboard',
  actions: ['dashboard.read'],
  here: 'dashboard',
  async answer(request, services) {
    const { person, query } = request
    const filter = filterIn(query, ['locality'] as const)
    const within = filter.locality === undefined ? '' : `?${new URLSearchParams(filter).toString()}`
    const view = {
      localities: policyLocalities(services.policy, person.scope),
      ...filter,
      council: councilOf(services.policy.policy),
      ways: WAYS.filter(({ action }) => may(person.roles, action)).map(({ address, words }) => ({
        address: `${address}${within}`,
        words,
      })),
    }
    return reported<DashboardAnswer>(readDashboardRoute, filter, request, services, (dashboard, errors) =>
      dashboardPage({ ...view, ...(dashboard && { dashboard }), errors }),
    )
  },
}

export const workloadPageRoute: PageRoute = {
  method: 'get',
  path: '/workload',
  actions: ['workload.read'],
  here: 'dashboard',
  async answer(request, services) {
    const filter = filterIn(request.query, ['locality', 'team'] as const)
    const view = {
      localities: policyLocalities(services.policy, request.person.scope),
      filter,
      nameOf: await readNames(services.db),
    }
    return reported<WorkloadAnswer>(readWorkloadRoute, filter, request, services, (workload, errors) =>
      workloadPage({ ...view, ...(workload && { workload }), errors }),
    )
  },
}

export const delayPageRoute: PageRoute = {
  method: 'get',
  path: '/delay',
  actions: ['reports.read'],
  here: 'dashboard',
  async answer(request, services) {
    const filter = filterIn(request.query, ['locality', 'from', 'to'] as const)
    const view = {
      // numbers of the whole authority
      localities: policyLocalities(services.policy, AUTHORITY),
      filter,
      mayGoBack: may(request.person.roles, 'dashboard.read'),
    }
    return reported<DelayAnswer>(readDelayRoute, filter, request, services, (delay, errors) =>
      delayPage({ ...view, ...(delay && { delay }), errors }),
    )
  },
}

/** Asks a report as the API does, and shows what was wrong with how it was asked where it was. */
async function reported<Report>(
  route: ReadRoute,
  filter: Readonly<Record<string, string>>,
  { person }: PageRequest,
  services: PageServices,
  show: (report: Report | undefined, errors: readonly FormError[]) => Content,
): Promise<PageAnswer> {
  try {
    const query = checked(route.query, filter, Object.keys(filter))
    const { body } = await route.read({ caller: person, params: {}, query, body: undefined }, services)
    return { content: show(body as Report, []) }
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
    return { status: 422, content: show(undefined, summaryOf(error, [])) }
  }
}

// What was left empty does not narrow.
function filterIn<Name extends string>(
  query: Typed,
  names: readonly Name[],
): Partial<Record<Name, string>> & Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (query[name]?.trim() ? [[name, query[name].trim()]] : [])),
  ) as Partial<Record<Name, string>> & Record<string, string>
}
