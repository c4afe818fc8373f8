import { sql } from 'kysely'
import { NONE, readRoute, type ReadRoute, type WriteRoute } from '../../api/route'
import { ROUTES } from '../../api/routes'
import { conductJourney } from '../../db/conduct'
import { addContacts } from '../../db/contacts'
import type { Database } from '../../db/database'
import { fileOf, startRow } from '../support/csv'
import { newChild, openApi, toStart, type Api, type Caller } from '../support/api'
import { agreement } from '../support/agreement'
import { daysAgo } from '../support/days'
import { packMade } from '../support/pack-made'
import { untilTold } from '../support/until-told'

const FROM = '127.0.0.1'

let api: Api
let reader: Caller
let turn = 0
/** Who asks, another in each test. */
let who: string
beforeAll(async () => {
  api = await openApi({ exports: { threshold: 5, agreements: [agreement('celcis', 'a')] } })
})
afterAll(() => api.close())
beforeEach(async () => {
  turn += 1
  who = `reader-${turn}`
  // every role by which anything is read
  reader = await api.as({ sub: who, roles: ['administrator', 'manager', 'system'] })
})

const TODAY = daysAgo(0)
/** What some are asked besides. */
const ASKED: Readonly<Record<string, string>> = {
  '/api/v1/policies/compare': '?from=highland@1&to=highland@2',
  '/api/v1/diary': '?from=2026-01-01&until=2026-12-31',
  ...Object.fromEntries(
    ['', '.svg', '.csv'].map((form) => [`/api/v1/reports/run-chart${form}`, '?measure=weeks-to-panel']),
  ),
  ...Object.fromEntries(
    ['', '.pdf'].map((form) => [`/api/v1/reports/meeting-pack${form}`, `?locality=caithness&on=${TODAY}`]),
  ),
  '/api/v1/exports/celcis': `?from=2025-08-01&to=${TODAY}`,
  '/api/v1/exports/clas': '?year=2026',
  // of those who began before the tests of today
  '/api/v1/reports/aims/{aim}/journeys': '?limit=200',
}
/** Counts that name nobody: that they were taken out is written down, and no child with it. */
const NAMES_NOBODY = ['exports.published']

/** What begins a record of improvement of each kind. */
const RECORDS: Readonly<Record<string, object>> = {
  '/api/v1/tests-of-change': {
    title: 'A test',
    aim: '2',
    variant: { id: 'highland-caithness', version: 1 },
  },
  '/api/v1/driver-diagrams': { title: 'A diagram', aim: '2', statement: 'All' },
  '/api/v1/forcefields': { title: 'A field', aim: '2' },
}

const READS = ROUTES.filter((route): route is ReadRoute => route.kind === 'read')
const WRITES = ROUTES.filter((route): route is WriteRoute => route.kind === 'write')

