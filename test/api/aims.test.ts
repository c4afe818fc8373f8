import type { AimAnswer, AimsAnswer, BehindAimAnswer } from '../../contracts/aims-schema'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { localDateOf, plusDays, type Instant } from '../../domain/time'
import { openApi, type Api, type Caller, type PageVisitor } from '../support/api'

/*
 * The case from which it all came: five Caithness children since 1 April 2018, four with a recommendation away from home
 * within 45 weeks and one returned within them. Beside them one of Ross, who is late, and one who came a day too early.
 */
const CAITHNESS = [
  { came: '2018-04-09', recommended: '2018-10-01' },
  // on the very limit day
  { came: '2018-05-14', recommended: '2019-03-25' },
  { came: '2018-07-02', recommended: '2019-02-04' },
  { came: '2018-08-20', recommended: '2019-06-24' },
  { came: '2018-09-03', returned: '2019-01-14' },
] as const

let api: Api
let manager: Caller
let visitor: PageVisitor
let withdrawn: { journey: string; before: string }
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.as({ sub: 'manager-1', roles: ['manager', 'administrator'] })
  visitor = await api.signedIn({ sub: 'manager-1', roles: ['manager'] })
  for (const [index, child] of CAITHNESS.entries()) {
    const id = await start(`CAI-${index}`, 'caithness', child.came)
    if ('recommended' in child) await recommend(id, child.recommended)
    else await record(id, { type: 'returned-to-family', occurredAt: child.returned })
  }
  await start('CAI-EARLY', 'caithness', '2018-03-31')
  const ross = await start('ROSS-1', 'ross', '2018-05-01')
  const events = await recommend(ross, '2019-01-07')
  const [, recommendation] = events
  withdrawn = { journey: ross, before: new Date().toISOString() }
  const { status } = await manager.post(`/api/v1/journeys/${ross}/corrections`, {
    eventId: recommendation!.id,
    replacement: { type: 'permanence-recommended', occurredAt: '2019-05-07', recommendation: 'return-home' },
    reason: 'Typed wrongly',
  })
  expect(status).toBe(201)
})
afterAll(() => api.close())

describe('GET /api/v1/reports/aims', () => {
  it('gives four of four on 1 October 2019, five of five with returns, and says that these are small numbers', async () => {
    const [, second] = await aims('asOf=2019-10-01&locality=caithness')
    expect(second).toMatchObject({
      id: '2',
      cohort: 5,
      onTime: 4,
      returned: 1,
      late: 0,
      left: 0,
      overdue: 0,
      open: 0,
      n: 4,
      attainmentPercent: 100,
      withReturnsPercent: 100,
      minWeeks: 25,
      medianWeeks: 37.5,
      meanWeeks: 36.3,
      maxWeeks: 45,
      smallNumbers: true,
      targetPercent: 90,
      by: '2019-10-01',
    })
    expect(second?.baselines.map(({ weeks, locality }) => [weeks, locality])).toEqual([
      [45, null],
      [72, 'caithness'],
    ])
  })

  it.each([
    // on, cohort, on time, returned, open, attainment, with returns
    ['2018-04-08', 0, 0, 0, 0, null, null],
    ['2018-04-09', 1, 0, 0, 1, null, null],
    ['2018-05-13', 1, 0, 0, 1, null, null],
    ['2018-09-03', 5, 0, 0, 5, null, null],
    ['2018-09-30', 5, 0, 0, 5, null, null],
    ['2018-10-01', 5, 1, 0, 4, 100, 100],
    ['2019-01-13', 5, 1, 0, 4, 100, 100],
    ['2019-01-14', 5, 1, 1, 3, 100, 100],
    ['2019-02-04', 5, 2, 1, 2, 100, 100],
    ['2019-03-24', 5, 2, 1, 2, 100, 100],
    ['2019-03-25', 5, 3, 1, 1, 100, 100],
    ['2019-06-23', 5, 3, 1, 1, 100, 100],
    ['2019-06-24', 5, 4, 1, 0, 100, 100],
  ])('gave on %s what was so by then', async (on, cohort, onTime, returned, open, attained, withReturns) => {
    const [, second] = await aims(`asOf=${on}&locality=caithness`)
    expect(second).toMatchObject({
      cohort,
      onTime,
      returned,
      open,
      late: 0,
      left: 0,
      overdue: 0,
      attainmentPercent: attained,
      withReturnsPercent: withReturns,
      smallNumbers: true,
    })
  })

  it('counts the whole authority for whoever sees one locality of it, and says each locality’s part', async () => {
    const lead = await api.as({ sub: 'lead', roles: ['improvement-lead'], localities: ['skye'] })
    const answer = await lead.get('/api/v1/reports/aims?asOf=2019-10-01')
    const { aims: all, locality } = answer.body as AimsAnswer
    expect(locality).toBeNull()
    expect(all[1]).toMatchObject({ cohort: 6, onTime: 4, late: 1, returned: 1, attainmentPercent: 80 })
    expect(all[1]?.localities.map(({ locality: place, cohort, late }) => [place, cohort, late])).toEqual([
      ['caithness', 5, 0],
      ['ross', 1, 1],
    ])
  })

  it('gives what was known before a correction, and what is known since', async () => {
    const asked = 'asOf=2019-10-01&locality=ross'
    const [, since] = await aims(asked)
    expect(since).toMatchObject({ onTime: 0, late: 1 })
    const [, before] = await aims(`${asked}&knownAt=${encodeURIComponent(withdrawn.before)}`)
    expect(before).toMatchObject({ onTime: 1, late: 0 })
    // a day means through its end, and nothing was known yesterday
    const yesterday = plusDays(localDateOf(new Date().toISOString() as Instant), -1)
    const [, then] = await aims(`${asked}&knownAt=${yesterday}`)
    expect(then).toMatchObject({ cohort: 0, attainmentPercent: null })
  })

  it.each([
    ['locality=moray', 'locality', /caithness/],
    ['asOf=2999-01-01', 'asOf', /or earlier/],
    ['knownAt=2999-01-01', 'knownAt', /or earlier/],
    ['asOf=2019-02-30', 'asOf', /./],
    ['knownAt=yesterday', 'knownAt', /./],
  ])('refuses %s by its field, with what to do', async (query, field, remedy) => {
    const { status, body } = await manager.get(`/api/v1/reports/aims?${query}`)
    const { errors } = body as { errors: { field: string; remedy: string }[] }
    expect([status, errors.map((one) => one.field)]).toEqual([422, [field]])
    expect(errors[0]?.remedy).toMatch(remedy)
  })
})

