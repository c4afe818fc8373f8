import { actionsOf } from '../../api/permission'
import { NONE, readRoute, type SignedInRoute } from '../../api/route'
import { ROUTES } from '../../api/routes'
import { ROLES, type Role } from '../../domain/codes'
import type { EventType } from '../../domain/events'
import type { Action } from '../../domain/permissions'
import { EVENTS } from '../support/recorded-by'
import { openApi, toStart, type Api, type Caller } from '../support/api'

// As the table of events and the list of roles say it, written out: the product's own table is what is tried here.
const ALWAYS: readonly Role[] = ['manager', 'administrator']
const READERS: readonly Role[] = [
  'case-worker',
  'reviewer',
  'panel-coordinator',
  'decision-maker',
  'legal',
  'auditor',
  'system',
]
const OF_THE_AUTHORITY: readonly Role[] = [
  'case-worker',
  'reviewer',
  'panel-coordinator',
  'decision-maker',
  'legal',
  'improvement-lead',
  'auditor',
  ...ALWAYS,
]
const PRACTISING: readonly Role[] = [
  'case-worker',
  'reviewer',
  'panel-coordinator',
  'decision-maker',
  'legal',
  ...ALWAYS,
]
const COUNTED_FOR: readonly Role[] = [...READERS.filter((role) => role !== 'system'), ...ALWAYS]
const WHO_MAY: Readonly<Record<Action, readonly Role[]>> = {
  'journey.start': ['case-worker', ...ALWAYS],
  'journey.read': [...READERS, 'partner', ...ALWAYS],
  'journey.list': [...READERS, 'partner', ...ALWAYS],
  'diary.read': [...READERS, 'partner', ...ALWAYS],
  // who answers for the service need not know who a child is
  'child.read': ['case-worker', 'reviewer', 'panel-coordinator', 'decision-maker', 'legal', 'manager'],
  'child.write': ['case-worker', 'reviewer', 'manager'],
  'service.describe': ROLES,
  'tools.use': ROLES,
  'permissions.read': ROLES,
  'policies.read': ROLES,
  'policies.what-if': ['improvement-lead', ...ALWAYS],
  'policies.adopt': ALWAYS,
  'practice-mail.read': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    ...ALWAYS,
  ],
  'practice.read': PRACTISING,
  'practice.advance': PRACTISING,
  'practice.end': PRACTISING,
  'people.read': [...READERS, ...ALWAYS],
  'people.write': ALWAYS,
  'people.handover': ALWAYS,
  'agencies.read': OF_THE_AUTHORITY,
  'agencies.write': ALWAYS,
  'meetings.read': OF_THE_AUTHORITY,
  'meetings.write': ['improvement-lead', ...ALWAYS],
  'meeting-packs.read': [...READERS.filter((role) => role !== 'system'), 'partner', ...ALWAYS],
  'people.sign-out': ALWAYS,
  'siblings.link': ['case-worker', 'reviewer', ...ALWAYS],
  'work.read': ['case-worker', 'reviewer', 'panel-coordinator', 'decision-maker', 'legal', ...ALWAYS],
  'journey.open-with-reason': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'manager',
  ],
  'audit.read': ['auditor', ...ALWAYS],
  'audit.search': ['auditor', 'administrator'],
  'changes.follow': ['system'],
  'imports.read': ['system', ...ALWAYS],
  'imports.write': ['system', ...ALWAYS],
  'notices.list': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    'auditor',
    ...ALWAYS,
  ],
  'notices.resend': ['case-worker', 'reviewer', 'panel-coordinator', 'decision-maker', 'legal', ...ALWAYS],
  'chronology.read': COUNTED_FOR,
  'reports.read': OF_THE_AUTHORITY,
  'reports.journeys': COUNTED_FOR,
  'dashboard.read': ['improvement-lead', ...COUNTED_FOR],
  'workload.read': ['improvement-lead', 'auditor', ...ALWAYS],
  'improvement.read': OF_THE_AUTHORITY,
  'improvement.write': ['improvement-lead', ...ALWAYS],
  'exports.journeys': COUNTED_FOR,
  'exports.published': ['improvement-lead', 'auditor', ...ALWAYS],
  'exports.celcis': ['improvement-lead', 'manager'],
  'exports.clas': ['improvement-lead', 'manager'],
  'record.looked-after-started': ['case-worker', ...ALWAYS],
  'record.child-plan-meeting-held': ['reviewer', 'case-worker', ...ALWAYS],
  'record.review-held': ['reviewer', ...ALWAYS],
  'record.meeting-date-set': ['reviewer', 'case-worker', 'panel-coordinator', ...ALWAYS],
  'record.permanence-recommended': ['reviewer', ...ALWAYS],
  'record.panel-held': ['panel-coordinator', 'reviewer', ...ALWAYS],
  'record.agency-decision-made': ['decision-maker', 'panel-coordinator', ...ALWAYS],
  'record.order-lodged': ['legal', 'case-worker', ...ALWAYS],
  'record.returned-to-family': ['case-worker', ...ALWAYS],
  'record.journey-closed': ['case-worker', ...ALWAYS],
  'record.pathway-changed': ['case-worker', ...ALWAYS],
  'record.legal-basis-changed': ['case-worker', 'legal', ...ALWAYS],
  'record.placement-changed': ['case-worker', ...ALWAYS],
  'record.worker-assigned': ['case-worker', ...ALWAYS],
  'record.visit-made': ['case-worker', ...ALWAYS],
  'record.parents-notified': ['case-worker', 'panel-coordinator', ...ALWAYS],
  'record.hearing-advice-requested': ['legal', 'case-worker', ...ALWAYS],
  'record.hearing-held': ['legal', 'case-worker', ...ALWAYS],
  'record.hearing-advice-given': ['legal', 'case-worker', ...ALWAYS],
  'record.consent-recorded': ['legal', 'case-worker', ...ALWAYS],
  'record.order-granted': ['legal', 'case-worker', ...ALWAYS],
  'record.order-refused': ['legal', 'case-worker', ...ALWAYS],
  'record.application-withdrawn': ['legal', 'case-worker', ...ALWAYS],
  'record.peer-review-held': ['reviewer', ...ALWAYS],
  'record.peer-review-fed-back': ['reviewer', ...ALWAYS],
  'record.delay-explained': ['case-worker', 'reviewer', ...ALWAYS],
  'record.transferred': [...ALWAYS],
  'record.policy-adopted': [...ALWAYS],
  'record.event-corrected': [
    'case-worker',
    'reviewer',
    'panel-coordinator',
    'decision-maker',
    'legal',
    ...ALWAYS,
  ],
}

