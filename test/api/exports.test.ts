import { parse } from 'csv-parse/sync'
import type { PublicationAnswer } from '../../api/exports/published'
import { destroyKey } from '../../db/child-keys'
import { readPublications } from '../../db/exports/publications'
import { shownIn } from '../../domain/counts'
import { leastGuarded } from '../../domain/disclosure-spread'
import { CLASSES_THAT_GROW } from '../../domain/exports/aim-tables'
import type { LocalDate } from '../../domain/time'
import { openApi, type Api, type Caller } from '../support/api'
import { agreement } from '../support/agreement'
import { daysAgo, inDays } from '../support/days'

const day = (text: string) => text as LocalDate
const AGREEMENTS = [
  agreement('celcis-2026', 'a'),
  agreement('another', 'b', { localities: true }),
  agreement('over', 'c', { until: day('2026-01-31') }),
]

let api: Api
let everybody: Caller
let manager: Caller
const ids: Record<'aileen' | 'elsewhere' | 'erased' | 'error' | 'practice', string> = {
  aileen: '',
  elsewhere: '',
  erased: '',
  error: '',
  practice: '',
}
let reference = ''

beforeAll(async () => {
  api = await openApi({ exports: { threshold: 5, agreements: AGREEMENTS } })
  everybody = await api.as({ sub: 'everybody', roles: ['manager', 'administrator', 'improvement-lead'] })
  manager = await api.as({ sub: 'mairi', roles: ['manager'], localities: ['caithness'] })
  const journey = await everybody.start('2025-03-03', {
    placementType: 'foster',
    team: '=SUM(A1)',
    legalBasis: 'voluntary-s25',
  })
  ids.aileen = journey.id
  reference = journey.childReference
  await everybody.record(ids.aileen, 'legal-basis-changed', '2025-09-01', { legalBasis: 'cso' })
  await everybody.record(ids.aileen, 'placement-changed', '2025-09-15', {
    placementType: 'kinship',
    placedIn: 'moray',
  })
  await everybody.record(ids.aileen, 'permanence-recommended', '2025-10-06', {
    recommendation: 'away-from-home',
    route: 'kinship-care-order',
  })
  await manager.put(
    `/api/v1/journeys/${ids.aileen}/child`,
    { name: 'Aileen Named', birthDate: '2019-05-17', gender: 'Girl', disability: '@none' },
    { 'if-match': '"0"' },
  )
  ids.elsewhere = (await everybody.start('2025-11-03', { locality: 'skye' })).id
  ids.erased = (await everybody.start('2025-11-03')).id
  const { child_id } = await api.db
    .selectFrom('journey')
    .select('child_id')
    .where('id', '=', ids.erased)
    .executeTakeFirstOrThrow()
  await api.db.transaction().execute((trx) => destroyKey(trx, child_id))
  ids.error = (await everybody.start('2025-11-03')).id
  await everybody.record(ids.error, 'journey-closed', '2025-11-04', { reason: 'recorded-in-error' })
  ids.practice = (await everybody.start('2025-11-03', { practice: true })).id
})
afterAll(() => api.close())

function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true })
}

