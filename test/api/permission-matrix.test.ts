import type { Response } from 'supertest'
import { actionsOf } from '../../api/permission'
import type { SignedInRoute } from '../../api/route'
import { ROUTES } from '../../api/routes'
import type { Database } from '../../db/database'
import { ROLES, type Role } from '../../domain/codes'
import { EVENT_TYPES, FACT_TYPES, type FactType } from '../../domain/events'
import { toStart, type Caller } from '../support/api'
import {
  idOf,
  openPermissionHouse,
  PLACES,
  PLANTED,
  type PermissionHouse,
  type Place,
} from '../support/permission-house'
import { EVENTS, RECORDED_BY } from '../support/recorded-by'
import { daysAgo } from '../support/days'
import { packMade } from '../support/pack-made'
import { readPdf } from '../support/pdf'
import { untilTold } from '../support/until-told'

/*
 * Who may do what, how far, and what they are shown of it, written out: the product's own table is what is tried here.
 */

type Reach = 'agency' | 'own' | 'team' | 'locality' | 'authority'
type Reaches = Partial<Record<Role, Reach>>

const WORKING_WITH_THE_CHILD = [
  'case-worker',
  'reviewer',
  'panel-coordinator',
  'decision-maker',
  'legal',
  'manager',
] as const
const ALWAYS = { manager: 'locality', administrator: 'locality' } as const
const READING = {
  ...each(WORKING_WITH_THE_CHILD, 'locality'),
  ...each(['auditor', 'system', 'administrator'], 'locality'),
  partner: 'agency',
} as const
const EVERYBODY = each(ROLES, 'authority')
const OF_THE_AUTHORITY = each(
  [...WORKING_WITH_THE_CHILD, 'improvement-lead', 'auditor', 'administrator'],
  'authority',
)

const COUNTED_FOR = each([...WORKING_WITH_THE_CHILD, 'auditor', 'administrator'], 'locality')

const REACHES: Readonly<Record<string, Reaches>> = {
  'journey.read': READING,
  'journey.list': READING,
  'diary.read': READING,
  'journey.start': { 'case-worker': 'locality', ...ALWAYS },
  'child.read': { ...each(WORKING_WITH_THE_CHILD, 'locality'), 'case-worker': 'team' },
  'child.write': { 'case-worker': 'team', reviewer: 'locality', manager: 'locality' },
  'siblings.link': { 'case-worker': 'team', reviewer: 'locality', ...ALWAYS },
  'audit.read': { auditor: 'locality', ...ALWAYS },
  'audit.search': { auditor: 'locality', administrator: 'locality' },
  'changes.follow': { system: 'locality' },
  'work.read': { ...each(WORKING_WITH_THE_CHILD, 'own'), ...ALWAYS },
  'people.read': {
    ...each(WORKING_WITH_THE_CHILD, 'authority'),
    ...each(['auditor', 'system', 'administrator'], 'authority'),
  },
  'people.write': { manager: 'locality', administrator: 'authority' },
  'people.handover': ALWAYS,
  'agencies.read': OF_THE_AUTHORITY,
  'agencies.write': { manager: 'locality', administrator: 'authority' },
  'meetings.read': OF_THE_AUTHORITY,
  'meetings.write': { 'improvement-lead': 'locality', ...ALWAYS },
  'meeting-packs.read': {
    ...each([...WORKING_WITH_THE_CHILD, 'auditor', 'administrator'], 'locality'),
    partner: 'agency',
  },
  'imports.read': { system: 'locality', ...ALWAYS },
  'imports.write': { system: 'locality', ...ALWAYS },
  'notices.list': each([...WORKING_WITH_THE_CHILD, 'auditor', 'administrator'], 'locality'),
  'notices.resend': {
    ...each([...WORKING_WITH_THE_CHILD, 'administrator'], 'locality'),
    'case-worker': 'team',
  },
  'chronology.read': COUNTED_FOR,
  'reports.read': OF_THE_AUTHORITY,
  'reports.journeys': COUNTED_FOR,
  'dashboard.read': { ...COUNTED_FOR, 'improvement-lead': 'locality' },
  'workload.read': { ...each(['improvement-lead', 'auditor'], 'locality'), ...ALWAYS },
  'improvement.read': OF_THE_AUTHORITY,
  'improvement.write': each(['improvement-lead', 'manager', 'administrator'], 'authority'),
  'exports.journeys': COUNTED_FOR,
  'exports.published': each(['improvement-lead', 'auditor', 'manager', 'administrator'], 'authority'),
  'exports.celcis': each(['improvement-lead', 'manager'], 'locality'),
  'exports.clas': each(['improvement-lead', 'manager'], 'locality'),
  'people.sign-out': { manager: 'locality', administrator: 'authority' },
  'service.describe': EVERYBODY,
  'tools.use': EVERYBODY,
  'permissions.read': EVERYBODY,
  'policies.read': EVERYBODY,
  'policies.what-if': { 'improvement-lead': 'locality', ...ALWAYS },
  'policies.adopt': ALWAYS,
  'journey.open-with-reason': each(WORKING_WITH_THE_CHILD, 'authority'),
  ...Object.fromEntries(
    ['practice.read', 'practice.advance', 'practice.end'].map((action) => [
      action,
      each([...WORKING_WITH_THE_CHILD, 'administrator'], 'locality'),
    ]),
  ),
  'practice-mail.read': each([...WORKING_WITH_THE_CHILD, 'administrator'], 'authority'),
  ...Object.fromEntries(
    EVENT_TYPES.map((type) => [
      `record.${type}`,
      {
        ...each(RECORDED_BY[type], 'locality'),
        ...(RECORDED_BY[type].includes('case-worker') && { 'case-worker': 'team' as const }),
        ...ALWAYS,
      },
    ]),
  ),
}

