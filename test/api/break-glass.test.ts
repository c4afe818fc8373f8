import { sql } from 'kysely'
import { eraseChild } from '../../db/erasure'
import { conductJourney } from '../../db/conduct'
import { OPENED_AT_ONCE, OPENED_HOURS } from '../../domain/break-glass'
import { newChild, openApi, type Api, type Caller } from '../support/api'

const PATH = '/api/v1/break-glass'
const REASON = 'On duty tonight, and the carers of Morag have called'

let api: Api
let turn = 0
/** Somebody of Caithness, another in each test. */
let worker: Caller
let who: string
beforeAll(async () => {
  api = await openApi({}, { pages: true })
})
afterAll(() => api.close())
beforeEach(async () => {
  turn += 1
  who = `duty-${turn}`
  worker = await api.as({ sub: who, roles: ['case-worker'], localities: ['caithness'] })
})

/** A journey in Skye, where the worker has no say. */
async function elsewhere(childReference = newChild()): Promise<{ id: string; childReference: string }> {
  const theirs = await api.as({ sub: 'worker-of-skye', roles: ['case-worker'], localities: ['skye'] })
  const { id } = await theirs.start('2026-01-05', { childReference, locality: 'skye' })
  return { id, childReference }
}

describe('a journey of another locality', () => {
  it('is not there for somebody, until they open it with a reason', async () => {
    const { id, childReference } = await elsewhere()
    expect((await worker.get(`/api/v1/journeys/${id}`)).status).toBe(404)
    const opened = await worker.post(PATH, { journey: childReference, reason: REASON })
    expect(opened.status).toBe(201)
    expect(opened.headers['location']).toBe(`/api/v1/journeys/${id}`)
    const { journey, until } = opened.body as { journey: string; until: string }
    expect(journey).toBe(id)
    const hours = (Date.parse(until) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(OPENED_HOURS - 0.1)
    expect(hours).toBeLessThanOrEqual(OPENED_HOURS)

    expect((await worker.read(id)).childReference).toBe(childReference)
    expect((await worker.get(`/api/v1/journeys/${id}/notices`)).status).toBe(200)
    await worker.record(id, 'visit-made', '2026-01-12', { childSeen: true })
    const { body } = await worker.get(`/api/v1/journeys?q=${childReference}`)
    expect((body as { items: { id: string }[] }).items.map((item) => item.id)).toEqual([id])
  })

  it('stays closed to everybody else of that place, and other journeys to them', async () => {
    const { id } = await elsewhere()
    const other = await elsewhere()
    await worker.post(PATH, { journey: id, reason: REASON })
    const colleague = await api.as({ sub: 'colleague', roles: ['case-worker'], localities: ['caithness'] })
    expect((await colleague.get(`/api/v1/journeys/${id}`)).status).toBe(404)
    expect((await worker.get(`/api/v1/journeys/${other.id}`)).status).toBe(404)
  })

  it('closes again when the time is over, from the next request on', async () => {
    const { id } = await elsewhere()
    await worker.post(PATH, { journey: id, reason: REASON })
    expect((await worker.get(`/api/v1/journeys/${id}`)).status).toBe(200)
    await hoursPass(id)
    expect((await worker.get(`/api/v1/journeys/${id}`)).status).toBe(404)
    expect(
      (
        await worker.post(`/api/v1/journeys/${id}/events`, {
          type: 'visit-made',
          occurredAt: '2026-01-12',
          childSeen: true,
        })
      ).status,
    ).toBe(404)
  })

  it('is opened once by a request that is sent again', async () => {
    const { id } = await elsewhere()
    const key = { 'idempotency-key': who }
    const first = await worker.post(PATH, { journey: id, reason: REASON }, key)
    const again = await worker.post(PATH, { journey: id, reason: REASON }, key)
    expect(again.text).toBe(first.text)
    const rows = await api.db.selectFrom('break_glass').select('id').where('person', '=', who).execute()
    expect(rows).toHaveLength(1)
  })
})

describe('whoever manages the work', () => {
  it('is told at once by whom and until when, without the reason, and conducting leaves that be', async () => {
    const { id } = await elsewhere()
    await worker.post(PATH, { journey: id, reason: REASON })
    await conductJourney(api.db, id)
    const notices = await api.db
      .selectFrom('notice')
      .selectAll()
      .where('journey_id', '=', id)
      .where('key', 'like', 'opened/%')
      .execute()
    expect(notices).toMatchObject([
      {
        agency: 'social-work',
        locality: 'skye',
        recipient: 'team-manager',
        status: 'pending',
        content: { about: 'opened', by: who },
      },
    ])
    expect(JSON.stringify(notices)).not.toContain('Morag')
    const manager = await api.as({ roles: ['manager'], localities: ['skye'] })
    const { body } = await manager.get(`/api/v1/journeys/${id}/notices`)
    expect(JSON.stringify(body)).toContain('A journey was opened with a reason')
  })
})

describe('the audit', () => {
  it('marks all that was seen and done, with the reason as it was given', async () => {
    const { id, childReference } = await elsewhere()
    await worker.post(PATH, { journey: id, reason: REASON })
    await worker.read(id)
    await worker.record(id, 'visit-made', '2026-01-12', { childSeen: true })
    await worker.get(`/api/v1/journeys?q=${childReference}`)
    const manager = await api.as({ sub: 'manager', roles: ['manager'], localities: ['skye'] })
    const { body } = await manager.get(`/api/v1/journeys/${id}/audit`)
    const { items } = body as { items: { who: string; action: string; reason: string | null }[] }
    const theirs = items.filter((item) => item.who === who)
    expect(theirs.map(({ action }) => action).sort()).toEqual([
      'journey.list',
      'journey.open-with-reason',
      'journey.read',
      'record.visit-made',
    ])
    expect(theirs.map(({ reason }) => reason)).toEqual([REASON, REASON, REASON, REASON])
    expect(items.filter((item) => item.who !== who).map(({ reason }) => reason)).not.toContain(REASON)

    const auditor = await api.as({ roles: ['auditor'] })
    const search = await auditor.get(`/api/v1/audit?who=${who}&action=journey.open-with-reason`)
    expect(search.body).toMatchObject({ items: [{ reason: REASON, journey: { id } }] })
  })

  it('keeps the words sealed, so that they are erased with the child', async () => {
    const { id } = await elsewhere()
    await worker.post(PATH, { journey: id, reason: REASON })
    const { rows } = await sql<{ row: string }>`
      select row_to_json(audit)::text as row from audit where actor = ${who}
      union all select row_to_json(break_glass)::text from break_glass where person = ${who}`.execute(api.db)
    expect(rows.length).toBeGreaterThan(1)
    expect(JSON.stringify(rows)).not.toContain('Morag')
    const { child_id } = await api.db
      .selectFrom('journey')
      .select('child_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await api.db.transaction().execute((trx) => eraseChild(trx, child_id))
    const auditor = await api.as({ roles: ['auditor'] })
    const search = await auditor.get(`/api/v1/audit?who=${who}`)
    expect(search.body).toMatchObject({ items: [{ reason: 'erased' }] })
  })
})

describe('opening', () => {
  it('needs a journey that there is, and a reason that says something', async () => {
    const { id } = await elsewhere()
    expect((await worker.post(PATH, { journey: 'NOBODY-1', reason: REASON })).body).toMatchObject({
      errors: [{ field: 'journey', message: 'There is no journey of NOBODY-1' }],
    })
    const short = await worker.post(PATH, { journey: id, reason: 'urgent' })
    expect(short.body).toMatchObject({
      errors: [{ field: 'reason', message: expect.stringContaining('10 characters') }],
    })
    expect((await worker.post(PATH, { reason: REASON })).body).toMatchObject({
      errors: [{ field: 'journey' }],
    })
  })

  it('is of a few journeys at a time', async () => {
    for (let number = 0; number < OPENED_AT_ONCE; number += 1) {
      const { id } = await elsewhere()
      expect((await worker.post(PATH, { journey: id, reason: REASON })).status).toBe(201)
    }
    const { id } = await elsewhere()
    const more = await worker.post(PATH, { journey: id, reason: REASON })
    expect(more.status).toBe(409)
    expect(more.body).toMatchObject({
      code: 'too-many-opened',
      remedy: expect.stringContaining('Wait until'),
    })
  })

  it('is for those who work with children', async () => {
    const { id } = await elsewhere()
    for (const role of ['auditor', 'administrator', 'system', 'partner', 'improvement-lead']) {
      const caller = await api.as({ roles: [role], localities: ['caithness'] })
      expect([role, (await caller.post(PATH, { journey: id, reason: REASON })).status]).toEqual([role, 403])
    }
  })
})

it('a person opens one on a page, sees until when, and a wrong reference loses nothing', async () => {
  const { id, childReference } = await elsewhere()
  const visitor = await api.signedIn({ sub: who, roles: ['case-worker'], localities: ['caithness'] })
  expect(await (await visitor.open('/children')).text()).toContain('href="/break-glass"')
  const wrong = await visitor.send('/break-glass', { journey: 'NOBODY-1', reason: REASON, _key: 'key-1' })
  expect(wrong.status).toBe(422)
  const page = await wrong.text()
  expect(page).toContain('There is no journey of NOBODY-1')
  expect(page).toContain(REASON)
  const gone = await visitor.send('/break-glass', { journey: childReference, reason: REASON, _key: 'key-2' })
  expect(gone.status).toBe(303)
  const journey = await (await visitor.open(`/journeys/${id}`)).text()
  expect(journey).toContain('You have opened this journey with a reason, until')
})

/** As if it had been opened so long ago that its time is over. */
async function hoursPass(journeyId: string): Promise<void> {
  await sql`alter table break_glass disable trigger break_glass_only_added`.execute(api.db)
  await api.db
    .updateTable('break_glass')
    .set({ until: sql<Date>`clock_timestamp()` })
    .where('journey_id', '=', journeyId)
    .execute()
  await sql`alter table break_glass enable trigger break_glass_only_added`.execute(api.db)
}
