import type { MeetingPackAnswer, MeetingsAnswer } from '../../contracts/meetings-schema'
import { makePack } from '../../db/meeting-packs'
import { eraseChild } from '../../db/erasure'
import { openApi, type Api, type Caller } from '../support/api'
import { daysAgo, inDays } from '../support/days'
import { readPdf } from '../support/pdf'
import { packMade } from '../support/pack-made'

const ANY = { 'if-match': '*' }
const TODAY = daysAgo(0)
const at = (locality: string) => `/api/v1/meetings/${locality}`
const packAt = (locality: string, on = TODAY) => `/api/v1/reports/meeting-pack?locality=${locality}&on=${on}`

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.as({ sub: 'manager-1', roles: ['manager', 'administrator'] })
  const people = ['ana', 'ben'].map((id) => ({ id, name: `Person ${id}`, roles: ['manager'] }))
  const gone = { id: 'gone', name: 'Gone', roles: [], leftOn: daysAgo(1) }
  await manager.put('/api/v1/people', { people: [...people, gone] }, ANY)
})
afterAll(() => api.close())

const RHYTHM = { first: '2026-01-06', at: '10:00', people: ['ana'], agencies: ['health'] }

async function keep(locality: string, more: object = {}): Promise<MeetingsAnswer> {
  const answer = await manager.put(at(locality), { ...RHYTHM, ...more }, ANY)
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
  return answer.body as MeetingsAnswer
}

async function faults(more: object): Promise<string[]> {
  const answer = await manager.put(at('nairn'), { ...RHYTHM, ...more }, ANY)
  expect(answer.status).toBe(422)
  return (answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field)
}

describe('when a locality meets', () => {
  it('is every second week unless it is said otherwise, and the next meetings are told with their packs', async () => {
    const kept = await keep('skye', { first: inDays(7) })
    expect(kept).toMatchObject({ weeks: 2, packDaysBefore: 2, calendar: 'scotland', scheduled: false })
    expect(kept.next.map(({ on }) => on).slice(0, 3)).toEqual([inDays(7), inDays(21), inDays(35)])
    for (const { on, packOn } of kept.next) expect(packOn < on).toBe(true)
    expect((await manager.get('/api/v1/meetings')).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ locality: 'skye' })]) as unknown,
    })
  })

  it('is refused field by field where it cannot be', async () => {
    expect(await faults({ first: '2026-02-30', at: '25:00', weeks: 0, packDaysBefore: 11 })).toEqual([
      'first',
      'at',
      'weeks',
      'packDaysBefore',
    ])
    expect(await faults({ people: ['nobody', 'gone', 'ana', 'ana'], agencies: ['wizards'] })).toEqual([
      'people.0',
      'people.1',
      'people.3',
      'agencies.0',
    ])
    const changes = [
      { planned: '2026-01-07', leftOut: true },
      { planned: '2026-01-20' },
      { planned: '2026-02-03', on: '2026-02-17' },
      { planned: '2026-03-03', on: '2026-03-04' },
      { planned: '2026-03-03', leftOut: true },
      { planned: '2026-03-17', on: '2026-03-04' },
    ]
    expect(await faults({ changes })).toEqual([
      'changes.0.planned',
      'changes.1',
      'changes.2.on',
      'changes.3.on',
      'changes.4.planned',
      'changes.5.on',
    ])
  })

  it('is set in one’s own localities, at the version that was seen', async () => {
    const { version } = await keep('ross')
    expect((await manager.put(at('ross'), RHYTHM)).status).toBe(428)
    expect((await manager.put(at('ross'), RHYTHM, { 'if-match': '"0"' })).status).toBe(412)
    expect((await manager.put(at('ross'), RHYTHM, { 'if-match': `"${version}"` })).status).toBe(200)
    const lead = await api.as({ roles: ['improvement-lead'], localities: ['skye'] })
    expect((await lead.put(at('ross'), RHYTHM, ANY)).status).toBe(403)
    expect((await lead.post(`${at('ross')}/end`, {})).status).toBe(403)
    expect((await lead.put(at('skye'), RHYTHM, ANY)).status).toBe(200)
    expect((await manager.put(at('atlantis'), RHYTHM, ANY)).status).toBe(404)
  })

  it('is no more once it is ended, and can be said again', async () => {
    await keep('lochaber')
    await keep('lochaber', { people: ['ben'], packDaysBefore: 3 })
    expect((await manager.post(`${at('lochaber')}/end`, {})).status).toBe(200)
    const audited = await api.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'meetings.write')
      .orderBy('id', 'desc')
      .limit(2)
      .execute()
    const then = { packDaysBefore: 3, people: ['ben'], agencies: ['health'], changes: [] }
    expect(audited).toMatchObject([
      { detail: { ended: true, before: then } },
      { detail: { ...then, before: { ...then, packDaysBefore: 2, people: ['ana'] } } },
    ])
    expect((await manager.get(at('lochaber'))).status).toBe(404)
    expect((await manager.post(`${at('lochaber')}/end`, {})).status).toBe(404)
    expect((await manager.put(at('lochaber'), RHYTHM, { 'if-match': '"0"' })).status).toBe(200)
  })
})