/** The places of journeys that each reach comes to. The case worker leads the one that is theirs. */
const WITHIN: Readonly<Record<Reach, readonly Place[]>> = {
  agency: ['theirs', 'of another team'],
  own: ['theirs'],
  team: ['theirs', 'of their team'],
  locality: ['theirs', 'of their team', 'of another team'],
  authority: PLACES,
}

/** Which of what was planted each role may come to see in a journey, by any answer but that about the child. */
const SEES_WORDS: readonly Role[] = [...WORKING_WITH_THE_CHILD, 'administrator']
const SEES_PEOPLE: readonly Role[] = [...SEES_WORDS, 'auditor', 'system']

/** How a route is asked, about a journey of some place, and what it answers where that is permitted. */
interface Sample {
  ask(caller: Caller, journey: { id: string; eventId: string }, type: FactType): Promise<Response>
  readonly done: number
}

// Nothing is recorded: whoever may is told that the journey is at another version than they think.
const AT_ANOTHER_VERSION = { 'if-match': '"999"' }
const get = (path: (id: string) => string): Sample => ({
  ask: (caller, { id }) => caller.get(path(id)),
  done: 200,
})

/** Each route that is about a journey. */
const OF_A_JOURNEY: Readonly<Record<string, Sample>> = {
  'get /api/v1/journeys/{id}': get((id) => `/api/v1/journeys/${id}`),
  // a rule of which the panel's agency is told
  'get /api/v1/journeys/{id}/deadlines/{ruleId}': get(
    (id) => `/api/v1/journeys/${id}/deadlines/permanence-panel`,
  ),
  'get /api/v1/journeys/{id}/notices': get((id) => `/api/v1/journeys/${id}/notices`),
  // nothing is sent: whoever may is told that it is still to be
  'post /api/v1/notices/{id}/resend': {
    async ask(caller, { id }) {
      const notice = await house.api.db
        .selectFrom('notice')
        .select('id')
        .where('journey_id', '=', id)
        .executeTakeFirstOrThrow()
      return caller.post(`/api/v1/notices/${notice.id}/resend`, {})
    },
    done: 409,
  },
  'get /api/v1/journeys/{id}/audit': get((id) => `/api/v1/journeys/${id}/audit`),
  'get /api/v1/journeys/{id}/chronology': get((id) => `/api/v1/journeys/${id}/chronology`),
  // a paper is looked through by what is to be read in it
  'get /api/v1/journeys/{id}/chronology.pdf': {
    async ask(caller, { id }) {
      const answer = await caller.get(`/api/v1/journeys/${id}/chronology.pdf`)
      if (answer.status !== 200) return answer
      return Object.assign(answer, {
        text: readPdf(answer.body as Buffer)
          .pages.join('')
          .replaceAll('\n', ''),
      })
    },
    done: 200,
  },
  'get /api/v1/journeys/{id}/child': get((id) => `/api/v1/journeys/${id}/child`),
  'put /api/v1/journeys/{id}/child': {
    ask: (caller, { id }) =>
      caller.put(`/api/v1/journeys/${id}/child`, { name: 'Another' }, AT_ANOTHER_VERSION),
    done: 412,
  },
  'put /api/v1/journeys/{id}/siblings': {
    ask: (caller, { id }) =>
      caller.put(`/api/v1/journeys/${id}/siblings`, { siblings: [] }, AT_ANOTHER_VERSION),
    done: 412,
  },
  'post /api/v1/journeys/{id}/events': {
    ask: (caller, { id }, type) =>
      caller.post(
        `/api/v1/journeys/${id}/events`,
        { type, occurredAt: '2026-03-02', ...EVENTS[type] },
        AT_ANOTHER_VERSION,
      ),
    done: 412,
  },
  // these are no practice, which whoever may practise is told
  'get /api/v1/practice/{id}': { ...get((id) => `/api/v1/practice/${id}`), done: 404 },
  'post /api/v1/practice/{id}/advance': {
    ask: (caller, { id }) => caller.post(`/api/v1/practice/${id}/advance`, { by: '1 day' }),
    done: 409,
  },
  'post /api/v1/practice/{id}/end': {
    ask: (caller, { id }) => caller.post(`/api/v1/practice/${id}/end`, {}),
    done: 409,
  },
  'post /api/v1/journeys/{id}/corrections': {
    ask: (caller, { id, eventId }) =>
      caller.post(
        `/api/v1/journeys/${id}/corrections`,
        { eventId, replacement: null, reason: 'Of another child' },
        AT_ANOTHER_VERSION,
      ),
    done: 412,
  },
}

