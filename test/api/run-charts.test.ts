import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ReportedRunChart, RunChartAnswer } from '../../contracts/run-chart-schema'
import type { AimClock } from '../../domain/aim-clocks'
import { plusDays, type LocalDate } from '../../domain/time'
import { openApi, toStart, type Api, type Caller, type PageVisitor } from '../support/api'
import { daysAgo } from '../support/days'

const AT = '/api/v1/reports/run-chart'
const TOOL = '/api/v1/tools/run-chart'
const day = (text: string) => text as LocalDate

let api: Api
let lead: Caller
let page: PageVisitor
/** Journeys that the facts of these tests hang on: what they are of does not matter to a count. */
const journeys: string[] = []
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  lead = await api.as({ roles: ['improvement-lead'], localities: ['skye'] })
  page = await api.signedIn()
  const manager = await api.as()
  for (const locality of ['caithness', 'ross']) {
    const { id } = await manager.start(daysAgo(3), { locality })
    journeys.push(id)
  }
})
afterAll(() => api.close())

type Facts = Partial<
  Record<
    'recommended_on' | 'panel_on' | 'lodged_on' | 'returned_on' | 'left_on' | 'reviewed_on' | 'ended_on',
    string
  >
> & { readonly locality?: string; readonly known_to?: Date }

let instance = 100
async function fact(clock: AimClock, startedOn: string, { locality = 'nairn', ...facts }: Facts = {}) {
  instance += 1
  await sql`insert into aim_fact (journey_id, clock, instance, known_from, locality, started_on)
    values (${journeys[0]}, ${clock}, ${instance}, '2020-01-01', ${locality}, ${startedOn})`.execute(api.db)
  for (const [column, value] of Object.entries(facts))
    await sql`update aim_fact set ${sql.ref(column)} = ${value} where instance = ${instance}`.execute(api.db)
}

async function chart(query: string): Promise<ReportedRunChart> {
  const answer = await lead.get(`${AT}?${query}`)
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
  return answer.body as ReportedRunChart
}

async function faults(query: string): Promise<[string, string][]> {
  const answer = await lead.get(`${AT}?${query}`)
  expect(answer.status).toBe(422)
  return (answer.body as { errors: { field: string; message: string }[] }).errors.map(
    ({ field, message }) => [field, message],
  )
}

const said = ({ points }: ReportedRunChart) => points.map(({ period, value, n }) => [period, value, n])

describe('weeks to a step', () => {
  beforeAll(async () => {
    const away = (start: string, recommended: string, more: Facts = {}) =>
      fact('away-from-home-period', start, { recommended_on: recommended, ...more })
    await away('2019-01-01', '2019-11-12')
    await away('2018-12-25', '2019-11-26')
    await away('2019-02-01', '2019-11-29', { locality: 'lochaber' })
    await away('2019-03-01', '2020-01-10')
    // not known so any more
    await away('2019-03-01', '2020-01-24', { known_to: new Date('2021-01-01') })
    await fact('away-from-home-period', '2019-03-01')
    await fact('first-away-from-home-recommendation', '2019-11-12', { panel_on: '2020-01-07' })
  })

  it('are a median by month of those who reached it, its mean beside it, and months without one are empty', async () => {
    const read = await chart('measure=weeks-to-recommendation&from=2019-10-01&to=2020-01-31')
    expect(said(read)).toEqual([
      ['2019-10', null, 0],
      ['2019-11', 45, 3],
      ['2019-12', null, 0],
      ['2020-01', 45, 1],
    ])
    expect(read.points[1]?.mean).toBe(45.33)
    expect(read).toMatchObject({ median: 45, enough: false, unit: 'weeks', locality: null, frozen: null })
  })

  it('are by quarter, and of a locality where the clock started', async () => {
    const read = await chart(
      'measure=weeks-to-recommendation&by=quarter&from=2019-Q4&to=2020-02&locality=nairn',
    )
    expect(said(read)).toEqual([
      ['2019-Q4', 46.5, 2],
      ['2020-Q1', 45, 1],
    ])
  })

  it('are one by one in the order of time, and say of nobody who it was', async () => {
    const answer = await lead.get(
      `${AT}?measure=weeks-to-recommendation&by=case&from=2019-11-20&to=2020-01-31`,
    )
    expect(said(answer.body as ReportedRunChart)).toEqual([
      ['2019-11-26', 48, 1],
      ['2019-11-29', 43, 1],
      ['2020-01-10', 45, 1],
    ])
    for (const id of journeys) expect(answer.text).not.toContain(id)
  })

  it('begin with the first month in which anybody reached it, and go on until this month', async () => {
    const { points, from, to } = await chart('measure=weeks-to-panel')
    expect(points[0]).toEqual({ period: '2020-01', value: 8, n: 1, mean: 8 })
    expect([from, to]).toEqual(['2020-01-01', daysAgo(0)])
    expect(points.at(-1)?.period).toBe(daysAgo(0).slice(0, 7))
  })

  it('are nothing at all where nobody did', async () => {
    const read = await chart('measure=weeks-to-lodging')
    expect(read).toMatchObject({
      points: [],
      median: null,
      enough: false,
      signals: [],
      phases: [],
      from: null,
    })
  })
})

