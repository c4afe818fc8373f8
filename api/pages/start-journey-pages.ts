import { randomUUID } from 'node:crypto'
import type { Option } from '../../web/components/select'
import { councilOf } from '../../web/council'
import { offeringPeople, spoken } from '../../web/forms/event-forms'
import { startFields } from '../../web/forms/start-form'
import type { Typed } from '../../web/forms/field'
import { formPage, type FormView } from '../../web/pages/form'
import { startJourneyRoute } from '../journeys/start-journey'
import { policyLocalities } from './localities'
import { readPeopleToChoose } from './names'
import type { PageRequest, PageRoute } from './page-route'
import type { PageServices } from '../services'
import { submitForm } from './submit-form'

const PATH = '/journeys/start'

export const startFormRoute: PageRoute = {
  method: 'get',
  path: PATH,
  actions: ['journey.start'],
  here: 'start',
  answer: async (request, services) => {
    const people = await readPeopleToChoose(services.db)
    const typed = { ...suggested(request), ...onlyLocality(request, services), _key: randomUUID() }
    return { content: formPage(viewOf(request, services, typed, people)) }
  },
}

export const startJourneyPageRoute: PageRoute = {
  method: 'post',
  path: PATH,
  actions: ['journey.start'],
  here: 'start',
  async answer(request, services) {
    const { person, typed } = request
    const view = viewOf(request, services, typed, await readPeopleToChoose(services.db))
    const outcome = await submitForm(
      { route: startJourneyRoute, params: {}, fields: view.fields, typed, fixed: {}, person },
      services,
    )
    if ('kept' in outcome) {
      const { id } = JSON.parse(outcome.kept.text) as { id: string }
      return { to: `/journeys/${id}?recorded=looked-after-started` }
    }
    const { status, errors, fieldErrors, problem } = outcome
    const open =
      problem.kind === 'journey-open-already' ? openJourneyIn(problem.members['journey']) : undefined
    return {
      status,
      content: formPage({ ...view, errors, fieldErrors, ...(open !== undefined && { instead: open }) }),
    }
  },
}

// A case worker who starts a journey most often leads it.
function suggested({ person }: PageRequest): Typed {
  return { pathway: 'away-from-home', ...(person.roles.includes('case-worker') && { worker: person.id }) }
}

function onlyLocality({ person }: PageRequest, { policy }: PageServices): Typed {
  const [only, another] = policyLocalities(policy, person.scope)
  return only !== undefined && another === undefined ? { locality: only.id } : {}
}

// The API names its own path; the page is the one beside it.
function openJourneyIn(path: unknown): FormView['instead'] {
  if (typeof path !== 'string') return undefined
  return { address: path.replace('/api/v1', ''), words: 'Go to the open journey of this child' }
}

function viewOf(
  { person, csrf }: PageRequest,
  { policy }: PageServices,
  typed: Typed,
  people: readonly Option[],
): FormView {
  return {
    title: 'Start a journey',
    intro: 'A child has become looked after. One journey for each child is open at a time.',
    action: PATH,
    back: { address: '/children', words: 'Children' },
    fields: offeringPeople(startFields(policyLocalities(policy, person.scope)), people).map((field) =>
      spoken(field, councilOf(policy.policy)),
    ),
    typed,
    csrf,
    key: typed['_key'] ?? '',
    submit: 'Start the journey',
    errors: [],
    fieldErrors: {},
  }
}
