import { eraseChild } from '../../db/erasure'
import { changeHold } from '../../db/holds'
import { startJourney } from '../../db/record'
import { currentPolicy } from '../../policies/released'
import { newChild, openApi, type Api, type Caller } from '../support/api'
import { occurrence } from '../support/journeys'
import { ringOf, testKeys } from '../support/keys'

let api: Api
let worker: Caller
beforeAll(async () => {
  api = await openApi()
  worker = await api.as({ sub: 'worker-1', roles: ['case-worker'], localities: ['caithness'] })
})
afterAll(() => api.close())

const childOf = (id: string) => `/api/v1/journeys/${id}/child`
const NOTHING_YET = { 'if-match': '"0"' }

async function withName(name: string, more: object = {}): Promise<string> {
  const { id } = await worker.start('2026-01-05')
  const answer = await worker.put(childOf(id), { name, ...more }, NOTHING_YET)
  expect(answer.status).toBe(200)
  return id
}

async function found(q: string, caller = worker): Promise<string[]> {
  const { body } = await caller.post('/api/v1/tools/find-child', { name: q })
  return (body as { items: { id: string }[] }).items.map(({ id }) => id)
}

async function childIdOf(journeyId: string): Promise<string> {
  const query = api.db.selectFrom('journey').select('child_id').where('id', '=', journeyId)
  return (await query.executeTakeFirstOrThrow()).child_id
}

describe('who the child is', () => {
  it('is not known at first, and is kept as given, with who gave it', async () => {
    const { id } = await worker.start('2026-01-05')
    const before = await worker.get(childOf(id))
    expect(before.body).toMatchObject({ name: null, birthDate: null, changedBy: null, erased: false })
    expect(before.headers['etag']).toBe('"0"')

    const details = { name: 'Morag Sinclair', knownAs: 'Mo', birthDate: '2019-05-04', language: 'Gaelic' }
    const kept = await worker.put(childOf(id), details, NOTHING_YET)
    expect(kept.status).toBe(200)
    const after = await worker.get(childOf(id))
    expect(after.body).toMatchObject({ ...details, gender: null, changedBy: 'worker-1' })
    expect(after.headers['etag']).toBe('"1"')
  })

  it('is replaced as a whole, and only by who has seen what is there', async () => {
    const id = await withName('Morag Sinclair', { language: 'Gaelic' })
    const blind = await worker.put(childOf(id), { name: 'Mairi Sinclair' }, NOTHING_YET)
    expect(blind.status).toBe(412)
    expect((await worker.put(childOf(id), { name: 'Mairi Sinclair' })).status).toBe(428)
    expect((await worker.put(childOf(id), { name: 'Mairi Sinclair' }, { 'if-match': '"1"' })).status).toBe(
      200,
    )
    expect((await worker.get(childOf(id))).body).toMatchObject({ name: 'Mairi Sinclair', language: null })
  })

  it('is the same in every journey of the child', async () => {
    const childReference = newChild()
    const first = await worker.start('2024-01-08', { childReference })
    await worker.put(childOf(first.id), { name: 'Eilidh Gunn' }, NOTHING_YET)
    await worker.record(first.id, 'returned-to-family', '2024-03-01')
    const second = await worker.start('2026-01-05', { childReference })
    expect((await worker.get(childOf(second.id))).body).toMatchObject({ name: 'Eilidh Gunn' })
  })

  it('is nobody else’s to know: not in another locality, not for an auditor', async () => {
    const id = await withName('Hidden Name')
    const elsewhere = await api.as({ roles: ['case-worker'], localities: ['skye'] })
    expect((await elsewhere.get(childOf(id))).status).toBe(404)
    expect((await elsewhere.put(childOf(id), { name: 'X' }, { 'if-match': '*' })).status).toBe(404)
    const auditor = await api.as({ roles: ['auditor'] })
    expect((await auditor.get(childOf(id))).status).toBe(403)
  })

  it('leaves a line in the audit that says who and when, and not what', async () => {
    const id = await withName('Audited Name')
    const rows = await api.db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('journey_id', '=', id)
      .where('action', '=', 'child.write')
      .execute()
    expect(rows).toEqual([{ actor: 'worker-1', detail: { version: 1 } }])
  })
})

describe('a child is found by name', () => {
  it('by any whole words of it, without regard to case and accents, and by what they are called', async () => {
    const id = await withName("Seònaid O'Neill-Grant", { knownAs: 'Shona' })
    for (const q of ['seonaid', 'SEÒNAID', 'grant oneill', 'shona', "o'neill"]) {
      expect(await found(q)).toEqual([id])
    }
    expect(await found('seo')).toEqual([])
    expect(await found('seonaid macleod')).toEqual([])
  })

  it('by the new name alone when it was changed', async () => {
    const id = await withName('Oldname Ross')
    await worker.put(childOf(id), { name: 'Newname Ross' }, { 'if-match': '"1"' })
    expect(await found('oldname')).toEqual([])
    expect(await found('newname')).toEqual([id])
  })

  it('by nobody who may not know the name, and in no other locality', async () => {
    const id = await withName('Secretname')
    expect(await found('secretname')).toEqual([id])
    const auditor = await api.as({ roles: ['auditor'] })
    expect((await auditor.post('/api/v1/tools/find-child', { name: 'secretname' })).status).toBe(403)
    expect((await worker.get('/api/v1/journeys?q=secretname')).body).toMatchObject({ items: [] })
    expect(await found('secretname', await api.as({ roles: ['manager'], localities: ['skye'] }))).toEqual([])
  })
})

