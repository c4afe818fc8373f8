import { randomUUID } from 'node:crypto'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { may } from '../../domain/permissions'
import { policyOf } from '../../policies/released'
import type { FormError } from '../../web/components/error-summary'
import type { Option } from '../../web/components/select'
import { correctionFields, WITHDRAWAL_FIELDS } from '../../web/forms/correct-form'
import { fillForm, readAgain, withRoomFor, type Values } from '../../web/forms/fill-form'
import { readForm, typedIn } from '../../web/forms/read-form'
import { isFact, standingOf, type FactAnswer } from '../../web/standing-facts'
import { formPage, type FormView } from '../../web/pages/form'
import { councilOf } from '../../web/council'
import { eventTitle } from '../../web/words'
import { correctEventRoute } from '../journeys/correct-event'
import { paramsOf } from '../perform'
import { notInReach } from '../not-allowed'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import { afterRecording } from './after-recording'
import { readJourneyFor, refusedIn } from './journey-pages'
import { readPeopleToChoose } from './names'
import { offeredBy } from './offered'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'
import { submitForm, type Sent } from './submit-form'

const CORRECT = '/journeys/:id/events/:eventId/correct'
const WITHDRAW = '/journeys/:id/events/:eventId/withdraw'

export const correctFormRoute: PageRoute = {
  method: 'get',
  path: CORRECT,
  actions: ['record.event-corrected'],
  here: 'children',
  async answer(request, services) {
    return { content: formPage(correctView(await toCorrect(request, services), request)) }
  },
}

export const correctEventPageRoute: PageRoute = {
  method: 'post',
  path: CORRECT,
  actions: ['record.event-corrected'],
  here: 'children',
  async answer(request, services) {
    const { typed } = request
    const correcting = await toCorrect(request, services)
    const view = correctView(correcting, request)
    if (isOutdated(correcting, request)) return outdated(view, request)
    const read = readAgain(view.fields, typed, { replacement: correcting.stands })
    const fixed = { eventId: correcting.fact.id }
    const replacement = { type: correcting.fact.type, ...(read.body['replacement'] as object | undefined) }
    const whole = { ...read, body: { ...read.body, replacement } }
    return send({ ...correcting, view: { ...view, typed } }, { read: whole, fixed }, request, services)
  },
}

export const withdrawFormRoute: PageRoute = {
  method: 'get',
  path: WITHDRAW,
  actions: ['record.event-corrected'],
  here: 'children',
  async answer(request, services) {
    return { content: formPage(withdrawView(await toCorrect(request, services), request)) }
  },
}

export const withdrawEventPageRoute: PageRoute = {
  method: 'post',
  path: WITHDRAW,
  actions: ['record.event-corrected'],
  here: 'children',
  async answer(request, services) {
    const { typed } = request
    const correcting = await toCorrect(request, services)
    const view = withdrawView(correcting, request)
    if (isOutdated(correcting, request)) return outdated(view, request)
    const fixed = { eventId: correcting.fact.id, replacement: null }
    const read = readForm(view.fields, typed)
    return send({ ...correcting, view: { ...view, typed } }, { read, fixed }, request, services)
  },
}

/** An event that a person may correct, with what stands of it. */
interface Correcting {
  readonly journey: JourneyAnswer
  readonly fact: FactAnswer
  /** As it stands; as it was recorded when it is said not to have happened. */
  readonly stands: Values
  /** Who can be chosen where a person is asked for. */
  readonly people: readonly Option[]
}

async function toCorrect(request: PageRequest, services: PageServices): Promise<Correcting> {
  const journey = await readJourneyFor(request, services)
  const fact = journey.events.filter(isFact).find(({ id }) => id === request.params['eventId'])
  if (fact === undefined) throw new Problem('not-found', 'This journey has no such event to correct')
  if (!may(request.person.roles, `record.${fact.type}`)) {
    throw new Problem('not-allowed', `You cannot correct this: ${eventTitle(fact).toLowerCase()}`, {
      remedy: 'Ask somebody who may record it',
    })
  }
  const refusal = (await refusedIn(request.person, journey, services))(`record.${fact.type}`)
  if (refusal) throw notInReach(refusal)
  const people = await readPeopleToChoose(services.db)
  return { journey, fact, stands: saidBy(standingOf(fact, journey.events) ?? fact), people }
}

