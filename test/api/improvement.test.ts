import type {
  CohortAnswer,
  DriverDiagramAnswer,
  RecordVersionAnswer,
  TestOfChangeAnswer,
} from '../../contracts/improvement-schema'
import { openApi, type Api, type Caller } from '../support/api'

const TESTS = '/api/v1/tests-of-change'
const DIAGRAMS = '/api/v1/driver-diagrams'
const FIELDS = '/api/v1/forcefields'

let api: Api
let lead: Caller
beforeAll(async () => {
  api = await openApi()
  lead = await api.as({ sub: 'lead-1', roles: ['improvement-lead'], localities: ['caithness'] })
})
afterAll(() => api.close())

let series = 0
const newSeries = () => `Series ${(series += 1)}`

async function begun(more: object = {}): Promise<TestOfChangeAnswer> {
  const answer = await lead.post(TESTS, {
    title: 'Dates from the start',
    series: newSeries(),
    aim: '2',
    ...more,
  })
  expect([answer.status, answer.text]).toEqual([201, expect.anything()])
  return answer.body as TestOfChangeAnswer
}

async function changed(id: string, version: number, change: object): Promise<TestOfChangeAnswer> {
  const answer = await lead.patch(`${TESTS}/${id}`, change, { 'if-match': `"${version}"` })
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
  return answer.body as TestOfChangeAnswer
}

async function faults(path: string, body: object): Promise<string[]> {
  const answer = await lead.post(path, body)
  expect([answer.status, answer.text]).toEqual([422, expect.anything()])
  return (answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field)
}

const WHOLE = {
  prediction: 'All are held when it was agreed',
  happened: 'Four of five were',
  study: 'One moved for snow',
  act: 'next-cycle',
}