/** Each route that shows several journeys: those that it must show are what the reach comes to. */
const OF_JOURNEYS: Readonly<Record<string, (caller: Caller) => Promise<Response>>> = {
  'get /api/v1/journeys': (caller) => caller.get('/api/v1/journeys?limit=200'),
  'get /api/v1/notices': (caller) => caller.get('/api/v1/notices?limit=200'),
  'get /api/v1/diary': (caller) => caller.get('/api/v1/diary?from=2026-01-01&until=2026-12-31'),
  'get /api/v1/me/work': (caller) => caller.get('/api/v1/me/work'),
  'get /api/v1/changes': (caller) => caller.get('/api/v1/changes?limit=1000'),
  'get /api/v1/reports/meeting-pack': (caller) =>
    caller.get(`/api/v1/reports/meeting-pack?locality=caithness&on=${PACK.on}`),
  'get /api/v1/exports/journeys': (caller) => caller.get('/api/v1/exports/journeys'),
  'get /api/v1/exports/clas': (caller) => caller.get('/api/v1/exports/clas?year=2026'),
  'get /api/v1/audit': (caller) => caller.get('/api/v1/audit?limit=200'),
  'post /api/v1/tools/find-child': (caller) =>
    caller.post('/api/v1/tools/find-child', { name: PLANTED.name, limit: 20 }),
}

/** Each route that is about a person, of the caller's locality or of another. */
const OF_A_PERSON: Readonly<
  Record<string, (caller: Caller, id: string, locality: string) => Promise<Response>>
> = {
  'put /api/v1/people': (caller, id, locality) =>
    caller.put(
      '/api/v1/people',
      { people: [{ id, name: 'Somebody', roles: [], locality }] },
      AT_ANOTHER_VERSION,
    ),
  'post /api/v1/people/{id}/sign-out': (caller, id) => caller.post(`/api/v1/people/${id}/sign-out`, {}),
}

const PACK = { locality: 'caithness', on: daysAgo(0) }

