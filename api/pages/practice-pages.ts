import { randomInt, randomUUID } from 'node:crypto'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import type { ListedPracticeAnswer, PracticeAnswer } from '../../contracts/practice-schema'
import { readFor } from '../../db/acting'
import { policyOfJourney } from '../../db/read'
import { isOfLocalities } from '../../db/scope'
import { may } from '../../domain/permissions'
import { instant, writeInstant } from '../../domain/time'
import { currentPolicy, policyIds } from '../../policies/released'
import { councilOf } from '../../web/council'
import type { Typed } from '../../web/forms/field'
import { practiceFields } from '../../web/forms/practice-form'
import { readDate } from '../../web/forms/read-date'
import { formPage, type FormView } from '../../web/pages/form'
import { practicePage, practicesPage } from '../../web/pages/practice'
import { keyIn } from '../idempotency'
import { readNoticesRoute } from '../journeys/read-notices'
import { startJourneyRoute } from '../journeys/start-journey'
import { checked, paramsOf, perform } from '../perform'
import { advancePracticeRoute } from '../practice/advance-practice'
import { endPracticeRoute } from '../practice/end-practice'
import { listPracticeRoute, readPracticeRoute } from '../practice/read-practice'
import { invalidRequest, type FieldError } from '../problem'
import { problemOf } from '../problem-of'
import type { PageServices } from '../services'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

const START = '/practice/start'

export const practicesPageRoute: PageRoute = {
  method: 'get',
  path: '/practice',
  actions: ['practice.read'],
  here: 'practice',
  async answer({ person }, services) {
    const query = checked(listPracticeRoute.query, { limit: 200 }, [])
    const { body } = await listPracticeRoute.read(
      { caller: person, params: {}, query, body: undefined },
      services,
    )
    const { items } = body as { items: ListedPracticeAnswer[] }
    const localities = Object.fromEntries(everyLocality().map(({ id, name }) => [id, name]))
    const mayStart = may(person.roles, 'journey.start')
    return { content: practicesPage({ practices: items, localities, mayStart }) }
  },
}

export const practiceFormRoute: PageRoute = {
  method: 'get',
  path: START,
  actions: ['journey.start'],
  here: 'practice',
  answer: (request, services) =>
    Promise.resolve({ content: formPage(startView(request, offered(services))) }),
}

export const startPracticePageRoute: PageRoute = {
  method: 'post',
  path: START,
  actions: ['journey.start'],
  here: 'practice',
  async answer(request, services) {
    const { person, typed } = request
    const view = startView(request, typed)
    const outcome = await submitForm(
      { route: startJourneyRoute, params: {}, fields: view.fields, typed, fixed: { practice: true }, person },
      services,
    )
    if ('kept' in outcome) return { to: `/practice/${(JSON.parse(outcome.kept.text) as { id: string }).id}` }
    const { status, errors, fieldErrors } = outcome
    return { status, content: formPage({ ...view, errors, fieldErrors }) }
  },
}

export const practicePageRoute: PageRoute = {
  method: 'get',
  path: '/practice/:id',
  actions: ['practice.read'],
  here: 'practice',
  answer: (request, services) => shown(request, services),
}

export const advancePracticePageRoute: PageRoute = {
  method: 'post',
  path: '/practice/:id/advance',
  actions: ['practice.advance'],
  here: 'practice',
  async answer(request, services) {
    const { person, typed } = request
    const params = paramsOf(advancePracticeRoute, { id: request.params['id'] })
    const back =
      typed['from'] === 'journey' ? `/journeys/${String(params['id'])}` : `/practice/${String(params['id'])}`
    try {
      const key = keyIn(typed['_key'])
      const body = movedTo(typed)
      await perform(
        advancePracticeRoute,
        { caller: person, params, body, ...(key !== undefined && { key }) },
        services,
      )
      return { to: back }
    } catch (error) {
      const problem = problemOf(error, person)
      if (problem === undefined || ![409, 422].includes(problem.status)) throw error
      const { errors = [], remedy } = problem.members as {
        readonly errors?: readonly FieldError[]
        readonly remedy?: string
      }
      const [wrong] = errors
      const message = wrong === undefined ? problem.detail : `The day ${wrong.message}`
      const said = wrong?.remedy ?? remedy
      const again = await shown(request, services, {
        errors: [{ message, ...(said !== undefined && { remedy: said }), at: 'to-day' }],
        error: message,
      })
      return { ...again, status: problem.status }
    }
  },
}

