import { giveOutAllOf } from '../../db/all-of-child'
import { changeHold } from '../../db/holds'
import { conductJourney } from '../../db/conduct'
import { eraseLawfully } from '../../db/erasure'
import { recordEvent } from '../../db/record'
import { AUTHORITY } from '../../db/scope'
import { openApi, type Api, type Caller } from '../support/api'
import { numbers } from '../support/closed-child'
import { everythingKept, foundIn } from '../support/everything-kept'
import { daysAgo } from '../support/days'
import { occurrence } from '../support/journeys'
import { testKeys } from '../support/keys'

const REFERENCE = 'CANARY-77'
/** What only this child has, in every place where people or other systems can write something. */
const CANARIES = [
  REFERENCE,
  'Canaryname',
  'Canaryneeds',
  'Canaryaction',
  'Canaryplace',
  'Canarymistake',
  'Canaryreview',
  'Canaryhandover',
  'Canaryhold',
  'Canarysource',
  '2022-02-03',
]

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.as({ sub: 'manager-1' })
})
afterAll(() => api.close())

const journeys = '/api/v1/journeys'

describe('a child who was erased lawfully', () => {
  let id: string
  let sibling: string
  let before: object
  /** All that was kept of the child just before. */
  let kept: string
  beforeAll(async () => {
    const idempotent = { 'idempotency-key': 'erased-child' }
    const people = [person('lead-1'), person('lead-2')]
    expect((await manager.put('/api/v1/people', { people }, { 'if-match': '*' })).status).toBe(200)
    const started = await manager.post(
      journeys,
      {
        childReference: REFERENCE,
        pathway: 'away-from-home',
        locality: 'caithness',
        legalBasis: 'cso',
        occurredAt: '2026-01-05',
        worker: 'lead-1',
        // a twelfth birthday says when somebody was born
        consentRequiredFrom: '2022-02-03',
      },
      idempotent,
    )
    id = (started.body as { id: string }).id
    sibling = (await manager.start('2026-01-05')).id
    await manager.put(`${journeys}/${id}/siblings`, { siblings: [sibling] }, { 'if-match': '"1"' })
    await manager.put(`${journeys}/${id}/child`, { name: 'Canaryname' }, { 'if-match': '"0"' })
    await manager.record(id, 'child-plan-meeting-held', '2026-01-07', {
      meeting: '72-hour',
      immediateNeeds: 'Canaryneeds',
      actions: [{ what: 'Canaryaction', owner: 'health' }],
    })
    await manager.record(id, 'meeting-date-set', '2026-01-07', {
      meeting: '3-month',
      at: '2026-04-01',
      place: 'Canaryplace',
    })
    const { events } = await manager.record(id, 'review-held', '2026-02-10', {
      review: '6-week',
      outcome: 'Canaryreview',
    })
    await manager.post(`${journeys}/${id}/corrections`, {
      eventId: events[0]?.id,
      replacement: {
        type: 'looked-after-started',
        occurredAt: '2026-01-06',
        pathway: 'away-from-home',
        legalBasis: 'cso',
        worker: 'lead-1',
        consentRequiredFrom: '2022-02-03',
      },
      reason: 'Canarymistake',
    })
    await api.db.transaction().execute((trx) =>
      recordEvent(trx, testKeys, {
        journeyId: id,
        by: 'case-system',
        scope: AUTHORITY,
        source: { system: 'case-system', id: 'Canarysource' },
        draft: { type: 'visit-made', occurred: occurrence('2026-02-12'), childSeen: true },
      }),
    )
    const handover = { to: 'lead-2', reason: 'Canaryhandover' }
    expect((await manager.post('/api/v1/people/lead-1/handover', handover)).status).toBe(200)
    await manager.record(id, 'journey-closed', daysAgo(0), { reason: 'ceased-to-be-looked-after' })
    const childId = await childIdOf(id)
    for (const holds of [true, false])
      await api.db
        .transaction()
        .execute((trx) =>
          changeHold(trx, testKeys, { childId, holds, reason: 'Canaryhold', by: 'administrator-1' }),
        )
    await manager.get(`${journeys}?stage=closed&q=${REFERENCE}`)
    await conductJourney(api.db, id)
    before = await numbers(api.db)
    const known = { id: childId, reference: REFERENCE, practice: false }
    kept = JSON.stringify(await giveOutAllOf(api.db, testKeys, known, 'pace/operator'))

    await api.db.transaction().execute((trx) =>
      eraseLawfully(trx, testKeys, {
        childId,
        ground: 'court-order',
        authorisedBy: 'Chief Social Work Officer',
        by: 'pace/operator',
      }),
    )
  })

  it('was there with all of it before, as whoever asked for it was given', () => {
    expect(foundIn(kept, CANARIES)).toEqual(CANARIES)
  })

  it('stands in no table any more, by no name, no reference, no word and no birthday', async () => {
    expect(foundIn(await everythingKept(api.db), CANARIES)).toEqual([])
  })

  it('counts as before, in stages, deadlines, milestones and events', async () => {
    expect(await numbers(api.db)).toEqual(before)
  })

  it('is read as a journey in codes and dates, which says that the words were erased', async () => {
    const journey = await manager.read(id)
    expect(journey.childReference).toMatch(/^erased-[0-9a-f]{8}$/)
    expect(journey.siblings).toEqual([])
    expect(journey.circumstances).not.toHaveProperty('consentRequiredFrom')
    expect(journey.events.filter(({ erased }) => erased).map(({ type }) => type)).toEqual([
      'child-plan-meeting-held',
      'meeting-date-set',
      'review-held',
      'event-corrected',
      'worker-assigned',
    ])
    expect((await manager.read(sibling)).siblings).toEqual([])
  })

  it('is shown on its pages, with the words that everything personal was erased', async () => {
    const visitor = await api.signedIn({ sub: 'manager-1' })
    const page = await visitor.open(`/journeys/${id}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('All that was personal about this child was erased for good')
    const record = await visitor.open(`/journeys/${id}/record`)
    expect(record.status).toBe(200)
    expect(await record.text()).toContain('Start a new journey when the child is looked after again')
  })

  it('is recorded on no more, links no more, and says why', async () => {
    const visit = { type: 'visit-made', occurredAt: '2026-02-20', childSeen: true }
    const erased = { status: 409, code: 'erased', remedy: expect.stringContaining('new journey') as string }
    expect((await manager.post(`${journeys}/${id}/events`, visit)).body).toMatchObject(erased)
    const { version } = await manager.read(id)
    const links = await manager.put(
      `${journeys}/${id}/siblings`,
      { siblings: [sibling] },
      { 'if-match': `"${version}"` },
    )
    expect(links.body).toMatchObject(erased)
    const linking = await manager.put(
      `${journeys}/${sibling}/siblings`,
      { siblings: [id] },
      { 'if-match': '"1"' },
    )
    expect(linking.status).toBe(422)
  })

  it('is found by name and reference no more, and a new journey starts under the same reference', async () => {
    for (const q of [REFERENCE, 'canaryname'])
      for (const stage of ['', '&stage=closed']) {
        const { body } = await manager.get(`${journeys}?q=${q}${stage}`)
        expect((body as { items: object[] }).items).toEqual([])
      }
    const again = await manager.start('2026-02-01', { childReference: REFERENCE })
    expect(again).toMatchObject({ childReference: REFERENCE, version: 1 })
    const { body } = await manager.get(`${journeys}/${again.id}/child`)
    expect(body).toMatchObject({ name: null, erased: false })
  })
})

const person = (personId: string) => ({
  id: personId,
  name: personId,
  roles: ['case-worker'],
  locality: 'caithness',
})

async function childIdOf(journeyId: string): Promise<string> {
  const { child_id } = await api.db
    .selectFrom('journey')
    .select('child_id')
    .where('id', '=', journeyId)
    .executeTakeFirstOrThrow()
  return child_id
}