/** The id of nothing at all. */
const NOTHING = '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55'

/** The rest: about no journey and nobody in particular. */
const OF_NOBODY: Readonly<Record<string, { ask: (caller: Caller) => Promise<Response>; done: number }>> = {
  'get /api/v1/people': { ask: (caller) => caller.get('/api/v1/people'), done: 200 },
  'get /api/v1/agencies': { ask: (caller) => caller.get('/api/v1/agencies'), done: 200 },
  // nothing is replaced: whoever may is told that the directory is at another version than they think
  'put /api/v1/agencies': {
    ask: (caller) => caller.put('/api/v1/agencies', { contacts: [] }, AT_ANOTHER_VERSION),
    done: 412,
  },
  'get /api/v1/agencies.csv': { ask: (caller) => caller.get('/api/v1/agencies.csv'), done: 200 },
  'post /api/v1/agencies.csv': { ask: (caller) => caller.upload('/api/v1/agencies.csv', ''), done: 422 },
  // by references alone, which no route but this shows without an id
  'get /api/v1/reports/meeting-pack.pdf': {
    ask: (caller) => caller.get(`/api/v1/reports/meeting-pack.pdf?locality=caithness&on=${PACK.on}`),
    done: 200,
  },
  // without an agreement nothing is given out; whoever may is told so
  'get /api/v1/exports/celcis': {
    ask: (caller) => caller.get('/api/v1/exports/celcis?from=2026-01-01&to=2026-02-01'),
    done: 409,
  },
  'get /api/v1/exports/celcis/dictionary': {
    ask: (caller) => caller.get('/api/v1/exports/celcis/dictionary'),
    done: 200,
  },
  'get /api/v1/exports/published': { ask: (caller) => caller.get('/api/v1/exports/published'), done: 200 },
  'get /api/v1/exports/published.csv': {
    ask: (caller) => caller.get('/api/v1/exports/published.csv'),
    done: 200,
  },
  'get /api/v1/practice': { ask: (caller) => caller.get('/api/v1/practice'), done: 200 },
  'get /api/v1/reports/aims': { ask: (caller) => caller.get('/api/v1/reports/aims'), done: 200 },
  'get /api/v1/reports/aims/{aim}/journeys': {
    ask: (caller) => caller.get('/api/v1/reports/aims/2/journeys'),
    done: 200,
  },
  'get /api/v1/meetings': { ask: (caller) => caller.get('/api/v1/meetings'), done: 200 },
  'get /api/v1/meetings/{locality}': { ask: (caller) => caller.get('/api/v1/meetings/caithness'), done: 200 },
  'put /api/v1/meetings/{locality}': {
    ask: (caller) =>
      caller.put('/api/v1/meetings/caithness', { first: '2026-01-06', at: '10:00' }, AT_ANOTHER_VERSION),
    done: 412,
  },
  // to end them has tests of its own; where nobody has said when it meets, there is nothing to end
  'post /api/v1/meetings/{locality}/end': {
    ask: (caller) => caller.post('/api/v1/meetings/nairn/end', {}),
    done: 403,
  },
  'get /api/v1/reports/dashboard': { ask: (caller) => caller.get('/api/v1/reports/dashboard'), done: 200 },
  'get /api/v1/reports/workload': { ask: (caller) => caller.get('/api/v1/reports/workload'), done: 200 },
  'get /api/v1/reports/delay': { ask: (caller) => caller.get('/api/v1/reports/delay'), done: 200 },
  'get /api/v1/permissions': { ask: (caller) => caller.get('/api/v1/permissions'), done: 200 },
  'get /api/v1/policies': { ask: (caller) => caller.get('/api/v1/policies'), done: 200 },
  'get /api/v1/calendars': { ask: (caller) => caller.get('/api/v1/calendars'), done: 200 },
  'get /api/v1/policies/compare': {
    ask: (caller) => caller.get('/api/v1/policies/compare?from=highland@1&to=highland@2'),
    done: 200,
  },
  // to adopt has tests of its own; whoever may not is refused before it is looked at what they sent
  'post /api/v1/policies/{id}/adopt': {
    ask: (caller) => caller.post('/api/v1/policies/highland/adopt', {}),
    done: 422,
  },
  'get /openapi.json': { ask: (caller) => caller.get('/openapi.json'), done: 200 },
  'get /docs': { ask: (caller) => caller.get('/docs'), done: 200 },
  // nobody can listen in this test
  'get /api/v1/stream': { ask: (caller) => caller.get('/api/v1/stream'), done: 503 },
  // to open one has tests of its own; whoever may not is refused before it is looked at what they sent
  'post /api/v1/break-glass': { ask: (caller) => caller.post('/api/v1/break-glass', {}), done: 422 },
  'get /api/v1/imports': { ask: (caller) => caller.get('/api/v1/imports'), done: 200 },
  // an empty file is refused; whose imports are seen, and which rows, has tests of its own
  'post /api/v1/imports': { ask: (caller) => caller.upload('/api/v1/imports', ''), done: 422 },
  'get /api/v1/imports/{id}': { ask: (caller) => caller.get(`/api/v1/imports/${NOTHING}`), done: 404 },
  'get /api/v1/imports/{id}/report': {
    ask: (caller) => caller.get(`/api/v1/imports/${NOTHING}/report`),
    done: 404,
  },
  'post /api/v1/imports/{id}/cancel': {
    ask: (caller) => caller.post(`/api/v1/imports/${NOTHING}/cancel`, {}),
    done: 404,
  },
  // nothing is kept of what is empty; whoever may not is refused before it is looked at what they sent
  'get /api/v1/tests-of-change': { ask: (caller) => caller.get('/api/v1/tests-of-change'), done: 200 },
  'post /api/v1/tests-of-change': { ask: (caller) => caller.post('/api/v1/tests-of-change', {}), done: 422 },
  'get /api/v1/tests-of-change/{id}': {
    ask: (caller) => caller.get(`/api/v1/tests-of-change/${NOTHING}`),
    done: 404,
  },
  'patch /api/v1/tests-of-change/{id}': {
    ask: (caller) => caller.patch(`/api/v1/tests-of-change/${NOTHING}`, {}, { 'if-match': '*' }),
    done: 404,
  },
  'get /api/v1/tests-of-change/{id}/history': {
    ask: (caller) => caller.get(`/api/v1/tests-of-change/${NOTHING}/history`),
    done: 404,
  },
  'get /api/v1/driver-diagrams': { ask: (caller) => caller.get('/api/v1/driver-diagrams'), done: 200 },
  'post /api/v1/driver-diagrams': { ask: (caller) => caller.post('/api/v1/driver-diagrams', {}), done: 422 },
  'get /api/v1/driver-diagrams/{id}': {
    ask: (caller) => caller.get(`/api/v1/driver-diagrams/${NOTHING}`),
    done: 404,
  },
  'patch /api/v1/driver-diagrams/{id}': {
    ask: (caller) => caller.patch(`/api/v1/driver-diagrams/${NOTHING}`, {}, { 'if-match': '*' }),
    done: 404,
  },
  'get /api/v1/driver-diagrams/{id}/history': {
    ask: (caller) => caller.get(`/api/v1/driver-diagrams/${NOTHING}/history`),
    done: 404,
  },
  'get /api/v1/forcefields': { ask: (caller) => caller.get('/api/v1/forcefields'), done: 200 },
  'post /api/v1/forcefields': { ask: (caller) => caller.post('/api/v1/forcefields', {}), done: 422 },
  'get /api/v1/forcefields/{id}': {
    ask: (caller) => caller.get(`/api/v1/forcefields/${NOTHING}`),
    done: 404,
  },
  'patch /api/v1/forcefields/{id}': {
    ask: (caller) => caller.patch(`/api/v1/forcefields/${NOTHING}`, {}, { 'if-match': '*' }),
    done: 404,
  },
  'get /api/v1/forcefields/{id}/history': {
    ask: (caller) => caller.get(`/api/v1/forcefields/${NOTHING}/history`),
    done: 404,
  },
  'get /api/v1/driver-diagrams/{id}.svg': {
    ask: (caller) => caller.get(`/api/v1/driver-diagrams/${NOTHING}.svg`),
    done: 404,
  },
  'get /api/v1/forcefields/{id}.svg': {
    ask: (caller) => caller.get(`/api/v1/forcefields/${NOTHING}.svg`),
    done: 404,
  },
  'get /api/v1/tests-of-change/{id}/cohort': {
    ask: (caller) => caller.get(`/api/v1/tests-of-change/${NOTHING}/cohort`),
    done: 404,
  },
  'post /api/v1/tools/run-chart': {
    ask: (caller) => caller.post('/api/v1/tools/run-chart', { values: [1] }),
    done: 200,
  },
  ...Object.fromEntries(
    ['', '.svg', '.csv'].map((form) => [
      `get /api/v1/reports/run-chart${form}`,
      {
        ask: (caller: Caller) => caller.get(`/api/v1/reports/run-chart${form}?measure=weeks-to-panel`),
        done: 200,
      },
    ]),
  ),
  'post /api/v1/tools/deadline': { ask: (caller) => caller.post('/api/v1/tools/deadline', {}), done: 422 },
}

