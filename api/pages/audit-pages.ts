import type { AuditOfJourneyAnswer, AuditRowAnswer } from '../../contracts/audit-schema'
import type { Typed } from '../../web/forms/field'
import { auditAddress, auditPage, whoLookedPage, type AuditFilterTyped } from '../../web/pages/audit'
import { searchAuditRoute } from '../audit/search-audit'
import { readAuditRoute } from '../journeys/read-audit'
import { checked, paramsOf } from '../perform'
import { Problem } from '../problem'
import { summaryOf } from './form-errors'
import { readJourneyFor } from './journey-pages'
import { readNames } from './names'
import type { PageRoute } from './page-route'

const FILTERS = ['who', 'child', 'action', 'from', 'to'] as const

export const auditPageRoute: PageRoute = {
  method: 'get',
  path: '/audit',
  actions: ['audit.search'],
  here: 'audit',
  async answer({ person, query }, services) {
    const filter = filterIn(query)
    const isLater = query['cursor'] !== undefined
    const view = { filter, nameOf: await readNames(services.db), isLater, errors: [] }
    try {
      const asked = checked(searchAuditRoute.query, { ...filter, ...cursorIn(query) }, FILTERS)
      const { body } = await searchAuditRoute.read(
        { caller: person, params: {}, query: asked, body: undefined },
        services,
      )
      const { items, next } = body as { items: AuditRowAnswer[]; next: string | null }
      const more = next === null ? {} : { next: auditAddress(filter, { cursor: next }) }
      return { content: auditPage({ ...view, items, ...more }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: 422, content: auditPage({ ...view, items: [], errors: summaryOf(error, []) }) }
    }
  },
}

export const whoLookedPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id/audit',
  actions: ['audit.read'],
  here: 'children',
  async answer(request, services) {
    const { person, params, query } = request
    const journey = await readJourneyFor(request, services)
    const { body } = await readAuditRoute.read(
      {
        caller: person,
        params: paramsOf(readAuditRoute, { id: params['id'] }),
        query: checked(readAuditRoute.query, cursorIn(query), []),
        body: undefined,
      },
      services,
    )
    const { items, next } = body as { items: AuditOfJourneyAnswer[]; next: string | null }
    return {
      content: whoLookedPage({
        journey,
        items,
        nameOf: await readNames(services.db),
        isLater: query['cursor'] !== undefined,
        ...(next !== null && { next: `/journeys/${journey.id}/audit?cursor=${encodeURIComponent(next)}` }),
      }),
    }
  },
}

// A filter that was left empty does not narrow.
function filterIn(query: Typed): AuditFilterTyped {
  return Object.fromEntries(
    FILTERS.flatMap((name) => (query[name]?.trim() ? [[name, query[name].trim()]] : [])),
  )
}

function cursorIn({ cursor }: Typed): { cursor?: string } {
  return cursor === undefined ? {} : { cursor }
}