describe('whoever reads of a child is written down', () => {
  it.each(READS.map((route) => [route.path, route] as const))('%s', async (path, route) => {
    const { id } = await (await api.as({ sub: 'somebody' })).start('2026-01-05', { worker: who })
    await untilTold(api.db)
    if (path === '/api/v1/notices') await conductJourney(api.db, id)
    if (path === '/api/v1/diary')
      await reader.record(id, 'meeting-date-set', '2026-01-06', { meeting: 'panel', at: '2026-07-01' })
    const named = path.startsWith('/api/v1/imports')
      ? await importedBy(reader)
      : path.startsWith('/api/v1/practice')
        ? await practised()
        : path.includes('/{id}') && route.action === 'improvement.read'
          ? await begun(path.split('/{id}')[0] ?? '')
          : id
    if (path.includes('/meeting')) await packMade(api.db, { locality: 'caithness', on: TODAY })
    const asked = ASKED[path] ?? ''
    const address =
      path
        .replace('{id}', named)
        .replace('{locality}', 'caithness')
        .replace('{aim}', '2')
        .replace('{ruleId}', 'seventy-two-hour-meeting') + asked
    expect((await reader.get(address)).status).toBe(200)
    const rows = (await rowsOf(who)).filter(
      ({ action }) => action !== 'imports.write' && action !== 'record.meeting-date-set',
    )
    if (route.reads === 'nothing') {
      expect(rows).toEqual([])
      return
    }
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ action: route.action, from_address: FROM, detail: { route: path } })
    const shown = NAMES_NOBODY.includes(route.action) ? [] : [path === '/api/v1/practice' ? named : id]
    if (route.reads === 'journey') expect(rows[0]).toMatchObject({ journey_id: named, journey_ids: null })
    else expect(rows[0]).toMatchObject({ journey_id: null, journey_ids: expect.arrayContaining(shown) })
  })

  it('with one row for a list, however many it shows', async () => {
    const [one, two] = [await reader.start('2026-01-05'), await reader.start('2026-01-06')]
    const { body } = await reader.get('/api/v1/journeys?limit=200')
    const shown = (body as { items: { id: string }[] }).items.map(({ id }) => id)
    const rows = (await rowsOf(who)).filter(({ action }) => action === 'journey.list')
    expect(rows.map(({ journey_ids }) => journey_ids)).toEqual([shown])
    expect(shown).toEqual(expect.arrayContaining([one.id, two.id]))
  })

  it('also when the same answer is given again', async () => {
    const sent = toStart('2026-01-05')
    const key = { 'idempotency-key': who }
    const first = await reader.post('/api/v1/journeys', sent, key)
    const again = await reader.post('/api/v1/journeys', sent, key)
    expect(again.text).toBe(first.text)
    const { id } = first.body as { id: string }
    const rows = (await rowsOf(who)).filter(({ action }) => action === 'answer.repeated')
    expect(rows).toEqual([expect.objectContaining({ journey_id: id, from_address: FROM })])
  })

  it('and is shown nothing when that cannot be done', async () => {
    const broken = await openApi()
    try {
      const caller = await broken.as()
      const { id, childReference } = await caller.start('2026-01-05')
      await sql`alter table audit rename to audit_elsewhere`.execute(broken.db)
      for (const path of ['/api/v1/journeys', `/api/v1/journeys/${id}`, `/api/v1/journeys/${id}/notices`]) {
        const answer = await caller.get(path)
        expect([path, answer.status]).toEqual([path, 503])
        expect(answer.text).not.toContain(childReference)
        expect(answer.headers['retry-after']).toBeDefined()
      }
      expect((await caller.get('/api/v1/people')).status).toBe(200)
    } finally {
      await broken.close()
    }
  })

  it('but nobody is who was refused', async () => {
    const { id } = await (await api.as({ sub: 'somebody' })).start('2026-01-05', { locality: 'skye' })
    const elsewhere = await api.as({ sub: who, localities: ['caithness'] })
    expect((await elsewhere.get(`/api/v1/journeys/${id}`)).status).toBe(404)
    expect(await rowsOf(who)).toEqual([])
  })
})

