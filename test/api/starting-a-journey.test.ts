import { newChild, openApi, toStart, type Api, type Caller } from '../support/api'

let api: Api
let worker: Caller
beforeAll(async () => {
  api = await openApi()
  worker = await api.as({ sub: 'worker-1', roles: ['case-worker'], localities: ['caithness'] })
})
afterAll(() => api.close())

const JOURNEYS = '/api/v1/journeys'

it('a child becomes looked after: the journey begins, and says where it is and what is due', async () => {
  const answer = await worker.post(JOURNEYS, {
    childReference: 'CH-2026-0142',
    pathway: 'away-from-home',
    locality: 'caithness',
    occurredAt: '2026-03-27T15:30:00+00:00',
    legalBasis: 'voluntary-s25',
    placementType: 'foster',
    emergency: true,
    team: 'Caithness North',
    worker: 'worker-1',
  })
  expect(answer.status).toBe(201)
  const { id } = answer.body as { id: string }
  expect(answer.headers).toMatchObject({
    location: `${JOURNEYS}/${id}`,
    etag: '"1"',
    'cache-control': 'no-store',
  })
  expect(answer.body).toMatchObject({
    childReference: 'CH-2026-0142',
    pathway: 'away-from-home',
    locality: 'caithness',
    team: 'Caithness North',
    worker: 'worker-1',
    version: 1,
    // a change is tried in Caithness
    policy: { id: 'highland-caithness', version: 1 },
    cohort: 'caithness-72-hours',
    closed: false,
    source: 'record',
    events: [
      {
        number: 1,
        type: 'looked-after-started',
        occurredAt: '2026-03-27T15:30:00+00:00',
        legalBasis: 'voluntary-s25',
        placementType: 'foster',
        emergency: true,
        recordedBy: 'worker-1',
      },
    ],
  })
  // 72 elapsed hours over the clock change of 29 March.
  expect(answer.body).toHaveProperty('deadlines.0', {
    ruleId: 'seventy-two-hour-meeting',
    title: '72-hour child plan meeting',
    instance: 1,
    dueOn: '2026-03-30',
    dueAt: '2026-03-30T16:30:00+01:00',
    status: 'overdue',
    basis: {
      kind: 'test-of-change',
      citation: 'Caithness test of change: a child plan meeting within 72 hours, chaired by a local manager',
      confidence: 'confirmed',
    },
  })
})

it('a rule whose clock has not started is named, without a date', async () => {
  const { deadlines } = await worker.start('2026-03-02')
  expect(deadlines.find(({ ruleId }) => ruleId === 'permanence-panel')).toMatchObject({
    dueOn: null,
    status: 'not-applicable',
  })
})

it('a day without a time stays a day', async () => {
  const { events } = await worker.start('2026-03-02')
  expect(events[0]?.occurredAt).toBe('2026-03-02')
})

it('white space around a child reference does not make another child', async () => {
  const childReference = newChild()
  expect(await worker.start('2026-03-02', { childReference: ` ${childReference}\n` })).toMatchObject({
    childReference,
  })
})

describe('refused', () => {
  it.each([
    ['a name', 'Jane Doe'],
    ['an e-mail address', 'jane@example.org'],
    ['more than 64 characters', 'x'.repeat(65)],
    ['letters of another alphabet', 'Ребёнок'],
  ])('%s is no child reference, and the answer says what is', async (_what, childReference) => {
    const answer = await worker.post(JOURNEYS, toStart('2026-03-02', { childReference }))
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'childReference' }] })
    expect(answer.text).not.toContain(childReference)
  })

  it('a name is told to be one', async () => {
    const answer = await worker.post(JOURNEYS, toStart('2026-03-02', { childReference: 'Jane Doe' }))
    expect(answer.text).toMatch(/pseudonymous reference.*never a name/)
  })

  it.each([
    [
      'an unknown locality, with the known ones',
      { locality: 'atlantis' },
      'locality',
      'caithness, sutherland',
    ],
    [
      'an unknown legal basis, with the known ones',
      { legalBasis: 'hearsay' },
      'legalBasis',
      'voluntary-s25, cpo',
    ],
    ['an unknown policy, with the known ones', { policy: 'narnia' }, 'policy', 'highland'],
    ['a date that is not in the calendar', { occurredAt: '2026-02-30' }, 'occurredAt', 'must be a date'],
    ['a moment without its offset', { occurredAt: '2026-03-02T10:00:00' }, 'occurredAt', 'offset'],
    ['a date in the future', { occurredAt: '2999-01-01' }, 'occurredAt', 'in the future'],
    ['a worker’s name', { worker: 'Jane Doe' }, 'worker', 'not a name'],
    ['a team over two lines', { team: 'North\nSouth' }, 'team', 'one line'],
    ['text where true or false belongs', { emergency: 'yes' }, 'emergency', 'true or false'],
    ['nothing where something belongs', { placementType: null }, 'placementType', 'Leave the field out'],
    [
      'an unknown field, with the known ones',
      { surname: 'Sutherland' },
      'surname',
      'childReference, locality',
    ],
  ])('%s', async (_what, fields, field, words) => {
    const answer = await worker.post(JOURNEYS, toStart('2026-03-02', fields))
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ type: 'urn:pace:problem:invalid-request', errors: [{ field }] })
    expect(answer.text).toContain(words)
  })

  it('every field that is missing is named at once', async () => {
    const answer = await worker.post(JOURNEYS, {})
    const { errors } = answer.body as { errors: { field: string; message: string }[] }
    expect(errors.filter(({ message }) => message === 'is missing').map(({ field }) => field)).toEqual(
      expect.arrayContaining(['childReference', 'pathway', 'locality', 'occurredAt', 'legalBasis']),
    )
  })
})

describe('a second journey of the same child', () => {
  it('is refused while one is open, and the answer leads to that one', async () => {
    const { id, childReference } = await worker.start('2026-03-02')
    const answer = await worker.post(JOURNEYS, toStart('2026-04-01', { childReference }))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({
      type: 'urn:pace:problem:journey-open-already',
      code: 'journey-open-already',
      journey: `${JOURNEYS}/${id}`,
    })
  })

  it('is refused without saying where, when that one is not the caller’s to see', async () => {
    const elsewhere = await (await api.as()).start('2026-03-02', { locality: 'skye' })
    const answer = await worker.post(
      JOURNEYS,
      toStart('2026-04-01', { childReference: elsewhere.childReference }),
    )
    expect(answer.status).toBe(409)
    expect(answer.text).not.toContain(elsewhere.id)
    expect(answer.text).not.toContain('skye')
  })

  it('begins once the first has closed', async () => {
    const { id, childReference } = await worker.start('2026-03-02')
    await worker.record(id, 'journey-closed', '2026-04-01', { reason: 'moved-away' })
    const second = await worker.start('2026-05-01', { childReference })
    expect(second.id).not.toBe(id)
  })

  it('two at the same moment: one begins, the other is refused', async () => {
    const childReference = newChild()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => worker.post(JOURNEYS, toStart('2026-03-02', { childReference }))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)])
  })
})