describe('the line', () => {
  const SPAN = 'measure=weeks-to-recommendation&locality=sutherland&from=2021-01-01&to=2022-02-28'
  beforeAll(async () => {
    // 50 weeks for six months, then 40
    for (let month = 0; month < 14; month += 1) {
      const on = `${2021 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15`
      const weeks = (month < 6 ? 50 : 40) + (month % 2 === 0 ? -1 : 1)
      await fact('away-from-home-period', plusDays(day(on), -7 * weeks), {
        recommended_on: on,
        locality: 'sutherland',
      })
    }
  })

  it('is frozen on the months up to a day, and what came after it is a shift', async () => {
    const read = await chart(`${SPAN}&freezeUntil=2021-06-30`)
    expect(read).toMatchObject({ median: 50, frozen: { from: 0, to: 5 }, enough: true })
    expect(read.signals).toEqual([{ rule: 'shift', from: 6, to: 13 }])
    expect(await chart(`${SPAN}&freezeUntil=2021-06`)).toEqual(read)
  })

  it('begins anew where people say so, and each phase is judged by itself', async () => {
    const read = await chart(`${SPAN}&rephaseFrom=2021-07-01`)
    expect(read.phases.map(({ from, to, median, signals }) => [from, to, median, signals])).toEqual([
      [0, 5, 50, []],
      [6, 13, 40, []],
    ])
    expect(read.median).toBe(40)
  })

  it('is marked with the tests of change of policies and with policies that were adopted', async () => {
    const manager = await api.as({ sub: 'manager-1' })
    const { id } = await manager.start(daysAgo(5), { locality: 'ross' })
    await sql`insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields)
      values (${id}, 900, 'policy-adopted', '2021-05-03', now(), 'manager-1', ${JSON.stringify({ policy: 'highland', version: 2 })})`.execute(
      api.db,
    )
    const inRoss = await chart(SPAN.replace('sutherland', 'ross'))
    expect(inRoss.annotations).toEqual([
      {
        on: '2021-05-03',
        kind: 'policy',
        title: 'Highland: Permanence and Care Excellence, version 2, adopted by one journey',
      },
    ])
    expect((await chart(SPAN)).annotations).toEqual([])
    await fact('away-from-home-period', '2018-01-01', { recommended_on: '2018-06-01', locality: 'caithness' })
    const since2018 = 'measure=weeks-to-recommendation&from=2018-04-01&to=2018-12-31'
    for (const [locality, expected] of [
      ['&locality=caithness', 1],
      ['&locality=skye', 0],
      ['', 1],
    ] as const) {
      const { annotations } = await chart(since2018 + locality)
      expect(annotations.filter(({ kind }) => kind === 'test-of-change')).toHaveLength(expected)
    }
  })

  it('is marked with the first and last day of a test of change that people keep, where it is tried or everywhere', async () => {
    const lead = await api.as({ roles: ['improvement-lead'] })
    const test = { aim: '2', from: '2021-03-01', until: '2022-06-30' }
    for (const more of [
      { title: 'Dates in Sutherland', locality: 'sutherland' },
      { title: 'Dates everywhere' },
      { title: 'Dates in Skye', locality: 'skye' },
      { title: 'Dates some day', locality: 'sutherland', from: undefined, until: undefined },
    ])
      expect((await lead.post('/api/v1/tests-of-change', { ...test, ...more })).status).toBe(201)
    const { annotations } = await chart(SPAN)
    expect(annotations).toEqual([
      { on: '2021-03-01', kind: 'test-of-change', title: 'Dates everywhere, cycle 1' },
      { on: '2021-03-01', kind: 'test-of-change', title: 'Dates in Sutherland, cycle 1' },
    ])
    const later = await chart(SPAN.replace('2022-02-28', '2022-06-30'))
    expect(later.annotations.map(({ title }) => title).slice(2)).toEqual([
      'Ended: Dates everywhere, cycle 1',
      'Ended: Dates in Sutherland, cycle 1',
    ])
  })

  it('cannot be where there is nothing to draw it by', async () => {
    expect(await faults(`${SPAN}&freezeUntil=2020-12-31`)).toEqual([
      ['freezeUntil', 'is before the first value of the chart'],
    ])
    expect(await faults(`${SPAN}&rephaseFrom=2023-01-01`)).toEqual([
      ['rephaseFrom', 'must be within the chart, after its first point'],
    ])
    expect(await faults(`${SPAN}&freezeUntil=2021-06-30&rephaseFrom=2021-06-30`)).toEqual([
      ['rephaseFrom', 'must be after freezeUntil'],
    ])
  })
})

