import { randomUUID } from 'node:crypto'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { EVENT_TYPES } from '../../domain/events'
import type { Action } from '../../domain/permissions'
import { may } from '../../domain/permissions'
import { EVENT_FORMS, type RecordableType } from '../../web/forms/event-forms'
import type { Field, Typed } from '../../web/forms/field'
import { alsoForFields } from '../../web/forms/sibling-form'
import { formPage, type FormView } from '../../web/pages/form'
import { recordEventRoute } from '../journeys/record-event'
import { Problem } from '../problem'
import { paramsOf } from '../perform'
import { readJourneyFor } from './journey-pages'
import type { PageRequest, PageRoute } from './page-route'
import type { Person } from './session'
import { submitForm } from './submit-form'

const ACTIONS = EVENT_TYPES.map((type): Action => `record.${type}`) as [Action, ...Action[]]
const PATH = '/journeys/:id/record/:type'

export const eventFormRoute: PageRoute = {
  method: 'get',
  path: PATH,
  actions: ACTIONS,
  here: 'children',
  async answer(request, services) {
    const type = typeIn(request)
    permit(request.person, type)
    const journey = await readJourneyFor(request, services)
    const typed = { ...suggested(type, request.person), ...request.query, _key: randomUUID() }
    return { content: formPage(viewOf(journey, type, request, typed)) }
  },
}

export const recordEventPageRoute: PageRoute = {
  method: 'post',
  path: PATH,
  actions: ACTIONS,
  here: 'children',
  async answer(request, services) {
    const { person, typed } = request
    const type = typeIn(request)
    permit(person, type)
    const journey = await readJourneyFor(request, services)
    const fields = fieldsFor(journey, type)
    const params = paramsOf(recordEventRoute, { id: request.params['id'] }) as { id: string }
    const outcome = await submitForm(
      { route: recordEventRoute, params, fields, typed, fixed: { type }, person },
      services,
    )
    if ('kept' in outcome) return { to: `/journeys/${journey.id}?recorded=${type}` }
    const { status, errors, fieldErrors } = outcome
    return { status, content: formPage({ ...viewOf(journey, type, request, typed), errors, fieldErrors }) }
  },
}

function typeIn({ params }: PageRequest): RecordableType {
  const type = Object.keys(EVENT_FORMS).find((known) => known === params['type'])
  if (type === undefined) throw new Problem('not-found', 'There is no such thing to record')
  return type as RecordableType
}

function permit({ roles }: Person, type: RecordableType): void {
  if (may(roles, `record.${type}`)) return
  throw new Problem('not-allowed', `You cannot record this: ${EVENT_FORMS[type].title.toLowerCase()}`, {
    remedy: 'Ask somebody whose part it is, or an administrator for the role',
  })
}

// What is most often so: whoever records as a reviewer was the chair, as a decision maker the decision maker.
function suggested(type: RecordableType, { id, roles }: Person): Typed {
  if (type === 'agency-decision-made' && roles.includes('decision-maker')) return { decisionMaker: id }
  if (roles.includes('reviewer') && (type === 'child-plan-meeting-held' || type === 'review-held'))
    return { chair: id }
  return {}
}

function fieldsFor({ siblings }: JourneyAnswer, type: RecordableType): readonly Field[] {
  return [...EVENT_FORMS[type].fields, ...alsoForFields(siblings)]
}

function viewOf(journey: JourneyAnswer, type: RecordableType, { csrf }: PageRequest, typed: Typed): FormView {
  const { title, intro } = EVENT_FORMS[type]
  return {
    title,
    label: journey.childReference,
    ...(intro !== undefined && { intro }),
    action: `/journeys/${journey.id}/record/${type}`,
    back: { address: `/journeys/${journey.id}`, words: `Journey of ${journey.childReference}` },
    fields: fieldsFor(journey, type),
    typed,
    csrf,
    key: typed['_key'] ?? '',
    submit: 'Record it',
    errors: [],
    fieldErrors: {},
  }
}
