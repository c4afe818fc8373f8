import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { openDatabase } from '../../db/database'
import { openApi, toStart, type Api, type Caller } from '../support/api'
import { until } from '../support/until'

let api: Api
let anyone: Caller
let fault: (() => never) | undefined
beforeAll(async () => {
  api = await openApi({
    live: {
      standing: () => {
        fault?.()
        return Promise.resolve(undefined)
      },
    },
  })
  anyone = await api.as()
})
afterAll(() => api.close())
afterEach(() => {
  fault = undefined
})

const JOURNEYS = '/api/v1/journeys'

describe('what cannot be read', () => {
  it.each(['{', '{"a":1,}', 'null', '"text"', '[1,2', 'childReference=CH-1'])(
    '%s is no JSON object',
    async (body) => {
      const answer = await anyone.post(JOURNEYS, body)
      expect(answer.status).toBe(400)
      expect(answer.headers['content-type']).toContain('application/problem+json')
      expect(answer.body).toMatchObject({
        type: 'urn:pace:problem:malformed-request',
        detail: 'The body is not JSON',
        remedy: expect.stringContaining('well-formed JSON') as string,
      })
    },
  )

  it('a list is no JSON object either', async () => {
    const answer = await anyone.post(JOURNEYS, '[]')
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'body', message: 'must be a JSON object' }] })
  })

  it('no body at all: what is wanted is said', async () => {
    const answer = await anyone.post(JOURNEYS)
    expect([415, 422]).toContain(answer.status)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/problem+json'])(
    'a body of %s is not JSON',
    async (type) => {
      const answer = await anyone.post(JOURNEYS, '{}', { 'content-type': type })
      expect(answer.status).toBe(415)
      expect(answer.body).toMatchObject({ type: 'urn:pace:problem:not-json' })
    },
  )

  it.each([
    ['in another alphabet’s encoding', { 'content-type': 'application/json; charset=shift_jis' }],
    ['packed in an unknown way', { 'content-encoding': 'zebra' }],
  ])('a body %s is refused', async (_what, headers) => {
    expect((await anyone.post(JOURNEYS, '{}', headers)).status).toBe(415)
  })

  it('a body of more than 256 kB is too large', async () => {
    const answer = await anyone.post(JOURNEYS, JSON.stringify({ team: 'x'.repeat(300_000) }))
    expect(answer.status).toBe(413)
    expect(answer.body).toMatchObject({ type: 'urn:pace:problem:too-large' })
  })

  it('so is one that is small only while it is packed', async () => {
    const packed = gzipSync(Buffer.from(JSON.stringify({ team: 'x'.repeat(50_000_000) })))
    const answer = await fetchWith(packed, { 'content-encoding': 'gzip' })
    expect(answer.status).toBe(413)
  })

  it('an address with half an escape is refused', async () => {
    expect((await anyone.get(`${JOURNEYS}/%E0%A4%A`)).status).toBe(400)
  })
})

describe('what is not there', () => {
  it.each(['/', '/api', '/api/v1', '/api/v2/journeys', `${JOURNEYS}/x/events/y`, '/__proto__', '/health'])(
    '%s is not found',
    async (path) => {
      const answer = await anyone.get(path)
      expect(answer.status).toBe(404)
      expect(answer.body).toMatchObject({ type: 'urn:pace:problem:not-found' })
    },
  )

  it.each(['put', 'patch', 'delete'] as const)(
    '%s is no method here, and the answer says which are',
    async (method) => {
      const answer = await anyone.send(method, JOURNEYS)
      expect(answer.status).toBe(405)
      expect(answer.headers['allow']).toBe('POST, GET')
    },
  )
})

describe('what PostgreSQL cannot keep is refused, and is no fault of ours', () => {
  it.each([
    ['the character NUL', 'a\u0000b'],
    ['half of a surrogate pair', 'a\ud800b'],
  ])('%s', async (_what, text) => {
    const { id } = await anyone.start('2026-01-05')
    const answer = await anyone.post(`${JOURNEYS}/${id}/events`, {
      type: 'child-plan-meeting-held',
      occurredAt: '2026-01-07',
      meeting: '72-hour',
      actions: [{ what: text, owner: 'health' }],
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'actions.0.what' }] })
  })

  it('every other character is kept as it is', async () => {
    const { id } = await anyone.start('2026-01-05')
    const outcome = 'Gàidhlig, 漢字, 🌊, \u202e, \\u0000, "quotes", \u0001'
    const { events } = await anyone.record(id, 'review-held', '2026-02-10', { review: '6-week', outcome })
    expect(events[1]).toMatchObject({ outcome })
    expect((await anyone.read(id)).events[1]).toMatchObject({ outcome })
  })
})

