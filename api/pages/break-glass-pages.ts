import { randomUUID } from 'node:crypto'
import type { OpenedAnswer } from '../../contracts/break-glass-schema'
import { OPENED_HOURS } from '../../domain/break-glass'
import type { Field, Typed } from '../../web/forms/field'
import { formPage, type FormView } from '../../web/pages/form'
import { breakGlassRoute } from '../journeys/break-glass'
import type { PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

const PATH = '/break-glass'

const FIELDS: readonly Field[] = [
  { kind: 'line', name: 'journey', label: 'Child reference' },
  {
    kind: 'words',
    required: true,
    name: 'reason',
    label: 'Why must you see it?',
    hint: 'Whoever manages the work, and whoever reads the audit, will read this.',
  },
]

export const breakGlassFormRoute: PageRoute = {
  method: 'get',
  path: PATH,
  actions: ['journey.open-with-reason'],
  here: 'children',
  answer: (request) => Promise.resolve({ content: formPage(viewOf(request, { _key: randomUUID() })) }),
}

export const breakGlassPageRoute: PageRoute = {
  method: 'post',
  path: PATH,
  actions: ['journey.open-with-reason'],
  here: 'children',
  async answer(request, services) {
    const { person, typed } = request
    const outcome = await submitForm(
      { route: breakGlassRoute, params: {}, fields: FIELDS, typed, fixed: {}, person },
      services,
    )
    if ('kept' in outcome) {
      const { journey } = JSON.parse(outcome.kept.text) as OpenedAnswer
      return { to: `/journeys/${journey}` }
    }
    const { status, errors, fieldErrors } = outcome
    return { status, content: formPage({ ...viewOf(request, typed), errors, fieldErrors }) }
  },
}

function viewOf({ csrf }: PageRequest, typed: Typed): FormView {
  return {
    title: 'Open a journey that is not yours',
    intro:
      `For an emergency or a duty. It is open to you for ${OPENED_HOURS} hours; whoever manages its work is told at once, ` +
      'and everything that you see and do there is marked.',
    action: PATH,
    back: { address: '/children', words: 'Children' },
    fields: FIELDS,
    typed,
    csrf,
    key: typed['_key'] ?? '',
    submit: 'Open it, and tell the manager',
    errors: [],
    fieldErrors: {},
  }
}