let api: Api
const callers = new Map<Role, Caller>()
beforeAll(async () => {
  api = await openApi()
  for (const role of ROLES) callers.set(role, await api.as({ roles: [role] }))
})
afterAll(() => api.close())

const SIGNED_IN = ROUTES.filter(
  (route): route is SignedInRoute => route.kind !== 'open' && route.kind !== 'linked',
)
const MATRIX = SIGNED_IN.flatMap((route) => actionsOf(route).map((action) => ({ route, action })))

describe('every role at every route', () => {
  it.each(MATRIX)(
    '$action at $route.method $route.path is for those who may, and no others',
    async ({ route, action }) => {
      const allowed: Role[] = []
      for (const role of ROLES) {
        const { status } = await ask(callers.get(role) as Caller, route, action)
        expect([role, status]).not.toEqual([role, 401])
        if (status !== 403) allowed.push(role)
      }
      expect(allowed.sort()).toEqual([...WHO_MAY[action]].sort())
    },
  )

  it('nobody without a role may do anything', async () => {
    const nobody = await api.as({ roles: [] })
    for (const { route, action } of MATRIX) expect((await ask(nobody, route, action)).status).toBe(403)
  })

  it('a route that is not there is there for no role', async () => {
    for (const caller of callers.values()) expect((await caller.get('/api/v1/children')).status).toBe(404)
  })
})