describe('whoever records is written down', () => {
  const MEETINGS = { first: '2026-01-06', at: '10:00' }
  const REVIEW = { type: 'review-held', occurredAt: '2026-02-02', review: '6-week' }
  /** Sends to a route what it will take, about a journey. */
  const SENT: Readonly<Record<string, (id: string) => Promise<{ status: number }>>> = {
    ...Object.fromEntries(
      Object.entries(RECORDS).flatMap(([path, body]) => [
        [path, () => reader.post(path, { ...body, title: `By ${who}` })],
        [
          `${path}/{id}`,
          async () => reader.patch(`${path}/${await begun(path)}`, { title: 'Another' }, { 'if-match': '*' }),
        ],
      ]),
    ),
    '/api/v1/journeys': () => reader.post('/api/v1/journeys', toStart('2026-01-05')),
    '/api/v1/journeys/{id}/events': (id) => reader.post(`/api/v1/journeys/${id}/events`, REVIEW),
    async '/api/v1/journeys/{id}/corrections'(id) {
      const { events } = await reader.record(id, 'review-held', '2026-02-02', { review: '6-week' })
      const eventId = events.at(-1)?.id
      return reader.post(`/api/v1/journeys/${id}/corrections`, { eventId, replacement: null, reason: 'No' })
    },
    '/api/v1/journeys/{id}/siblings': (id) =>
      reader.put(`/api/v1/journeys/${id}/siblings`, { siblings: [] }, { 'if-match': '*' }),
    '/api/v1/journeys/{id}/child': (id) =>
      reader.put(`/api/v1/journeys/${id}/child`, { name: 'Morag' }, { 'if-match': '"0"' }),
    '/api/v1/practice/{id}/advance': async () =>
      reader.post(`/api/v1/practice/${await practised()}/advance`, { by: '1 day' }),
    '/api/v1/practice/{id}/end': async () => reader.post(`/api/v1/practice/${await practised()}/end`, {}),
    '/api/v1/break-glass': async (id) =>
      (await api.as({ sub: who, roles: ['case-worker'] })).post('/api/v1/break-glass', {
        journey: id,
        reason: 'On duty tonight',
      }),
    async '/api/v1/notices/{id}/resend'(id) {
      const address = 'health@nhs.example'
      await addContacts(api.db, [{ agency: 'health', locality: '*', recipient: 'contact', address }])
      return reader.post(`/api/v1/notices/${await failedNotice(id)}/resend`, {})
    },
    '/api/v1/policies/{id}/adopt': (id) =>
      reader.post('/api/v1/policies/highland/adopt', { version: 1, journeys: [id], reason: 'As before' }),
    '/api/v1/people/{id}/sign-out': async () =>
      (await api.as({ sub: who, roles: ['manager'] })).post(`/api/v1/people/somebody-who-goes/sign-out`, {}),
    '/api/v1/people': () => reader.put('/api/v1/people', { people: [person(who)] }, { 'if-match': '*' }),
    '/api/v1/agencies': () => reader.put('/api/v1/agencies', { contacts: [] }, { 'if-match': '*' }),
    '/api/v1/meetings/{locality}': () => reader.put('/api/v1/meetings/skye', MEETINGS, { 'if-match': '*' }),
    '/api/v1/meetings/{locality}/end': async () => {
      await reader.put('/api/v1/meetings/skye', MEETINGS, { 'if-match': '*' })
      return reader.post('/api/v1/meetings/skye/end', {})
    },
    '/api/v1/imports/{id}/cancel': async () =>
      reader.post(`/api/v1/imports/${await importedBy(reader)}/cancel`, {}),
    async '/api/v1/people/{id}/handover'() {
      const to = `${who}-heir`
      await reader.put('/api/v1/people', { people: [person(who), person(to)] }, { 'if-match': '*' })
      await reader.start('2026-01-05', { worker: who })
      return reader.post(`/api/v1/people/${who}/handover`, { to })
    },
  }

  it.each(WRITES.map((route) => [route.path]))('%s', async (path) => {
    const { id } = await (await api.as({ sub: 'somebody' })).start('2026-01-05')
    const send = SENT[path]
    if (send === undefined) throw new Error(`Say in this test what ${path} takes, so that its audit is tried`)
    expect((await send(id)).status).toBeLessThan(300)
    const rows = await rowsOf(who)
    expect(rows.length).toBeGreaterThan(0)
    for (const { from_address } of rows) expect(from_address).toBe(FROM)
  })
})

describe('from where', () => {
  it('is the address that connects, whatever a header says', async () => {
    await reader.get('/api/v1/journeys', { 'x-forwarded-for': '192.0.2.7' })
    expect((await rowsOf(who)).map(({ from_address }) => from_address)).toEqual([FROM])
  })

  it('is what a trusted proxy says, and not what somebody told the proxy', async () => {
    const behind = await openApi({ trustProxy: 1 })
    try {
      const caller = await behind.as({ sub: who })
      await caller.get('/api/v1/journeys', { 'x-forwarded-for': '198.51.100.1, 192.0.2.7' })
      expect((await rowsOf(who, behind.db)).map(({ from_address }) => from_address)).toEqual(['192.0.2.7'])
    } finally {
      await behind.close()
    }
  })
})

describe('who looked at a journey', () => {
  it('is told with when, from where and how, the newest first, page by page', async () => {
    const childReference = newChild()
    const { id } = await reader.start('2026-01-05', { childReference })
    await (await api.as({ sub: 'looker' })).read(id)
    await reader.get(`/api/v1/journeys?q=${childReference}`)
    const auditor = await api.as({ sub: 'auditor-1', roles: ['auditor'] })
    const answer = await auditor.get(`/api/v1/journeys/${id}/audit?limit=2`)
    const { items, next } = answer.body as { items: object[]; next: string }
    expect(items).toMatchObject([
      { who, action: 'journey.list', inList: true, from: FROM },
      { who: 'looker', action: 'journey.read', inList: false, from: FROM, reason: null },
    ])
    const rest = await auditor.get(`/api/v1/journeys/${id}/audit?limit=2&cursor=${next}`)
    const page = rest.body as { items: object[]; next: string | null }
    // asking the first time is written down too, and is newer than the page that went before
    expect(page.items).toMatchObject([
      { who, action: 'record.looked-after-started', event: expect.any(String) },
    ])
    expect(page.next).toBeNull()
  })

  it('is not told of a journey elsewhere', async () => {
    const { id } = await reader.start('2026-01-05', { locality: 'skye' })
    const manager = await api.as({ roles: ['manager'], localities: ['caithness'] })
    expect((await manager.get(`/api/v1/journeys/${id}/audit`)).status).toBe(404)
  })

  it('takes no cursor of its own making', async () => {
    const { id } = await reader.start('2026-01-05')
    expect((await reader.get(`/api/v1/journeys/${id}/audit?cursor=abc`)).status).toBe(422)
  })
})