// Without what says when and by whom it was recorded: that is not corrected.
function saidBy(fact: FactAnswer): Values {
  const { id, number, type, recordedAt, recordedBy, source, correctedBy, withdrawn, ...said } = fact
  return said
}

async function send(
  { view, journey }: Correcting & { view: FormView },
  { read, fixed }: Pick<Sent, 'read' | 'fixed'>,
  { person }: PageRequest,
  services: PageServices,
): Promise<PageAnswer> {
  const { fields, typed } = view
  const params = paramsOf(correctEventRoute, { id: journey.id }) as { id: string }
  const outcome = await submitForm(
    { route: correctEventRoute, params, fields, typed, fixed, person, ...(read && { read }) },
    services,
  )
  if ('kept' in outcome) return afterRecording(outcome.kept, 'event-corrected', person)
  const { status, errors, fieldErrors } = outcome
  return { status, content: formPage({ ...view, errors, fieldErrors }) }
}

// The event has been corrected since the form was opened, and not by this very form, sent twice.
function isOutdated({ journey, fact }: Correcting, { typed, person }: PageRequest): boolean {
  if ((typed['_stands'] ?? '') === (fact.correctedBy ?? '')) return false
  const last = journey.events.find(({ id }) => id === fact.correctedBy)
  if (last?.type !== 'event-corrected') return true
  return last.recordedBy !== person.id || last.reason !== typedIn(typed, 'reason')
}

const MEANWHILE: readonly FormError[] = [
  {
    message: 'This has been corrected meanwhile',
    remedy: 'This is how it stands now: correct it again if need be',
  },
]

function outdated(view: FormView, { typed }: PageRequest): PageAnswer {
  const kept = { ...view.typed, reason: typedIn(typed, 'reason') }
  return { status: 412, content: formPage({ ...view, typed: kept, errors: MEANWHILE }) }
}

function correctView(correcting: Correcting, request: PageRequest): FormView {
  const { journey, fact, stands, people } = correcting
  const values = { replacement: stands }
  const fields = withRoomFor(correctionFields(fact.type, offeredBy(policyOf(journey.policy), people)), values)
  const base = viewOf(correcting, request)
  const canWithdraw = fact.type !== 'looked-after-started' && fact.withdrawn !== true
  return {
    ...base,
    title: `Correct: ${councilOf(policyOf(journey.policy)).eventOn(fact)}`,
    intro:
      fact.withdrawn === true
        ? 'It is recorded that this did not happen. If it did happen after all, say how it was.'
        : 'Change what is wrong. What was recorded stays to be seen, and everything is derived again.',
    action: addressOf(correcting, 'correct'),
    fields,
    typed: fillForm(fields, values),
    submit: 'Correct it',
    ...(canWithdraw && {
      besides: { address: addressOf(correcting, 'withdraw'), words: 'It did not happen' },
    }),
  }
}

function withdrawView(correcting: Correcting, request: PageRequest): FormView {
  return {
    ...viewOf(correcting, request),
    title: `It did not happen: ${councilOf(policyOf(correcting.journey.policy)).eventOn(correcting.fact)}`,
    intro: 'What was recorded stays to be seen, struck through, and everything is derived again without it.',
    action: addressOf(correcting, 'withdraw'),
    fields: WITHDRAWAL_FIELDS,
    typed: {},
    submit: 'Record that it did not happen',
    besides: { address: addressOf(correcting, 'correct'), words: 'It happened, but otherwise' },
  }
}

function viewOf({ journey, fact }: Correcting, { csrf, typed }: PageRequest) {
  return {
    label: journey.childReference,
    back: { address: `/journeys/${journey.id}`, words: `Journey of ${journey.childReference}` },
    csrf,
    key: typed['_key'] ?? randomUUID(),
    carried: { _stands: fact.correctedBy ?? '' },
    errors: [],
    fieldErrors: {},
  }
}

function addressOf({ journey, fact }: Correcting, way: 'correct' | 'withdraw'): string {
  return `/journeys/${journey.id}/events/${fact.id}/${way}`
}
