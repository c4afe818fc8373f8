import type { DeadlineAnswer } from '../../contracts/journey-schema'
import { openApi, type Api, type Caller } from '../support/api'

let api: Api
let worker: Caller
beforeAll(async () => {
  api = await openApi()
  worker = await api.as({ roles: ['case-worker'], localities: ['caithness'] })
})
afterAll(() => api.close())

async function why(id: string, rule: string): Promise<DeadlineAnswer> {
  const answer = await worker.get(`/api/v1/journeys/${id}/deadlines/${rule}`)
  expect(answer.status).toBe(200)
  return answer.body as DeadlineAnswer
}

describe('why this date?', () => {
  it('says each step of 72 hours over a clock change', async () => {
    const { id } = await worker.start('2026-03-27T15:30:00+00:00')
    expect(await why(id, 'seventy-two-hour-meeting')).toMatchObject({
      ruleId: 'seventy-two-hour-meeting',
      dueOn: '2026-03-30',
      dueAt: '2026-03-30T16:30:00+01:00',
      basis: {
        kind: 'test-of-change',
        citation: expect.stringMatching(/^Caithness test of change/) as string,
      },
      because: [
        'The clock was started by this: The child became looked after at 15:30 on Friday 27 March 2026.',
        '72 hours of elapsed time after 15:30 on Friday 27 March 2026 end at 16:30 on Monday 30 March 2026.',
        'The clocks went forward in between: 72 hours are still 72 hours, so they end an hour later by the clock.',
        'Rule: 72-hour child plan meeting, of the policy highland-caithness, version 1.',
        'On whose authority: Caithness test of change: a child plan meeting within 72 hours, chaired by a local manager. This is confirmed.',
      ],
    })
  })

  it('names the holidays that were not counted', async () => {
    const { id } = await worker.start('2026-04-01', { emergency: true, legalBasis: 'cpo' })
    const { dueOn, because } = await why(id, 'emergency-review')
    expect(dueOn).toBe('2026-04-07')
    expect(because).toContain(
      'Not counted: Friday 3 April 2026 (Good Friday); Saturday 4 April 2026; Sunday 5 April 2026.',
    )
    // hearings sit on Good Friday
    expect((await why(id, 'cpo-hearing')).dueOn).toBe('2026-04-03')
  })

  it('tells of a rule whose clock has not started what starts it', async () => {
    const { id } = await worker.start('2026-03-02')
    expect(await why(id, 'permanence-panel')).toMatchObject({
      dueOn: null,
      dueAt: null,
      status: 'not-applicable',
      instances: [],
      because: [
        'The clock has not started: it starts with the first recommendation of permanence away from home whose route needs a panel.',
        expect.stringContaining('Rule: Permanence panel'),
        expect.stringContaining('PACE Highland, Aim 3'),
      ],
    })
  })

  it('has every instance of a rule that repeats, the current one first to be met', async () => {
    const { id } = await worker.start('2026-01-05')
    await worker.record(id, 'visit-made', '2026-01-08', { childSeen: true })
    await worker.record(id, 'visit-made', '2026-04-01', { childSeen: true })
    const { dueOn, instances } = await why(id, 'later-visit')
    expect(dueOn).toBe('2026-07-01')
    expect(instances).toMatchObject([
      { instance: 1, dueOn: '2026-04-08', metOn: '2026-04-01', status: 'met' },
      { instance: 2, dueOn: '2026-07-01' },
    ])
  })

  it('is not there for a rule that the policy does not have', async () => {
    const { id } = await worker.start('2026-01-05')
    expect((await worker.get(`/api/v1/journeys/${id}/deadlines/no-such-rule`)).status).toBe(404)
  })

  it('is a clear word where the calendar does not reach, never a silent weekday', async () => {
    const { id } = await worker.start('2017-11-06', { emergency: true })
    const { dueOn, because } = await why(id, 'emergency-review')
    expect(dueOn).toBeNull()
    expect(because.join(' ')).toContain('Calendar scotland version 1 does not cover 2017')
    const { warnings } = await worker.read(id)
    expect(warnings).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'calendar-does-not-cover' })]),
    )
  })
})

describe('a date without a journey', () => {
  const reckon = (body: object) => worker.post('/api/v1/tools/deadline', body)

  it.each([
    [{ unit: 'months', count: 6, startedAt: '2025-08-31' }, '2026-02-28', null],
    [{ unit: 'months', count: 6, startedAt: '2027-08-31' }, '2028-02-29', null],
    [{ unit: 'weeks', count: 45, startedAt: '2026-03-27' }, '2027-02-05', null],
    [{ unit: 'days', count: 14, startedAt: '2026-12-24' }, '2027-01-07', null],
    [{ unit: 'working-days', count: 3, startedAt: '2026-06-12' }, '2026-06-18', null],
    [{ unit: 'working-days', count: 2, calendar: 'hearings', startedAt: '2026-12-24' }, '2026-12-29', null],
    [
      { unit: 'hours', count: 72, startedAt: '2026-10-23T15:30:00+01:00' },
      '2026-10-26',
      '2026-10-26T14:30:00+00:00',
    ],
    [{ rule: 'peer-review', startedAt: '2015-05-01' }, '2018-11-24', null],
    [{ rule: 'emergency-review', startedAt: '2021-06-04' }, '2021-06-11', null],
  ])('of %j is %s', async (body, dueOn, dueAt) => {
    const answer = await reckon(body)
    expect([answer.status, answer.body]).toEqual([
      200,
      { dueOn, dueAt, because: expect.arrayContaining([expect.any(String)]) },
    ])
  })

  it.each([
    [{ unit: 'days', count: 3 }, 'startedAt'],
    [{ startedAt: '2026-03-02' }, 'rule'],
    [{ unit: 'days', startedAt: '2026-03-02' }, 'count'],
    [{ unit: 'days', count: 0, startedAt: '2026-03-02' }, 'count'],
    [{ unit: 'fortnights', count: 1, startedAt: '2026-03-02' }, 'unit'],
    [{ unit: 'days', count: 1, calendar: 'scotland', startedAt: '2026-03-02' }, 'calendar'],
    [{ unit: 'working-days', count: 1, calendar: 'atlantis', startedAt: '2026-03-02' }, 'calendar'],
    [{ rule: 'no-such-rule', startedAt: '2026-03-02' }, 'rule'],
    [{ rule: 'peer-review', count: 3, startedAt: '2026-03-02' }, 'count'],
    [{ unit: 'working-days', count: 3, startedAt: '2028-12-29' }, 'startedAt'],
    [{ unit: 'working-days', count: 3, startedAt: '2017-05-01' }, 'startedAt'],
  ])('of %j is refused at %s', async (body, field) => {
    const answer = await reckon(body)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field, remedy: expect.any(String) }] })
  })
})