describe('a refusal', () => {
  it('says which roles may', async () => {
    const legal = await api.as({ roles: ['legal'] })
    const answer = await legal.post(eventsOf(NO_JOURNEY), event('panel-held'))
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({
      type: 'urn:pace:problem:not-allowed',
      roles: ['panel-coordinator', 'reviewer', 'manager', 'administrator'],
    })
  })

  it('comes before anything of the request is looked at', async () => {
    const auditor = await api.as({ roles: ['auditor'] })
    expect((await auditor.post('/api/v1/journeys', '{ not json')).status).toBe(403)
  })

  it('two roles may what either may', async () => {
    const both = await api.as({ roles: ['legal', 'reviewer'] })
    expect((await both.post(eventsOf(NO_JOURNEY), event('panel-held'))).status).toBe(404)
    expect((await both.post(eventsOf(NO_JOURNEY), event('order-lodged'))).status).toBe(404)
  })
})

describe('localities', () => {
  it('a journey elsewhere is not there: neither to read, nor to record, nor in a list', async () => {
    const { id } = await (await api.as()).start('2026-01-05', { locality: 'skye' })
    const worker = await api.as({ roles: ['manager'], localities: ['caithness', 'sutherland'] })
    expect((await worker.get(`/api/v1/journeys/${id}`)).status).toBe(404)
    expect((await worker.post(eventsOf(id), event('order-lodged'))).status).toBe(404)
    const list = await worker.get('/api/v1/journeys')
    expect((list.body as { items: { id: string }[] }).items.map((item) => item.id)).not.toContain(id)
  })

  it('a journey elsewhere is answered as one that does not exist', async () => {
    const { id } = await (await api.as()).start('2026-01-05', { locality: 'skye' })
    const worker = await api.as({ roles: ['manager'], localities: ['caithness'] })
    const elsewhere = await worker.get(`/api/v1/journeys/${id}`)
    const nowhere = await worker.get(`/api/v1/journeys/${NO_JOURNEY}`)
    expect(elsewhere.text).toBe(nowhere.text)
  })

  it('a journey elsewhere cannot be started, and the answer names where one can', async () => {
    const worker = await api.as({ roles: ['case-worker'], localities: ['caithness', 'sutherland'] })
    const answer = await worker.post('/api/v1/journeys', toStart('2026-01-05', { locality: 'skye' }))
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ localities: ['caithness', 'sutherland'] })
  })
})

it('a route without an action does not compile', () => {
  const described = {
    path: '/api/v1/everything',
    tag: 'Journeys',
    summary: 'Everything',
    description: 'Everything.',
    reads: 'nothing' as const,
    params: NONE,
    query: NONE,
    answer: { status: 200, description: 'Everything', schema: NONE },
    problems: [],
    read: () => Promise.resolve({ status: 200, body: {} }),
  }
  // @ts-expect-error whose permission would be asked for?
  expect(readRoute(described).action).toBeUndefined()
})

const NO_JOURNEY = '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55'

function eventsOf(id: string): string {
  return `/api/v1/journeys/${id}/events`
}

function event(type: EventType): object {
  return { type, occurredAt: '2026-03-02', ...(type === 'event-corrected' ? {} : EVENTS[type]) }
}

function ask(caller: Caller, route: SignedInRoute, action: Action) {
  const path = route.path.replace('{id}', NO_JOURNEY)
  if (route.kind === 'tool' || route.kind === 'find') return caller.post(path, {})
  if (route.kind === 'upload') return caller.upload(path, '')
  if (route.kind !== 'write') return caller.get(path)
  if (route.method === 'put') return caller.put(path)
  if (route.method === 'patch') return caller.patch(path)
  return caller.post(path, bodyFor(action))
}

function bodyFor(action: Action): object {
  if (action === 'journey.start') return toStart('2026-03-02')
  return action.startsWith('record.') ? event(typeOf(action)) : {}
}

function typeOf(action: Action): EventType {
  return action.replace('record.', '') as EventType
}
