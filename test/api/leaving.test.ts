import { sql } from 'kysely'
import { clockOf } from '../../db/database'
import { savePeople } from '../../db/people'
import type { Role } from '../../domain/codes'
import type { LocalDate } from '../../domain/time'
import { openApi, signIn, type Api } from '../support/api'
import { destinationOf, Visitor } from '../support/visitor'

let api: Api
beforeAll(async () => {
  api = await openApi({}, { pages: true })
})
afterAll(() => api.close())

const LIST = '/api/v1/journeys'

/** Keeps somebody in the directory, as an administrator does. */
const keep = (id: string, roles: readonly Role[], leftOn?: string) =>
  api.db.transaction().execute((trx) =>
    savePeople(trx, [{ id, name: id, roles, ...(leftOn !== undefined && { leftOn: leftOn as LocalDate }) }], {
      by: 'administrator',
    }),
  )

/** Seconds since 1970 by the database's clock, whole ones that are over: a token that is certainly from before. */
const before = async () => Math.floor((await clockOf(api.db)).getTime() / 1_000) - 5

describe('somebody who leaves', () => {
  it('is refused at the next request with a token that is good for hours', async () => {
    const worker = await api.as({ sub: 'leaving-1', roles: ['case-worker'] })
    await keep('leaving-1', ['case-worker'])
    expect((await worker.get(LIST)).status).toBe(200)
    await keep('leaving-1', ['case-worker'], '2026-01-31')
    const refused = await worker.get(LIST)
    expect(refused.status).toBe(401)
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"')
    expect(refused.body).toMatchObject({ detail: 'The directory says that you have left' })
  })

  it('is sent to sign in at the next page, and told there why they cannot', async () => {
    const visitor = await api.signedIn({ sub: 'leaving-2' })
    expect((await visitor.open('/people')).status).toBe(200)
    await keep('leaving-2', ['administrator'], '2026-01-31')
    expect(destinationOf(await visitor.open('/people')).pathname).toBe('/sign-in')
    expect((await visitor.open(LIST)).status).toBe(401)
    const again = await signIn(visitor.browser, api.url)
    expect(again.status).toBe(400)
    expect(await again.text()).toContain('The directory says that you have left.')
  })

  it('may still come on the days before', async () => {
    const worker = await api.as({ sub: 'leaving-3' })
    await keep('leaving-3', ['administrator'], '2099-01-01')
    expect((await worker.get(LIST)).status).toBe(200)
  })
})

describe('a role that the directory takes away', () => {
  it('is gone at the next request, and back once it is given again', async () => {
    const worker = await api.as({ sub: 'moving-1', roles: ['manager', 'auditor'] })
    const write = async () => (await worker.post('/api/v1/people/nobody/sign-out', {})).status
    await keep('moving-1', ['manager', 'auditor'])
    expect(await write()).toBe(200)
    await keep('moving-1', ['auditor'])
    expect(await write()).toBe(403)
    expect((await worker.get(LIST)).status).toBe(200)
    // whatever else is changed about them
    await keep('moving-1', ['auditor', 'reviewer'])
    expect(await write()).toBe(403)
    await keep('moving-1', ['manager'])
    expect(await write()).toBe(200)
  })

  it('is gone from the pages in the middle of a session', async () => {
    const visitor = await api.signedIn({ sub: 'moving-2', roles: ['manager'] })
    await keep('moving-2', ['manager'])
    expect((await visitor.open('/people/add')).status).toBe(200)
    await keep('moving-2', [])
    expect((await visitor.open('/people/add')).status).toBe(403)
  })

  it('that the directory never had stays as the sign-in says', async () => {
    const worker = await api.as({ sub: 'moving-3', roles: ['manager'] })
    await keep('moving-3', ['reviewer'])
    await keep('moving-3', ['reviewer', 'legal'])
    expect((await worker.post('/api/v1/people/nobody/sign-out', {})).status).toBe(200)
  })

  it('gives nothing to somebody whose sign-in does not give it', async () => {
    const worker = await api.as({ sub: 'moving-4', roles: ['auditor'] })
    await keep('moving-4', ['administrator'])
    expect((await worker.post('/api/v1/people/nobody/sign-out', {})).status).toBe(403)
  })
})