async function lastAudit(action: string) {
  return api.db
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

describe('the list of journeys as CSV', () => {
  it('holds those of one’s localities, with no cell that a spreadsheet takes for a formula, and is written down once', async () => {
    const answer = await manager.get('/api/v1/exports/journeys?locality=caithness')
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    const rows = rowsOf(answer.text)
    // nobody who was erased
    expect(rows.map(({ id }) => id)).toEqual([ids.aileen])
    expect(rows.find(({ id }) => id === ids.aileen)).toMatchObject({
      child_reference: reference,
      team: "'=SUM(A1)",
      started_on: '2025-03-03',
      stage: 'awaiting-lodging',
    })
    const { journey_ids, actor } = await lastAudit('exports.journeys')
    expect([actor, journey_ids]).toEqual(['mairi', [ids.aileen]])
  })

  it('can be narrowed as the list can, and says what is wrong with a filter', async () => {
    // the only one that is closed was recorded in error
    expect(rowsOf((await manager.get('/api/v1/exports/journeys?stage=closed')).text)).toEqual([])
    const started = rowsOf((await manager.get('/api/v1/exports/journeys?startedFrom=2025-03-01')).text)
    expect(started.map(({ id }) => id)).toEqual([ids.aileen])
    const wrong = await manager.get('/api/v1/exports/journeys?locality=nowhere')
    expect(wrong.body).toMatchObject({ errors: [{ field: 'locality' }] })
  })
})

describe('the annual return', () => {
  it('has a row for each stretch of being looked after in its year, with who the child is', async () => {
    const rows = rowsOf((await manager.get('/api/v1/exports/clas?year=2026')).text)
    const own = rows.filter((row) => row['journey_id'] === ids.aileen)
    expect(
      own.map((row) => [row['episode_from'], row['episode_until'], row['legal_basis'], row['placement']]),
    ).toEqual([
      ['2025-03-03', '2025-08-31', 'voluntary-s25', 'foster'],
      ['2025-09-01', '2025-09-14', 'cso', 'foster'],
      ['2025-09-15', '', 'cso', 'kinship'],
    ])
    expect(own[0]).toMatchObject({
      birth_date: '2019-05-17',
      gender: 'Girl',
      disability: "'@none",
      placed_in: '',
    })
    expect(own[2]).toMatchObject({ placed_in: 'moray' })
    expect(JSON.stringify(rows)).not.toContain('Aileen Named')
    // erased, recorded in error, practice, or of another locality
    expect(new Set(rows.map((row) => row['journey_id']))).toEqual(new Set([ids.aileen]))
    expect((await lastAudit('exports.clas')).journey_ids).toEqual([ids.aileen])
  })

  it('of the year before has only what was so then', async () => {
    const rows = rowsOf((await manager.get('/api/v1/exports/clas?year=2025')).text)
    expect(rows.map((row) => [row['episode_from'], row['episode_until'], row['legal_basis']])).toEqual([
      ['2025-03-03', '', 'voluntary-s25'],
    ])
  })

  it('of a year that has not begun is refused, and is for nobody who merely runs the service', async () => {
    expect((await manager.get('/api/v1/exports/clas?year=2099')).body).toMatchObject({
      errors: [{ field: 'year', remedy: 'Give a year that has begun' }],
    })
    const administrator = await api.as({ roles: ['administrator'] })
    expect((await administrator.get('/api/v1/exports/clas?year=2026')).status).toBe(403)
  })
})

describe('children under pseudonyms', () => {
  const path = (which: string) => `/api/v1/exports/celcis?from=2025-08-01&to=2026-01-31&agreement=${which}`

  it('are known by no name, reference, id or exact day, and only as far as had happened by then', async () => {
    const { text } = await everybody.get(path('celcis-2026'))
    const rows = rowsOf(text)
    expect(rows).toHaveLength(2)
    expect(rows.find((row) => row['started_in'] === '2025-03')).toMatchObject({
      agreement: 'celcis-2026',
      weeks_to_recommendation: '31',
      recommendation: 'away-from-home',
      weeks_to_panel: '',
      moves: '1-2',
      locality: '',
    })
    expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}/)
    for (const secret of [reference, ids.aileen, 'caithness', 'Aileen', '=SUM'])
      expect(text).not.toContain(secret)
    expect((await lastAudit('exports.celcis')).journey_ids).toHaveLength(2)
  })

  it('have the same pseudonym again under one agreement, and another under another, which may give the locality', async () => {
    const of = async (which: string) =>
      rowsOf((await everybody.get(path(which))).text).map((row) => [row['child'], row['journey']])
    expect(await of('celcis-2026')).toEqual(await of('celcis-2026'))
    const [one, other] = [(await of('celcis-2026')).flat(), (await of('another')).flat()]
    expect(one.filter((name) => other.includes(name))).toEqual([])
    const localities = rowsOf((await everybody.get(path('another'))).text).map((row) => row['locality'])
    expect(localities.sort()).toEqual(['caithness', 'skye'])
  })

  it('are given out under no agreement that is over, that nobody knows, or that is not said where several run', async () => {
    const over = await everybody.get(path('over'))
    expect([over.status, over.body]).toMatchObject([
      409,
      {
        detail: 'The agreement over ended on Saturday 31 January 2026',
        remedy: expect.stringContaining('PACE_AGREEMENTS') as string,
      },
    ])
    expect((await everybody.get(path('none-such'))).status).toBe(409)
    const unsaid = await everybody.get('/api/v1/exports/celcis?from=2025-08-01&to=2026-01-31')
    expect(unsaid.body).toMatchObject({
      errors: [{ field: 'agreement', remedy: 'Give one of: celcis-2026, another' }],
    })
  })

  it('come with a dictionary that has every column', async () => {
    const [dictionary, csv] = [
      await everybody.get('/api/v1/exports/celcis/dictionary'),
      await everybody.get(path('celcis-2026')),
    ]
    const { columns } = dictionary.body as { columns: { name: string }[] }
    expect(columns.map(({ name }) => name)).toEqual(Object.keys(rowsOf(csv.text)[0] ?? {}))
    expect(JSON.stringify(dictionary.body)).not.toContain(Buffer.alloc(32, 'a').toString('base64'))
  })
})

