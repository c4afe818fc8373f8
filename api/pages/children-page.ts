import { may } from '../../domain/permissions'
import { policyLocalities } from './localities'
import { address, childrenPage, NARROWED_BY, type ChildrenFilter } from '../../web/pages/children'
import type { Typed } from '../../web/forms/field'
import type { Policy } from '../../domain/policy'
import { shownOf } from '../../domain/permissions'
import type { AgencyListedJourneyAnswer, ListedJourneyAnswer } from '../../contracts/listed-journey-schema'
import { listJourneysRoute } from '../journeys/list-journeys'
import { checked } from '../perform'
import { Problem } from '../problem'
import { ruleKnownAs } from '../reports/lists'
import { summaryOf } from './form-errors'
import { readNames } from './names'
import type { PageRoute } from './page-route'

const FILTERS = ['locality', 'stage', 'status', 'worker', 'q', 'sort', ...NARROWED_BY] as const

export const childrenPageRoute: PageRoute = {
  method: 'get',
  path: '/children',
  actions: ['journey.list'],
  here: 'children',
  async answer({ person, query, csrf }, services) {
    const view = {
      filter: filterIn(query),
      localities: policyLocalities(services.policy, person.scope),
      me: person.id,
      mayFindByName: may(person.roles, 'child.read'),
      csrf,
      mayOpen: may(person.roles, 'journey.open-with-reason'),
      nameOf: await readNames(services.db),
      ruleTitle: (id: string) => ruleKnownAs(id, services.policy)?.title ?? id,
      isLater: query['cursor'] !== undefined,
      errors: [],
      isAgencyPart: shownOf(person.roles, 'course') !== 'all',
      ...goneTo(query['gone'], services.policy.policy),
    }
    try {
      const asked = checked(listJourneysRoute.query, { ...view.filter, ...cursorIn(query) }, [])
      const { body } = await listJourneysRoute.read(
        { caller: person, params: {}, query: asked, body: undefined },
        services,
      )
      const { items, next } = body as {
        items: (ListedJourneyAnswer | AgencyListedJourneyAnswer)[]
        next: string | null
      }
      const more = next === null ? {} : { next: address(view.filter, { cursor: next }) }
      return { content: childrenPage({ ...view, items, ...more }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: 422, content: childrenPage({ ...view, items: [], errors: summaryOf(error, []) }) }
    }
  },
}

// A filter that was left at "all" is sent empty, and does not narrow.
function filterIn(query: Typed): ChildrenFilter {
  return Object.fromEntries(
    FILTERS.flatMap((name) => (query[name]?.trim() ? [[name, query[name].trim()]] : [])),
  )
}

function cursorIn(query: Typed): { cursor?: string } {
  const { cursor } = query
  return cursor === undefined ? {} : { cursor }
}

function goneTo(locality: string | undefined, { localities }: Policy): { gone?: string } {
  const name = localities.find(({ id }) => id === locality)?.name
  return name === undefined ? {} : { gone: name }
}
