import { addContacts } from '../../db/contacts'
import { savePeople } from '../../db/people'
import { PAGES } from '../../api/pages/pages'
import { EVENT_FORMS } from '../../web/forms/event-forms'
import { newChild, openApi, type Api, type Caller, type PageVisitor } from '../support/api'
import { broughtIn, fileOf, startRow } from '../support/csv'
import { daysAgo } from '../support/days'
import { packMade } from '../support/pack-made'

const CHILD = newChild()
const PERSON = 'practice-person'
const TODAY = daysAgo(0)

let api: Api
let visitor: PageVisitor
let journey: string
let imported: string
let practice: string
let parts: Readonly<Record<string, string>>
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  await api.db
    .transaction()
    .execute((trx) =>
      savePeople(trx, [{ id: PERSON, name: 'Somebody', roles: ['reviewer'] }], { by: 'test' }),
    )
  const caller = await api.as({ sub: 'writer' })
  const started = await caller.start('2026-01-05', { childReference: CHILD })
  journey = started.id
  const { events, deadlines } = await caller.record(journey, 'child-plan-meeting-held', '2026-01-07', {
    meeting: '72-hour',
  })
  parts = { eventId: events.at(-1)?.id ?? '', ruleId: deadlines[0]?.ruleId ?? '' }
  imported = (await broughtIn(caller, api.db, fileOf(startRow(newChild())))).id
  practice = (await caller.start('2026-01-05', { practice: true })).id
  await addContacts(api.db, [
    { agency: 'health', locality: 'caithness', recipient: 'contact', address: 'caithness@nhs.example' },
  ])
  await packMade(api.db, { locality: 'caithness', on: TODAY })
  await beginImprovement(caller)
  visitor = await api.signedIn({ sub: 'reader' })
})
afterAll(() => api.close())

const SAMPLES: Record<string, string> = { '/people/': PERSON, '/agencies/': 'health.contact.caithness' }

/** Begins a record of improvement of each kind, with a node and a force in it. */
async function beginImprovement(caller: Caller): Promise<void> {
  const begun = async (path: string, more: object) => {
    const { body } = await caller.post(`/api/v1${path}`, { title: 'A record', aim: '2', ...more })
    SAMPLES[`/improvement${path === '/tests-of-change' ? '/tests' : path}/`] = (body as { id: string }).id
  }
  await begun('/tests-of-change', { series: 'A series' })
  await begun('/driver-diagrams', {
    statement: 'All of them',
    nodes: [{ id: 'n1', title: 'A driver' }],
  })
  await begun('/forcefields', { forces: [{ id: 'f1', side: 'driving', title: 'A force', strength: 3 }] })
}

/** Every address of a page: a new page is among them by itself. */
function addressesOf(path: string): string[] {
  const types = path.includes(':type') ? Object.keys(EVENT_FORMS) : ['']
  if (path.startsWith('/policies/:id')) return ['/policies/highland/2']
  if (path.startsWith('/imports/:id')) return [path.replace(':id', imported)]
  const id =
    Object.entries(SAMPLES).find(([start]) => path.startsWith(start))?.[1] ??
    (path.startsWith('/practice/') ? practice : journey)
  const named = {
    id,
    locality: 'caithness',
    on: TODAY,
    planned: TODAY,
    aim: '2',
    node: 'n1',
    force: 'f1',
    step: 'study',
    ...parts,
  }
  return types.map((type) =>
    path.replace(/:(\w+)/g, (_, name: string) => ({ ...named, type })[name as 'id'] ?? 'unknown'),
  )
}
const pathsOf = (method: 'get' | 'post') =>
  PAGES.filter((page) => page.method === method).map(({ path }) => path)
const GETS = pathsOf('get')
const POSTS = pathsOf('post')

