import { readPublications } from '../../db/exports/publications'
import { todayOf } from '../../db/people'
import { may } from '../../domain/permissions'
import { instant, writeInstant } from '../../domain/time'
import { EXPORTS, exportFields, type Export, type Exportable } from '../../web/forms/export-forms'
import type { Typed } from '../../web/forms/field'
import { readForm } from '../../web/forms/read-form'
import { exportsPage } from '../../web/pages/exports'
import { exportCelcisRoute, runningOn } from '../exports/celcis'
import { exportClasRoute } from '../exports/clas'
import { exportJourneysRoute } from '../exports/journeys'
import { exportPublishedCsvRoute } from '../exports/published'
import { checked } from '../perform'
import { invalidRequest, Problem } from '../problem'
import type { ReadRoute } from '../route'
import type { PageServices } from '../services'
import { EXPORTING } from './frame'
import { atFields, summaryOf } from './form-errors'
import { policyLocalities } from './localities'
import type { PageRequest, PageRoute } from './page-route'

const ROUTES: Readonly<Record<Export, ReadRoute>> = {
  journeys: exportJourneysRoute,
  published: exportPublishedCsvRoute,
  celcis: exportCelcisRoute,
  clas: exportClasRoute,
}

/** What is asked for by a form is looked at here, so that what is wrong stands beside its field; then it leads to the file. */
export const exportsPageRoute: PageRoute = {
  method: 'get',
  path: '/exports',
  actions: EXPORTING,
  here: 'exports',
  async answer({ person, query }, services) {
    const { db, policy, exports } = services
    const today = await todayOf(db)
    const offered: Exportable = {
      localities: policyLocalities(policy, person.scope).map(({ id, name }) => ({ value: id, words: name })),
      agreements: runningOn(today, exports).map(({ id, with: whom }) => ({
        value: id,
        words: `${whom} (${id})`,
      })),
    }
    const what = EXPORTS.find((one) => one === query['what'])
    try {
      if (what !== undefined) return { to: addressOf(what, query, offered) }
      return { content: exportsPage(await viewOf({ person, query }, offered, services)) }
    } catch (error) {
      if (what === undefined || !(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      const fields = exportFields(what, offered)
      const view = await viewOf({ person, query }, offered, services)
      const told = { asked: what, errors: summaryOf(error, fields), fieldErrors: atFields(error, fields) }
      return { status: error.status, content: exportsPage({ ...view, ...told }) }
    }
  },
}

async function viewOf(
  { person, query }: Pick<PageRequest, 'person' | 'query'>,
  offered: Exportable,
  { db }: PageServices,
) {
  const mayTake = new Set(EXPORTS.filter((what) => may(person.roles, `exports.${what}`)))
  const publications = mayTake.has('published') ? await readPublications(db) : []
  return {
    ...offered,
    may: mayTake,
    published: publications
      .map(({ asOf, madeAt }) => ({ asOf, madeAt: writeInstant(instant(madeAt)) }))
      .reverse(),
    typed: query,
    errors: [],
    fieldErrors: {},
  }
}

// By the same schema as the file itself. Throws Problem.
function addressOf(what: Export, typed: Typed, offered: Exportable): string {
  const route = ROUTES[what]
  const { body, wrong } = readForm(exportFields(what, offered), typed)
  if (wrong.length > 0)
    throw invalidRequest(wrong.map((one) => ({ ...one, remedy: 'Mend it and send the form again' })))
  const asked = checked(route.query, body, Object.keys(route.query.shape))
  const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]))
  return query.size === 0 ? route.path : `${route.path}?${query.toString()}`
}