describe('a child whose key was destroyed', () => {
  it('is found no more, has no words and no details left, and keeps the dates', async () => {
    const id = await withName('Erasedname')
    const headers = { 'idempotency-key': 'before-erasure' }
    const meeting = { type: 'child-plan-meeting-held', occurredAt: '2026-01-07', meeting: '72-hour' }
    const events = `/api/v1/journeys/${id}/events`
    await worker.post(events, { ...meeting, immediateNeeds: 'A warm coat' }, headers)
    const before = await worker.read(id)
    expect(before.events.at(-1)).toMatchObject({ immediateNeeds: 'A warm coat' })

    const childId = await childIdOf(id)
    await api.db.transaction().execute((trx) => eraseChild(trx, childId))

    const after = await worker.read(id)
    expect(after.events.at(-1)).toMatchObject({ type: 'child-plan-meeting-held', erased: true })
    expect(after.events.at(-1)).not.toHaveProperty('immediateNeeds')
    expect(after.events[0]).not.toHaveProperty('erased')
    expect(after.deadlines).toEqual(before.deadlines)
    expect(await found('erasedname')).toEqual([])
    expect((await worker.get(childOf(id))).body).toMatchObject({ name: null, erased: true })
    for (const table of ['child_details', 'child_name_token', 'idempotency'] as const) {
      const rows = await api.db.selectFrom(table).select('child_id').where('child_id', '=', childId).execute()
      expect(rows).toEqual([])
    }
  })

  it('is not recorded on any more, neither in words nor in codes, and says so before somebody tries', async () => {
    const { id } = await worker.start('2026-01-05')
    const childId = await childIdOf(id)
    await api.db.transaction().execute((trx) => eraseChild(trx, childId))
    expect((await worker.put(childOf(id), { name: 'Again' }, NOTHING_YET)).status).toBe(409)
    const date = { type: 'meeting-date-set', occurredAt: '2026-01-06', meeting: '3-month', at: '2026-04-01' }
    const events = `/api/v1/journeys/${id}/events`
    for (const body of [date, { ...date, place: 'Wick' }])
      expect((await worker.post(events, body)).body).toMatchObject({ status: 409, code: 'erased' })
    const { events: recorded, possible } = await worker.read(id)
    expect(possible.filter(({ allowed }) => allowed)).toEqual([])
    const correction = { eventId: recorded[0]?.id, replacement: null, reason: 'Never happened' }
    const corrections = await worker.post(`/api/v1/journeys/${id}/corrections`, correction)
    expect(corrections.body).toMatchObject({ status: 409, code: 'erased' })
  })

  it('is not erased while the law holds the data', async () => {
    const id = await withName('Heldname')
    const childId = await childIdOf(id)
    const hold = { childId, reason: 'An inquiry', by: 'administrator-1' }
    await api.db.transaction().execute((trx) => changeHold(trx, testKeys, { ...hold, holds: true }))
    const erasing = api.db.transaction().execute((trx) => eraseChild(trx, childId))
    await expect(erasing).rejects.toThrow('held for the law')
    expect(await found('heldname')).toEqual([id])
    const { body } = await worker.get(childOf(id))
    expect(body).toMatchObject({ legalHold: { by: 'administrator-1' } })
    await api.db.transaction().execute((trx) => changeHold(trx, testKeys, { ...hold, holds: false }))
    expect((await worker.get(childOf(id))).body).toMatchObject({ legalHold: null })
  })
})

it('a master key that is lost is named; all other children are as ever', async () => {
  const lost = await api.db.transaction().execute((trx) =>
    startJourney(trx, ringOf('lost-key'), {
      childReference: newChild(),
      locality: 'caithness',
      policy: currentPolicy('highland'),
      by: 'worker-1',
      draft: {
        type: 'looked-after-started',
        occurred: occurrence('2026-01-05'),
        pathway: 'away-from-home',
        legalBasis: 'cso',
      },
    }),
  )
  const answer = await worker.get(`/api/v1/journeys/${lost.row.id}`)
  expect(answer.status).toBe(503)
  expect(answer.body).toMatchObject({ keyId: 'lost-key' })
  expect((answer.body as { detail: string }).detail).toContain('lost-key')
  const events = `/api/v1/journeys/${lost.row.id}/events`
  expect((await worker.post(events, { type: 'order-lodged', occurredAt: '2026-01-06' })).status).toBe(503)

  const { id } = await worker.start('2026-01-05')
  expect((await worker.read(id)).version).toBe(1)
  expect((await worker.get('/api/v1/journeys')).status).toBe(200)
})