describe('the share on time', () => {
  const share = (query: string) => chart(`measure=on-time-2&locality=badenoch-and-strathspey&${query}`)

  it('of an aim goes by the month of the limit, with those who are late still, and without who left or returned before it', async () => {
    const limit = day('2020-06-10')
    const start = plusDays(limit, -315)
    const away = (facts: Facts) =>
      fact('away-from-home-period', start, { locality: 'badenoch-and-strathspey', ...facts })
    await away({ recommended_on: limit })
    await away({ recommended_on: '2020-02-01', left_on: '2020-03-01' })
    await away({ recommended_on: plusDays(limit, 1) })
    await away({})
    await away({ left_on: plusDays(limit, 1) })
    await away({ left_on: limit })
    await away({ returned_on: limit, left_on: limit })
    const read = await share('from=2020-06-01&to=2020-07-31')
    expect(said(read)).toEqual([
      ['2020-06', 40, 5],
      ['2020-07', null, 0],
    ])
    expect(read.unit).toBe('percent')
  })

  it('does not count whoever still has time, nor who was on time before the others could be late', async () => {
    const running = daysAgo(20)
    await fact('away-from-home-period', running, {
      recommended_on: daysAgo(10),
      locality: 'badenoch-and-strathspey',
    })
    expect((await share('from=2026-01-01')).points.every(({ n }) => n === 0)).toBe(true)
  })

  it('of aim 1 counts periods at home from their second year on, if they last so long', async () => {
    const home = (start: string, facts: Facts = {}) =>
      fact('at-home-period', start, { locality: 'lochaber', ...facts })
    await home('2017-01-10', { reviewed_on: '2019-04-04' })
    await home('2017-01-10', { ended_on: '2019-01-10', left_on: '2019-01-10' })
    await home('2015-06-01')
    const read = await chart('measure=on-time-1&locality=lochaber&from=2018-11-01&to=2019-04-30')
    expect(said(read).filter(([, , n]) => n !== 0)).toEqual([
      ['2018-11', 0, 1],
      ['2019-04', 100, 1],
    ])
  })

  it('of reviews goes by when they were due, and leaves out practice and what was no longer needed', async () => {
    const manager = await api.as()
    const practised = await manager.post('/api/v1/journeys', { ...toStart(daysAgo(9)), practice: true })
    const { id: practice } = practised.body as { id: string }
    const due = (journey: string, number: number, metOn: string | null, cancelledOn: string | null = null) =>
      sql`
      insert into deadline (journey_id, rule_id, instance, due_on, last_moment, met_on, met_late, cancelled_on)
      values (${journey}, 'later-review', ${number}, '2022-03-10', now(), ${metOn},
        ${metOn === null ? null : metOn > '2022-03-10'}, ${cancelledOn})`.execute(api.db)
    const [journey = '', other = ''] = journeys
    await due(journey, 50, '2022-03-10')
    await due(journey, 51, '2022-03-11')
    await due(journey, 52, null)
    await due(journey, 53, null, '2022-03-01')
    await due(journey, 54, null, '2022-04-01')
    await due(practice, 50, null)
    await due(other, 50, '2022-03-01')
    const read = await chart('measure=reviews-on-time&from=2022-03&to=2022-03')
    expect(said(read)).toEqual([['2022-03', 40, 5]])
    expect(said(await chart('measure=reviews-on-time&from=2022-03&to=2022-03&locality=ross'))).toEqual([
      ['2022-03', 100, 1],
    ])
  })

  it('of meetings is that with the child’s views', async () => {
    for (const heard of [true, true, false])
      await sql`insert into meeting_fact (journey_id, event_id, kind, held_on, locality, child_heard)
        values (${journeys[0]}, ${randomUUID()}, 'review', '2021-08-09', 'skye', ${heard})`.execute(api.db)
    const read = await chart('measure=meetings-with-views&from=2021-08-01&to=2021-08-31&locality=skye')
    expect(said(read)).toEqual([['2021-08', 66.7, 3]])
  })

  it('is of no single case', async () => {
    expect(await faults('measure=reviews-on-time&by=case')).toEqual([
      ['by', 'must be month or quarter: of one case a share is all or nothing'],
    ])
  })
})

