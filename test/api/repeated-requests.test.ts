import { sql } from 'kysely'
import type { Response } from 'supertest'
import { forgetOldAnswers } from '../../db/idempotency'
import { openApi, toStart, type Api, type Caller } from '../support/api'

let api: Api
let worker: Caller
beforeAll(async () => {
  api = await openApi()
  worker = await api.as({ sub: 'worker-1', roles: ['case-worker'], localities: ['caithness'] })
})
afterAll(() => api.close())

const JOURNEYS = '/api/v1/journeys'
const eventsOf = (id: string) => `${JOURNEYS}/${id}/events`
const MEETING = { type: 'child-plan-meeting-held', occurredAt: '2026-01-07', meeting: '72-hour' }

let keys = 0
function newKey(): string {
  keys += 1
  return `key-${keys}`
}

function toTheLetter({ status, text, headers }: Response): object {
  return { status, text, location: headers['location'], etag: headers['etag'] }
}

it('a start that is sent again is answered to the letter as the first time, and there is one journey', async () => {
  const headers = { 'idempotency-key': newKey() }
  const body = toStart('2026-01-05')
  const first = await worker.post(JOURNEYS, body, headers)
  expect(first.status).toBe(201)
  const again = await worker.post(JOURNEYS, body, headers)
  expect(toTheLetter(again)).toEqual(toTheLetter(first))
})

it('an event that is sent again is recorded once, also when the journey has moved on since', async () => {
  const { id } = await worker.start('2026-01-05')
  const headers = { 'idempotency-key': newKey(), 'if-match': '"1"' }
  const first = await worker.post(eventsOf(id), MEETING, headers)
  await worker.record(id, 'child-plan-meeting-held', '2026-04-01', { meeting: '3-month' })
  const again = await worker.post(eventsOf(id), MEETING, headers)
  expect(toTheLetter(again)).toEqual(toTheLetter(first))
  expect((await worker.read(id)).version).toBe(3)
})

it('the order of the fields, white space and the case of an id do not make it another request', async () => {
  const { id } = await worker.start('2026-01-05')
  const headers = { 'idempotency-key': newKey() }
  const first = await worker.post(eventsOf(id), MEETING, headers)
  const again = await worker.post(
    eventsOf(id.toUpperCase()),
    `{ "meeting": "72-hour",\n "occurredAt": " 2026-01-07", "type": "child-plan-meeting-held" }`,
    headers,
  )
  expect(toTheLetter(again)).toEqual(toTheLetter(first))
})

it('another request under the same key is refused', async () => {
  const { id } = await worker.start('2026-01-05')
  const headers = { 'idempotency-key': newKey() }
  await worker.post(eventsOf(id), MEETING, headers)
  const other = await worker.post(eventsOf(id), { ...MEETING, occurredAt: '2026-01-08' }, headers)
  expect(other.status).toBe(422)
  expect(other.body).toMatchObject({
    type: 'urn:pace:problem:key-used-before',
    errors: [{ field: 'Idempotency-Key' }],
  })
  expect((await worker.read(id)).version).toBe(2)
})

