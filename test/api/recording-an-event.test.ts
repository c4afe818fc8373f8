import { openApi, type Api, type Caller } from '../support/api'

let api: Api
let team: Caller
beforeAll(async () => {
  api = await openApi()
  team = await api.as({ sub: 'manager-1', roles: ['manager'], localities: ['caithness'] })
})
afterAll(() => api.close())

const eventsOf = (id: string) => `/api/v1/journeys/${id}/events`

it('a meeting held on Monday and typed on Wednesday is on time, and the dates it agreed are in the diary', async () => {
  const { id } = await team.start('2026-03-27T15:30:00+00:00')
  const answer = await team.post(eventsOf(id), {
    type: 'child-plan-meeting-held',
    occurredAt: '2026-03-30T10:00:00+01:00',
    meeting: '72-hour',
    agreedDates: { threeMonth: '2026-06-24T14:00:00+01:00', sixMonth: '2026-09-23' },
    views: [{ of: 'child', how: 'in-person' }],
    immediateNeeds: 'A bed of her own.\nSchool transport.',
  })
  expect(answer.status).toBe(201)
  expect(answer.headers).toMatchObject({ etag: '"2"', location: `/api/v1/journeys/${id}` })
  expect(answer.body).toMatchObject({
    event: {
      number: 2,
      type: 'child-plan-meeting-held',
      occurredAt: '2026-03-30T10:00:00+01:00',
      immediateNeeds: 'A bed of her own.\nSchool transport.',
      recordedBy: 'manager-1',
    },
    journey: {
      version: 2,
      stage: 'assessment',
      source: 'record',
      diary: [
        { meeting: '3-month', date: '2026-06-24T14:00:00+01:00', cancelled: false },
        { meeting: '6-month', date: '2026-09-23', cancelled: false },
      ],
    },
  })
  const { journey } = answer.body as { journey: { deadlines: object[] } }
  expect(journey.deadlines[0]).toMatchObject({
    ruleId: 'seventy-two-hour-meeting',
    metOn: '2026-03-30',
    status: 'met',
  })
})

it('a whole journey, from its start to the lodging of the order', async () => {
  const { id } = await team.start('2026-01-05')
  await team.record(id, 'child-plan-meeting-held', '2026-01-07', { meeting: '72-hour' })
  await team.record(id, 'review-held', '2026-02-10', { review: '6-week' })
  await team.record(id, 'child-plan-meeting-held', '2026-04-01', { meeting: '3-month' })
  const recommended = await team.record(id, 'child-plan-meeting-held', '2026-06-30', {
    meeting: '6-month',
    recommendation: 'away-from-home',
    route: 'permanence-order',
  })
  expect(recommended.stage).toBe('awaiting-panel')
  const panel = await team.record(id, 'panel-held', '2026-08-01', {
    members: ['a', 'b'],
    outcome: 'supported',
  })
  expect(panel.stage).toBe('awaiting-decision')
  const decided = await team.record(id, 'agency-decision-made', '2026-08-10', {
    decisionMaker: 'c',
    decision: 'approve-permanence-order',
  })
  expect(decided.stage).toBe('awaiting-lodging')
  const lodged = await team.record(id, 'order-lodged', '2026-10-01')
  expect(lodged).toMatchObject({ stage: 'in-court', version: 8, closed: false })
  const aims = lodged.deadlines.filter(
    ({ basis }) => basis.kind !== 'law' && basis.citation !== 'Highland local rule',
  )
  expect(aims.map(({ ruleId, status }) => [ruleId, status])).toEqual([
    ['seventy-two-hour-meeting', 'met'],
    ['three-month-meeting', 'met'],
    ['six-month-meeting', 'met'],
    ['permanence-recommendation', 'met'],
    ['permanence-panel', 'met'],
    ['order-lodging', 'met'],
    ['peer-review', 'not-applicable'],
  ])
})

describe('what cannot have happened is refused, with the reason and the remedy', () => {
  it('a panel before any recommendation', async () => {
    const { id } = await team.start('2026-01-05')
    const answer = await team.post(eventsOf(id), {
      type: 'panel-held',
      occurredAt: '2026-03-01',
      members: ['a'],
      outcome: 'supported',
    })
    expect(answer.status).toBe(409)
    expect(answer.body).toEqual({
      type: 'urn:pace:problem:not-possible',
      title: 'This is not possible now',
      status: 409,
      detail: 'A panel cannot be held before any recommendation of permanence away from the family',
      code: 'panel-before-recommendation',
      reason: 'A panel cannot be held before any recommendation of permanence away from the family',
      remedy: expect.stringContaining('permanence-recommended') as string,
    })
    expect((await team.read(id)).version).toBe(1)
  })

  it('a decision by somebody who sat on the panel', async () => {
    const { id } = await team.start('2026-01-05')
    await team.record(id, 'permanence-recommended', '2026-03-01', { recommendation: 'away-from-home' })
    await team.record(id, 'panel-held', '2026-04-01', { members: ['a', 'b'], outcome: 'supported' })
    const answer = await team.post(eventsOf(id), {
      type: 'agency-decision-made',
      occurredAt: '2026-04-05',
      decisionMaker: 'b',
      decision: 'approve-permanence-order',
    })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'decision-maker-sat-on-panel', field: 'decisionMaker' })
  })

  it.each([
    ['in the future', '2999-01-01'],
    ['before this journey began', '2025-12-31'],
  ])('an event dated %s: the date is what is wrong', async (words, occurredAt) => {
    const { id } = await team.start('2026-01-05')
    const answer = await team.post(eventsOf(id), { type: 'order-lodged', occurredAt })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'occurredAt' }] })
    expect(answer.text).toContain(words)
  })

  it('a second start', async () => {
    const { id } = await team.start('2026-01-05')
    const answer = await team.post(eventsOf(id), {
      type: 'looked-after-started',
      occurredAt: '2026-02-01',
      pathway: 'away-from-home',
      legalBasis: 'cso',
    })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'already-started' })
  })

  it('an event after the journey has closed', async () => {
    const { id } = await team.start('2026-01-05')
    await team.record(id, 'returned-to-family', '2026-02-01')
    const answer = await team.post(eventsOf(id), {
      type: 'review-held',
      occurredAt: '2026-02-16',
      review: '6-week',
    })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'after-closing' })
  })
})

