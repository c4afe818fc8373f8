import type { AgencyJourneyAnswer } from '../../contracts/journey-schema'
import type { Caller } from '../support/api'
import { idOf, openPermissionHouse, PLANTED, type PermissionHouse } from '../support/permission-house'

const VISIT = { type: 'visit-made', occurredAt: '2026-03-02', childSeen: true }

let house: PermissionHouse
let everybody: Caller
beforeAll(async () => {
  house = await openPermissionHouse()
  everybody = await house.api.as()
})
afterAll(() => house.api.close())

const at = ({ id }: { readonly id: string }) => `/api/v1/journeys/${id}`

describe('a journey of another team', () => {
  it('is read by a case worker, and each thing they cannot record in it says whose it is and what to do', async () => {
    const worker = house.callers['case-worker']
    const journey = await worker.read(house.journeys['of another team'].id)
    const because = `This journey is of the team Thurso and is led by ${PLANTED.lead}: you neither lead nor cover it, and it is not of your team`
    const refused = journey.possible.filter((possible) => possible.because === because)
    expect(refused.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['visit-made', 'placement-changed', 'worker-assigned']),
    )
    expect(journey.possible.filter(({ allowed }) => allowed)).toEqual([])
    const theirs = await worker.read(house.journeys.theirs.id)
    expect(theirs.possible.find(({ type }) => type === 'visit-made')).toEqual({
      type: 'visit-made',
      allowed: true,
    })
  })

  it('is refused to be recorded in, with the same words', async () => {
    const worker = house.callers['case-worker']
    const answer = await worker.post(`${at(house.journeys['of another team'])}/events`, VISIT)
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({
      type: 'urn:pace:problem:not-allowed',
      detail: expect.stringContaining('of the team Thurso') as string,
      remedy: expect.stringContaining('manager') as string,
    })
  })

  it('keeps to that for somebody who may only correct farther than they may record', async () => {
    // a legal adviser corrects what is theirs in all of the locality; visits are for case workers, within the team
    const both = await house.api.as({ ...house.claimsOf('case-worker'), roles: ['case-worker', 'legal'] })
    const { id } = house.journeys['of another team']
    const journey = await everybody.record(id, 'visit-made', '2026-01-09', { childSeen: true })
    const visit = journey.events.find(({ type }) => type === 'visit-made')
    const answer = await both.post(`/api/v1/journeys/${id}/corrections`, {
      eventId: visit?.id,
      replacement: null,
      reason: 'Not there',
    })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('of the team Thurso') as string })
  })
})

describe('a journey that becomes somebody’s', () => {
  it('with neither team nor lead is for any case worker of the locality', async () => {
    const { id } = await everybody.start('2026-01-05')
    expect((await house.callers['case-worker'].post(`/api/v1/journeys/${id}/events`, VISIT)).status).toBe(201)
  })

  it('is recorded in by whoever covers it, as long as the cover lasts', async () => {
    const { id } = await everybody.start('2026-01-05', { worker: PLANTED.lead, team: 'Thurso' })
    const cover = { worker: idOf('case-worker'), as: 'cover' }
    await everybody.record(id, 'worker-assigned', '2026-01-06', { ...cover, until: '2026-01-20' })
    const worker = house.callers['case-worker']
    expect((await worker.post(`/api/v1/journeys/${id}/events`, VISIT)).status).toBe(403)
    await everybody.record(id, 'worker-assigned', '2026-01-21', cover)
    expect((await worker.post(`/api/v1/journeys/${id}/events`, VISIT)).status).toBe(201)
  })

  it('is handed on by a case worker to somebody of another team, and asking once more gives the first answer', async () => {
    const worker = house.callers['case-worker']
    const { id } = await everybody.start('2026-01-05', { worker: idOf('case-worker'), team: 'Thurso' })
    const body = { type: 'worker-assigned', occurredAt: '2026-03-02', worker: 'somebody-else', as: 'lead' }
    const once = { 'idempotency-key': 'handed-on-once' }
    const first = await worker.post(`/api/v1/journeys/${id}/events`, body, once)
    expect(first.status).toBe(201)
    const again = await worker.post(`/api/v1/journeys/${id}/events`, body, once)
    expect([again.status, again.text]).toEqual([201, first.text])
    expect((await worker.post(`/api/v1/journeys/${id}/events`, VISIT)).status).toBe(403)
  })
})

