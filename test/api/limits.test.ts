import type { Limits } from '../../api/limits/limits'
import { OpenedJourneys } from '../../api/limits/opened-journeys'
import type { TrustedProxies } from '../../contracts/settings'
import { openApi, type Api } from '../support/api'

const MANY = 10_000
const open = ({ trustProxy, ...limits }: Partial<Limits> & { readonly trustProxy?: TrustedProxies }) =>
  openApi(
    {
      limits: { caller: MANY, address: MANY, signIn: MANY, journeys: MANY, ...limits },
      ...(trustProxy !== undefined && { trustProxy }),
    },
    { pages: true },
  )

const opened: Api[] = []
const openFor = async (limits: Parameters<typeof open>[0]) => {
  const api = await open(limits)
  opened.push(api)
  return api
}
afterAll(() => Promise.all(opened.map((api) => api.close())))

const LIST = '/api/v1/journeys'

describe('opening many journeys', () => {
  it('a scraper is held up, told for how long, and named in the log once', async () => {
    const api = await openFor({ journeys: 3 })
    const caller = await api.as({ sub: 'scraper' })
    const ids: string[] = []
    for (let n = 0; n < 4; n += 1) ids.push((await caller.start('2026-01-05')).id)
    const statuses: number[] = []
    for (const id of ids) statuses.push((await caller.get(`${LIST}/${id}`)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const refused = await caller.get(`${LIST}/${ids[3]}/notices`)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect(refused.body).toMatchObject({ type: 'urn:pace:problem:too-many-requests' })
    const lines = api
      .log()
      .split('\n')
      .filter((line) => line.includes('"bulk-reading"'))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ caller: 'scraper', limit: 3 })
    // those that are open already, and whatever else is work
    expect((await caller.get(`${LIST}/${ids[0]}`)).status).toBe(200)
    expect((await caller.get(LIST)).status).toBe(200)
  })

  it('pages and API are counted together, each person alone', async () => {
    const api = await openFor({ journeys: 1 })
    const caller = await api.as({ sub: 'both-ways' })
    const [one, two] = [await caller.start('2026-01-05'), await caller.start('2026-01-06')]
    const visitor = await api.signedIn({ sub: 'both-ways' })
    expect((await visitor.open(`/journeys/${one.id}`)).status).toBe(200)
    expect((await caller.get(`${LIST}/${two.id}`)).status).toBe(429)
    const page = await visitor.open(`/journeys/${two.id}`)
    expect([page.status, page.headers.get('content-type')]).toEqual([
      429,
      expect.stringContaining('text/html'),
    ])
    expect((await (await api.as({ sub: 'another' })).get(`${LIST}/${two.id}`)).status).toBe(200)
  })

  it("a day's ordinary work is not: forty children, each opened again and again", () => {
    const journeys = new OpenedJourneys(120)
    for (let minute = 0; minute < 480; minute += 1)
      for (let n = 0; n < 10; n += 1)
        expect(journeys.open('worker', `child-${(minute + n) % 40}`, minute * 60_000)).toEqual({
          allowed: true,
        })
  })

  it('what was opened ten minutes ago counts no more, and is forgotten', () => {
    const journeys = new OpenedJourneys(2)
    const minute = 60_000
    expect(journeys.open('a', 'one', 0).allowed).toBe(true)
    expect(journeys.open('a', 'two', minute).allowed).toBe(true)
    expect(journeys.open('a', 'three', 2 * minute)).toEqual({ allowed: false, seconds: 480, first: true })
    expect(journeys.open('a', 'three', 3 * minute)).toEqual({ allowed: false, seconds: 420, first: false })
    expect(journeys.open('a', 'three', 10 * minute).allowed).toBe(true)
    expect(journeys.open('b', 'one', 30 * minute).allowed).toBe(true)
    expect(journeys.people).toBe(1)
  })
})

describe('asking for much', () => {
  const tooMany = (answer: { status: number; headers: Record<string, string>; body: unknown }) => {
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.body).toMatchObject({ type: 'urn:pace:problem:too-many-requests', status: 429 })
  }

  it('a caller is held up, and no other', async () => {
    const api = await openFor({ caller: 2 })
    const busy = await api.as({ sub: 'busy' })
    for (let n = 0; n < 2; n += 1) expect((await busy.get(LIST)).status).toBe(200)
    tooMany(await busy.get(LIST))
    expect((await (await api.as({ sub: 'calm' })).get(LIST)).status).toBe(200)
  })

  it('an address is held up before anybody looks at its tokens; health answers all the same', async () => {
    const api = await openFor({ address: 2 })
    for (let n = 0; n < 2; n += 1) expect((await api.sending('Bearer guessed').get(LIST)).status).toBe(401)
    tooMany(await api.sending('Bearer guessed').get(LIST))
    expect((await api.sending().get('/health/live')).status).toBe(200)
  })

  it('proxies are believed as many as there are, and no further', async () => {
    const from = (api: Api, address: string) =>
      api.sending('Bearer guessed').get(LIST, { 'x-forwarded-for': address })
    const behindOne = await openFor({ address: 1, trustProxy: 1 })
    expect((await from(behindOne, '192.0.2.1')).status).toBe(401)
    expect((await from(behindOne, '192.0.2.2')).status).toBe(401)
    tooMany(await from(behindOne, '203.0.113.9, 192.0.2.2'))
    const behindNone = await openFor({ address: 1 })
    expect((await from(behindNone, '192.0.2.1')).status).toBe(401)
    tooMany(await from(behindNone, '192.0.2.2'))
  })

  it('signing in again and again is held up on a page', async () => {
    const api = await openFor({ signIn: 2 })
    const ask = () => fetch(`${api.url}/sign-in`, { redirect: 'manual' })
    for (let n = 0; n < 2; n += 1) expect((await ask()).status).toBe(303)
    const refused = await ask()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.text()).toContain('That was too much in a short time')
  })
})
