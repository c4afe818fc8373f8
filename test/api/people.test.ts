import { openApi, type Api, type Caller } from '../support/api'
import { daysAgo, inDays } from '../support/days'

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi()
  manager = await api.as({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

const PEOPLE = '/api/v1/people'
const ANY = { 'if-match': '*' }

interface Listed {
  readonly items: readonly { readonly id: string; readonly state: string }[]
  readonly next: string | null
}

function worker(id: string, more: object = {}): object {
  return { id, name: `The worker ${id}`, roles: ['case-worker'], locality: 'caithness', ...more }
}

async function keep(...people: object[]): Promise<void> {
  const answer = await manager.put(PEOPLE, { people }, ANY)
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
}

describe('the directory', () => {
  it('shows who is here, away and gone; those who have left only when they are asked for', async () => {
    await keep(
      worker('dir-here'),
      worker('dir-away', { awayFrom: daysAgo(2), awayUntil: inDays(2), cover: 'dir-here' }),
      worker('dir-back', { awayFrom: daysAgo(9), awayUntil: daysAgo(1) }),
      worker('dir-left', { leftOn: daysAgo(1) }),
    )
    const here = (await manager.get(`${PEOPLE}?limit=200`)).body as Listed
    const states = Object.fromEntries(here.items.map(({ id, state }) => [id, state]))
    expect(states).toMatchObject({ 'dir-here': 'here', 'dir-away': 'away', 'dir-back': 'here' })
    expect(states).not.toHaveProperty('dir-left')
    const all = (await manager.get(`${PEOPLE}?left=true&limit=200`)).body as Listed
    expect(all.items).toContainEqual(expect.objectContaining({ id: 'dir-left', state: 'left' }))
  })

  it('is read page by page', async () => {
    await keep(worker('page-1'), worker('page-2'), worker('page-3'))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Listed = (await manager.get(`${PEOPLE}?limit=2${cursor && `&cursor=${cursor}`}`)).body
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(seen).toEqual(expect.arrayContaining(['page-1', 'page-2', 'page-3']))
    expect(new Set(seen).size).toBe(seen.length)
    expect((await manager.get(`${PEOPLE}?cursor=nonsense`)).status).toBe(422)
  })

  it('keeps what others have, and replaces a person as a whole', async () => {
    await keep(worker('whole-1', { team: 'wick', cover: 'whole-2' }), worker('whole-2'))
    await keep(worker('whole-1'))
    const { items } = (await manager.get(`${PEOPLE}?limit=200`)).body as Listed
    expect(items.find(({ id }) => id === 'whole-1')).not.toHaveProperty('cover')
    expect(items.map(({ id }) => id)).toContain('whole-2')
  })

  it('keeps an address that is not given again, and shows it to nobody', async () => {
    await keep(worker('post-1', { address: 'post-1@council.example' }))
    await keep(worker('post-1', { team: 'wick' }))
    const row = await api.db.selectFrom('person').selectAll().where('id', '=', 'post-1').executeTakeFirst()
    expect(row).toMatchObject({ address: 'post-1@council.example', team: 'wick' })
    expect((await manager.get(`${PEOPLE}?limit=200`)).text).not.toContain('post-1@')
  })

  it('is changed only by whoever says which version they have seen, and has seen the last', async () => {
    const { headers } = await manager.get(PEOPLE)
    const body = { people: [worker('version-1')] }
    const without = await manager.put(PEOPLE, body)
    expect([without.status, (without.body as { type: string }).type]).toEqual([
      428,
      'urn:pace:problem:version-required',
    ])
    const first = await manager.put(PEOPLE, body, { 'if-match': headers['etag'] ?? '' })
    expect(first.status).toBe(200)
    const second = await manager.put(PEOPLE, body, { 'if-match': headers['etag'] ?? '' })
    expect(second.status).toBe(412)
    expect(second.headers['etag']).toBe(first.headers['etag'])
  })

  it('of two people who change the same version at once, one does', async () => {
    const { headers } = await manager.get(PEOPLE)
    const both = await Promise.all(
      ['race-1', 'race-2'].map((id) =>
        manager.put(PEOPLE, { people: [worker(id)] }, { 'if-match': headers['etag'] ?? '' }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  it.each([
    ['a cover whom nobody knows', { cover: 'nobody-at-all' }, 'people.0.cover', 'nobody'],
    ['a manager whom nobody knows', { manager: 'nobody-at-all' }, 'people.0.manager', 'nobody'],
    ['somebody who covers for themselves', { cover: 'wrong-1' }, 'people.0.cover', 'somebody else'],
    ['a locality that is not there', { locality: 'atlantis' }, 'people.0.locality', 'caithness'],
    [
      'a last day before the first',
      { awayFrom: inDays(3), awayUntil: inDays(2) },
      'people.0.awayUntil',
      'before',
    ],
    ['a role that is not there', { roles: ['king'] }, 'people.0.roles.0', 'case-worker'],
    ['a day that is none', { leftOn: '2026-02-30' }, 'people.0.leftOn', 'date'],
    ['an address that is none', { address: 'somewhere' }, 'people.0.address', 'mail address'],
  ])('refuses %s, by its field', async (_what, more, field, words) => {
    const answer = await manager.put(PEOPLE, { people: [worker('wrong-1', more)] }, ANY)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field }] })
    expect(answer.text).toContain(words)
  })

  it('refuses the same person twice, and then keeps neither', async () => {
    const answer = await manager.put(PEOPLE, { people: [worker('twice-1'), worker('twice-1')] }, ANY)
    expect(answer.body).toMatchObject({ errors: [{ field: 'people.1.id' }] })
    expect((await manager.get(`${PEOPLE}?limit=200`)).text).not.toContain('twice-1')
  })

  it('takes people who cover for each other, in one request', async () => {
    await keep(worker('pair-1', { cover: 'pair-2' }), worker('pair-2', { cover: 'pair-1' }))
  })

  it('is changed by a manager of a locality only for people of that locality', async () => {
    await keep(worker('far-1', { locality: 'skye' }), worker('far-2', { locality: undefined }))
    const local = await api.as({ sub: 'manager-c', roles: ['manager'], localities: ['caithness'] })
    for (const person of [
      worker('far-1'),
      worker('far-2'),
      worker('far-3', { locality: 'skye' }),
      worker('far-4', { locality: undefined }),
    ]) {
      const answer = await local.put(PEOPLE, { people: [person] }, ANY)
      expect([answer.status, answer.body]).toMatchObject([403, { localities: ['caithness'] }])
    }
    expect((await local.put(PEOPLE, { people: [worker('near-1')] }, ANY)).status).toBe(200)
  })
})

describe('handing over', () => {
  it('makes a colleague the lead of every open journey, by an event in each, and of none that has ended', async () => {
    await keep(worker('leaver-1'), worker('heir-1'))
    const first = await manager.start(daysAgo(100), { worker: 'leaver-1' })
    const second = await manager.start(daysAgo(50), { worker: 'leaver-1' })
    const ended = await manager.start(daysAgo(90), { worker: 'leaver-1' })
    await manager.record(ended.id, 'journey-closed', daysAgo(5), { reason: 'moved-away' })
    const other = await manager.start(daysAgo(50), { worker: 'heir-1' })

    const answer = await manager.post(`${PEOPLE}/leaver-1/handover`, { to: 'heir-1', reason: 'Moved on' })
    expect(answer.status).toBe(200)
    const { journeys } = answer.body as { journeys: object[] }
    expect(journeys).toHaveLength(2)
    expect(journeys).toEqual(
      expect.arrayContaining([first, second].map(({ id, childReference }) => ({ id, childReference }))),
    )
    const after = await manager.read(first.id)
    expect(after).toMatchObject({ worker: 'heir-1', owner: { person: 'heir-1', as: 'lead' }, version: 2 })
    expect(after.events[1]).toMatchObject({
      type: 'worker-assigned',
      worker: 'heir-1',
      as: 'lead',
      reason: 'Moved on',
    })
    expect((await manager.read(ended.id)).worker).toBe('leaver-1')
    expect((await manager.read(other.id)).version).toBe(1)
    const kept = await api.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'people.handover')
      .execute()
    // why is sealed with the children's keys, and not in the audit, where it would outlast them
    expect(kept.map(({ detail, journey_ids }) => ({ ...detail, journeys: journey_ids }))).toContainEqual({
      from: 'leaver-1',
      to: 'heir-1',
      journeys: [first.id, second.id].sort(),
    })
  })

  it('hands over only the journeys that are given', async () => {
    await keep(worker('some-1'), worker('some-2'))
    const stays = await manager.start(daysAgo(50), { worker: 'some-1' })
    const goes = await manager.start(daysAgo(50), { worker: 'some-1' })
    const answer = await manager.post(`${PEOPLE}/some-1/handover`, { to: 'some-2', journeys: [goes.id] })
    expect(answer.body).toEqual({ journeys: [{ id: goes.id, childReference: goes.childReference }] })
    expect((await manager.read(stays.id)).worker).toBe('some-1')
  })

  it('of a journey that somebody else leads, hands over none of those that were given', async () => {
    await keep(worker('none-1'), worker('none-2'))
    const own = await manager.start(daysAgo(50), { worker: 'none-1' })
    const other = await manager.start(daysAgo(50), { worker: 'none-2' })
    const journeys = [own.id, other.id]
    const answer = await manager.post(`${PEOPLE}/none-1/handover`, { to: 'none-2', journeys })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'journeys.1' }] }])
    expect((await manager.read(own.id)).worker).toBe('none-1')
  })

  it('is of the caller’s localities only', async () => {
    await keep(worker('wide-1'), worker('wide-2'))
    const near = await manager.start(daysAgo(50), { worker: 'wide-1' })
    const far = await manager.start(daysAgo(50), { worker: 'wide-1', locality: 'skye' })
    const local = await api.as({ roles: ['manager'], localities: ['caithness'] })
    await local.post(`${PEOPLE}/wide-1/handover`, { to: 'wide-2' })
    expect((await manager.read(near.id)).worker).toBe('wide-2')
    expect((await manager.read(far.id)).worker).toBe('wide-1')
  })

  it('of a worker whom the directory does not know is possible; of somebody who is nowhere, not', async () => {
    await keep(worker('known-1'))
    const { id } = await manager.start(daysAgo(50), { worker: 'not-in-the-directory' })
    await manager.post(`${PEOPLE}/not-in-the-directory/handover`, { to: 'known-1' })
    expect((await manager.read(id)).worker).toBe('known-1')
    const answer = await manager.post(`${PEOPLE}/nobody-at-all/handover`, { to: 'known-1' })
    expect(answer.status).toBe(404)
  })

  it.each([
    ['nobody whom the directory knows', 'nobody-at-all', 'nobody'],
    ['themselves', 'from-1', 'somebody else'],
    ['somebody who is away', 'away-1', 'not here'],
    ['somebody who has left', 'left-1', 'not here'],
  ])('cannot be to %s', async (_whom, to, words) => {
    await keep(
      worker('from-1'),
      worker('away-1', { awayFrom: daysAgo(1) }),
      worker('left-1', { leftOn: daysAgo(1) }),
    )
    const answer = await manager.post(`${PEOPLE}/from-1/handover`, { to })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'to' }] }])
    expect(answer.text).toContain(words)
  })

  it('sent twice with one key, hands over once', async () => {
    await keep(worker('key-1'), worker('key-2'))
    const { id } = await manager.start(daysAgo(50), { worker: 'key-1' })
    const send = () =>
      manager.post(`${PEOPLE}/key-1/handover`, { to: 'key-2' }, { 'idempotency-key': 'handover-1' })
    expect((await send()).text).toBe((await send()).text)
    expect((await manager.read(id)).version).toBe(2)
  })
})

