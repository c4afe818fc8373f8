import { newChild, openApi, toStart, type Api, type Caller } from '../support/api'

const REASON = 'On duty tonight, and the carers have called'

let api: Api
let turn = 0
let ofCaithness: Caller
let ofSkye: Caller
let manager: Caller
/** Somebody of Skye, another in each test. */
let who: string
beforeAll(async () => {
  api = await openApi()
  manager = await api.as({ sub: 'manager', roles: ['manager'] })
})
afterAll(() => api.close())
beforeEach(async () => {
  turn += 1
  who = `of-skye-${turn}`
  ofCaithness = await api.as({ sub: 'of-caithness', roles: ['case-worker'], localities: ['caithness'] })
  ofSkye = await api.as({ sub: who, roles: ['case-worker', 'manager'], localities: ['skye'] })
})

interface Seen {
  readonly who: string
  readonly action: string
  readonly reason: string | null
}

async function whoLooked(id: string): Promise<Seen[]> {
  const { body } = await manager.get(`/api/v1/journeys/${id}/audit`)
  return (body as { items: Seen[] }).items
}

describe('a child who was looked after elsewhere', () => {
  it('is taken up where they are now, and that stands in the audit of where they were', async () => {
    const childReference = newChild()
    const first = await ofCaithness.start('2024-01-08', { childReference })
    const named = await ofCaithness.put(
      `/api/v1/journeys/${first.id}/child`,
      { name: 'Morag Sinclair' },
      { 'if-match': '"0"' },
    )
    expect(named.status).toBe(200)
    await ofCaithness.record(first.id, 'returned-to-family', '2024-06-03')

    const second = await ofSkye.start('2026-01-05', { childReference, locality: 'skye' })
    expect((await ofSkye.get(`/api/v1/journeys/${second.id}/child`)).body).toMatchObject({
      name: 'Morag Sinclair',
    })
    const theirs = (await whoLooked(first.id)).filter((row) => row.who === who)
    expect(theirs.map(({ action }) => action)).toEqual(['child.read', 'child.taken-up'])
    expect((await ofSkye.get(`/api/v1/journeys/${first.id}`)).status).toBe(404)
  })

  it('is told of with the dates only to those who may see the journey there', async () => {
    const other = newChild()
    const closed = await ofCaithness.start('2024-01-08', { childReference: other })
    await ofCaithness.record(closed.id, 'returned-to-family', '2024-06-03')
    const overlapping = toStart('2024-03-04', { childReference: other, locality: 'skye' })
    const refused = await ofSkye.post('/api/v1/journeys', overlapping)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('was looked after elsewhere at that time')
    expect(refused.text).not.toContain('2024-06')
    expect(refused.text).not.toContain('2024-01')
    const told = await manager.post('/api/v1/journeys', overlapping)
    expect(told.text).toContain('from 2024-01-08 to 2024-06-0')
  })

  it('is not found out about by a start that cannot be', async () => {
    const childReference = newChild()
    await ofCaithness.start('2026-01-05', { childReference })
    const start = (reference: string) =>
      ofSkye.post('/api/v1/journeys', toStart('2999-01-01', { childReference: reference, locality: 'skye' }))
    const [known, unknown] = [await start(childReference), await start(newChild())]
    expect([known.status, unknown.status]).toEqual([422, 422])
    expect(known.text).toBe(unknown.text)
  })
})

