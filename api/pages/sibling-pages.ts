import { randomUUID } from 'node:crypto'
import { readFor } from '../../db/acting'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { journeysOfChildren } from '../../db/siblings'
import type { Typed } from '../../web/forms/field'
import { readForm, ticked } from '../../web/forms/read-form'
import { linkedField, REFERENCES } from '../../web/forms/sibling-form'
import { formPage, type FormView } from '../../web/pages/form'
import { linkSiblingsRoute } from '../journeys/link-siblings'
import { notInReach } from '../not-allowed'
import { CHANGED_MEANWHILE } from './form-errors'
import { readJourneyFor, refusedIn } from './journey-pages'
import type { PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

const PATH = '/journeys/:id/siblings'

export const siblingsFormRoute: PageRoute = {
  method: 'get',
  path: PATH,
  actions: ['siblings.link'],
  here: 'children',
  async answer(request, services) {
    const journey = await readJourneyFor(request, services)
    const refusal = (await refusedIn(request.person, journey, services))('siblings.link')
    if (refusal) throw notInReach(refusal)
    return { content: formPage(freshFormOf(journey, request)) }
  },
}

export const linkSiblingsPageRoute: PageRoute = {
  method: 'post',
  path: PATH,
  actions: ['siblings.link'],
  here: 'children',
  async answer(request, services) {
    const { person, typed } = request
    const journey = await readJourneyFor(request, services)
    const view = viewOf(journey, request, typed)
    const { body } = readForm([linkedField(journey.siblings), REFERENCES], typed)
    const references = (body['references'] ?? []) as readonly string[]
    const found = await readFor(services.db, person, (trx) =>
      journeysOfChildren(trx, references, person.scope),
    )
    const missing = references.filter((one) => !found.some(({ childReference }) => childReference === one))
    if (missing.length > 0) {
      const message = `There is no child with the reference ${missing.join(', ')} whom you may see`
      const errors = [{ at: REFERENCES.name, message }]
      return { status: 422, content: formPage({ ...view, errors, fieldErrors: { references: message } }) }
    }
    const kept = (body['siblings'] ?? []) as readonly string[]
    const siblings = [...kept, ...found.map(({ id }) => id)]
    const outcome = await submitForm(
      {
        route: linkSiblingsRoute,
        params: { id: journey.id },
        fields: [],
        typed,
        fixed: { siblings },
        person,
      },
      services,
    )
    if ('kept' in outcome) return { to: `/journeys/${journey.id}` }
    const { status, errors, fieldErrors, problem } = outcome
    if (problem.kind === 'recorded-meanwhile')
      return { status, content: formPage({ ...freshFormOf(journey, request), errors: CHANGED_MEANWHILE }) }
    return { status, content: formPage({ ...view, errors, fieldErrors }) }
  },
}

function freshFormOf(journey: JourneyAnswer, request: PageRequest): FormView {
  const linked = journey.siblings.map(({ id }) => id)
  return viewOf(journey, request, { ...ticked('siblings', linked), _key: randomUUID() })
}

function viewOf(journey: JourneyAnswer, { csrf }: PageRequest, typed: Typed): FormView {
  const { id, childReference, siblings, version } = journey
  return {
    title: 'Link brothers and sisters',
    label: childReference,
    intro: 'What concerns all of them can then be recorded once.',
    action: `/journeys/${id}/siblings`,
    back: { address: `/journeys/${id}`, words: `Journey of ${childReference}` },
    fields: [...(siblings.length === 0 ? [] : [linkedField(siblings)]), REFERENCES],
    typed,
    csrf,
    key: typed['_key'] ?? '',
    version: /^\d{1,9}$/.test(typed['_version'] ?? '') ? Number(typed['_version']) : version,
    submit: 'Link them',
    errors: [],
    fieldErrors: {},
  }
}
