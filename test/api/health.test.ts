import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { tokensOf } from '../../api/bearer'
import { healthOf, type HealthSources, type Readiness } from '../../api/health'
import { mailServerAnswers } from '../../api/mail-server'
import { openDatabase } from '../../db/database'
import { beat } from '../../db/heartbeat'
import { mailServerTook, pauseMailServer } from '../../db/mail-server'
import { instant } from '../../domain/time'
import { openApi, type Api } from '../support/api'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())
beforeEach(() => api.db.deleteFrom('heartbeat').execute())

const engine = (reachable: boolean) => ({ reachable: () => Promise.resolve(reachable) })
const answered = () => Promise.resolve()

/** Health over parts that are all at work, but for those that a test takes away. */
function healthWith(changes: Partial<HealthSources> = {}) {
  const tokens = tokensOf({ issuer: api.issuer.url, audience: 'pace-api' })
  return healthOf({ db: api.db, tokens, engine: engine(true), mail: answered, ...changes })
}

async function everyPartBeats(): Promise<void> {
  await beat(api.db, 'worker', 'worker-1')
  await beat(api.db, 'relay', 'relay-1')
}

describe('readiness', () => {
  it('every part at work: ready', async () => {
    await everyPartBeats()
    expect(await healthWith().readiness()).toEqual({
      status: 'ready',
      parts: {
        database: 'ready',
        signIn: 'ready',
        engine: 'ready',
        worker: 'ready',
        relay: 'ready',
        mail: 'ready',
      },
    })
  })

  it.each<[string, Partial<HealthSources>, keyof Readiness['parts'], string]>([
    ['the engine', { engine: engine(false) }, 'engine', 'The engine does not answer'],
    [
      'the mail server',
      { mail: () => Promise.reject(new Error('x')) },
      'mail',
      'The mail server does not answer',
    ],
    ['a mail server at all', { mail: undefined }, 'mail', 'No mail server is set: notices wait'],
  ])('without %s: degraded, since people can record', async (_what, changes, part, because) => {
    await everyPartBeats()
    const { status, parts } = await healthWith(changes).readiness()
    expect(status).toBe('degraded')
    expect(parts[part]).toEqual({ state: 'unavailable', because })
  })

  it('with a mail server that answers and takes nothing: degraded, with since when and how many wait', async () => {
    await everyPartBeats()
    const since = instant(Date.parse('2026-03-02T10:00:00Z'))
    await pauseMailServer(api.db, since, '535 who are you, with the password hunter2?')
    const { status, parts } = await healthWith().readiness()
    expect([status, parts.mail]).toEqual([
      'degraded',
      {
        state: 'unavailable',
        because:
          'The mail server takes no messages since 2026-03-02T10:00:00.000Z: 0 notices wait. What it says stands on the page of notices',
      },
    ])
    await mailServerTook(api.db, since)
    expect((await healthWith().readiness()).parts.mail).toBe('ready')
  })

  it('without a worker and a relay: degraded, and both are named', async () => {
    const { status, parts } = await healthWith().readiness()
    expect(status).toBe('degraded')
    expect(parts).toMatchObject({ worker: { state: 'unavailable' }, relay: { state: 'unavailable' } })
  })

  it('a worker that beats no more is missed; another in its place is enough', async () => {
    await everyPartBeats()
    await api.db
      .updateTable('heartbeat')
      .set({ at: new Date(Date.now() - 60_000) })
      .where('part', '=', 'worker')
      .execute()
    expect((await healthWith().readiness()).parts.worker).toMatchObject({ state: 'unavailable' })
    await beat(api.db, 'worker', 'worker-2')
    expect((await healthWith().readiness()).parts.worker).toBe('ready')
  })

  it('without the database: unavailable', async () => {
    const db = openDatabase('postgresql://nobody@127.0.0.1:1/nothing')
    const { status, parts } = await healthWith({ db }).readiness()
    expect(status).toBe('unavailable')
    expect(parts.database).toEqual({ state: 'unavailable', because: 'The database does not answer' })
    await db.destroy()
  })

  it('without sign-in: unavailable', async () => {
    const tokens = tokensOf({ issuer: 'http://127.0.0.1:1', audience: 'pace-api' })
    const { status, parts } = await healthWith({ tokens }).readiness()
    expect(status).toBe('unavailable')
    expect(parts.signIn).toMatchObject({ state: 'unavailable' })
  })

  it('is asked of the parts once a second, however many ask', async () => {
    let asked = 0
    let time = 0
    const counting = {
      reachable: () => {
        asked += 1
        return Promise.resolve(true)
      },
    }
    const health = healthOf(
      { db: api.db, tokens: tokensOf({ issuer: api.issuer.url, audience: 'pace-api' }), engine: counting },
      () => time,
    )
    await Promise.all(Array.from({ length: 50 }, () => health.readiness()))
    expect(asked).toBe(1)
    time += 1_000
    await health.readiness()
    expect(asked).toBe(2)
  })
})

describe('over HTTP, without a token', () => {
  it('the API says that it is alive', async () => {
    const answer = await api.sending().get('/health/live')
    expect([answer.status, answer.body]).toEqual([200, { status: 'alive' }])
  })

  it('200 while people can record, with what is missing', async () => {
    const answer = await api.sending().get('/health/ready')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ status: 'degraded', parts: { database: 'ready', signIn: 'ready' } })
  })

  it('503 when nobody can', async () => {
    const db = openDatabase('postgresql://nobody@127.0.0.1:1/nothing')
    const without = await openApi({ health: healthWith({ db }) })
    const answer = await without.sending().get('/health/ready')
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({ status: 'unavailable' })
    await Promise.all([db.destroy(), without.close()])
  })
})

describe('a mail server', () => {
  it('answers when it takes a connection', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(mailServerAnswers(`smtp://127.0.0.1:${port}`)).resolves.toBeUndefined()
    server.close()
    await once(server, 'close')
    await expect(mailServerAnswers(`smtp://127.0.0.1:${port}`)).rejects.toThrow('ECONNREFUSED')
  })
})