describe('what is wrong in the request is named field by field', () => {
  it('an unknown type, with the known ones', async () => {
    const { id } = await team.start('2026-01-05')
    const answer = await team.post(eventsOf(id), { type: 'party-held', occurredAt: '2026-02-01' })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      errors: [{ field: 'type', message: expect.stringContaining('panel-held') as string }],
    })
  })

  it.each([
    ['a missing field', { type: 'panel-held', members: ['a'] }, 'outcome', 'is missing'],
    [
      'an unknown field, with the known ones of this type',
      { type: 'order-lodged', court: 'x' },
      'court',
      'order',
    ],
    [
      'an unknown code, with the known ones',
      { type: 'order-lodged', order: 'x' },
      'order',
      'kinship-care-order',
    ],
    [
      'a date inside another field',
      { type: 'child-plan-meeting-held', meeting: '72-hour', agreedDates: { threeMonth: 'soon' } },
      'agreedDates.threeMonth',
      'must be a date',
    ],
    [
      'an entry of a list',
      { type: 'child-plan-meeting-held', meeting: 'other', actions: [{ what: 'x', owner: 'nobody' }] },
      'actions.0.owner',
      'social-work',
    ],
    [
      'an unknown agency',
      { type: 'child-plan-meeting-held', meeting: 'other', attendance: { army: 'attended' } },
      'attendance.army',
      'army is not in the policy: an agency must be one of: social-work, health',
    ],
    ['an empty panel', { type: 'panel-held', members: [], outcome: 'deferred' }, 'members', 'must name'],
    [
      'an address that is not https',
      { type: 'meeting-date-set', meeting: 'panel', at: '2026-03-01', joinUrl: 'http://x.example' },
      'joinUrl',
      'https',
    ],
    [
      'far too many words',
      { type: 'review-held', review: '6-week', outcome: 'x'.repeat(4001) },
      'outcome',
      '4,000 characters',
    ],
  ])('%s', async (_what, body, field, words) => {
    const { id } = await team.start('2026-01-05')
    const answer = await team.post(eventsOf(id), { occurredAt: '2026-02-01', ...body })
    expect(answer.status).toBe(422)
    const { errors } = answer.body as { errors: { field: string }[] }
    expect(errors.map((error) => error.field)).toEqual([field])
    expect(answer.text).toContain(words)
  })
})

describe('If-Match', () => {
  it('records when nobody has recorded since the journey was read', async () => {
    const { id, version } = await team.start('2026-01-05')
    const answer = await team.post(
      eventsOf(id),
      { type: 'review-held', occurredAt: '2026-02-10', review: '6-week' },
      { 'if-match': `"${version}"` },
    )
    expect(answer.status).toBe(201)
  })

  it('refuses when somebody has, and says where the journey is now', async () => {
    const { id } = await team.start('2026-01-05')
    await team.record(id, 'review-held', '2026-02-10', { review: '6-week' })
    const answer = await team.post(
      eventsOf(id),
      { type: 'child-plan-meeting-held', occurredAt: '2026-02-10', meeting: '72-hour' },
      { 'if-match': '"1"' },
    )
    expect(answer.status).toBe(412)
    expect(answer.headers['etag']).toBe('"2"')
    expect(answer.body).toMatchObject({ type: 'urn:pace:problem:recorded-meanwhile', version: 2 })
    expect((await team.read(id)).version).toBe(2)
  })

  it('of two people who read the same, one records', async () => {
    const { id } = await team.start('2026-01-05')
    const both = await Promise.all(
      ['2026-02-10', '2026-02-11'].map((occurredAt) =>
        team.post(eventsOf(id), { type: 'review-held', occurredAt, review: '6-week' }, { 'if-match': '"1"' }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([201, 412])
  })

  it.each(['7', 'W/"1"', '"x"', '"1", "2"'])('%s is no ETag of a journey', async (ifMatch) => {
    const { id } = await team.start('2026-01-05')
    const body = { type: 'review-held', occurredAt: '2026-02-10', review: '6-week' }
    const answer = await team.post(eventsOf(id), body, { 'if-match': ifMatch })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'If-Match' }] })
  })

  it('with a star, any version will do', async () => {
    const { id } = await team.start('2026-01-05')
    const body = { type: 'review-held', occurredAt: '2026-02-10', review: '6-week' }
    expect((await team.post(eventsOf(id), body, { 'if-match': '*' })).status).toBe(201)
  })
})

it('many who record at once in one journey: each event has its own number, and none is lost', async () => {
  const { id } = await team.start('2026-01-05')
  await Promise.all(
    Array.from({ length: 15 }, (_, day) =>
      team.record(id, 'review-held', `2026-03-${String(day + 1).padStart(2, '0')}`, { review: 'later' }),
    ),
  )
  const { events } = await team.read(id)
  expect(events.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1))
})