describe('the pack of a meeting', () => {
  it('is made once, and stays as it was made', async () => {
    await packMade(api.db, { locality: 'inverness', on: TODAY })
    const { text } = await manager.get(packAt('inverness'))
    await manager.start('2026-01-05', { locality: 'inverness' })
    await makePack(api.db, { locality: 'inverness', on: TODAY })
    expect((await manager.get(packAt('inverness'))).text).toBe(text)
    expect((await manager.get(packAt('inverness', inDays(1)))).status).toBe(404)
  })

  it('is for those who see the locality, and of a journey that went elsewhere it says nothing more there', async () => {
    const journey = await manager.start('2026-01-05', { locality: 'sutherland' })
    await packMade(api.db, { locality: 'sutherland', on: TODAY })
    const here = await api.as({ sub: 'here', roles: ['case-worker'], localities: ['sutherland'] })
    expect((await here.get(packAt('sutherland'))).text).toContain(journey.childReference)
    const elsewhere = await api.as({ roles: ['case-worker'], localities: ['skye'] })
    expect((await elsewhere.get(packAt('sutherland'))).status).toBe(404)
    await manager.record(journey.id, 'transferred', daysAgo(0), { locality: 'skye' })
    expect((await here.get(packAt('sutherland'))).text).not.toContain(journey.childReference)
    const rows = await api.db
      .selectFrom('audit')
      .select('journey_ids')
      .where('actor', '=', 'here')
      .where('action', '=', 'meeting-packs.read')
      .orderBy('id')
      .execute()
    expect(rows.map(({ journey_ids }) => journey_ids)).toEqual([[journey.id], []])
  })

  it('says nothing any more of a child who was erased', async () => {
    const { id, childReference } = await manager.start('2026-01-05', { locality: 'nairn' })
    await packMade(api.db, { locality: 'nairn', on: TODAY })
    expect(((await manager.get(packAt('nairn'))).body as MeetingPackAnswer).overdue[0]?.journey).toEqual({
      id,
      childReference,
    })
    const row = await api.db.selectFrom('journey').select('child_id').where('id', '=', id).executeTakeFirst()
    await api.db.transaction().execute((trx) => eraseChild(trx, row?.child_id ?? ''))
    expect(((await manager.get(packAt('nairn'))).body as MeetingPackAnswer).overdue).toEqual([])
  })
})