describe('GET /api/v1/reports/aims/{aim}/journeys', () => {
  it('lists those of a number, page by page, each with its dates', async () => {
    const first = await behind('2', 'asOf=2019-10-01&locality=caithness&class=onTime&limit=3')
    expect(
      first.items.map(({ childReference, doneOn, limitOn }) => [childReference, doneOn, limitOn]),
    ).toEqual([
      ['CAI-0', '2018-10-01', '2019-02-18'],
      ['CAI-1', '2019-03-25', '2019-03-25'],
      ['CAI-2', '2019-02-04', '2019-05-13'],
    ])
    const rest = await behind(
      '2',
      `asOf=2019-10-01&locality=caithness&class=onTime&limit=3&cursor=${first.next ?? ''}`,
    )
    expect([rest.items.map(({ childReference }) => childReference), rest.next]).toEqual([['CAI-3'], null])
  })

  it('shows each what they may see, says how many more there are, and writes down who looked', async () => {
    const worker = await api.as({ sub: 'worker-of-ross', roles: ['case-worker'], localities: ['ross'] })
    const answer = await worker.get('/api/v1/reports/aims/2/journeys?asOf=2019-10-01')
    const { items, notShown } = answer.body as BehindAimAnswer
    expect([items.map(({ childReference }) => childReference), notShown]).toEqual([['ROSS-1'], 5])
    const audit = await manager.get(`/api/v1/journeys/${withdrawn.journey}/audit`)
    expect(audit.body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ who: 'worker-of-ross', action: 'reports.journeys' }),
      ]) as unknown,
    })
  })

  it('knows no other aim and no foreign cursor', async () => {
    expect((await manager.get('/api/v1/reports/aims/9/journeys')).status).toBe(404)
    expect((await manager.get('/api/v1/reports/aims/2/journeys?cursor=abc')).body).toMatchObject({
      errors: [{ field: 'cursor' }],
    })
  })
})

describe('the page of aims', () => {
  it('says each number with its small numbers, baselines and picture, and leads to the children behind it', async () => {
    const page = await opened('/aims?asOf=2019-10-01&locality=caithness')
    expect(page.status).toBe(200)
    expect(page.text).toContain('100% on time, 4 of 4')
    expect(page.text).toContain('Small numbers:')
    expect(page.text).toContain('72 weeks')
    expect(page.text).toContain('On time 100%, 4 of 4. With returns 100%, 5 of 5. Target: 90%.')
    const behindAddress = '/aims/2?locality=caithness&amp;asOf=2019-10-01&amp;class=onTime'
    expect(page.text).toContain(behindAddress)
    const children = await opened(behindAddress.replaceAll('&amp;', '&'))
    expect(children.text).toContain('CAI-3')
    expect(children.text).not.toContain('CAI-4')
  })

  it('says what is wrong in what is asked, and shows what was asked', async () => {
    const page = await opened('/aims?asOf=2999-01-01')
    expect(page.status).toBe(422)
    expect(page.text).toContain('is in the future')
    expect(page.text).toContain('value="2999-01-01"')
  })
})

async function opened(path: string) {
  const page = await visitor.open(path)
  return { status: page.status, text: await page.text() }
}

async function aims(query: string): Promise<AimAnswer[]> {
  const { status, body } = await manager.get(`/api/v1/reports/aims?${query}`)
  expect([status, body]).toEqual([200, expect.anything()])
  return (body as AimsAnswer).aims
}

async function behind(aim: string, query: string): Promise<BehindAimAnswer> {
  const { status, body } = await manager.get(`/api/v1/reports/aims/${aim}/journeys?${query}`)
  expect([status, body]).toEqual([200, expect.anything()])
  return body as BehindAimAnswer
}

async function start(childReference: string, locality: string, occurredAt: string): Promise<string> {
  const { status, body } = await manager.post('/api/v1/journeys', {
    childReference,
    pathway: 'away-from-home',
    locality,
    occurredAt,
    legalBasis: 'voluntary-s25',
  })
  expect(status).toBe(201)
  return (body as JourneyAnswer).id
}

function recommend(id: string, occurredAt: string) {
  return record(id, {
    type: 'permanence-recommended',
    occurredAt,
    recommendation: 'away-from-home',
    route: 'permanence-order',
  })
}

async function record(id: string, event: object) {
  const { status, body } = await manager.post(`/api/v1/journeys/${id}/events`, event)
  expect([status, body]).toEqual([201, expect.anything()])
  return (body as { journey: JourneyAnswer }).journey.events
}