describe('every page', () => {
  it.each([...GETS, '/signed-in', '/signed-out', '/no-such-page-of-anybody'])(
    '%s has nothing written into it that could run or style, and says that nothing may',
    async (path) => {
      for (const address of addressesOf(path)) {
        const answer = await visitor.open(address)
        if (path === '/no-such-page-of-anybody') expect(answer.status).toBe(404)
        // practice mail has no sink here
        else expect([address, answer.status]).toEqual([address, path === '/mail' ? 404 : 200])
        const policy = answer.headers.get('content-security-policy') ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).not.toMatch(/unsafe|\*|https?:(?!\/\/127)/)
        const html = await answer.text()
        expect(html).not.toMatch(/<style|<script(?![^>]* src="\/assets\/)[^>]*>|<script[^>]*>[^<]/i)
        expect(html).not.toMatch(/<[^>]*\s(on[a-z]+|style)\s*=/i)
        expect(html).not.toMatch(/(href|src|action)="(javascript|data):/i)
      }
    },
  )

  it.each([...GETS, '/signed-in'])(
    '%s is kept by nobody on the way, nor told of by its address',
    async (path) => {
      const [address = ''] = addressesOf(path)
      const { headers } = await visitor.open(address)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
    },
  )

  it.each(GETS)('%s asks for sign-in', async (path) => {
    const [address = ''] = addressesOf(path)
    const answer = await fetch(`${api.url}${address}`, { redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?to=/)
  })

  it('names no child in an address that leads on', async () => {
    for (const address of ['/children', `/journeys/${journey}`, '/work']) {
      const html = await (await visitor.open(address)).text()
      for (const [, to] of html.matchAll(/(?:href|action)="([^"]*)"/g)) expect(to).not.toContain(CHILD)
    }
  })
})

describe('every form', () => {
  const sent = async (address: string, fields: Record<string, string>) => {
    const answer = await visitor.send(address, fields)
    return { status: answer.status, page: await answer.text() }
  }

  it.each([...POSTS, '/sign-out', '/sign-out/everywhere'])(
    '%s that another site sends is refused, before anything is done',
    async (path) => {
      for (const address of addressesOf(path)) {
        for (const token of ['', 'guessed']) {
          const { status, page } = await sent(address, { _csrf: token })
          expect([address, status]).toEqual([address, 403])
          expect(page).toContain('This form is from before you signed in, or from somewhere else')
        }
      }
      expect((await visitor.open('/signed-in')).status).toBe(200)
    },
  )

  it('with the token of another session is refused too', async () => {
    const other = await api.signedIn({ sub: 'other' })
    const html = await (await other.open('/people')).text()
    const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(token).not.toBe('')
    expect((await sent(`/people/${PERSON}/sign-out`, { _csrf: token })).status).toBe(403)
    expect((await other.send(`/people/${PERSON}/sign-out`)).status).toBe(303)
  })

  it('that is too large is refused', async () => {
    const { status, page } = await sent('/journeys/start', { note: 'x'.repeat(300_000) })
    expect(status).toBe(413)
    expect(page).toContain('That is too much at once')
  })
})

describe('TLS', () => {
  it('is asked for of browsers for a year where people come by it, and the cookie goes by it alone', async () => {
    const secure = await openApi({}, { pages: true, publicUrl: 'https://pace.council.example' })
    const answer = await fetch(`${secure.url}/sign-in`, { redirect: 'manual' })
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(answer.headers.getSetCookie().join()).toMatch(/^__Host-pace=.*HttpOnly; Secure; SameSite=Lax$/)
    await secure.close()
  })

  it('is not asked for where there is none', async () => {
    expect((await visitor.open('/people')).headers.has('strict-transport-security')).toBe(false)
  })
})

it('the log holds neither what was searched for, nor cookies, nor what was sent with a form', async () => {
  await visitor.open(`/children?q=${CHILD}`)
  await fetch(`${api.url}/children?q=${CHILD}`, { redirect: 'manual' })
  await fetch(`${api.url}/sign-in?to=${encodeURIComponent(`/children?q=${CHILD}`)}`, { redirect: 'manual' })
  await visitor.send('/journeys/start', { childReference: CHILD, worker: 'a canary on a form' })
  for (const secret of [CHILD, 'canary', visitor.browser.cookie('pace') ?? 'pace=', '_csrf'])
    expect(api.log()).not.toContain(secret)
  expect(api.log()).toContain('"path":"/children"')
})