describe('a journey of another team that was opened with a reason', () => {
  it('is recorded in, and the child known, as one’s own; and the others of that team are not', async () => {
    const onDuty = await house.api.as({ ...house.claimsOf('case-worker'), sub: 'on-duty' })
    const [opened, other] = [
      await everybody.start('2026-01-05', { worker: PLANTED.lead, team: 'Thurso' }),
      await everybody.start('2026-01-05', { worker: PLANTED.lead, team: 'Thurso' }),
    ]
    expect((await onDuty.get(`${at(opened)}/child`)).status).toBe(403)
    const reason = 'On duty tonight, and the carers have called'
    expect((await onDuty.post('/api/v1/break-glass', { journey: opened.id, reason })).status).toBe(201)
    expect((await onDuty.get(`${at(opened)}/child`)).status).toBe(200)
    expect((await onDuty.read(opened.id)).possible).toContainEqual({ type: 'visit-made', allowed: true })
    expect((await onDuty.post(`${at(opened)}/events`, VISIT)).status).toBe(201)
    expect((await onDuty.post(`${at(other)}/events`, VISIT)).status).toBe(403)
    expect((await onDuty.get(`${at(other)}/child`)).status).toBe(403)
  })
})

describe('what somebody is not shown', () => {
  it('is absent and named: an auditor sees codes, dates and people, and not what people wrote', async () => {
    const journey = await house.callers.auditor.read(house.journeys.theirs.id)
    expect(journey.withheld).toEqual(['words'])
    const [, meeting, review, correction] = journey.events
    expect(meeting).toMatchObject({ meeting: '72-hour', chair: PLANTED.chair })
    expect(meeting).not.toHaveProperty('immediateNeeds')
    expect(review).toMatchObject({ review: '6-week' })
    expect(review).not.toHaveProperty('outcome')
    expect(correction).toMatchObject({ replacement: { type: 'review-held', occurredAt: '2026-02-11' } })
    expect(JSON.stringify(correction)).not.toContain(PLANTED.words)
    expect((await house.callers.manager.read(house.journeys.theirs.id)).withheld).toEqual([])
  })

  it('to a partner is all but their agency’s part: its deadlines, dates and notices', async () => {
    const { partner } = house.callers
    const { body } = await partner.get(at(house.journeys.theirs))
    const journey = body as AgencyJourneyAnswer
    expect(Object.keys(journey).sort()).toEqual([
      'agencies',
      'asOf',
      'childReference',
      'closed',
      'deadlines',
      'diary',
      'id',
      'locality',
      'policy',
      'source',
      'sourceBecause',
      'stage',
      'version',
      'withheld',
    ])
    expect(journey.agencies).toEqual(['panel'])
    expect(journey.withheld).toEqual(['words', 'people', 'siblings'])
    expect(journey.deadlines.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(['permanence-panel', 'agency-decision']),
    )
    expect(journey.deadlines.map(({ ruleId }) => ruleId)).not.toContain('six-week-review')
    expect(journey.diary.map(({ meeting }) => meeting)).toEqual(['3-month', '6-month'])
    const notices = await partner.get(`${at(house.journeys.theirs)}/notices`)
    const agencies = (notices.body as { items: { agency: string }[] }).items.map(({ agency }) => agency)
    expect(agencies.length).toBeGreaterThan(0)
    expect(new Set(agencies)).toEqual(new Set(['panel']))
  })

  it('of a deadline is why: a partner asks of those of which their agency is told, and no others are there', async () => {
    const { partner } = house.callers
    const ask = (ruleId: string) => partner.get(`${at(house.journeys.theirs)}/deadlines/${ruleId}`)
    expect((await ask('permanence-panel')).status).toBe(200)
    const untold = await ask('six-week-review')
    const nowhere = await ask('no-such-rule')
    expect([untold.status, nowhere.status]).toEqual([404, 404])
    expect(untold.text.replace('six-week-review', '')).toBe(nowhere.text.replace('no-such-rule', ''))
  })

  it('is not found out by looking for it, nor by the order of a list', async () => {
    const { partner } = house.callers
    for (const query of [
      `worker=${PLANTED.lead}`,
      'team=Wick',
      'status=overdue',
      'dueBefore=2026-05-01',
      'pathway=at-home',
    ])
      expect([query, (await partner.get(`/api/v1/journeys?${query}`)).status]).toEqual([query, 422])
    expect((await partner.post('/api/v1/tools/find-child', { name: PLANTED.name })).status).toBe(403)
    const lists = await Promise.all(
      ['due', 'started', 'reference'].map((sort) => partner.get(`/api/v1/journeys?sort=${sort}`)),
    )
    expect(new Set(lists.map(({ text }) => text)).size).toBe(1)
    const [item] = (lists[0]?.body as { items: object[] }).items
    expect(Object.keys(item ?? {}).sort()).toEqual([
      'childReference',
      'closed',
      'id',
      'locality',
      'stage',
      'version',
    ])
  })

  it('a partner of no agency is shown no journey at all', async () => {
    const nobody = await house.api.as({ roles: ['partner'], localities: ['*'] })
    expect((await nobody.get(at(house.journeys.theirs))).status).toBe(404)
    expect(((await nobody.get('/api/v1/journeys')).body as { items: object[] }).items).toEqual([])
  })

  it('an administrator does everything, and does not learn who a child is', async () => {
    const { administrator } = house.callers
    expect((await administrator.get(`${at(house.journeys.theirs)}/child`)).status).toBe(403)
    expect((await administrator.post('/api/v1/tools/find-child', { name: PLANTED.name })).status).toBe(403)
  })
})

