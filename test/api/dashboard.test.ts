import type { DashboardAnswer } from '../../contracts/dashboard-schema'
import type { DelayAnswer } from '../../contracts/delay-schema'
import type { WorkloadAnswer } from '../../contracts/workload-schema'
import { readFor } from '../../db/acting'
import { weeksLost } from '../../db/reports/delay'
import { AUTHORITY } from '../../db/scope'
import { daysLost, stageOfRule, type LateDeadline, type Span } from '../../domain/delay'
import type { LocalDate } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import { newChild, openApi, type Api, type Caller } from '../support/api'
import { daysAgo, inDays } from '../support/days'
import { weeksWords } from '../../web/improvement-words'

let api: Api
let manager: Caller
let mixed: { readonly explained: string }
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.as()
  await manager.put(
    '/api/v1/people',
    {
      people: [
        { id: 'mairi', name: 'Mairi', roles: ['manager'], locality: 'caithness' },
        { id: 'ana', name: 'Ana', roles: ['case-worker'], locality: 'caithness', team: 'Wick' },
        { id: 'bo', name: 'Bo', roles: ['case-worker'], locality: 'caithness', leftOn: daysAgo(3) },
        { id: 'cal', name: 'Cal', roles: ['case-worker'], awayFrom: daysAgo(2), awayUntil: inDays(9) },
      ],
    },
    { 'if-match': '*' },
  )
  const [late, explained, closed] = [
    await manager.start(daysAgo(400), { worker: 'ana', team: 'Wick' }),
    await manager.start(daysAgo(100), { worker: 'bo' }),
    await manager.start(daysAgo(60)),
  ]
  // whoever would cover has left as well
  await manager.record(explained.id, 'worker-assigned', daysAgo(1), { worker: 'bo', as: 'cover' })
  const covered = await manager.start(daysAgo(20), { worker: 'cal', team: 'Wick' })
  await manager.record(covered.id, 'worker-assigned', daysAgo(1), { worker: 'ana', as: 'cover' })
  await manager.start(daysAgo(10))
  await manager.start(daysAgo(90), { pathway: 'at-home', legalBasis: 'cso', worker: 'somebody-unknown' })
  await manager.start(daysAgo(5), { locality: 'skye', worker: 'ana' })
  await manager.record(late.id, 'permanence-recommended', daysAgo(30), {
    recommendation: 'away-from-home',
    route: 'permanence-order',
  })
  await manager.record(explained.id, 'review-held', daysAgo(40), { review: '6-week' })
  await manager.record(closed.id, 'journey-closed', daysAgo(7), { reason: 'ceased-to-be-looked-after' })
  await manager.start(daysAgo(50), { practice: true, childReference: newChild() })
  mixed = { explained: explained.id }
})
afterAll(() => api.close())