describe('being signed out everywhere by an administrator', () => {
  it('ends every session, and every token that was issued before', async () => {
    const [one, two] = [
      await api.signedIn({ sub: 'lost-laptop' }),
      await api.signedIn({ sub: 'lost-laptop' }),
    ]
    const other = await api.signedIn({ sub: 'somebody-else' })
    const token = await api.as({ sub: 'lost-laptop', iat: await before() })
    expect((await token.get(LIST)).status).toBe(200)

    const answer = await (await api.as()).post('/api/v1/people/lost-laptop/sign-out', {})
    expect(answer.body).toMatchObject({ person: 'lost-laptop', sessionsEnded: 2 })
    for (const visitor of [one, two])
      expect(destinationOf(await visitor.open('/people')).pathname).toBe('/sign-in')
    const refused = await token.get(LIST)
    expect(refused.status).toBe(401)
    expect(refused.body).toMatchObject({ detail: 'You were signed out everywhere: sign in again' })
    expect((await other.open('/people')).status).toBe(200)
  })

  it('is done from the page of people too, and audited', async () => {
    const administrator = await api.signedIn({ sub: 'admin-1' })
    await keep('lost-phone', ['reviewer'])
    const lost = await api.signedIn({ sub: 'lost-phone' })
    expect(await (await administrator.open('/people')).text()).toContain(
      'action="/people/lost-phone/sign-out"',
    )
    const answered = await administrator.send('/people/lost-phone/sign-out')
    expect(destinationOf(answered).pathname).toBe('/people')
    expect(await (await administrator.open('/people?out=lost-phone')).text()).toContain(
      'Signed out everywhere: lost-phone.',
    )
    expect(destinationOf(await lost.open('/people')).pathname).toBe('/sign-in')
    const audited = await api.db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('action', '=', 'people.sign-out')
      .execute()
    expect(audited).toContainEqual({ actor: 'admin-1', detail: { person: 'lost-phone' } })
  })

  it('lets them sign in again, with a token that is issued afterwards', async () => {
    const administrator = await api.as()
    await administrator.post('/api/v1/people/back-again/sign-out', {})
    const visitor = await api.signedIn({ sub: 'back-again' })
    expect((await visitor.open('/people')).status).toBe(200)
    const later = Math.floor((await clockOf(api.db)).getTime() / 1_000) + 1
    expect((await (await api.as({ sub: 'back-again', iat: later })).get(LIST)).status).toBe(200)
  })

  it('a token that does not say when it was issued is one from before', async () => {
    const silent = await api.as({ sub: 'undated', iat: 0 })
    expect((await silent.get(LIST)).status).toBe(200)
    await (await api.as()).post('/api/v1/people/undated/sign-out', {})
    expect((await silent.get(LIST)).status).toBe(401)
  })

  it('is for managers and administrators', async () => {
    const worker = await api.as({ roles: ['case-worker'] })
    expect((await worker.post('/api/v1/people/somebody/sign-out', {})).status).toBe(403)
  })
})

describe('signing oneself out everywhere', () => {
  it('ends the sessions on other machines', async () => {
    const here = await api.signedIn({ sub: 'two-machines' })
    const there = await api.signedIn({ sub: 'two-machines' })
    expect(destinationOf(await here.send('/sign-out/everywhere')).pathname).toBe('/signed-out')
    for (const visitor of [here, there])
      expect(destinationOf(await visitor.open('/people')).pathname).toBe('/sign-in')
  })
})

describe('a session', () => {
  const withSession = (sid: string | undefined) =>
    sql<{ sid: string }>`select sid from web_session where sid = ${sid}`
      .execute(api.db)
      .then(({ rows }) => rows.length)
  // what stands before the dot of `s:<id>.<signature>`
  const idIn = (browser: Visitor) => /^s:([^.]+)/.exec(decodeURIComponent(browser.cookie('pace') ?? ''))?.[1]

  it('that somebody else has planted is not the one that is signed in', async () => {
    const attacker = new Visitor()
    await attacker.open(`${api.url}/sign-in`)
    const planted = attacker.cookie('pace') ?? ''
    const victim = new Visitor()
    victim.plant('pace', planted)
    api.issuer.next({ sub: 'victim' })
    await signIn(victim, api.url)
    expect((await victim.open(`${api.url}/signed-in`)).status).toBe(200)
    expect(victim.cookie('pace')).not.toBe(planted)
    expect(destinationOf(await attacker.open(`${api.url}/signed-in`)).pathname).toBe('/sign-in')
    expect(await withSession(idIn(attacker))).toBe(0)
  })

  it('has a new id at every sign-in, and the old one is worth nothing', async () => {
    const visitor = await api.signedIn({ sub: 'again' })
    const old = visitor.browser.cookie('pace') ?? ''
    await signIn(visitor.browser, api.url)
    expect(visitor.browser.cookie('pace')).not.toBe(old)
    const thief = new Visitor()
    thief.plant('pace', old)
    expect(destinationOf(await thief.open(`${api.url}/people`)).pathname).toBe('/sign-in')
  })

  it('that nobody used for an hour has ended, be it asked for news by its page all the time', async () => {
    const visitor = await api.signedIn({ sub: 'idle' })
    const sid = idIn(visitor.browser)
    const setActive = (minutesAgo: number) =>
      sql`update web_session set sess = jsonb_set(sess::jsonb, '{active}',
        to_jsonb((extract(epoch from clock_timestamp()) * 1000)::bigint - ${minutesAgo}::bigint * 60000))::json
        where sid = ${sid}`.execute(api.db)
    const active = async () => {
      const { rows } = await sql<{ active: number }>`
        select (sess ->> 'active')::bigint as active from web_session where sid = ${sid}`.execute(api.db)
      return Date.now() - (rows[0]?.active ?? 0)
    }
    await setActive(30)
    await (await visitor.open(LIST)).text()
    expect(await active()).toBeGreaterThan(29 * 60_000)
    // its last byte comes once the session is written
    await (await visitor.open('/people')).text()
    expect(await active()).toBeLessThan(60_000)
    await setActive(61)
    expect((await visitor.open(LIST)).status).toBe(401)
    expect(destinationOf(await visitor.open('/people')).pathname).toBe('/sign-in')
  })

  it('says on every page until when it lasts', async () => {
    const visitor = await api.signedIn({ sub: 'told' })
    const page = await (await visitor.open('/people')).text()
    expect(page).toMatch(/You are signed in until \d\d:\d\d, or longer if you ask for another page/)
    expect(page).toMatch(
      /id="session-notice" aria-live="polite" data-ends="\d{13}" data-until="\d{13}" data-now="\d{13}"/,
    )
    expect(await (await visitor.open('/signed-in')).text()).toMatch(/Until \d\d:\d\d, unless you ask/)
  })
})