/** Those with a test of their own below. */
const BY_THEMSELVES = [
  'post /api/v1/journeys',
  'post /api/v1/people/{id}/handover',
  'post /api/v1/policies/{id}/what-if',
]

const SIGNED_IN = ROUTES.filter(
  (route): route is SignedInRoute => route.kind !== 'open' && route.kind !== 'linked',
)

let house: PermissionHouse
beforeAll(async () => {
  house = await openPermissionHouse()
  await packMade(house.api.db, PACK)
  await putIntoPack(
    house.api.db,
    PLACES.map((place) => house.journeys[place].id),
  )
  await untilTold(house.api.db)
})
afterAll(() => house.api.close())

it('every route has a sample here, so that none is served of which nobody has said who may what', () => {
  const sampled = [OF_A_JOURNEY, OF_JOURNEYS, OF_A_PERSON, OF_NOBODY]
    .flatMap(Object.keys)
    .concat(BY_THEMSELVES)
  const without = SIGNED_IN.map(nameOf).filter((name) => !sampled.includes(name))
  const sentence =
    without.length === 0 ? '' : `Say in this test who may ask ${without.join(' and ')}, and how far`
  expect(sentence).toBe('')
  expect(sampled.filter((name) => !SIGNED_IN.map(nameOf).includes(name))).toEqual([])
})

