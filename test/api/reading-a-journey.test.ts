import type { StandingNow } from '../../domain/standing'
import { openApi, type Api, type Caller } from '../support/api'

// The workflow that these tests ask: what it answers is set by each test. The real one is asked in test/workflow.
let workflow: (journeyId: string) => StandingNow | undefined = () => undefined
let asked = 0

let api: Api
let worker: Caller
beforeAll(async () => {
  api = await openApi({
    live: {
      standing: (journeyId) => {
        asked += 1
        return Promise.resolve(workflow(journeyId))
      },
    },
  })
  worker = await api.as({ roles: ['case-worker'], localities: ['caithness'] })
})
afterAll(() => api.close())
beforeEach(() => {
  workflow = () => undefined
  asked = 0
})

const conductedTo = (seq: number): StandingNow => ({
  seq,
  pathway: 'away-from-home',
  stage: 'assessment',
  closed: false,
  deadlines: [{ ruleId: 'six-week-review', instance: 1, dueOn: null, status: 'due-soon' }],
})

describe('the state of a journey', () => {
  it('is the workflow’s, once it has conducted all that is recorded', async () => {
    const { id } = await worker.start('2026-01-05')
    workflow = () => conductedTo(1)
    const journey = await worker.read(id)
    expect(journey).toMatchObject({ source: 'workflow', stage: 'assessment' })
    expect(journey).not.toHaveProperty('sourceBecause')
    expect(journey.deadlines.find(({ ruleId }) => ruleId === 'six-week-review')).toMatchObject({
      title: '6-week review',
      status: 'due-soon',
    })
  })

  it('is judged from the record while the workflow is behind, and says so', async () => {
    const { id } = await worker.start('2026-01-05')
    await worker.record(id, 'child-plan-meeting-held', '2026-01-07', { meeting: '72-hour' })
    workflow = () => conductedTo(1)
    const journey = await worker.read(id)
    expect(journey).toMatchObject({ source: 'record', sourceBecause: 'behind', version: 2 })
    expect(journey.deadlines[0]).toMatchObject({ ruleId: 'seventy-two-hour-meeting', status: 'met' })
  })

  it('is judged from the record when the engine is silent, and says so', async () => {
    const { id } = await worker.start('2026-01-05')
    expect(await worker.read(id)).toMatchObject({ source: 'record', sourceBecause: 'silent' })
  })

  it('of a closed journey is the record’s, without asking', async () => {
    const { id } = await worker.start('2026-01-05')
    await worker.record(id, 'journey-closed', '2026-02-01', { reason: 'aged-out' })
    expect(await worker.read(id)).toMatchObject({
      source: 'record',
      sourceBecause: 'closed',
      closed: true,
      stage: 'closed',
    })
    expect(asked).toBe(0)
  })

  it('of a journey elsewhere is asked of nobody', async () => {
    const { id } = await (await api.as()).start('2026-01-05', { locality: 'skye' })
    expect((await worker.get(`/api/v1/journeys/${id}`)).status).toBe(404)
    expect(asked).toBe(0)
  })
})

describe('how the child is looked after', () => {
  it('is said as it stands: the legal basis, the placement, who covers, and from when consent is needed', async () => {
    const { id } = await worker.start('2026-01-05', { consentRequiredFrom: '2031-02-03' })
    await worker.record(id, 'legal-basis-changed', '2026-01-20', {
      legalBasis: 'cso',
      expiresOn: '2027-01-19',
    })
    await worker.record(id, 'placement-changed', '2026-01-12', {
      placementType: 'kinship',
      placedIn: 'moray',
    })
    await worker.record(id, 'worker-assigned', '2026-02-01', {
      worker: 'worker-2',
      as: 'cover',
      until: '2026-02-14',
    })
    const { circumstances, events } = await worker.read(id)
    expect(circumstances).toEqual({
      legalBasis: 'cso',
      legalBasisUntil: '2027-01-19',
      placement: {
        placementType: 'kinship',
        placedIn: 'moray',
        setBy: events.find(({ type }) => type === 'placement-changed')?.id,
      },
      cover: { worker: 'worker-2', until: '2026-02-14' },
      consentRequiredFrom: '2031-02-03',
    })
  })
})

describe('the version of a journey', () => {
  it('is its ETag', async () => {
    const { id } = await worker.start('2026-01-05')
    await worker.record(id, 'child-plan-meeting-held', '2026-01-07', { meeting: '72-hour' })
    const answer = await worker.get(`/api/v1/journeys/${id}`)
    expect(answer.headers['etag']).toBe('"2"')
  })

  it('does not spare anybody the answer: statuses move on with time while it stays', async () => {
    const { id } = await worker.start('2026-01-05')
    const answer = await worker.get(`/api/v1/journeys/${id}`, { 'if-none-match': '"1"' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id })
  })
})

describe('what can be recorded now', () => {
  it('is said for each type, with the reason where it cannot', async () => {
    const { id } = await worker.start('2026-01-05')
    const { possible } = await worker.read(id)
    expect(possible.find(({ type }) => type === 'child-plan-meeting-held')).toEqual({
      type: 'child-plan-meeting-held',
      allowed: true,
    })
    expect(possible.find(({ type }) => type === 'panel-held')).toMatchObject({
      allowed: false,
      because: 'A panel cannot be held before any recommendation of permanence away from the family',
    })
  })

  it('names the roles that may, where the caller’s role is what stands in the way', async () => {
    const { id } = await worker.start('2026-01-05')
    const { possible } = await worker.read(id)
    expect(possible.find(({ type }) => type === 'review-held')).toEqual({
      type: 'review-held',
      allowed: false,
      because: 'This is recorded by: reviewer, manager, administrator',
      remedy: 'Ask one of them to record it',
    })
  })

  it('is nothing for an auditor', async () => {
    const { id } = await worker.start('2026-01-05')
    const auditor = await api.as({ roles: ['auditor'] })
    const { possible } = await auditor.read(id)
    expect(possible.filter(({ allowed }) => allowed)).toEqual([])
  })
})

it('what should not pass unseen is there as a warning, with its event', async () => {
  const { id } = await worker.start('2026-01-05')
  const { events, warnings } = await worker.record(id, 'child-plan-meeting-held', '2026-01-07', {
    meeting: '72-hour',
    views: [{ of: 'parent', how: 'in-person' }],
  })
  expect(warnings).toContainEqual(
    expect.objectContaining({ code: 'no-views-of-the-child', eventId: events[1]?.id }),
  )
})

it('events are in the order of recording, whatever they are about', async () => {
  const { id } = await worker.start('2026-01-05')
  await worker.record(id, 'child-plan-meeting-held', '2026-04-01', { meeting: '3-month' })
  await worker.record(id, 'child-plan-meeting-held', '2026-01-07', { meeting: '72-hour' })
  const { events } = await worker.read(id)
  expect(events.map(({ number, occurredAt }) => [number, occurredAt])).toEqual([
    [1, '2026-01-05'],
    [2, '2026-04-01'],
    [3, '2026-01-07'],
  ])
})

it('an id in capitals is the same id', async () => {
  const { id } = await worker.start('2026-01-05')
  expect((await worker.get(`/api/v1/journeys/${id.toUpperCase()}`)).body).toMatchObject({ id })
})

it.each(['0', 'abc', "1' or '1'='1", '%00', '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a5', '..%2f..', '🌊'])(
  '%s is the id of nothing',
  async (id) => {
    expect((await worker.get(`/api/v1/journeys/${encodeURI(id)}`)).status).toBe(404)
  },
)
