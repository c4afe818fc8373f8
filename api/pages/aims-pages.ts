import type { AimsAnswer, BehindAimAnswer } from '../../contracts/aims-schema'
import { may } from '../../domain/permissions'
import type { ReleasedPolicy } from '../../policies/released'
import type { Typed } from '../../web/forms/field'
import { aimsAddress, aimsPage, behindAimPage, type AimsFilter } from '../../web/pages/aims'
import { checked, paramsOf } from '../perform'
import { Problem } from '../problem'
import { behindAimRoute } from '../reports/behind-aim'
import { aimsInForce, readAimsRoute } from '../reports/read-aims'
import { summaryOf } from './form-errors'
import type { PageRoute } from './page-route'

const FILTERS = ['locality', 'asOf', 'knownAt'] as const
const BEHIND_FILTERS = [...FILTERS, 'class'] as const

export const aimsPageRoute: PageRoute = {
  method: 'get',
  path: '/aims',
  actions: ['reports.read'],
  here: 'aims',
  async answer({ person, query }, services) {
    const view = {
      filter: filterIn(query, FILTERS),
      localities: localitiesOf(services.policy),
      mayImprove: may(person.roles, 'improvement.read'),
      mayLookBehind: may(person.roles, 'reports.journeys'),
      errors: [],
    }
    try {
      const asked = checked(readAimsRoute.query, view.filter, FILTERS)
      const { body } = await readAimsRoute.read(
        { caller: person, params: {}, query: asked, body: undefined },
        services,
      )
      return { content: aimsPage({ ...view, answer: body as AimsAnswer }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: 422, content: aimsPage({ ...view, errors: summaryOf(error, []) }) }
    }
  },
}

export const behindAimPageRoute: PageRoute = {
  method: 'get',
  path: '/aims/:aim',
  actions: ['reports.journeys'],
  here: 'aims',
  async answer({ person, params, query }, services) {
    const filter = filterIn(query, BEHIND_FILTERS)
    const { cursor } = query
    const named = paramsOf(behindAimRoute, { aim: params['aim'] })
    const aim = aimsInForce(services.policy).find(({ id }) => id === params['aim']) ?? {
      id: params['aim'] ?? '',
      title: '',
    }
    const view = {
      aim,
      filter,
      localities: localitiesOf(services.policy),
      isLater: cursor !== undefined,
      errors: [],
    }
    try {
      const asked = checked(
        behindAimRoute.query,
        { ...filter, ...(cursor !== undefined && { cursor }) },
        BEHIND_FILTERS,
      )
      const { body } = await behindAimRoute.read(
        { caller: person, params: named, query: asked, body: undefined },
        services,
      )
      const answer = body as BehindAimAnswer
      const more =
        answer.next === null ? {} : { next: aimsAddress(`/aims/${aim.id}`, filter, { cursor: answer.next }) }
      return { content: behindAimPage({ ...view, answer, ...more }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: 422, content: behindAimPage({ ...view, errors: summaryOf(error, []) }) }
    }
  },
}

// Numbers are of the whole authority, whatever the person may see of children.
function localitiesOf({ policy }: ReleasedPolicy) {
  return [...policy.localities].sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

// What was left empty does not narrow.
function filterIn(query: Typed, names: readonly (keyof AimsFilter)[]): AimsFilter {
  return Object.fromEntries(
    names.flatMap((name) => (query[name]?.trim() ? [[name, query[name].trim()]] : [])),
  )
}