describe.each(
  matching(OF_A_JOURNEY).flatMap(({ route, sample }) =>
    actionsOf(route).map((action) => ({ route, action, sample })),
  ),
)('$action at $route.method $route.path', ({ route, action, sample }) => {
  const type = (FACT_TYPES as readonly string[]).includes(action.slice('record.'.length))
    ? (action.slice('record.'.length) as FactType)
    : 'visit-made'

  it.each(ROLES)(
    'for %s: done within their reach, refused beyond, and beyond what they may read not found',
    async (role) => {
      for (const place of PLACES) {
        const { status, text } = await sample.ask(house.callers[role], house.journeys[place], type)
        expect([place, status]).toEqual([
          place,
          expectedOf(REACHES[action]?.[role], role, place, sample.done),
        ])
        if (!route.path.endsWith('/child') || status !== 200) expect(text).not.toContain(PLANTED.name)
        if (!SEES_WORDS.includes(role)) expect(text).not.toContain(PLANTED.words)
        if (!SEES_PEOPLE.includes(role)) expect(text).not.toMatch(/nobody-else-names/)
      }
    },
  )
})

describe.each(matching(OF_JOURNEYS))('$route.action at $route.method $route.path', ({ route, sample }) => {
  it.each(ROLES)('shows %s the journeys within their reach, and none beyond', async (role) => {
    const reach = reachAt(route, role)
    const { status, text } = await sample(house.callers[role])
    expect(status).toBe(reach === undefined ? 403 : 200)
    const shown = PLACES.filter((place) => text.includes(house.journeys[place].id))
    if (route.path === '/api/v1/me/work') expect(shown).toEqual(role === 'case-worker' ? ['theirs'] : [])
    else if (reach !== undefined) expect(shown).toEqual(WITHIN[reach])
    expect(text).not.toContain(PLANTED.words)
    expect(text).not.toContain(PLANTED.name)
    if (!SEES_PEOPLE.includes(role)) expect(text).not.toContain(PLANTED.lead)
  })
})

