import type { JourneyAnswer } from '../../contracts/journey-schema'
import { eraseChild } from '../../db/erasure'
import { openApi, toStart, type Api, type Caller } from '../support/api'

const HERE = 'https://documents.council.example/d/4711?version=2'

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi(
    { documentHosts: ['documents.council.example', 'store.council.example:8443'] },
    { pages: true },
  )
  manager = await api.as({ sub: 'manager-1' })
})
afterAll(() => api.close())

const documentsOf = ({ events }: JourneyAnswer) =>
  events.map((event) => ('documentUrl' in event ? event.documentUrl : undefined))
const review = (documentUrl?: string) => ({
  type: 'review-held',
  occurredAt: '2026-02-10',
  review: '6-week',
  documentUrl,
})

describe('the document of an event', () => {
  it('is said of any event, at the start and later, and shown to whoever may read words', async () => {
    const { id } = await manager.start('2026-01-05', { documentUrl: HERE })
    const journey = await manager.record(id, 'visit-made', '2026-01-09', {
      childSeen: true,
      documentUrl: HERE,
    })
    expect(documentsOf(journey)).toEqual([HERE, HERE])
    expect(documentsOf(await manager.read(id))).toEqual([HERE, HERE])
    for (const role of ['auditor', 'system'])
      expect(JSON.stringify(await (await api.as({ roles: [role] })).read(id))).not.toContain(
        'documents.council',
      )
  })

  it('is corrected with the event, and goes where the correction names none', async () => {
    const { id } = await manager.start('2026-01-05')
    const { events } = await manager.record(id, 'review-held', '2026-02-10', {
      review: '6-week',
      documentUrl: HERE,
    })
    const eventId = events.at(-1)?.id
    const other = 'https://store.council.example:8443/review'
    const correct = (documentUrl?: string) =>
      manager.post(`/api/v1/journeys/${id}/corrections`, {
        eventId,
        replacement: review(documentUrl),
        reason: 'Wrong one',
      })
    const corrected = await correct(other)
    expect(corrected.body).toMatchObject({ event: { replacement: { documentUrl: other } } })
    const { body } = await correct()
    expect((body as { event: { replacement: object } }).event.replacement).not.toHaveProperty('documentUrl')
  })

  it('stands nowhere in the open, and goes for good with the child', async () => {
    const { id } = await manager.start('2026-01-05', { documentUrl: HERE })
    const { fields } = await api.db
      .selectFrom('event')
      .select('fields')
      .where('journey_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(fields).not.toHaveProperty('documentUrl')
    const { child_id } = await api.db
      .selectFrom('journey')
      .select('child_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await api.db.transaction().execute((trx) => eraseChild(trx, child_id))
    expect(documentsOf(await manager.read(id))).toEqual([undefined])
  })

  it.each([
    ['not encrypted', 'http://documents.council.example/d/1', 'must be an https address'],
    ['no whole address', 'documents.council.example/d/1', 'must be an https address'],
    ['a script', 'javascript:alert(1)', 'must be an https address'],
    [
      'with a password',
      'https://heather:secret@documents.council.example/d/1',
      'must not have a user name or a password in it',
    ],
    ['too long', `https://documents.council.example/${'d'.repeat(2000)}`, 'must be at most 2,000 characters'],
    [
      'elsewhere',
      'https://elsewhere.example/d/1',
      'must be an address at one of: documents.council.example, store.council.example:8443',
    ],
    [
      'elsewhere under a name that begins alike',
      'https://documents.council.example.elsewhere.example/d/1',
      'must be an address at one of: documents.council.example, store.council.example:8443',
    ],
    [
      'at another port',
      'https://store.council.example/d/1',
      'must be an address at one of: documents.council.example, store.council.example:8443',
    ],
  ])(
    'is refused when it is %s, wherever it is said, and nothing is recorded',
    async (_what, documentUrl, message) => {
      const { id, events } = await manager.start('2026-01-05')
      const said = [
        ['documentUrl', await manager.post('/api/v1/journeys', toStart('2026-01-05', { documentUrl }))],
        ['documentUrl', await manager.post(`/api/v1/journeys/${id}/events`, review(documentUrl))],
        [
          'replacement.documentUrl',
          await manager.post(`/api/v1/journeys/${id}/corrections`, {
            eventId: events[0]?.id,
            replacement: {
              type: 'looked-after-started',
              occurredAt: '2026-01-05',
              pathway: 'away-from-home',
              legalBasis: 'cso',
              documentUrl,
            },
            reason: 'Wrong one',
          }),
        ],
      ] as const
      for (const [field, { status, body }] of said) {
        expect(status).toBe(422)
        expect(body).toMatchObject({ errors: [{ field, message, remedy: expect.any(String) as string }] })
      }
      expect((await manager.read(id)).version).toBe(1)
    },
  )

  it('may be anywhere when no hosts are set', async () => {
    const open = await openApi()
    try {
      const { events } = await (
        await open.as()
      ).start('2026-01-05', { documentUrl: 'https://elsewhere.example/d/1' })
      expect(events[0]).toMatchObject({ documentUrl: 'https://elsewhere.example/d/1' })
    } finally {
      await open.close()
    }
  })
})

describe('on the pages', () => {
  it('it is asked for on the form of an event, and the timeline leads to it and tells the store nothing', async () => {
    const visitor = await api.signedIn()
    const { id } = await manager.start('2026-01-05')
    expect(await (await visitor.open(`/journeys/${id}/record/visit-made`)).text()).toContain(
      'name="documentUrl"',
    )
    const visit = {
      'occurredAt-day': '9',
      'occurredAt-month': '1',
      'occurredAt-year': '2026',
      childSeen: 'yes',
    }
    const wrong = await visitor.send(`/journeys/${id}/record/visit-made`, {
      ...visit,
      documentUrl: 'https://elsewhere.example/d',
    })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('href="#documentUrl"')
    await visitor.send(`/journeys/${id}/record/visit-made`, { ...visit, documentUrl: HERE })
    const page = await (await visitor.open(`/journeys/${id}`)).text()
    expect(page).toContain(
      `<a href="${HERE}" rel="noopener noreferrer">In the document store, at documents.council.example</a>`,
    )
  })

  it('a correction begins with the document that there is', async () => {
    const visitor = await api.signedIn()
    const { id, events } = await manager.start('2026-01-05', { documentUrl: HERE })
    const form = await (await visitor.open(`/journeys/${id}/events/${events[0]?.id}/correct`)).text()
    expect(form).toMatch(new RegExp(`name="replacement.documentUrl"[^>]*value="${HERE.replace('?', '\\?')}"`))
  })
})