describe('a test of change', () => {
  it('goes from plan to act, and where it stands follows from what is written', async () => {
    const { id, version, status } = await begun({ prediction: WHOLE.prediction })
    expect([version, status]).toEqual([1, 'planned'])
    const running = await changed(id, 1, { from: '2018-05-14' })
    expect(running.status).toBe('running')
    const studied = await changed(id, 2, { happened: WHOLE.happened, study: WHOLE.study })
    expect(studied.status).toBe('studied')
    expect((await changed(id, 3, { act: 'adopt' })).status).toBe('acted')
  })

  it('is refused a step without the one before it, an end before its beginning, and what nobody knows', async () => {
    const cycle = { title: 'Wrong', aim: '2' }
    expect(await faults(TESTS, { ...cycle, study: 'Learnt' })).toEqual(['happened', 'prediction'])
    expect(await faults(TESTS, { ...cycle, act: 'adopt' })).toEqual(['study'])
    expect(await faults(TESTS, { ...cycle, from: '2018-05-02', until: '2018-05-01' })).toEqual(['until'])
    expect(
      await faults(TESTS, { ...cycle, locality: 'atlantis', variant: { id: 'highland', version: 2 } }),
    ).toEqual(['locality', 'variant'])
    expect(await faults(TESTS, { series: 'No title' })).toEqual(['title', 'aim'])
  })

  it('is changed at the version that was seen, field by field, and keeps every version for ever', async () => {
    const { id } = await begun({ objective: 'Hold the meeting', locality: 'caithness' })
    const at = `${TESTS}/${id}`
    expect((await lead.patch(at, { title: 'Other' })).status).toBe(428)
    expect((await lead.patch(at, { title: 'Other' }, { 'if-match': '"7"' })).status).toBe(412)
    expect((await lead.patch(at, { title: null }, { 'if-match': '"1"' })).status).toBe(422)
    const other = await changed(id, 1, { title: 'Other', locality: null })
    expect(other).toMatchObject({ title: 'Other', locality: null, objective: 'Hold the meeting', version: 2 })
    // what changes nothing is no new version
    expect((await changed(id, 2, { title: 'Other' })).version).toBe(2)
    const { body } = await lead.get(`${at}/history`)
    const { items } = body as { items: RecordVersionAnswer[] }
    expect(items).toMatchObject([
      { version: 2, changed: expect.arrayContaining(['title', 'locality']) as unknown, changedBy: 'lead-1' },
      { version: 1, record: { title: 'Dates from the start', locality: 'caithness' } },
    ])
    const audited = await api.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'improvement.write')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(audited.detail).toMatchObject({ id, version: 2, kind: 'test-of-change' })
    // what people wrote stands in the versions alone
    expect(JSON.stringify(audited.detail)).not.toContain('Other')
    await expect(
      api.db.transaction().execute(async (trx) => {
        await trx.executeQuery({ sql: 'set local role pace_api', parameters: [] } as never)
        await trx.updateTable('improvement_version').set({ changed_by: 'nobody' }).execute()
      }),
    ).rejects.toThrow(/permission denied/)
  })

  it('has its next cycle begin from the last one of its series, once that was acted on', async () => {
    const first = await begun({ driver: 'Dates', measures: ['weeks-to-recommendation'] })
    const early = await lead.post(TESTS, { after: first.id })
    expect([early.status, early.body]).toMatchObject([409, { reason: expect.any(String) as string }])
    await changed(first.id, 1, WHOLE)
    const key = { 'idempotency-key': `next-${first.id}` }
    const next = await lead.post(TESTS, { after: first.id, title: 'With health' }, key)
    expect(next.body).toMatchObject({
      series: first.series,
      cycle: 2,
      title: 'With health',
      driver: 'Dates',
      measures: ['weeks-to-recommendation'],
      prediction: null,
      status: 'planned',
    })
    expect((await lead.post(TESTS, { after: first.id, title: 'With health' }, key)).text).toBe(next.text)
    expect((await lead.post(TESTS, { after: first.id })).status).toBe(409)
    expect(await faults(TESTS, { title: 'Again', aim: '2', series: first.series.toUpperCase() })).toEqual([
      'series',
    ])
    const { items } = (await lead.get(`${TESTS}?series=${encodeURIComponent(first.series)}`)).body as {
      items: TestOfChangeAnswer[]
    }
    expect(items.map(({ cycle }) => cycle)).toEqual([2, 1])
  })

  it('is listed by aim, locality and status, page by page', async () => {
    const aim = 'listed'
    const ids: string[] = []
    for (const more of [
      {},
      { locality: 'skye', from: '2020-01-06' },
      { locality: 'skye', from: '2120-01-06' },
    ])
      ids.unshift((await begun({ aim, ...more })).id)
    const listed = async (query: string) => {
      const { body } = await lead.get(`${TESTS}?aim=${aim}&${query}`)
      const { items, next } = body as { items: { id: string }[]; next: string | null }
      return { ids: items.map(({ id }) => id), next }
    }
    const [newest, running, everywhere] = ids
    expect((await listed('')).ids).toEqual(ids)
    expect((await listed('locality=skye')).ids).toEqual([newest, running])
    expect((await listed('locality=authority')).ids).toEqual([everywhere])
    expect((await listed('status=running')).ids).toEqual([running])
    expect((await listed('status=planned')).ids).toEqual([newest, everywhere])
    const { next } = await listed('limit=2')
    expect(await listed(`limit=2&cursor=${next}`)).toEqual({ ids: [everywhere], next: null })
    expect((await lead.get(`${TESTS}?locality=atlantis`)).status).toBe(422)
    expect((await lead.get(`${TESTS}?cursor=nowhere`)).status).toBe(422)
  })
})