describe('another’s id, put in the place of one’s own', () => {
  it('of a journey elsewhere is answered as one that does not exist, wherever a path takes it', async () => {
    const worker = house.callers['case-worker']
    const there = house.journeys['of another locality']
    const nowhere = { id: '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55' }
    for (const rest of ['', '/notices', '/child', '/deadlines/permanence-panel']) {
      const [elsewhere, missing] = [
        await worker.get(at(there) + rest),
        await worker.get(`/api/v1/journeys/${nowhere.id}${rest}`),
      ]
      expect([rest, elsewhere.status, elsewhere.text]).toEqual([rest, 404, missing.text])
    }
  })

  it('of an event of another journey corrects nothing', async () => {
    const { id } = house.journeys.theirs
    const foreign = [house.journeys['of another team'].eventId, house.journeys['of another locality'].eventId]
    for (const eventId of foreign) {
      const answer = await house.callers.manager.post(`/api/v1/journeys/${id}/corrections`, {
        eventId,
        replacement: null,
        reason: 'Not of this journey',
      })
      expect(answer.status).toBe(422)
      expect(answer.body).toMatchObject({ errors: [{ field: 'eventId' }] })
    }
  })

  it('of a journey elsewhere is linked as no sibling, and recorded for as none', async () => {
    const { manager } = house.callers
    const foreign = house.journeys['of another locality'].id
    const { id, version } = await manager.read(house.journeys.theirs.id)
    const linked = await manager.put(
      `/api/v1/journeys/${id}/siblings`,
      { siblings: [foreign] },
      { 'if-match': `"${version}"` },
    )
    expect([linked.status, linked.body]).toMatchObject([422, { errors: [{ field: 'siblings.0' }] }])
    const recorded = await manager.post(`/api/v1/journeys/${id}/events`, { ...VISIT, alsoFor: [foreign] })
    expect([recorded.status, recorded.body]).toMatchObject([422, { errors: [{ field: 'alsoFor.0' }] }])
  })

  it('of a sibling of another team is linked by a case worker who may see it, and not recorded for', async () => {
    const worker = house.callers['case-worker']
    const mine = await everybody.start('2026-01-05', { worker: idOf('case-worker'), team: 'Thurso' })
    const sibling = await everybody.start('2026-01-05', { worker: PLANTED.lead, team: 'Thurso' })
    const linked = await worker.put(
      `/api/v1/journeys/${mine.id}/siblings`,
      { siblings: [sibling.id] },
      { 'if-match': '*' },
    )
    expect(linked.status).toBe(200)
    const recorded = await worker.post(`/api/v1/journeys/${mine.id}/events`, {
      ...VISIT,
      alsoFor: [sibling.id],
    })
    expect([recorded.status, recorded.body]).toMatchObject([422, { errors: [{ field: 'alsoFor.0' }] }])
    expect((await everybody.read(sibling.id)).events).toHaveLength(1)
    expect((await worker.record(mine.id, 'visit-made', '2026-03-03', { childSeen: true })).siblings).toEqual([
      { id: sibling.id, childReference: sibling.childReference },
    ])
  })

  it('of a person of another locality is neither changed, signed out nor handed over by a manager', async () => {
    const { manager } = house.callers
    const out = await manager.post('/api/v1/people/somebody-of-skye/sign-out', {})
    expect(out.status).toBe(403)
    expect(out.body).toMatchObject({ localities: ['caithness'] })
    const unknown = await manager.post('/api/v1/people/a-connected-system/sign-out', {})
    expect(unknown.status).toBe(403)
  })
})