describe('odd requests are answered in order', () => {
  it('a body that is nested very deeply', async () => {
    const depth = 60_000
    const answer = await anyone.post(JOURNEYS, `{"childReference":${'['.repeat(depth)}${']'.repeat(depth)}}`)
    expect(answer.status).toBe(422)
  })

  it('a body of very many unknown fields, without an answer that is longer than it', async () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`f${n}`, 1])))
    const answer = await anyone.post(JOURNEYS, body)
    expect(answer.status).toBe(422)
    expect(answer.text.length).toBeLessThan(body.length / 4)
  })

  it('fields that are names of JavaScript’s own', async () => {
    const answer = await anyone.post(JOURNEYS, '{"__proto__":{"admin":true},"constructor":1,"toString":2}')
    expect(answer.status).toBe(422)
    const { errors } = answer.body as { errors: { field: string }[] }
    expect(errors.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', 'toString']),
    )
  })

  it('a header that is there twice', async () => {
    const { id } = await anyone.start('2026-01-05')
    const body = { type: 'order-lodged', occurredAt: '2026-02-01', order: 'kinship-care-order' }
    expect((await anyone.post(`${JOURNEYS}/${id}/events`, body, { 'if-match': '"1", "1"' })).status).toBe(422)
  })
})

describe('when something goes wrong here', () => {
  it('nothing of it is told but the id under which it is logged', async () => {
    const { id, childReference } = await anyone.start('2026-01-05')
    fault = () => {
      throw new Error('the secret of the house')
    }
    const answer = await anyone.get(`${JOURNEYS}/${id}`)
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('secret')
    const { instance } = answer.body as { instance: string }
    const line = api
      .log()
      .split('\n')
      .find((logged) => logged.includes('the secret of the house'))
    expect(instance).toBe(`urn:uuid:${(JSON.parse(line ?? '{}') as { requestId: string }).requestId}`)
    expect(api.log()).not.toContain(childReference)
  })
})

describe('when the database', () => {
  it('does not answer, what is asked is to be sent again later', async () => {
    const db = openDatabase('postgresql://nobody@127.0.0.1:1/nothing')
    const without = await openApi({ db })
    const caller = await without.as()
    for (const answer of [await caller.get(JOURNEYS), await caller.post(JOURNEYS, toStart('2026-01-05'))]) {
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toBe('5')
      expect(answer.body).toMatchObject({
        type: 'urn:pace:problem:unavailable',
        detail: 'The database does not answer',
        remedy: expect.stringContaining('Idempotency-Key') as string,
      })
    }
    await db.destroy()
    await without.close()
  })

  it('is stopped in the middle of recording, nothing is half-written', async () => {
    const { id } = await anyone.start('2026-01-05')
    const body = { type: 'review-held', occurredAt: '2026-02-10', review: '6-week' }
    const headers = { 'idempotency-key': 'stopped-in-the-middle' }
    let answer: Promise<{ status: number }> | undefined
    await api.db.transaction().execute(async (trx) => {
      // The request waits for this lock, in the middle of its transaction.
      await sql`select from journey where id = ${id} for update`.execute(trx)
      answer = anyone.post(`${JOURNEYS}/${id}/events`, body, headers)
      await until('the request waits', async () => {
        const ended = await sql<{ pid: number }>`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(api.db)
        return ended.rows.length > 0
      })
    })
    expect((await answer)?.status).toBe(503)
    expect((await anyone.read(id)).version).toBe(1)
    const again = await anyone.post(`${JOURNEYS}/${id}/events`, body, headers)
    expect(again.status).toBe(201)
    expect((await anyone.read(id)).version).toBe(2)
  })
})

async function fetchWith(body: Buffer, headers: Record<string, string>): Promise<Response> {
  return fetch(`${api.url}${JOURNEYS}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await api.issuer.token()}`,
      ...headers,
    },
  })
}
