import { randomUUID } from 'node:crypto'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { EVENT_TYPES } from '../../domain/events'
import type { Action } from '../../domain/permissions'
import { may } from '../../domain/permissions'
import { currentPolicy, policyOf } from '../../policies/released'
import type { Option } from '../../web/components/select'
import { EVENT_FORMS, formFor, type RecordableType } from '../../web/forms/event-forms'
import type { Field, Typed } from '../../web/forms/field'
import { alsoForFields } from '../../web/forms/sibling-form'
import { formPage, type FormView } from '../../web/pages/form'
import { standingFacts } from '../../web/standing-facts'
import { recordEventRoute } from '../journeys/record-event'
import { notInReach } from '../not-allowed'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import { paramsOf } from '../perform'
import { afterRecording } from './after-recording'
import { readJourneyFor, refusedIn } from './journey-pages'
import { readPeopleToChoose } from './names'
import { offeredBy } from './offered'
import type { PageRequest, PageRoute } from './page-route'
import type { Person } from './session'
import { submitForm } from './submit-form'
import { suggestedDates, withSuggestions } from './suggestions'

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
    await permitIn(request.person, journey, type, services)
    const typed = { ...suggested(type, request, journey), ...request.query, _key: randomUUID() }
    const people = await readPeopleToChoose(services.db)
    return { content: formPage(viewOf(journey, type, request, typed, people)) }
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
    const view = viewOf(journey, type, request, typed, await readPeopleToChoose(services.db))
    const { fields } = view
    const params = paramsOf(recordEventRoute, { id: request.params['id'] }) as { id: string }
    const outcome = await submitForm(
      { route: recordEventRoute, params, fields, typed, fixed: { type }, person },
      services,
    )
    if ('kept' in outcome) return afterRecording(outcome.kept, type, person)
    const { status, errors, fieldErrors } = outcome
    return { status, content: formPage({ ...view, errors, fieldErrors }) }
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

async function permitIn(
  person: Person,
  journey: JourneyAnswer,
  type: RecordableType,
  services: PageServices,
): Promise<void> {
  const refusal = (await refusedIn(person, journey, services))(`record.${type}`)
  if (refusal) throw notInReach(refusal)
}

// What is most often so: whoever records as a reviewer was the chair, as a decision maker the decision maker; and what
// the policy suggests.
function suggested(type: RecordableType, { person, query }: PageRequest, journey: JourneyAnswer): Typed {
  const { id, roles } = person
  const policy = policyOf(journey.policy)
  switch (type) {
    case 'agency-decision-made':
      return roles.includes('decision-maker') ? { decisionMaker: id } : {}
    case 'child-plan-meeting-held':
      return {
        ...(roles.includes('reviewer') && { chair: id }),
        ...(query['meeting'] === '72-hour' && suggestedDates(journey, policy)),
      }
    case 'review-held':
      return roles.includes('reviewer') ? { chair: id } : {}
    case 'policy-adopted':
      return { policy: policy.id, version: String(currentPolicy(policy.id).policy.version) }
    default:
      return {}
  }
}

function viewOf(
  journey: JourneyAnswer,
  type: RecordableType,
  { csrf }: PageRequest,
  typed: Typed,
  people: readonly Option[],
): FormView {
  const { title, intro, fields } = formFor(type, offeredBy(policyOf(journey.policy), people))
  return {
    title,
    label: journey.childReference,
    ...(intro !== undefined && { intro }),
    action: `/journeys/${journey.id}/record/${type}`,
    back: { address: `/journeys/${journey.id}`, words: `Journey of ${journey.childReference}` },
    fields: [...suggesting(fields, type, typed, journey), ...alsoForFields(journey.siblings)],
    typed,
    csrf,
    key: typed['_key'] ?? '',
    submit: 'Record it',
    errors: [],
    fieldErrors: {},
  }
}

function suggesting(
  fields: readonly Field[],
  type: RecordableType,
  typed: Typed,
  journey: JourneyAnswer,
): readonly Field[] {
  if (!agreesDates(type, typed, journey)) return fields
  return withSuggestions(fields, typed, journey, policyOf(journey.policy))
}

// The dates are those of the 72-hour meeting to agree: it is chosen, or nobody has recorded it yet.
function agreesDates(type: RecordableType, typed: Typed, { events }: JourneyAnswer): boolean {
  if (type !== 'child-plan-meeting-held') return false
  if (typed['meeting'] !== undefined && typed['meeting'] !== '') return typed['meeting'] === '72-hour'
  return !standingFacts(events).some((fact) => 'meeting' in fact && fact.meeting === '72-hour')
}
