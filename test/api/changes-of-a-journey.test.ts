import type { JourneyAnswer } from '../../contracts/journey-schema'
import { releasedPolicy, type ReleasedPolicy } from '../../policies/released'
import { newChild, openApi, toStart, type Api, type Caller } from '../support/api'

let api: Api
let manager: Caller
beforeAll(async () => {
  // journeys begin under the first policy here, and adopt the second
  api = await openApi({ policy: releasedPolicy('highland', 1) as ReleasedPolicy })
  manager = await api.as({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

const eventsOf = (id: string) => `/api/v1/journeys/${id}/events`
const correctionsOf = (id: string) => `/api/v1/journeys/${id}/corrections`
const deadline = (journey: JourneyAnswer, rule: string) =>
  journey.deadlines.find(({ ruleId }) => ruleId === rule)

describe('a transfer', () => {
  it('moves the journey to the locality, clocks going on as they are', async () => {
    const started = await manager.start('2026-03-02', { team: 'Wick' })
    const moved = await manager.record(started.id, 'transferred', '2026-03-09', {
      locality: 'skye',
      team: 'Portree',
    })
    expect(moved).toMatchObject({ locality: 'skye', team: 'Portree', deadlines: started.deadlines })
    const caithness = await api.as({ roles: ['manager'], localities: ['caithness'] })
    expect((await caithness.get(`/api/v1/journeys/${started.id}`)).status).toBe(404)
    const skye = await api.as({ roles: ['manager'], localities: ['skye'] })
    expect((await skye.get(`/api/v1/journeys/${started.id}`)).status).toBe(200)
  })

  it('that is withdrawn leads back to where the journey began', async () => {
    const started = await manager.start('2026-03-02', { team: 'Wick' })
    const moved = await manager.record(started.id, 'transferred', '2026-03-09', { locality: 'skye' })
    const body = { eventId: moved.events[1]?.id, replacement: null, reason: 'Another child' }
    const answer = await manager.post(correctionsOf(started.id), body)
    expect(answer.body).toMatchObject({ journey: { locality: 'caithness', team: 'Wick' } })
  })

  it('to another authority ends the journey here', async () => {
    const { id } = await manager.start('2026-03-02')
    const gone = await manager.record(id, 'transferred', '2026-03-09', { authority: 'moray' })
    expect(gone).toMatchObject({ closed: true, stage: 'closed' })
  })

  it('to nowhere, or to a locality that is not there, is refused by name', async () => {
    const { id } = await manager.start('2026-03-02')
    for (const fields of [{}, { locality: 'atlantis' }]) {
      const answer = await manager.post(eventsOf(id), {
        type: 'transferred',
        occurredAt: '2026-03-09',
        ...fields,
      })
      expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'locality' }] }])
    }
  })
})

describe('an order', () => {
  it('of adoption or kinship care ends being looked after, and a new journey of the child can begin', async () => {
    const childReference = newChild()
    const { id } = await manager.start('2026-01-05', { childReference })
    await manager.record(id, 'order-lodged', '2026-02-02', { order: 'kinship-care-order' })
    const granted = await manager.record(id, 'order-granted', '2026-03-02', { order: 'kinship-care-order' })
    expect(granted).toMatchObject({ closed: true, stage: 'closed' })
    const again = await manager.start('2026-06-01', { childReference })
    expect(again).toMatchObject({ version: 1, closed: false })
    expect(again.id).not.toBe(id)
  })

  it('is not there for two journeys of a child at once: the second begins when the first has ended', async () => {
    const childReference = newChild()
    const { id } = await manager.start('2026-01-05', { childReference })
    await manager.record(id, 'returned-to-family', '2026-03-02')
    const early = await manager.post('/api/v1/journeys', toStart('2026-02-27', { childReference }))
    expect([early.status, early.body]).toMatchObject([422, { errors: [{ field: 'occurredAt' }] }])
    expect(await manager.start('2026-03-02', { childReference })).toMatchObject({ closed: false })
    const inError = newChild()
    const wrong = await manager.start('2026-01-05', { childReference: inError })
    await manager.record(wrong.id, 'journey-closed', '2026-03-02', { reason: 'recorded-in-error' })
    expect(await manager.start('2026-01-06', { childReference: inError })).toMatchObject({ version: 1 })
  })
})

describe('a policy', () => {
  it('that is adopted derives every date anew, and is gone again when the adoption is withdrawn', async () => {
    const started = await manager.start('2026-01-05')
    expect(started.policy).toMatchObject({ version: 1 })
    expect(deadline(started, 'first-visit')).toBeUndefined()
    const adopted = await manager.record(started.id, 'policy-adopted', '2026-01-06', {
      policy: 'highland',
      version: 2,
      reason: 'The whole timetable',
    })
    expect(adopted.policy).toMatchObject({ id: 'highland', version: 2 })
    expect(deadline(adopted, 'first-visit')).toMatchObject({ dueOn: '2026-01-12' })
    const answer = await manager.post(correctionsOf(started.id), {
      eventId: adopted.events[1]?.id,
      replacement: null,
      reason: 'Too early',
    })
    expect(answer.body).toMatchObject({
      journey: { policy: started.policy, deadlines: started.deadlines },
    })
  })

  it('that was never released cannot be adopted', async () => {
    const { id } = await manager.start('2026-01-05')
    const answer = await manager.post(eventsOf(id), {
      type: 'policy-adopted',
      occurredAt: '2026-01-06',
      policy: 'highland',
      version: 99,
    })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'version' }] }])
  })

  it('says of what a delay can be explained', async () => {
    const { id } = await manager.start('2026-01-05')
    const explained = await manager.record(id, 'delay-explained', '2026-02-05', {
      ruleId: 'seventy-two-hour-meeting',
      reason: 'staffing',
      note: 'Two vacancies',
    })
    expect(explained.events[1]).toMatchObject({ reason: 'staffing', note: 'Two vacancies' })
    const answer = await manager.post(eventsOf(id), {
      type: 'delay-explained',
      occurredAt: '2026-02-05',
      ruleId: 'first-visit',
      reason: 'staffing',
    })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'ruleId' }] }])
  })
})

it('the worker who leads, and who covers, are those who were assigned last', async () => {
  const { id } = await manager.start('2026-01-05', { worker: 'ann' })
  const led = await manager.record(id, 'worker-assigned', '2026-01-06', { worker: 'bob', as: 'lead' })
  expect(led.worker).toBe('bob')
  const covered = await manager.record(id, 'worker-assigned', '2026-01-07', {
    worker: 'cat',
    as: 'cover',
    until: '2026-01-20',
  })
  expect(covered.worker).toBe('bob')
  const answer = await manager.post(eventsOf(id), {
    type: 'worker-assigned',
    occurredAt: '2026-01-07',
    worker: 'cat',
    as: 'cover',
    until: '2026-01-01',
  })
  expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'until' }] }])
})