describe('counts to publish', () => {
  const published = async (asOf: string) => {
    const answer = await everybody.get(`/api/v1/exports/published?asOf=${asOf}`)
    expect(answer.status).toBe(200)
    return answer.body as PublicationAnswer
  }

  it('are kept as they were made first, and a later day takes account of them', async () => {
    const first = await published(daysAgo(2))
    const two = first.aims.find(({ aim }) => aim === '2')
    // one of Caithness on time and one overdue, one of Skye: all of it too small to be said
    expect(two?.rows.find(({ locality }) => locality === 'caithness')).toMatchObject({
      onTime: null,
      late: 0,
    })
    expect(two?.rows.at(-1)).toMatchObject({ locality: null, late: 0, cohort: null })
    for (let more = 0; more < 6; more += 1) await everybody.start('2025-12-01')
    expect(await published(daysAgo(2))).toEqual(first)
    await published(daysAgo(1))
    const publications = await readPublications(api.db)
    expect(publications.map(({ asOf }) => asOf)).toEqual([daysAgo(2), daysAgo(1)])
    for (const aim of ['1', '2', '3', '4']) {
      const tables = publications.flatMap(({ tables: of }) => of[aim] ?? [])
      expect(leastGuarded(tables, CLASSES_THAT_GROW)).toBeUndefined()
      expect(shownIn(tables[1] as (typeof tables)[number])).toHaveLength(9)
    }
    const counts = publications[1]?.tables['2']
    expect(counts?.counts[counts.rows.indexOf('caithness')]).toEqual([1, 0, 0, 0, 7, 0])
  })

  it('are not made for a day before the last one, nor for one to come', async () => {
    const before = await everybody.get(`/api/v1/exports/published?asOf=${daysAgo(9)}`)
    expect([before.status, before.body]).toMatchObject([
      409,
      { remedy: expect.stringContaining(daysAgo(1)) as string },
    ])
    expect((await everybody.get(`/api/v1/exports/published?asOf=${inDays(3)}`)).body).toMatchObject({
      errors: [{ field: 'asOf' }],
    })
  })

  it('stay for good, and are a file as well', async () => {
    await expect(api.db.deleteFrom('publication').execute()).rejects.toThrow('only ever added')
    const { text } = await everybody.get(`/api/v1/exports/published.csv?asOf=${daysAgo(1)}`)
    const rows = rowsOf(text)
    expect(rows).toHaveLength(4 * 9 * 7)
    expect(rows.filter(({ count }) => count === '*').length).toBeGreaterThan(0)
  })
})