async function of<Answer>(path: string, caller = manager): Promise<Answer> {
  const answer = await caller.get(`/api/v1/reports/${path}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body as Answer
}

interface Listed {
  readonly journeys: number
  readonly list: string
}

/** Every number of an answer that says where its journeys are listed. */
function listedIn(answer: unknown): Listed[] {
  if (typeof answer !== 'object' || answer === null) return []
  const inside = Object.values(answer).flatMap(listedIn)
  return 'list' in answer && 'journeys' in answer && answer.list !== null
    ? [answer as Listed, ...inside]
    : inside
}

async function expectEachToBeListed(answer: unknown): Promise<void> {
  const numbers = listedIn(answer)
  expect(numbers.length).toBeGreaterThan(10)
  for (const { list, journeys } of numbers) {
    const { items } = (await manager.get(`${list}${list.includes('?') ? '&' : '?'}limit=200`)).body as {
      items: unknown[]
    }
    expect([list, items.length]).toEqual([list, journeys])
  }
}

describe('the dashboard', () => {
  it('counts where the children of a locality stand, what is overdue and what nobody leads', async () => {
    const seen = await of<DashboardAnswer>('dashboard?locality=caithness')
    expect(seen).toMatchObject({
      asOf: daysAgo(0),
      locality: 'caithness',
      open: { journeys: 5 },
      started: { journeys: 2 },
      closed: { journeys: 1 },
      withoutLead: { journeys: 1 },
      // Bo has left; Cal is away as well, and Ana covers
      leadNotHere: { journeys: 1 },
      failedNotices: { notices: 0, list: '/api/v1/notices?status=failed&locality=caithness' },
    })
    const stage = (id: string) => seen.stages.find((one) => one.stage === id)
    expect(stage('assessment')).toMatchObject({ journeys: 3, overdue: { journeys: 3 } })
    expect(stage('awaiting-panel')).toMatchObject({ journeys: 1 })
    expect(seen.pathways.map(({ pathway, journeys }) => [pathway, journeys])).toEqual([
      ['away-from-home', 4],
      ['at-home', 1],
    ])
    const meeting = seen.overdue.rules.find(({ ruleId }) => ruleId === 'seventy-two-hour-meeting')
    expect(meeting).toMatchObject({ clock: 'local', journeys: 4 })
    expect(meeting?.bands.map(({ band, journeys }) => [band, journeys])).toEqual([
      ['up-to-a-week', 1],
      ['up-to-four-weeks', 1],
      ['up-to-twelve-weeks', 0],
      ['longer', 2],
    ])
    const review = seen.due.rules.find(({ ruleId }) => ruleId === 'six-week-review')
    expect(review?.weeks.map(({ journeys }) => journeys)).toEqual([0, 0, 0, 1])
    expect((await of<DashboardAnswer>('dashboard')).open.journeys).toBe(6)
  })

  it('leads from each number to just the children behind it', async () => {
    await expectEachToBeListed(await of('dashboard?locality=caithness'))
  })

  it('shows whoever may not list children the numbers of their localities, and no way to a child', async () => {
    const lead = await api.as({ roles: ['improvement-lead'], localities: ['caithness'] })
    const seen = await of<DashboardAnswer>('dashboard', lead)
    expect(seen.open).toEqual({ journeys: 5, list: null })
    expect(JSON.stringify(seen)).not.toMatch(/api\/v1/)
    expect((await lead.get('/api/v1/reports/dashboard?locality=skye')).status).toBe(404)
    const wrong = await lead.get('/api/v1/reports/dashboard?locality=nowhere')
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('caithness, sutherland')
  })
})

describe('the workload', () => {
  it('is by worker, with cover apart and who is not here named so', async () => {
    const { byWorker, withoutLead, leadNotHere, all, byTeam } = await of<WorkloadAnswer>(
      'workload?locality=caithness',
    )
    const who = (id: string) => byWorker.find(({ worker }) => worker === id)
    expect(who('ana')).toMatchObject({
      presence: 'here',
      leads: { open: { journeys: 1 }, overdue: { journeys: 1 } },
      covers: { open: { journeys: 1, list: null } },
    })
    expect(who('bo')).toMatchObject({ presence: 'left', leads: { open: { journeys: 1 } } })
    expect(who('cal')).toMatchObject({ presence: 'away', awayUntil: inDays(9) })
    expect(who('somebody-unknown')).toMatchObject({ presence: 'unknown' })
    expect([all.open.journeys, withoutLead.open.journeys, leadNotHere.open.journeys]).toEqual([5, 1, 1])
    expect(byTeam.map(({ team, amount }) => [team, amount.open.journeys])).toEqual([
      ['Wick', 2],
      [null, 3],
    ])
    expect(who('ana')?.leads.overdue.longestDays).toBe(397)
  })

  it('leads from each number to just the children behind it', async () => {
    await expectEachToBeListed(await of('workload?locality=caithness&team=Wick'))
  })
})

describe('the pages of these numbers', () => {
  it('lead from a number to the list, which says what it is narrowed to, and to an improvement lead nowhere', async () => {
    const visitor = await api.signedIn({ roles: ['manager'], localities: ['caithness'] })
    const dashboard = await (await visitor.open('/dashboard?locality=caithness')).text()
    const list = /href="(\/children[?][^"]*rule=seventy-two-hour-meeting[^"]*)"/.exec(dashboard)?.[1] ?? ''
    const children = await (await visitor.open(list.replaceAll('&amp;', '&'))).text()
    expect(children).toContain('Narrowed to:')
    expect(children).toContain('72-hour child plan meeting')
    expect(children).toContain('4 journeys')
    expect(await (await visitor.open('/workload')).text()).toContain('Has left')
    expect((await visitor.open('/dashboard?locality=skye')).status).toBe(404)
    expect((await visitor.open('/delay?from=tomorrow')).status).toBe(422)
    const lead = await api.signedIn({ roles: ['improvement-lead'], localities: ['caithness'] })
    const numbers = await (await lead.open('/dashboard')).text()
    expect(numbers).toContain('Every child’s stage')
    expect(numbers).not.toContain('href="/children')
  })
})

describe('weeks lost', () => {
  it('are the days of each late deadline, as the domain counts them, open ones until today', async () => {
    const { law, local, ...span } = await of<DelayAnswer>('delay')
    const rows = await api.db
      .selectFrom('deadline')
      .innerJoin('journey', 'journey.id', 'deadline.journey_id')
      .selectAll('deadline')
      .where('practice', '=', false)
      .execute()
    const rule = (id: string) => currentPolicy('highland').policy.rules.find((one) => one.id === id)
    const expected = new Map<string, number>()
    for (const row of rows) {
      const { dueOn, ...late } = deadlineOf(row)
      const days = daysLost({ dueOn, ...late }, span as unknown as Span)
      const found = rule(row.rule_id)
      if (days === undefined || found === undefined) continue
      const key = `${found.basis.kind === 'law' ? 'law' : 'local'} ${stageOfRule(found)}`
      expected.set(key, (expected.get(key) ?? 0) + days)
    }
    const counted = [
      ...law.byStage.map((one) => ['law', one] as const),
      ...local.byStage.map((one) => ['local', one] as const),
    ]
    expect(counted.length).toBeGreaterThan(3)
    expect(
      Object.fromEntries(counted.map(([clock, { stage, weeks }]) => [`${clock} ${stage}`, weeks])),
    ).toEqual(Object.fromEntries([...expected].map(([key, days]) => [key, Math.round((days / 7) * 10) / 10])))
  })

  it('go by the reason that was explained last, and say where nobody has explained it', async () => {
    await explained('staffing', daysAgo(30))
    await explained('panel-date', daysAgo(20))
    const { local } = await of<DelayAnswer>('delay')
    const reason = (id: string) => local.byReason.find((one) => one.reason === id)
    expect(reason('panel-date')).toMatchObject({ deadlines: 1, journeys: 1, weeks: 13.9, medianWeeks: 13.9 })
    expect(reason('staffing')).toBeUndefined()
    expect(reason('unexplained')?.journeys).toBeGreaterThan(2)
    expect(local.journeys).toBeLessThanOrEqual(local.deadlines)
  })

  it('are narrowed by the days that are looked at, and by locality', async () => {
    const { local } = await of<DelayAnswer>(`delay?locality=skye&from=${daysAgo(1)}&to=${daysAgo(0)}`)
    expect(local.byRule).toEqual([
      expect.objectContaining({
        ruleId: 'seventy-two-hour-meeting',
        title: '72-hour child plan meeting',
        weeks: 0.3,
        deadlines: 1,
      }),
    ])
    expect((await of<DelayAnswer>(`delay?locality=skye&to=${daysAgo(20)}`)).local.byRule).toEqual([])
    expect((await manager.get(`/api/v1/reports/delay?from=${daysAgo(1)}&to=${daysAgo(2)}`)).status).toBe(422)
  })

  it('are what forces of a forcefield are tied to', async () => {
    const { byStage, byReason } = await readFor(api.db, { id: 'somebody', scope: AUTHORITY }, (trx) =>
      weeksLost(trx, { locality: 'caithness' }),
    )
    expect(byStage).toContainEqual(expect.objectContaining({ clock: 'local', stage: 'first-72-hours' }))
    expect(byReason).toContainEqual(expect.objectContaining({ clock: 'local', reason: 'panel-date' }))
    const force = { side: 'restraining', strength: 3 }
    const forces = [
      { ...force, id: 'first', title: 'Snow', stage: 'first-72-hours' },
      { ...force, id: 'panel', title: 'Dates', reason: 'panel-date' },
      { ...force, id: 'untied', title: 'Habit' },
    ]
    const field = { title: 'Aim 2', aim: '2', locality: 'caithness', forces }
    const lead = await api.as({ roles: ['improvement-lead'], localities: ['skye'] })
    const { id } = (await lead.post('/api/v1/forcefields', field)).body as { id: string }
    const visitor = await api.signedIn({ roles: ['improvement-lead'], localities: ['caithness'] })
    const page = await (await visitor.open(`/improvement/forcefields/${id}`)).text()
    const weeks = [
      byStage.find((one) => one.clock === 'local' && one.stage === 'first-72-hours')?.weeks,
      byReason.find((one) => one.clock === 'local' && one.reason === 'panel-date')?.weeks,
    ]
    for (const lost of weeks) expect(page).toContain(weeksWords(lost ?? NaN))
    expect(page.match(/<text[^>]*>[^<]*weeks? lost[^<]*<\/text>/g)).toHaveLength(2)
  })
})

function deadlineOf(row: {
  due_on: LocalDate
  met_on: LocalDate | null
  met_late: boolean | null
  cancelled_on: LocalDate | null
}): LateDeadline {
  return {
    dueOn: row.due_on,
    ...(row.met_on !== null && { metOn: row.met_on }),
    ...(row.met_late !== null && { metLate: row.met_late }),
    ...(row.cancelled_on !== null && { cancelledOn: row.cancelled_on }),
  }
}

async function explained(reason: string, on: string): Promise<void> {
  const ruleId = 'seventy-two-hour-meeting'
  await manager.record(mixed.explained, 'delay-explained', on, { ruleId, reason })
}