describe('what is done by an opening', () => {
  it('is marked in each journey that was opened, however it is done, and in no other', async () => {
    const opened = await ofCaithness.start('2026-01-05', { worker: `lead-${turn}` })
    const own = await ofSkye.start('2026-01-05', { locality: 'skye' })
    await ofSkye.post('/api/v1/break-glass', { journey: opened.id, reason: REASON })
    await ofSkye.get('/api/v1/journeys')
    const people = [`lead-${turn}`, who].map((id) => ({
      id,
      name: id,
      roles: ['case-worker'],
      locality: 'skye',
    }))
    await manager.put('/api/v1/people', { people }, { 'if-match': '*' })
    const handed = await ofSkye.post(`/api/v1/people/lead-${turn}/handover`, { to: who })
    expect(handed.status).toBe(200)
    const there = (await whoLooked(opened.id)).filter((row) => row.who === who)
    expect(there.map(({ action, reason }) => [action, reason])).toEqual([
      ['people.handover', null],
      ['record.worker-assigned', REASON],
      ['journey.list', REASON],
      ['journey.open-with-reason', REASON],
    ])
    const here = (await whoLooked(own.id)).filter((row) => row.who === who)
    expect(here.map(({ action }) => action)).toContain('journey.list')
    expect(here.map(({ reason }) => reason).filter((reason) => reason !== null)).toEqual([])
  })

  it('ends with the role that it was opened to', async () => {
    const { id } = await ofCaithness.start('2026-01-05')
    const person = { id: who, name: who, locality: 'skye' }
    const keep = (roles: string[]) =>
      manager.put('/api/v1/people', { people: [{ ...person, roles }] }, { 'if-match': '*' })
    await keep(['case-worker', 'manager'])
    const both = await api.as({
      sub: who,
      roles: ['case-worker', 'manager', 'auditor'],
      localities: ['skye'],
    })
    expect((await both.post('/api/v1/break-glass', { journey: id, reason: REASON })).status).toBe(201)
    expect((await both.get(`/api/v1/journeys/${id}`)).status).toBe(200)
    expect((await keep([])).status).toBe(200)
    expect((await both.get(`/api/v1/journeys/${id}`)).status).toBe(404)
  })
})

describe('a manager of one locality', () => {
  const put = (caller: Caller, person: object) =>
    caller.put('/api/v1/people', { people: [person] }, { 'if-match': '*' })

  it('neither gives nor takes a role of the whole authority', async () => {
    const person = { id: `${who}-colleague`, name: 'A colleague', locality: 'skye' }
    for (const role of ['administrator', 'auditor', 'system'])
      expect([role, (await put(ofSkye, { ...person, roles: [role] })).status]).toEqual([role, 403])
    expect((await put(ofSkye, { ...person, roles: ['case-worker'] })).status).toBe(200)
    await put(manager, { ...person, roles: ['case-worker', 'auditor'] })
    expect((await put(ofSkye, { ...person, roles: ['case-worker'] })).status).toBe(403)
  })

  it('changes no roles of their own, and shuts nobody out whom the directory does not know', async () => {
    const self = { id: who, name: 'Myself', locality: 'skye' }
    await put(manager, { ...self, roles: ['manager'] })
    expect((await put(ofSkye, { ...self, roles: ['manager', 'reviewer'] })).status).toBe(403)
    expect((await put(ofSkye, { ...self, roles: ['manager'], awayFrom: '2026-07-06' })).status).toBe(200)
    const unknown = { id: `${who}-unknown`, name: 'Unknown', roles: ['case-worker'], locality: 'skye' }
    expect((await put(ofSkye, { ...unknown, leftOn: '2026-01-05' })).status).toBe(403)
  })
})

it('whoever looks for names one after the other is held up', async () => {
  const limits = { caller: 10_000, address: 10_000, signIn: 10_000, journeys: 2 }
  const narrow = await openApi({ limits })
  try {
    const caller = await narrow.as({ sub: 'scraper', roles: ['manager'] })
    for (const name of ['Mairi', 'Morag', 'Mhairi']) {
      const { id } = await caller.start('2026-01-05')
      await caller.put(`/api/v1/journeys/${id}/child`, { name }, { 'if-match': '"0"' })
    }
    const statuses: number[] = []
    for (const name of ['Mairi', 'Morag', 'Mhairi'])
      statuses.push((await caller.post('/api/v1/tools/find-child', { name })).status)
    expect(statuses).toEqual([200, 200, 429])
  } finally {
    await narrow.close()
  }
})