describe('my work', () => {
  interface Work {
    readonly items: readonly {
      readonly id: string
      readonly as: string
      readonly because: string
      readonly deadlines: readonly { readonly status: string }[]
    }[]
    readonly counts: { readonly overdue: number; readonly dueSoon: number; readonly journeys: number }
  }
  const workOf = async (sub: string, claims: object = {}) =>
    (await (await api.as({ sub, roles: ['case-worker'], ...claims })).get('/api/v1/me/work')).body as Work

  it('is the journeys that somebody leads, the most urgent first, with what is overdue, due soon and next', async () => {
    await keep(worker('busy-1'))
    const fresh = await manager.start(daysAgo(0), { worker: 'busy-1' })
    const late = await manager.start(daysAgo(30), { worker: 'busy-1' })
    const ended = await manager.start(daysAgo(90), { worker: 'busy-1' })
    await manager.record(ended.id, 'journey-closed', daysAgo(5), { reason: 'moved-away' })
    const { items, counts } = await workOf('busy-1')
    expect(items.map(({ id }) => id)).toEqual([late.id, fresh.id])
    expect(items[0]).toMatchObject({
      as: 'lead',
      deadlines: [
        { ruleId: 'seventy-two-hour-meeting', status: 'overdue' },
        { ruleId: 'first-visit', status: 'overdue' },
        { ruleId: 'six-week-review', status: 'due-soon' },
        { ruleId: 'three-month-meeting', status: 'pending' },
      ],
    })
    expect(items[1]?.deadlines.filter(({ status }) => status === 'pending')).toHaveLength(1)
    const shown = items.flatMap(({ deadlines }) => deadlines.map(({ status }) => status))
    expect(counts).toEqual({
      journeys: 2,
      overdue: shown.filter((status) => status === 'overdue').length,
      dueSoon: shown.filter((status) => status === 'due-soon').length,
      untold: 0,
    })
    expect(counts.overdue).toBeGreaterThan(0)
  })

  it('becomes the cover’s while somebody is away, and theirs again when they are back', async () => {
    await keep(worker('off-1', { cover: 'on-1' }), worker('on-1'))
    const { id, childReference } = await manager.start(daysAgo(30), { worker: 'off-1' })
    expect((await workOf('on-1')).items).toEqual([])
    await keep(worker('off-1', { cover: 'on-1', awayFrom: daysAgo(1), awayUntil: inDays(3) }))
    expect((await workOf('off-1')).items).toEqual([])
    expect((await workOf('on-1')).items).toMatchObject([{ id, childReference, as: 'cover' }])
    expect((await manager.read(id)).owner).toMatchObject({ person: 'on-1', as: 'cover' })
    await keep(worker('off-1', { cover: 'on-1' }))
    expect((await workOf('off-1')).items).toMatchObject([{ id, as: 'lead' }])
  })

  it('is a manager’s when a worker has left and nobody covers, and says so', async () => {
    await keep(
      worker('head-1', { roles: ['manager'] }),
      worker('gone-1', { manager: 'head-1', leftOn: daysAgo(1) }),
    )
    const { id } = await manager.start(daysAgo(30), { worker: 'gone-1' })
    const { items } = await workOf('head-1', { roles: ['manager'] })
    expect(items).toContainEqual(expect.objectContaining({ id, as: 'manager' }))
    expect(items.find((item) => item.id === id)?.because).toMatch(
      /^The worker gone-1 has left, nobody covers/,
    )
  })

  it('is the journey’s own cover’s until the last day of it', async () => {
    await keep(worker('lead-9'), worker('cover-9'))
    const { id } = await manager.start(daysAgo(30), { worker: 'lead-9' })
    await manager.record(id, 'worker-assigned', daysAgo(3), {
      worker: 'cover-9',
      as: 'cover',
      until: inDays(1),
    })
    expect((await workOf('cover-9')).items).toMatchObject([{ id, as: 'cover' }])
    expect((await workOf('lead-9')).items).toEqual([])
    await manager.record(id, 'worker-assigned', daysAgo(2), {
      worker: 'cover-9',
      as: 'cover',
      until: daysAgo(1),
    })
    expect((await workOf('cover-9')).items).toEqual([])
    expect((await workOf('lead-9')).items).toMatchObject([{ id, as: 'lead' }])
  })

  it('has no journey that the caller may not see', async () => {
    await keep(worker('scope-1'))
    await manager.start(daysAgo(30), { worker: 'scope-1', locality: 'skye' })
    expect((await workOf('scope-1', { localities: ['caithness'] })).items).toEqual([])
    expect((await workOf('scope-1', { localities: ['skye'] })).items).toHaveLength(1)
  })
})
