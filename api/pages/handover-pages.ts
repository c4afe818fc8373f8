import { randomUUID } from 'node:crypto'
import type { ListedJourneyAnswer } from '../../contracts/listed-journey-schema'
import { readDirectory } from '../../db/people'
import { isHere } from '../../domain/people'
import type { Typed } from '../../web/forms/field'
import { handoverFields } from '../../web/forms/person-form'
import { ticked } from '../../web/forms/read-form'
import { formPage, type FormView } from '../../web/pages/form'
import { toldPage } from '../../web/pages/told'
import { listJourneysRoute } from '../journeys/list-journeys'
import { handOverRoute } from '../people/hand-over'
import { checked, paramsOf } from '../perform'
import type { PageServices } from '../services'
import type { PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

const PATH = '/people/:id/handover'

export const handoverFormRoute: PageRoute = {
  method: 'get',
  path: PATH,
  actions: ['people.handover'],
  here: 'people',
  async answer(request, services) {
    const handover = await handoverOf(request, services)
    const { name, journeys } = handover
    if (journeys.length === 0) {
      const paragraphs = [`${name} leads no open journey that you may see.`]
      const on = { address: '/people', words: 'Go to the people' }
      return { content: toldPage({ title: 'Nothing to hand over', paragraphs, on }) }
    }
    const all = ticked(
      'journeys',
      journeys.map(({ id }) => id),
    )
    return { content: formPage(viewOf(handover, request, { ...all, _key: randomUUID() })) }
  },
}

export const handOverPageRoute: PageRoute = {
  method: 'post',
  path: PATH,
  actions: ['people.handover'],
  here: 'people',
  async answer(request, services) {
    const { person, typed } = request
    const handover = await handoverOf(request, services)
    const view = viewOf(handover, request, typed)
    const outcome = await submitForm(
      { route: handOverRoute, params: { id: handover.id }, fields: view.fields, typed, fixed: {}, person },
      services,
    )
    if ('kept' in outcome) {
      const { journeys } = JSON.parse(outcome.kept.text) as { journeys: unknown[] }
      return { to: `/people?handed=${journeys.length}` }
    }
    const { status, errors, fieldErrors } = outcome
    return { status, content: formPage({ ...view, errors, fieldErrors }) }
  },
}

interface Handover {
  readonly id: string
  readonly name: string
  readonly colleagues: readonly { readonly id: string; readonly name: string }[]
  readonly journeys: readonly ListedJourneyAnswer[]
}

async function handoverOf({ person, params }: PageRequest, services: PageServices): Promise<Handover> {
  const { id } = paramsOf(handOverRoute, { id: params['id'] }) as { id: string }
  const { people, today } = await readDirectory(services.db)
  const { body } = await listJourneysRoute.read(
    {
      caller: person,
      params: {},
      query: checked(listJourneysRoute.query, { worker: id, sort: 'reference', limit: '200' }, []),
      body: undefined,
    },
    services,
  )
  return {
    id,
    name: people.get(id)?.name ?? id,
    colleagues: [...people.values()]
      .filter((one) => one.id !== id && isHere(one, today))
      .sort((a, b) => a.name.localeCompare(b.name, 'en-GB')),
    journeys: (body as { items: ListedJourneyAnswer[] }).items,
  }
}

function viewOf({ id, name, colleagues, journeys }: Handover, { csrf }: PageRequest, typed: Typed): FormView {
  return {
    title: `Hand over the journeys of ${name}`,
    intro: 'Whoever takes over leads these journeys from now on, and is told so.',
    action: `/people/${id}/handover`,
    back: { address: '/people', words: 'People' },
    fields: handoverFields({ colleagues, journeys }),
    typed,
    csrf,
    key: typed['_key'] ?? '',
    submit: 'Hand over',
    errors: [],
    fieldErrors: {},
  }
}