it('a key is the caller’s own, and of one path', async () => {
  const headers = { 'idempotency-key': newKey() }
  const colleague = await api.as({ sub: 'worker-2', roles: ['case-worker'], localities: ['caithness'] })
  const [one, other] = [await worker.start('2026-01-05'), await worker.start('2026-01-05')]
  const answers = [
    await worker.post(eventsOf(one.id), MEETING, headers),
    await worker.post(eventsOf(other.id), MEETING, headers),
    await colleague.post(eventsOf(one.id), MEETING, headers),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect((await worker.read(one.id)).version).toBe(3)
})

it('without a key, what is sent twice is recorded twice', async () => {
  const { id } = await worker.start('2026-01-05')
  await worker.post(eventsOf(id), MEETING)
  await worker.post(eventsOf(id), MEETING)
  expect((await worker.read(id)).version).toBe(3)
})

describe('a refusal is not kept: what it refused may become possible', () => {
  it('by the order of things', async () => {
    const { id } = await worker.start('2026-01-05')
    const panel = { type: 'panel-held', occurredAt: '2026-03-01', members: ['a'], outcome: 'supported' }
    const headers = { 'idempotency-key': newKey() }
    const coordinator = await api.as({ sub: 'coordinator', roles: ['panel-coordinator'] })
    expect((await coordinator.post(eventsOf(id), panel, headers)).status).toBe(409)
    await worker.record(id, 'child-plan-meeting-held', '2026-02-01', {
      meeting: 'other',
      recommendation: 'away-from-home',
    })
    expect((await coordinator.post(eventsOf(id), panel, headers)).status).toBe(201)
  })

  it('by a wrong field', async () => {
    const { id } = await worker.start('2026-01-05')
    const headers = { 'idempotency-key': newKey() }
    expect((await worker.post(eventsOf(id), { ...MEETING, occurredAt: 'soon' }, headers)).status).toBe(422)
    expect((await worker.post(eventsOf(id), MEETING, headers)).status).toBe(201)
  })
})

describe('twenty at once', () => {
  it('with one key record one event, and all get the same answer', async () => {
    const { id } = await worker.start('2026-01-05')
    const headers = { 'idempotency-key': newKey() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => worker.post(eventsOf(id), MEETING, headers)),
    )
    const [first] = answers.map(toTheLetter)
    expect(first).toMatchObject({ status: 201 })
    expect(answers.map(toTheLetter)).toEqual(Array(20).fill(first))
    expect((await worker.read(id)).version).toBe(2)
  })

  it('with one key start one journey', async () => {
    const headers = { 'idempotency-key': newKey() }
    const body = toStart('2026-01-05')
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.post(JOURNEYS, body, headers)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201))
  })

  it('with one key and different bodies record one of them, and refuse the others', async () => {
    const { id } = await worker.start('2026-01-05')
    const headers = { 'idempotency-key': newKey() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, day) =>
        worker.post(
          eventsOf(id),
          { ...MEETING, occurredAt: `2026-02-${String(day + 1).padStart(2, '0')}` },
          headers,
        ),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(422)])
    expect((await worker.read(id)).version).toBe(2)
  })

  it('of which the first are refused: none is answered with the refusal of another', async () => {
    const { id } = await worker.start('2026-01-05')
    const headers = { 'idempotency-key': newKey(), 'if-match': '"9"' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => worker.post(eventsOf(id), MEETING, headers)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([412]))
    expect((await worker.post(eventsOf(id), MEETING, { ...headers, 'if-match': '"1"' })).status).toBe(201)
  })
})

describe('what the caller may do is asked each time', () => {
  it('an earlier answer is not given again to somebody who has left the locality', async () => {
    const { id } = await worker.start('2026-01-05')
    const headers = { 'idempotency-key': newKey() }
    expect((await worker.post(eventsOf(id), MEETING, headers)).status).toBe(201)
    const moved = await api.as({ sub: 'worker-1', roles: ['case-worker'], localities: ['skye'] })
    expect((await moved.post(eventsOf(id), MEETING, headers)).status).toBe(404)
  })

  it('nor to somebody who has lost the role', async () => {
    const headers = { 'idempotency-key': newKey() }
    const body = toStart('2026-01-05')
    expect((await worker.post(JOURNEYS, body, headers)).status).toBe(201)
    const lesser = await api.as({ sub: 'worker-1', roles: ['auditor'], localities: ['caithness'] })
    expect((await lesser.post(JOURNEYS, body, headers)).status).toBe(403)
  })
})

describe('after thirty days', () => {
  const age = (key: string, days: number) =>
    sql`update idempotency set created_at = created_at - make_interval(days => ${days}) where key = ${key}`.execute(
      api.db,
    )

  it('an answer is forgotten, and one that is younger is not', async () => {
    const { id } = await worker.start('2026-01-05')
    const [old, young] = [newKey(), newKey()]
    for (const key of [old, young]) await worker.post(eventsOf(id), MEETING, { 'idempotency-key': key })
    await age(old, 31)
    await age(young, 29)
    expect(await forgetOldAnswers(api.db)).toBe(1)
    await worker.post(eventsOf(id), MEETING, { 'idempotency-key': young })
    expect((await worker.read(id)).version).toBe(3)
  })

  it('a key is new again, also before its answer has been deleted', async () => {
    const { id } = await worker.start('2026-01-05')
    const key = newKey()
    await worker.post(eventsOf(id), MEETING, { 'idempotency-key': key })
    await age(key, 31)
    await worker.post(eventsOf(id), MEETING, { 'idempotency-key': key })
    expect((await worker.read(id)).version).toBe(3)
  })
})

it.each([
  ['nothing', ''],
  ['white space', 'a b'],
  ['letters beyond ASCII', 'clé'],
  ['more than 200 characters', 'k'.repeat(201)],
])('%s is no key', async (_what, key) => {
  const { id } = await worker.start('2026-01-05')
  const answer = await worker.post(eventsOf(id), MEETING, { 'idempotency-key': key })
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] })
})
