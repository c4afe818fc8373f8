import type { JourneyAnswer } from '../../contracts/journey-schema'
import { newChild, openApi, type Api, type Caller } from '../support/api'

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi()
  manager = await api.as({ sub: 'manager-1', roles: ['manager'], localities: ['caithness'] })
})
afterAll(() => api.close())

const correctionsOf = (id: string) => `/api/v1/journeys/${id}/corrections`

async function correct(
  id: string,
  eventId: string | undefined,
  replacement: object | null,
  caller = manager,
): Promise<{ status: number; body: { event: object; journey: JourneyAnswer } & Record<string, unknown> }> {
  const answer = await caller.post(correctionsOf(id), { eventId, replacement, reason: 'Typed wrongly' })
  return { status: answer.status, body: answer.body as never }
}

const deadline = (journey: JourneyAnswer, rule: string) =>
  journey.deadlines.find(({ ruleId }) => ruleId === rule)

it('a wrong date is corrected: everything is derived again, and what was recorded stays to be seen', async () => {
  const started = await manager.start('2026-03-02')
  const wrong = await manager.record(started.id, 'review-held', '2026-05-01', { review: '6-week' })
  expect(deadline(wrong, 'six-week-review')).toMatchObject({ status: 'met-late' })
  const [, review] = wrong.events

  const { status, body } = await correct(started.id, review?.id, {
    type: 'review-held',
    occurredAt: '2026-04-01',
    review: '6-week',
  })
  expect(status).toBe(201)
  expect(deadline(body.journey, 'six-week-review')).toMatchObject({ status: 'met', metOn: '2026-04-01' })
  expect(deadline(body.journey, 'three-month-review')).toMatchObject({ dueOn: '2026-07-01' })
  const [, before, correction] = body.journey.events
  expect(before).toMatchObject({ occurredAt: '2026-05-01', correctedBy: correction?.id, withdrawn: false })
  expect(correction).toMatchObject({
    number: 3,
    type: 'event-corrected',
    eventId: review?.id,
    replacement: { type: 'review-held', occurredAt: '2026-04-01', review: '6-week' },
    reason: 'Typed wrongly',
    recordedBy: 'manager-1',
  })
})

it('words of a correction come back as they were written', async () => {
  const started = await manager.start('2026-03-02')
  const held = await manager.record(started.id, 'review-held', '2026-04-01', {
    review: '6-week',
    outcome: 'As planned',
  })
  await correct(started.id, held.events[1]?.id, {
    type: 'review-held',
    occurredAt: '2026-04-01',
    review: '6-week',
    outcome: 'Not as planned',
  })
  const journey = await manager.read(started.id)
  expect(journey.events).toMatchObject([
    {},
    { outcome: 'As planned' },
    { replacement: { outcome: 'Not as planned', review: '6-week' } },
  ])
  const rows = await api.db
    .selectFrom('event')
    .select('fields')
    .where('journey_id', '=', started.id)
    .execute()
  expect(JSON.stringify(rows)).not.toContain('as planned')
})

it('an approval that is withdrawn leaves the lodging flagged, and its clock not started', async () => {
  const { id } = await manager.start('2026-01-05')
  await manager.record(id, 'permanence-recommended', '2026-02-02', {
    recommendation: 'away-from-home',
    route: 'permanence-order',
  })
  await manager.record(id, 'panel-held', '2026-03-02', { members: ['a'], outcome: 'supported' })
  const decided = await manager.record(id, 'agency-decision-made', '2026-03-10', {
    decisionMaker: 'b',
    decision: 'approve-permanence-order',
  })
  const lodged = await manager.record(id, 'order-lodged', '2026-04-01')
  expect(lodged.stage).toBe('in-court')

  const { status, body } = await correct(id, decided.events[3]?.id, null)
  expect(status).toBe(201)
  expect(body.journey.stage).toBe('awaiting-decision')
  expect(deadline(body.journey, 'order-lodging')).toMatchObject({ status: 'not-applicable', dueOn: null })
  expect(body.journey.warnings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'antecedent-missing', eventId: lodged.events[4]?.id }),
    ]),
  )
  // correcting it back is as if nothing had been corrected
  const back = await correct(id, decided.events[3]?.id, {
    type: 'agency-decision-made',
    occurredAt: '2026-03-10',
    decisionMaker: 'b',
    decision: 'approve-permanence-order',
  })
  expect(back.body.journey).toMatchObject({
    stage: 'in-court',
    deadlines: lodged.deadlines,
    warnings: lodged.warnings,
  })
})

it('a closing that is withdrawn opens the journey again, unless the child has another open one', async () => {
  const childReference = newChild()
  const first = await manager.start('2026-01-05', { childReference })
  const closed = await manager.record(first.id, 'returned-to-family', '2026-02-02')
  expect(closed.closed).toBe(true)
  const reopened = await correct(first.id, closed.events[1]?.id, null)
  expect(reopened.body.journey).toMatchObject({ closed: false, stage: 'assessment' })

  const again = await manager.record(first.id, 'returned-to-family', '2026-02-03')
  const second = await manager.start('2026-05-01', { childReference })
  const refused = await correct(first.id, again.events[3]?.id, null)
  expect(refused).toMatchObject({
    status: 409,
    body: { type: 'urn:pace:problem:journey-open-already', journey: `/api/v1/journeys/${second.id}` },
  })
})

describe('what is refused', () => {
  it('is an event that is not there, another type, a correction of a correction', async () => {
    const started = await manager.start('2026-03-02')
    const [start] = started.events
    expect(await correct(started.id, '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55', null)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'eventId' }] },
    })
    expect(
      await correct(started.id, start?.id, { type: 'visit-made', occurredAt: '2026-03-02', childSeen: true }),
    ).toMatchObject({ status: 422, body: { errors: [{ field: 'replacement.type' }] } })
    expect(await correct(started.id, start?.id, null)).toMatchObject({
      status: 409,
      body: { code: 'start-withdrawn' },
    })
    const corrected = await correct(started.id, start?.id, {
      type: 'looked-after-started',
      occurredAt: '2026-03-01',
      pathway: 'away-from-home',
      legalBasis: 'cpo',
    })
    const { id } = corrected.body.event as { id: string }
    expect(await correct(started.id, id, null)).toMatchObject({
      status: 409,
      body: { code: 'correction-of-a-correction' },
    })
  })

  it('is a replacement that could not have been recorded either', async () => {
    const started = await manager.start('2026-03-02')
    const visited = await manager.record(started.id, 'visit-made', '2026-03-04', { childSeen: true })
    const answer = await correct(started.id, visited.events[1]?.id, {
      type: 'visit-made',
      occurredAt: '2026-02-04',
      childSeen: true,
    })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'replacement.occurredAt' }] } })
  })

  it('is a correction without a reason', async () => {
    const { id, events } = await manager.start('2026-03-02')
    const answer = await manager.post(correctionsOf(id), { eventId: events[0]?.id, replacement: null })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'reason', message: 'is missing' }] })
  })

  it('is a correction by those who could not have recorded the event', async () => {
    const { id } = await manager.start('2026-03-02')
    const held = await manager.record(id, 'review-held', '2026-04-01', { review: '6-week' })
    const worker = await api.as({ roles: ['case-worker'], localities: ['caithness'] })
    expect(await correct(id, held.events[1]?.id, null, worker)).toMatchObject({
      status: 403,
      body: { roles: ['reviewer', 'manager', 'administrator'] },
    })
    const elsewhere = await api.as({ roles: ['manager'], localities: ['skye'] })
    expect((await correct(id, held.events[1]?.id, null, elsewhere)).status).toBe(404)
  })
})
