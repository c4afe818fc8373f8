import type { JourneyAnswer } from '../../contracts/journey-schema'
import { openApi, type Api, type Caller } from '../support/api'

let api: Api
let team: Caller
beforeAll(async () => {
  api = await openApi()
  team = await api.as({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

const ANY = { 'if-match': '*' }
const siblingsOf = (id: string) => `/api/v1/journeys/${id}/siblings`
const eventsOf = (id: string) => `/api/v1/journeys/${id}/events`
const namesOf = ({ siblings }: JourneyAnswer) => siblings.map(({ childReference }) => childReference).sort()
const references = (...journeys: JourneyAnswer[]) =>
  journeys.map(({ childReference }) => childReference).sort()

async function family(count: number, fields: object = {}): Promise<JourneyAnswer[]> {
  const children: JourneyAnswer[] = []
  for (let child = 0; child < count; child += 1) children.push(await team.start('2026-01-05', fields))
  const [first, ...others] = children
  const answer = await team.put(siblingsOf(first!.id), { siblings: others.map(({ id }) => id) }, ANY)
  expect(answer.status).toBe(200)
  return children
}

describe('brothers and sisters', () => {
  it('once linked to one of them, are linked to each other', async () => {
    const [one, two, three] = (await family(3)) as [JourneyAnswer, JourneyAnswer, JourneyAnswer]
    expect(namesOf(await team.read(one.id))).toEqual(references(two, three))
    expect(namesOf(await team.read(two.id))).toEqual(references(one, three))
    expect(namesOf(await team.read(three.id))).toEqual(references(one, two))
  })

  it('are replaced as a whole: whoever is left out is linked no more, on either side', async () => {
    const [one, two, three] = (await family(3)) as [JourneyAnswer, JourneyAnswer, JourneyAnswer]
    const answer = await team.put(siblingsOf(one.id), { siblings: [two.id] }, ANY)
    expect(answer.body).toEqual({ siblings: [{ id: two.id, childReference: two.childReference }] })
    expect(namesOf(await team.read(three.id))).toEqual(references(two))
  })

  it('are linked under the version of the journey that was read', async () => {
    const one = await team.start('2026-01-05')
    const two = await team.start('2026-01-05')
    const body = { siblings: [two.id] }
    expect((await team.put(siblingsOf(one.id), body)).status).toBe(428)
    expect((await team.put(siblingsOf(one.id), body, { 'if-match': '"7"' })).status).toBe(412)
    const answer = await team.put(siblingsOf(one.id), body, { 'if-match': '"1"' })
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"1"'])
  })

  it('leave a trace of who linked whom', async () => {
    const [one, two] = (await family(2)) as [JourneyAnswer, JourneyAnswer]
    const rows = await api.db.selectFrom('audit').selectAll().where('journey_id', '=', one.id).execute()
    expect(rows).toContainEqual(
      expect.objectContaining({
        actor: 'manager-1',
        action: 'siblings.link',
        detail: { siblings: [two.id], removed: [] },
      }),
    )
  })

  it('cannot be the child itself, a journey that is not there, or one elsewhere', async () => {
    const one = await team.start('2026-01-05')
    const far = await team.start('2026-01-05', { locality: 'skye' })
    const local = await api.as({ roles: ['case-worker'], localities: ['caithness'] })
    const siblings = [one.id, '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55', far.id]
    const answer = await local.put(siblingsOf(one.id), { siblings }, ANY)
    expect(answer.status).toBe(422)
    const { errors } = answer.body as { errors: { field: string; message: string }[] }
    expect(errors.map(({ field }) => field)).toEqual(['siblings.0', 'siblings.1', 'siblings.2'])
    expect(errors[1]?.message).toBe(errors[2]?.message)
  })

  it('elsewhere are not shown to whoever may not see them, and stay linked when that person links others', async () => {
    const near = await team.start('2026-01-05')
    const far = await team.start('2026-01-05', { locality: 'skye' })
    const another = await team.start('2026-01-05')
    await team.put(siblingsOf(near.id), { siblings: [far.id] }, ANY)
    const local = await api.as({ roles: ['case-worker'], localities: ['caithness'] })
    expect((await local.read(near.id)).siblings).toEqual([])
    await local.put(siblingsOf(near.id), { siblings: [another.id] }, ANY)
    expect(namesOf(await team.read(near.id))).toEqual(references(far, another))
  })
})

describe('a fact recorded also for siblings', () => {
  const MEETING = { type: 'child-plan-meeting-held', occurredAt: '2026-01-07', meeting: '72-hour' }

  it('is recorded in each of their journeys', async () => {
    const [one, two, three] = (await family(3)) as [JourneyAnswer, JourneyAnswer, JourneyAnswer]
    const answer = await team.post(eventsOf(one.id), { ...MEETING, alsoFor: [two.id, three.id] })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      journey: { id: one.id, version: 2 },
      also: [
        { id: two.id, childReference: two.childReference, event: { number: 2, meeting: '72-hour' } },
        { id: three.id, childReference: three.childReference, event: { number: 2 } },
      ],
    })
    for (const { id } of [one, two, three]) {
      const { events } = await team.read(id)
      expect(events[1]).toMatchObject({ type: 'child-plan-meeting-held', occurredAt: '2026-01-07' })
      expect(events[1]).not.toHaveProperty('alsoFor')
    }
  })

  it('is recorded in none when one of them refuses it, and the refusal names the child and the reason', async () => {
    const [one, two, three] = (await family(3)) as [JourneyAnswer, JourneyAnswer, JourneyAnswer]
    await team.record(two.id, 'journey-closed', '2026-02-01', { reason: 'moved-away' })
    const review = { type: 'review-held', occurredAt: '2026-02-16', review: '6-week' }
    const answer = await team.post(eventsOf(one.id), { ...review, alsoFor: [three.id, two.id] })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'after-closing', childReference: two.childReference })
    expect((answer.body as { detail: string }).detail).toMatch(
      new RegExp(`^In the journey of ${two.childReference}: This journey closed on 2026-02-01`),
    )
    expect((await team.read(one.id)).version).toBe(1)
    expect((await team.read(three.id)).version).toBe(1)
  })

  it('on a day before a sibling became looked after, is recorded in none: the date is what is wrong', async () => {
    const one = await team.start('2026-01-05')
    const younger = await team.start('2026-03-01')
    await team.put(siblingsOf(one.id), { siblings: [younger.id] }, ANY)
    const answer = await team.post(eventsOf(one.id), { ...MEETING, alsoFor: [younger.id] })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'occurredAt' }] })
    expect(answer.text).toContain(`In the journey of ${younger.childReference}`)
    expect((await team.read(one.id)).version).toBe(1)
  })

  it('is for linked siblings only', async () => {
    const [one, two] = (await family(2)) as [JourneyAnswer, JourneyAnswer]
    const stranger = await team.start('2026-01-05')
    const answer = await team.post(eventsOf(one.id), { ...MEETING, alsoFor: [two.id, stranger.id] })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'alsoFor.1' }] }])
    expect((await team.read(two.id)).version).toBe(1)
  })

  it('is not for a sibling elsewhere whom the person may not see', async () => {
    const near = await team.start('2026-01-05')
    const far = await team.start('2026-01-05', { locality: 'skye' })
    await team.put(siblingsOf(near.id), { siblings: [far.id] }, ANY)
    const local = await api.as({ roles: ['manager'], localities: ['caithness'] })
    const answer = await local.post(eventsOf(near.id), { ...MEETING, alsoFor: [far.id] })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'alsoFor.0' }] }])
  })

  it('recorded for both by two people at once, each from the other child, waits for nobody for ever', async () => {
    const [one, two] = (await family(2)) as [JourneyAnswer, JourneyAnswer]
    const both = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        const [from, to] = index % 2 === 0 ? [one, two] : [two, one]
        const review = { type: 'review-held', occurredAt: `2026-02-1${index}`, review: 'later' }
        return team.post(eventsOf(from.id), { ...review, alsoFor: [to.id] })
      }),
    )
    expect(both.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect((await team.read(one.id)).version).toBe(9)
    expect((await team.read(two.id)).version).toBe(9)
  })

  it('sent twice with one key, is recorded once', async () => {
    const [one, two] = (await family(2)) as [JourneyAnswer, JourneyAnswer]
    const send = () =>
      team.post(eventsOf(one.id), { ...MEETING, alsoFor: [two.id] }, { 'idempotency-key': 'for-both' })
    expect((await send()).text).toBe((await send()).text)
    expect((await team.read(two.id)).version).toBe(2)
  })
})