describe('the cohort of a test of change', () => {
  it('is shown beside others by numbers that it says are small, and claims nothing of them', async () => {
    const variant = { id: 'highland-caithness', version: 1 }
    const { id } = await begun({ variant, locality: 'caithness' })
    const fact = async (started_on: string, more: object) => {
      const locality = 'locality' in more ? String(more.locality) : 'caithness'
      const journey = await (await api.as()).start('2019-01-07', { locality })
      await api.db.deleteFrom('aim_fact').where('journey_id', '=', journey.id).execute()
      const row = {
        journey_id: journey.id,
        clock: 'away-from-home-period',
        instance: 1,
        locality,
        cohort: null,
      }
      await api.db
        .insertInto('aim_fact')
        .values({ ...NO_DATES, ...row, known_from: new Date(), started_on, ...more } as never)
        .execute()
    }
    const cohort = 'caithness-72-hours'
    await fact('2018-04-16', { cohort, recommended_on: '2018-10-15' })
    await fact('2018-05-14', { cohort, recommended_on: '2018-12-24' })
    await fact('2018-08-20', { cohort, returned_on: '2018-12-03', ended_on: '2018-12-03' })
    await fact('2018-09-03', { cohort })
    await fact('2017-04-03', { recommended_on: '2018-08-20' })
    await fact('2018-06-04', { locality: 'skye', recommended_on: '2019-04-08' })
    const { body } = await lead.get(`${TESTS}/${id}/cohort`)
    const { groups, smallNumbers, said } = body as CohortAnswer
    expect(groups).toEqual([
      { group: 'cohort', n: 4, done: 2, ended: 1, notYet: 1, medianWeeks: 29 },
      { group: 'others', n: 0, done: 0, ended: 0, notYet: 0, medianWeeks: null },
      { group: 'before', n: 1, done: 1, ended: 0, notYet: 0, medianWeeks: 72 },
      { group: 'elsewhere', n: 1, done: 1, ended: 0, notYet: 0, medianWeeks: 44 },
    ])
    expect(smallNumbers).toBe(true)
    expect(said).toContain('nothing can be concluded')
    expect((await lead.get(`${TESTS}/${(await begun()).id}/cohort`)).status).toBe(404)
  })
})

const NO_DATES = {
  recommended_on: null,
  panel_on: null,
  decided_on: null,
  lodged_on: null,
  reviewed_on: null,
  returned_on: null,
  left_on: null,
  ended_on: null,
}

describe('a driver diagram', () => {
  const AIM = { title: 'Aim 2', aim: '2', statement: 'A recommendation within 45 weeks' }

  it('is a tree, and anything else is refused where it goes wrong', async () => {
    const nodes = [
      { id: 'dates', under: 'meetings', title: 'Dates' },
      { id: 'meetings', title: 'Meetings' },
      { id: 'seventy-two', under: 'dates', title: 'Within 72 hours' },
    ]
    const kept = (await lead.post(DIAGRAMS, { ...AIM, nodes })).body as DriverDiagramAnswer
    expect(kept.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['meetings', 'primary-driver'],
      ['dates', 'secondary-driver'],
      ['seventy-two', 'change-idea'],
    ])
    const deeper = { id: 'deeper', under: 'seventy-two', title: 'Deeper' }
    expect(await faults(DIAGRAMS, { ...AIM, nodes: [...nodes, deeper] })).toEqual(['nodes.3.under'])
    expect(await faults(DIAGRAMS, { ...AIM, nodes: [{ id: 'a', under: 'b', title: 'A' }] })).toEqual([
      'nodes.0.under',
    ])
    const circle = [
      { id: 'a', under: 'b', title: 'A' },
      { id: 'b', under: 'a', title: 'B' },
    ]
    expect(await faults(DIAGRAMS, { ...AIM, nodes: circle })).toEqual(['nodes.0.under', 'nodes.1.under'])
    const twice = [
      { id: 'a', title: ' ' },
      { id: 'a', title: 'A' },
    ]
    expect(await faults(DIAGRAMS, { ...AIM, nodes: twice })).toEqual(['nodes.0.title'])
    expect(await faults(DIAGRAMS, { ...AIM, nodes: twice.slice(1).concat(twice.slice(1)) })).toEqual([
      'nodes.1.id',
    ])
  })

  it('is drawn with every title as text, and nothing that people wrote can run', async () => {
    const title = `<script>alert("1")</script> & 'more'`
    const { body } = await lead.post(DIAGRAMS, { ...AIM, title, nodes: [{ id: 'a', title }] })
    const { id } = body as DriverDiagramAnswer
    const drawn = await lead.get(`${DIAGRAMS}/${id}.svg`)
    expect(drawn.headers['content-type']).toContain('image/svg+xml')
    const svg = String(drawn.body)
    expect(svg).toMatch(/^<svg [^>]*role="img"/)
    expect(svg).not.toMatch(/<script|style=|<style|onload/)
    expect(svg).toContain('&lt;script')
    expect(svg).toContain('Primary drivers')
    // with a control character it would be no picture at all
    const broken = {
      ...AIM,
      title: 'A\u0001b',
      statement: 'Two\nlines',
      nodes: [{ id: 'a', title: 'Two\nlines' }],
    }
    expect(await faults(DIAGRAMS, broken)).toEqual(['title', 'nodes.0.title'])
    expect((await lead.get(`${DIAGRAMS}/0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e10.svg`)).status).toBe(404)
  })
})