describe('the audit', () => {
  it('is looked through by who, child, action and day', async () => {
    const childReference = newChild()
    const { id } = await reader.start('2026-01-05', { childReference })
    await reader.read(id)
    await reader.get(`/api/v1/journeys?q=${childReference}`)
    const auditor = await api.as({ roles: ['auditor'] })
    const found = async (query: string) => {
      const { body } = await auditor.get(`/api/v1/audit?${query}`)
      return (body as { items: { action: string }[] }).items.map(({ action }) => action)
    }
    expect(await found(`who=${who}`)).toEqual(['journey.list', 'journey.read', 'record.looked-after-started'])
    expect(await found(`child=${childReference}&who=${who}&action=journey.list`)).toEqual(['journey.list'])
    expect(await found(`child=${newChild()}`)).toEqual([])
    expect(await found(`who=${who}&to=2026-01-05`)).toEqual([])
    expect(await found(`who=${who}&from=2026-01-05`)).toHaveLength(3)
    expect((await auditor.get('/api/v1/audit?from=yesterday')).status).toBe(422)
  })

  it('says nothing of other localities to an auditor of some', async () => {
    const skye = await reader.start('2026-01-05', { locality: 'skye' })
    const caithness = await reader.start('2026-01-05', { locality: 'caithness' })
    const auditor = await api.as({ roles: ['auditor'], localities: ['caithness'] })
    const { body } = await auditor.get(`/api/v1/audit?who=${who}`)
    const { items } = body as { items: { journey: { id: string } | null }[] }
    expect(items.map(({ journey }) => journey?.id)).toEqual([caithness.id])
    expect(JSON.stringify(body)).not.toContain(skye.childReference)
  })
})

it('a route that does not say what it reads does not compile', () => {
  const described = {
    path: '/api/v1/everything',
    tag: 'Journeys',
    summary: 'Everything',
    description: 'Everything.',
    action: 'journey.read' as const,
    params: NONE,
    query: NONE,
    answer: { status: 200, description: 'Everything', schema: NONE },
    problems: [],
    read: () => Promise.resolve({ status: 200, body: {} }),
  }
  // @ts-expect-error what would be written down?
  expect(readRoute(described).reads).toBeUndefined()
  // @ts-expect-error the path names no journey
  expect(readRoute({ ...described, reads: 'journey' }).reads).toBe('journey')
})

/** Brings in a file, of which nothing is done yet, and returns the id of the import. */
async function importedBy(caller: Caller): Promise<string> {
  const answer = await caller.upload('/api/v1/imports', fileOf(startRow(newChild())))
  return (answer.body as { id: string }).id
}

/** Conducts a journey, has a notice of it refused, and returns its id. */
async function failedNotice(journeyId: string): Promise<string> {
  await conductJourney(api.db, journeyId)
  const { id } = await api.db
    .updateTable('notice')
    .set({ status: 'refused', ended_at: new Date() })
    .where('journey_id', '=', journeyId)
    .where('agency', '=', 'health')
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

function rowsOf(actor: string, db: Database = api.db) {
  return db.selectFrom('audit').selectAll().where('actor', '=', actor).orderBy('id').execute()
}

function person(id: string): object {
  return { id, name: id, roles: ['case-worker'], locality: 'caithness' }
}

/** Starts a practice journey and returns its id. */
async function practised(): Promise<string> {
  const somebody = await api.as({ sub: 'somebody-who-practises' })
  return (await somebody.start('2026-01-05', { practice: true })).id
}

/** The id of a record of improvement that somebody else has begun. */
async function begun(path: string): Promise<string> {
  const other = await api.as({ sub: 'somebody' })
  const series = path.endsWith('change') ? { series: `Of ${who}` } : {}
  const { body } = await other.post(path, { ...RECORDS[path], ...series })
  return (body as { id: string }).id
}