describe('what is asked for', () => {
  it('is refused field by field where it cannot be', async () => {
    expect((await faults('measure=weeks&by=week'))[0]?.[0]).toBe('by')
    expect((await faults('measure=weeks'))[0]?.[1]).toContain('weeks-to-recommendation')
    expect((await faults('')).map(([field]) => field)).toEqual(['measure'])
    expect((await faults('measure=weeks-to-panel&locality=atlantis'))[0]?.[0]).toBe('locality')
    expect((await faults('measure=weeks-to-panel&from=2020-13&to=2020-Q5')).map(([field]) => field)).toEqual([
      'from',
      'to',
    ])
    expect((await faults('measure=weeks-to-panel&from=2020-02-01&to=2020-01-01'))[0]?.[0]).toBe('to')
    expect((await faults('measure=weeks-to-panel&from=2090-01-01'))[0]?.[0]).toBe('from')
  })

  it('has the last points alone where there are too many to draw', async () => {
    await fact('first-panel-outcome', '1990-01-01', { locality: 'skye' })
    await sql`update aim_fact set decided_on = '1990-02-01' where clock = 'first-panel-outcome'`.execute(
      api.db,
    )
    const { points, leftOut } = await chart('measure=weeks-to-decision')
    expect(points).toHaveLength(240)
    expect(leftOut).toBeGreaterThan(0)
  })

  it('is also a picture that stands alone and a table for a spreadsheet', async () => {
    const asked =
      'measure=weeks-to-recommendation&locality=sutherland&from=2021-01-01&to=2022-02-28&freezeUntil=2021-06-30'
    const svg = await lead.get(`${AT}.svg?${asked}`)
    expect(svg.headers['content-type']).toContain('image/svg+xml')
    const text = (svg.body as Buffer).toString('utf8')
    expect(text).toMatch(/^<\?xml[\s\S]*<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*role="img"/)
    expect(text).toContain('>Weeks to recommendation, by month: Sutherland</title>')
    expect(text).toMatch(
      /<desc [^>]*>14 points from January 2021 to February 2022\. The median is 50 weeks, frozen/,
    )
    expect(text).toContain('Shift: 8 points below')
    // without a table beneath it, it says its values itself
    expect(text).toMatch(/<desc [^>]*>[^<]*The values\. January 2021: \d+; [^<]*February 2022: \d+\.<\/desc>/)
    expect(text).not.toMatch(/style=|<style|NaN|undefined/)
    const csv = await lead.get(`${AT}.csv?${asked}`)
    expect(csv.headers['content-disposition']).toContain('weeks-to-recommendation.csv')
    const rows = csv.text.split('\r\n')
    expect(rows[0]?.replace('\ufeff', '')).toBe('period,weeks,n,mean,median,baseline,signals,changes')
    expect([rows[1], rows[7]]).toEqual(['2021-01,49,1,49,50,yes,,', '2021-07,39,1,39,50,,shift,'])
  })
})