export const endPracticePageRoute: PageRoute = {
  method: 'post',
  path: '/practice/:id/end',
  actions: ['practice.end'],
  here: 'practice',
  async answer({ person, params }, services) {
    const asked = paramsOf(endPracticeRoute, { id: params['id'] })
    await perform(endPracticeRoute, { caller: person, params: asked, body: {} }, services)
    return { to: '/practice' }
  },
}

type Wrong = Pick<Parameters<typeof practicePage>[0], 'errors'> & { readonly error?: string }

async function shown(
  { person, params, csrf, typed }: PageRequest,
  services: PageServices,
  wrong: Wrong = { errors: [] },
): Promise<Extract<PageAnswer, { content: unknown }>> {
  const asked = paramsOf(readPracticeRoute, { id: params['id'] })
  const request = { caller: person, params: asked, query: {}, body: undefined }
  const { body } = await readPracticeRoute.read(request, services)
  const told = await readNoticesRoute.read(request, services)
  const practice = body as PracticeAnswer
  const policy = await readFor(services.db, person, (trx) => policyOfJourney(trx, practice.id, person.scope))
  return {
    content: practicePage({
      practice,
      notices: (told.body as { items: NoticeAnswer[] }).items,
      council: councilOf(policy),
      csrf,
      keyOf: () => randomUUID(),
      typed,
      ...wrong,
    }),
  }
}

function movedTo(typed: Typed): object {
  if (typed['by'] !== undefined) return { by: typed['by'] }
  if (typed['to'] !== undefined) return { to: typed['to'] }
  const read = readDate({
    day: typed['to-day'] ?? '',
    month: typed['to-month'] ?? '',
    year: typed['to-year'] ?? '',
  })
  if ('wrong' in read) throw invalidRequest([{ field: 'to', message: read.wrong, remedy: 'Mend it' }])
  if (read.value === undefined)
    throw invalidRequest([{ field: 'to', message: 'is missing', remedy: 'Enter a day, month and year' }])
  return { to: read.value }
}

function startView({ person, csrf }: PageRequest, typed: Typed): FormView {
  const localities = everyLocality().filter(({ id }) => isOfLocalities(person.scope, id))
  const policies = policyIds().map((id) => ({ id, name: currentPolicy(id).policy.title }))
  return {
    title: 'Start a practice journey',
    intro:
      'It is about no child. To go through a whole journey, let it begin now: its clock is moved on from there.',
    action: START,
    back: { address: '/practice', words: 'Practice' },
    fields: practiceFields(policies, localities),
    typed: localities.length === 1 ? { locality: localities[0]?.id ?? '', ...typed } : typed,
    csrf,
    key: typed['_key'] ?? '',
    submit: 'Start it',
    errors: [],
    fieldErrors: {},
  }
}

// What can be sent as it is, but for the locality.
function offered({ policy }: PageServices): Typed {
  const now = writeInstant(instant(Date.now()))
  return {
    _key: randomUUID(),
    childReference: `PRACTICE-${randomInt(1000, 10_000)}`,
    policy: policy.reference.id,
    pathway: 'away-from-home',
    legalBasis: 'voluntary-s25',
    'occurredAt-day': String(Number(now.slice(8, 10))),
    'occurredAt-month': String(Number(now.slice(5, 7))),
    'occurredAt-year': now.slice(0, 4),
    'occurredAt-time': now.slice(11, 16),
  }
}

/** The localities of all policies, each once; by which authority where their names could be mixed up. */
function everyLocality(): { readonly id: string; readonly name: string }[] {
  const named = new Map<string, string>()
  for (const id of policyIds())
    for (const locality of currentPolicy(id).policy.localities)
      if (!named.has(locality.id)) named.set(locality.id, locality.name)
  return [...named].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}