describe.each(matching(OF_A_PERSON))('$route.action at $route.method $route.path', ({ route, sample }) => {
  it.each(ROLES)('is for %s as far as they reach: people of their localities, or all', async (role) => {
    const reach = reachAt(route, role)
    const done = route.method === 'put' ? 412 : 200
    const near = await sample(house.callers[role], 'somebody-of-caithness', 'caithness')
    const far = await sample(house.callers[role], 'somebody-of-skye', 'skye')
    expect(near.status).toBe(reach === undefined ? 403 : done)
    expect(far.status).toBe(reach === 'authority' ? done : 403)
  })
})

describe.each(matching(OF_NOBODY))('$route.action at $route.method $route.path', ({ route, sample }) => {
  it('is for those of the table, and nobody else', async () => {
    for (const role of ROLES) {
      const { status } = await sample.ask(house.callers[role])
      const reach = reachAt(route, role)
      expect([role, status]).toEqual([role, reach === undefined ? 403 : sample.done])
    }
  })
})

it.each(ROLES)('a %s starts journeys in their localities if anywhere', async (role) => {
  const reach = REACHES['journey.start']?.[role]
  // without a legal basis nothing is started
  const body = (locality: string) => ({ ...toStart('2026-03-02', { locality }), legalBasis: 'none-such' })
  const near = await house.callers[role].post('/api/v1/journeys', body('caithness'))
  const far = await house.callers[role].post('/api/v1/journeys', toStart('2026-03-02', { locality: 'skye' }))
  expect(near.status).toBe(reach === undefined ? 403 : 422)
  expect(far.status).toBe(403)
})

it.each(ROLES)('a %s hands over journeys of their localities alone, if any', async (role) => {
  const may = REACHES['people.handover']?.[role] !== undefined
  const journeys = [house.journeys['of another locality'].id]
  const answer = await house.callers[role].post(`/api/v1/people/${PLANTED.lead}/handover`, {
    to: idOf('case-worker'),
    journeys,
  })
  expect(answer.status).toBe(may ? 422 : 403)
})

/** Puts a date in the diary of each journey into the pack, which is for every agency: those beyond somebody's reach stay away. */
async function putIntoPack(db: Database, journeys: readonly string[]): Promise<void> {
  const { id } = await db
    .selectFrom('meeting_pack')
    .select('id')
    .where('locality', '=', PACK.locality)
    .where('meeting_on', '=', PACK.on)
    .executeTakeFirstOrThrow()
  const content = JSON.stringify({ part: 'diary', meeting: 'panel', at: PACK.on })
  await db
    .insertInto('meeting_pack_item')
    .values(journeys.map((journey_id, index) => ({ pack_id: id, place: 1_000 + index, journey_id, content })))
    .execute()
}

/** How far a role reaches at a route that is one action. */
function reachAt(route: SignedInRoute, role: Role): Reach | undefined {
  const [action = ''] = actionsOf(route)
  return REACHES[action]?.[role]
}

function expectedOf(reach: Reach | undefined, role: Role, place: Place, done: number): number {
  if (reach === undefined) return 403
  if (WITHIN[reach].includes(place)) return done
  const reading = REACHES['journey.read']?.[role]
  return reading !== undefined && WITHIN[reading].includes(place) ? 403 : 404
}

function each<R extends Role, V extends Reach>(roles: readonly R[], reach: V): Record<R, V> {
  return Object.fromEntries(roles.map((role) => [role, reach])) as Record<R, V>
}

function nameOf({ method, path }: SignedInRoute): string {
  return `${method} ${path}`
}

function matching<Each>(samples: Readonly<Record<string, Each>>): { route: SignedInRoute; sample: Each }[] {
  return SIGNED_IN.flatMap((route) => {
    const sample = samples[nameOf(route)]
    return sample === undefined ? [] : [{ route, sample }]
  })
}