describe('the pages of meetings', () => {
  it('set a rhythm, move a single meeting, leave one out and end it all', async () => {
    const visitor = await api.signedIn({ roles: ['improvement-lead'] })
    const page = await (await visitor.open('/meeting-packs')).text()
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const send = (to: string, fields: Record<string, string> = {}) => visitor.send(to, { _csrf, ...fields })
    const [year = '', month = '', day = ''] = inDays(7).split('-')
    const first = { 'first-day': day, 'first-month': month, 'first-year': year }
    const path = '/meeting-packs/badenoch-and-strathspey'
    const typed = { ...first, at: '9.30', weeks: '2', packDaysBefore: '2', 'people-ana': 'yes' }
    const refused = await send(`${path}/rhythm`, typed)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Time must be a time of day such as 10:00')
    const kept = await send(`${path}/rhythm`, { ...typed, at: '09:30', 'agencies-health': 'yes' })
    expect(kept.headers.get('location')).toBe('/meeting-packs?kept=yes')

    const moved = { 'on-day': '', at: '14:00' }
    expect((await send(`${path}/meetings/${inDays(7)}`, moved)).status).toBe(303)
    expect((await send(`${path}/meetings/${inDays(21)}`, { leftOut: 'yes' })).status).toBe(303)
    const both = await send(`${path}/meetings/${inDays(35)}`, { leftOut: 'yes', at: '11:00' })
    expect(await both.text()).toContain('The meeting must be moved or left out')
    const { body } = await manager.get(at('badenoch-and-strathspey'))
    expect((body as MeetingsAnswer).next.slice(0, 2)).toMatchObject([
      { on: inDays(7), at: '14:00' },
      { on: inDays(35), at: '09:30' },
    ])
    const html = await (await visitor.open('/meeting-packs')).text()
    expect(html).toContain('Its link is sent to: Person ana, Health.')
    expect(html).toContain('Left out')

    const again = await send(`${path}/meetings/${inDays(7)}`, {})
    expect(again.status).toBe(303)
    expect(((await manager.get(at('badenoch-and-strathspey'))).body as MeetingsAnswer).next[0]?.at).toBe(
      '09:30',
    )
    expect((await send(`${path}/end`)).headers.get('location')).toBe('/meeting-packs?ended=yes')
  })

  it('show first who could not be told of a pack, with the words of the server', async () => {
    await keep('caithness', { first: TODAY, people: ['ana', 'ben'] })
    await makePack(api.db, { locality: 'caithness', on: TODAY })
    const visitor = await api.signedIn({ roles: ['manager'] })
    const html = await (await visitor.open('/meeting-packs')).text()
    expect(html).toMatch(/could not be told<\/strong> of a pack in Caithness/)
    expect(html).toContain('Person ana: No address is known for this person')
    const pack = await (await visitor.open(`/meeting-packs/caithness/${TODAY}`)).text()
    expect(pack).toContain('Who was told of this pack')
  })

  it('lead from the link of a message to the sign-in, and from there to the pack', async () => {
    const link = await fetch(`${api.url}/meeting-packs/caithness/${TODAY}`, { redirect: 'manual' })
    expect(link.status).toBe(303)
    expect(link.headers.get('location')).toContain(encodeURIComponent(`/meeting-packs/caithness/${TODAY}`))
  })

  it('show the aims and charts of the locality as of the day of its pack, on page and paper, to who reads reports', async () => {
    const { id } = await manager.start(daysAgo(50), { locality: 'nairn' })
    await manager.record(id, 'permanence-recommended', daysAgo(8), { recommendation: 'return-home' })
    await packMade(api.db, { locality: 'nairn', on: TODAY })
    const visitor = await api.signedIn({ roles: ['manager'], localities: ['nairn'] })
    const html = await (await visitor.open(`/meeting-packs/nairn/${TODAY}`)).text()
    expect(html).toContain('Aims and charts')
    expect(html).toMatch(/100%[^<]*<\/td>|1 of 1/)
    const pdf = `/api/v1/reports/meeting-pack.pdf?locality=nairn&on=${TODAY}`
    const said = async (caller: Caller) =>
      readPdf((await caller.get(pdf)).body as Buffer)
        .pages.join(' ')
        .replaceAll('\n', ' ')
    const paper = await said(manager)
    expect(paper).toContain('Aims, as of')
    expect(paper).toContain('Weeks')
    const partner = { roles: ['partner'], localities: ['nairn'], agency: 'panel' }
    expect(await said(await api.as(partner))).not.toContain('Aims, as of')
    const theirs = await (await api.signedIn(partner)).open(`/meeting-packs/nairn/${TODAY}`)
    expect([theirs.status, await theirs.text()]).toEqual([
      200,
      expect.not.stringContaining('Aims and charts'),
    ])
  })

  it('open a pack to a partner, without who was told and without what is for others', async () => {
    const partner = await api.signedIn({ roles: ['partner'], localities: ['caithness'], agency: 'panel' })
    const answer = await partner.open(`/meeting-packs/caithness/${TODAY}`)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).not.toContain('Who was told')
    expect((await partner.open('/meeting-packs')).status).toBe(403)
  })
})
