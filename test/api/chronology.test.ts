import type { ChronologyAnswer } from '../../contracts/chronology-schema'
import { openApi, type Api, type Caller } from '../support/api'
import { readPdf } from '../support/pdf'

let api: Api
let manager: Caller
let id: string
let reference: string

beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.as({ sub: 'mairi', roles: ['manager'] })
  await manager.put(
    '/api/v1/people',
    { people: [{ id: 'iain', name: 'Iain MacAoidh', roles: ['reviewer'], locality: 'caithness' }] },
    { 'if-match': '*' },
  )
  const journey = await manager.start('2026-01-05T09:00:00+00:00', { worker: 'iain' })
  id = journey.id
  reference = journey.childReference
  await manager.record(id, 'visit-made', '2026-01-08', { childSeen: true })
  // typed first, and held after the review
  await manager.record(id, 'permanence-recommended', '2026-03-20T10:00:00+00:00', {
    recommendation: 'away-from-home',
    route: 'permanence-order',
  })
  await manager.record(id, 'review-held', '2026-03-02', {
    review: '6-week',
    chair: 'iain',
    outcome: 'She wants to stay with her granny',
  })
  const { events } = await manager.record(id, 'delay-explained', '2026-02-20', {
    ruleId: 'six-week-review',
    reason: 'staffing',
    note: 'Nobody could chair it',
  })
  const visit = events.find(({ type }) => type === 'visit-made')
  await manager.post(`/api/v1/journeys/${id}/corrections`, {
    eventId: visit?.id,
    replacement: { type: 'visit-made', occurredAt: '2026-01-09', childSeen: true },
    reason: 'It was on the Friday',
  })
  await manager.put(`/api/v1/journeys/${id}/child`, { name: 'Seonag Bhàn' }, { 'if-match': '"0"' })
})
afterAll(() => api.close())

async function chronology(caller: Caller, query = ''): Promise<ChronologyAnswer> {
  const { status, body } = await caller.get(`/api/v1/journeys/${id}/chronology${query}`)
  expect(status).toBe(200)
  return body as ChronologyAnswer
}

const audited = async () =>
  (await api.db.selectFrom('audit').select('action').where('journey_id', '=', id).orderBy('id').execute())
    .map(({ action }) => action)
    .filter((action) => action === 'chronology.read' || action === 'child.read')

describe('the chronology of a journey', () => {
  it('is in the order in which things happened, with dates alone where no time is known', async () => {
    const { entries } = await chronology(manager)
    expect(entries.map(({ type, at }) => [type, at])).toEqual([
      ['looked-after-started', '2026-01-05T09:00:00+00:00'],
      ['visit-made', '2026-01-09'],
      ['delay-explained', '2026-02-20'],
      ['review-held', '2026-03-02'],
      ['permanence-recommended', '2026-03-20T10:00:00+00:00'],
    ])
  })

  it('says what was corrected and why, what was late, by how much and why, and what is late still', async () => {
    const { entries, overdue } = await chronology(manager)
    expect(entries[1]?.corrected).toMatchObject({
      how: 'corrected',
      wasAt: '2026-01-08',
      reason: 'It was on the Friday',
    })
    // six weeks from 5 January are over on 16 February
    expect(entries[3]?.late).toEqual([
      {
        ruleId: 'six-week-review',
        title: '6-week review',
        dueOn: '2026-02-16',
        days: 14,
        reasons: ['Staffing'],
      },
    ])
    expect(entries[3]?.details).toContainEqual({ name: 'Chair', value: 'Iain MacAoidh' })
    expect(overdue.map(({ ruleId }) => ruleId)).toContain('seventy-two-hour-meeting')
  })

  it('shows what people wrote to those who work with the child, and to an auditor the codes and dates', async () => {
    const auditor = await api.as({ sub: 'audit', roles: ['auditor'] })
    const [whole, codes] = [await chronology(manager), await chronology(auditor)]
    expect(JSON.stringify(whole)).toContain('granny')
    expect(JSON.stringify(codes)).not.toContain('granny')
    expect(codes.entries[1]?.corrected?.reason).toBeNull()
    expect(codes.withheld).toEqual(['words'])
  })

  it('names the child only when it is asked, only to who may know, and writes that down', async () => {
    expect((await chronology(manager)).name).toBeNull()
    const before = await audited()
    expect((await chronology(manager, '?with=name')).name).toBe('Seonag Bhàn')
    expect((await audited()).slice(before.length)).toEqual(['child.read', 'chronology.read'])
    const administrator = await api.as({ roles: ['administrator'] })
    const refused = await administrator.get(`/api/v1/journeys/${id}/chronology?with=name`)
    expect(refused.status).toBe(403)
  })

  it('is a paper for a panel as well, tagged, with its marking on each page', async () => {
    const answer = await manager.get(`/api/v1/journeys/${id}/chronology.pdf?with=name`)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
    const { pages, isTagged } = readPdf(answer.body as Buffer)
    const text = pages.join('\n')
    expect(isTagged).toBe(true)
    for (const said of [
      'Seonag Bhàn',
      reference,
      'time not recorded',
      'Late: 6-week review',
      'Official: sensitive',
    ])
      expect(text.replaceAll('\n', ' ')).toContain(said)
    expect(text).not.toContain('00:00')
  })

  it('is a page from the page of the journey, with the way to the paper', async () => {
    const visitor = await api.signedIn({ sub: 'mairi', roles: ['manager'] })
    expect(await (await visitor.open(`/journeys/${id}`)).text()).toContain(`/journeys/${id}/chronology"`)
    const page = await (await visitor.open(`/journeys/${id}/chronology`)).text()
    expect(page).toContain(`/api/v1/journeys/${id}/chronology.pdf"`)
    expect(page).toContain('14 days late; why: staffing')
    expect(page).not.toContain('Seonag')
  })
})