describe('a forcefield', () => {
  it('is drawn to strength, and takes no force that is stronger than strong', async () => {
    const force = { id: 'a', side: 'driving', title: 'A manager chairs', strength: 5 }
    const weak = { id: 'b', side: 'restraining', title: 'Distance', strength: 1, stage: 'assessment' }
    const field = { title: 'Aim 2', aim: '2', locality: 'caithness', forces: [force, weak] }
    const { body } = await lead.post(FIELDS, field)
    const { id } = body as { id: string }
    const svg = String((await lead.get(`${FIELDS}/${id}.svg`)).body)
    const lengths = [...svg.matchAll(/H([\d.]+) V[\d.]+ H([\d.]+)/g)].map(([, end, tip]) =>
      Math.abs(Number(end) - Number(tip)),
    )
    expect(lengths[0]).toBeGreaterThan(4 * (lengths[1] ?? Infinity))
    expect(await faults(FIELDS, { ...field, forces: [{ ...force, strength: 6 }] })).toEqual([
      'forces.0.strength',
    ])
    expect(await faults(FIELDS, { ...field, forces: [force, force] })).toEqual(['forces.1.id'])
  })

  it('names no child: a reference that somebody wrote into it is refused where it stands, and nothing is kept of it', async () => {
    const manager = await api.as({ roles: ['manager'], localities: ['caithness'] })
    const { childReference } = await manager.start('2026-01-05')
    const force = { id: 'a', side: 'driving', title: `As for ${childReference.toLowerCase()}.`, strength: 2 }
    const refused = await lead.post(FIELDS, { title: 'Week 2018-19', aim: '2', forces: [force] })
    expect(refused.body).toMatchObject({ errors: [{ field: 'forces.0.title' }] })
    expect(refused.text.toLowerCase()).not.toContain(childReference.toLowerCase())
    const { id } = await begun({ question: 'Is 2018-19 better than 2017-18, by 45 weeks?' })
    const change = { happened: `(${childReference}) was in time` }
    const also = await lead.patch(`${TESTS}/${id}`, change, { 'if-match': '"1"' })
    expect([also.status, also.body]).toMatchObject([422, { errors: [{ field: 'happened' }] }])
  })

  it('is written by those who improve the work and read by all of the authority, and by no partner', async () => {
    const worker = await api.as({ roles: ['case-worker'] })
    expect((await worker.get(FIELDS)).status).toBe(200)
    expect((await worker.post(FIELDS, { title: 'Mine', aim: '2' })).status).toBe(403)
    const partner = await api.as({ roles: ['partner'], agency: 'health' })
    expect((await partner.get(FIELDS)).status).toBe(403)
  })
})
