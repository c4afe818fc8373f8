import type { Policy } from '../../domain/policy'
import type { Typed } from '../../web/forms/field'
import { readForm } from '../../web/forms/read-form'
import { reckonFields } from '../../web/forms/reckon-form'
import { workOutPage, type WorkedOut } from '../../web/pages/work-out'
import { checked } from '../perform'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import { reckonDeadlineRoute, UNITS } from '../tools/deadline'
import { atFields, summaryOf } from './form-errors'
import { offeredBy } from './offered'
import type { PageRoute } from './page-route'
import { unreadable } from './submit-form'

/** Sent by GET, for nothing is recorded: what was asked can be kept as a link. */
export const workOutPageRoute: PageRoute = {
  method: 'get',
  path: '/tools/deadline',
  actions: ['tools.use'],
  here: 'tools',
  answer({ query }, services) {
    const fields = fieldsOf(services.policy.policy)
    const view = { fields, typed: query, errors: [], fieldErrors: {} }
    if (Object.keys(query).length === 0) return Promise.resolve({ content: workOutPage(view) })
    try {
      const answer = reckoned(fields, query, services)
      return Promise.resolve({ content: workOutPage({ ...view, answer }) })
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      const told = { errors: summaryOf(error, fields), fieldErrors: atFields(error, fields) }
      return Promise.resolve({ status: error.status, content: workOutPage({ ...view, ...told }) })
    }
  },
}

// The same way as a request of the API.
function reckoned(fields: ReturnType<typeof fieldsOf>, typed: Typed, services: PageServices): WorkedOut {
  const { body: sent, wrong } = readForm(fields, typed)
  if (wrong.length > 0) throw unreadable(reckonDeadlineRoute, sent, wrong)
  const asked = checked(reckonDeadlineRoute.body, sent, reckonDeadlineRoute.fields(sent))
  return reckonDeadlineRoute.reckon(asked, services).body as WorkedOut
}

function fieldsOf(policy: Policy) {
  return reckonFields({
    rules: offeredBy(policy, []).rules,
    units: UNITS,
    calendars: Object.values(policy.calendars).map(({ id, title }) => ({ value: id, words: title })),
  })
}
