import { randomUUID } from 'node:crypto'
import type { ChildAnswer } from '../../contracts/child-schema'
import { CHILD_FIELDS } from '../../web/forms/child-form'
import type { Typed } from '../../web/forms/field'
import { typedDay } from '../../web/forms/read-form'
import { formPage, type FormView } from '../../web/pages/form'
import { replaceChildRoute } from '../journeys/replace-child'
import type { PageServices } from '../services'
import { CHANGED_MEANWHILE } from './form-errors'
import { readJourneyFor } from './journey-pages'
import type { PageRequest, PageRoute } from './page-route'
import { readChildFor } from './read-child-for'
import { submitForm } from './submit-form'

const PATH = '/journeys/:id/child'

export const childFormRoute: PageRoute = {
  method: 'get',
  path: PATH,
  actions: ['child.write'],
  here: 'children',
  answer: async (request, services) => ({ content: formPage(await freshForm(request, services)) }),
}

export const keepChildPageRoute: PageRoute = {
  method: 'post',
  path: PATH,
  actions: ['child.write'],
  here: 'children',
  async answer(request, services) {
    const { person, typed } = request
    const { id, childReference } = await readJourneyFor(request, services)
    const outcome = await submitForm(
      { route: replaceChildRoute, params: { id }, fields: CHILD_FIELDS, typed, fixed: {}, person },
      services,
    )
    if ('kept' in outcome) return { to: `/journeys/${id}` }
    const { status, errors, fieldErrors, problem } = outcome
    if (problem.kind === 'recorded-meanwhile') {
      return {
        status,
        content: formPage({ ...(await freshForm(request, services)), errors: CHANGED_MEANWHILE }),
      }
    }
    const view = viewOf({ id, childReference }, request, typed, Number(typed['_version'] ?? 0))
    return { status, content: formPage({ ...view, errors, fieldErrors }) }
  },
}

async function freshForm(request: PageRequest, services: PageServices): Promise<FormView> {
  const journey = await readJourneyFor(request, services)
  const { child, version } = await readChildFor(request, services)
  return viewOf(journey, request, { ...typedOf(child), _key: randomUUID() }, version)
}

function typedOf({ birthDate, ...child }: ChildAnswer): Typed {
  const lines = Object.entries(child).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return { ...Object.fromEntries(lines), ...typedDay('birthDate', birthDate ?? undefined) }
}

function viewOf(
  { id, childReference }: { readonly id: string; readonly childReference: string },
  { csrf }: PageRequest,
  typed: Typed,
  version: number,
): FormView {
  return {
    title: 'Name and details of the child',
    label: childReference,
    intro: 'They are kept apart from the journey, and seen only by those who work with the child.',
    action: `/journeys/${id}/child`,
    back: { address: `/journeys/${id}`, words: `Journey of ${childReference}` },
    fields: CHILD_FIELDS,
    typed,
    csrf,
    key: typed['_key'] ?? '',
    version,
    submit: 'Keep them',
    errors: [],
    fieldErrors: {},
  }
}