describe('a series that somebody brings', () => {
  const judge = async (body: object) => (await lead.post(TOOL, body)).body as RunChartAnswer

  it('is judged by the rules, at places from 0', async () => {
    expect(await judge({ values: [5, null, 1, 2, 3, 4, 5, 5] })).toEqual({
      median: 4,
      enough: false,
      useful: 6,
      runs: 3,
      longestRun: 3,
      crossings: 2,
      signals: [{ rule: 'trend', from: 2, to: 6 }],
      anhoej: null,
    })
    const values = [49, 51, 49, 51, 50, 50, 40, 41, 40, 41, 40, 41]
    expect(await judge({ values, freezeAfter: 6 })).toMatchObject({
      median: 50,
      signals: [{ rule: 'shift', from: 6, to: 11 }],
      anhoej: { longestRunLimit: 6, crossingsLimit: 2, signal: false },
    })
    expect(await judge({ values, median: 45 })).toMatchObject({ median: 45, useful: 12 })
  })

  it.each([
    [{}, 'values'],
    [{ values: [] }, 'values'],
    [{ values: ['1'] }, 'values.0'],
    [{ values: Array<number>(2001).fill(1) }, 'values'],
    [{ values: [1, 2], freezeAfter: 0 }, 'freezeAfter'],
    [{ values: [1, 2], freezeAfter: 3 }, 'freezeAfter'],
    [{ values: [null, 2], freezeAfter: 1 }, 'freezeAfter'],
    [{ values: [1, 2], freezeAfter: 1, median: 3 }, 'median'],
    [{ values: [1], freeze: 1 }, 'freeze'],
  ])('is refused by its field: %j', async (body, field) => {
    const answer = await lead.post(TOOL, body)
    expect(answer.status).toBe(422)
    expect((answer.body as { errors: { field: string }[] }).errors[0]?.field).toBe(field)
  })
})

describe('the pages', () => {
  it('show what was asked for, what it says and its data, and links to the picture and the table', async () => {
    const asked =
      '?measure=weeks-to-recommendation&locality=sutherland&from=2021-01&to=2022-02-28&freezeUntil=2021-06-30'
    const html = await (await page.open(`/run-charts${asked}`)).text()
    expect(html).toContain('The median is 50 weeks, frozen on the baseline.')
    expect(html).toContain('Shift: 8 points below the median in a row, from July 2021 to February 2022.')
    expect(html).toContain('It sees more than chance')
    expect(html.match(/<svg[^>]*role="img"/g)).toHaveLength(2)
    expect(html).toContain('/api/v1/reports/run-chart.svg?measure=weeks-to-recommendation')
    expect(html).toMatch(/name="from" value="2021-01-01"/)
    expect(html).toContain('<th scope="row">February 2022</th>')
  })

  it('claim nothing of too few points, and say what is wrong at its field', async () => {
    const few = await (await page.open('/run-charts?locality=nairn&from=2019-10-01&to=2020-01-31')).text()
    expect(few).toContain('2 points are too few: it takes ten, and nothing is claimed.')
    expect(few).toContain('Small numbers:')
    const wrong = await page.open('/run-charts?measure=on-time-2&by=case')
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('A point for must be month or quarter')
  })

  it('draw a column of a spreadsheet as it is pasted, and keep what was typed where it is wrong', async () => {
    const values = '49\r\n51\r\n\r\n49\r\n51%\r\n50\r\n40,\r\n41\r\n40\r\n41\r\n40\r\n41'
    const drawn = await page.send('/tools/run-chart', { values, freezeAfter: '6' })
    expect(drawn.status).toBe(200)
    const html = await drawn.text()
    expect(html).toContain('Shift: 6 points below the median in a row, from number 7 to number 12.')
    const wrong = await page.send('/tools/run-chart', { values: '1\nabout 2\n3', freezeAfter: '9' })
    expect(wrong.status).toBe(422)
    const again = await wrong.text()
    expect(again).toContain('Values, in the order of time has “about 2” in place 2, which is no number')
    expect(again).toContain('about 2\n3</textarea>')
  })
})
