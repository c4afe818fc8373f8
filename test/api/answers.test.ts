import { conductJourney } from '../../db/conduct'
import { raiseOverlaps } from '../../db/overlaps'
import type { DiaryAnswer } from '../../contracts/diary-schema'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { WorkAnswer } from '../../contracts/work-schema'
import { savePeople } from '../../db/people'
import { answerToken } from '../../keys/answer-link'
import { openApi, type Api, type Caller } from '../support/api'
import { testKeys } from '../support/keys'

let api: Api
let manager: Caller
let worker: Caller
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.as({ roles: ['manager'] })
  worker = await api.as({ sub: 'worker-1', roles: ['case-worker'] })
  const person = (id: string, role: 'case-worker' | 'reviewer') => ({ id, name: id, roles: [role] })
  await api.db
    .transaction()
    .execute((trx) =>
      savePeople(trx, [person('worker-1', 'case-worker'), person('chair-1', 'reviewer')], { by: 'm' }),
    )
})
afterAll(() => api.close())

const TEN = '2027-03-02T10:00:00+00:00'

/** A journey whose 3-month meeting has a date and a chair, with its invitations gone out. */
async function invited(at = TEN): Promise<JourneyAnswer> {
  const { id } = await manager.start('2026-11-02', { worker: 'worker-1' })
  return setDate(id, at)
}

async function setDate(
  id: string,
  at: string,
  fields: { on?: string; cancelled?: boolean } = {},
): Promise<JourneyAnswer> {
  const { on = '2026-11-03', ...more } = fields
  await manager.record(id, 'meeting-date-set', on, {
    meeting: '3-month',
    at,
    chair: 'chair-1',
    ...more,
  })
  await conduct(id)
  return manager.read(id)
}

/** Conducts, and sends what came of it: each to an address that says to whom. */
async function conduct(id: string): Promise<void> {
  await conductJourney(api.db, id)
  const sent = await api.db
    .updateTable('notice')
    .set((row) => ({ status: 'sent', sent_to: row.ref('recipient'), ended_at: new Date() }))
    .where('journey_id', '=', id)
    .where('status', '=', 'pending')
    .returning(['id', 'content'])
    .execute()
  for (const { id: notice, content } of sent)
    if (content.about === 'invitation') await raiseOverlaps(api.db, id, notice)
}

async function linkOf(journeyId: string, recipient: 'chair' | 'lead-worker' | 'health'): Promise<string> {
  const rows = await api.db
    .selectFrom('notice')
    .select(['id', 'content', 'agency', 'recipient'])
    .where('journey_id', '=', journeyId)
    .where('status', '=', 'sent')
    .execute()
  const theirs = rows
    .filter(({ content }) => content.about === 'invitation')
    .filter((row) => (recipient === 'health' ? row.agency === 'health' : row.recipient === recipient))
    .sort((a, b) => sequence(b.content) - sequence(a.content))
  return answerToken(testKeys, theirs[0]!.id)
}

const sequence = (content: object) => (content as { sequence: number }).sequence
const nobody = () => api.sending()
const path = (token: string) => `/api/v1/answers/${token}`
const answers = (journeyId: string) =>
  api.db
    .selectFrom('meeting_answer')
    .select(['answer', 'via', 'sequence'])
    .where('journey_id', '=', journeyId)
    .orderBy('id')
    .execute()
const comers = async (id: string) =>
  (await manager.read(id)).diary[0]!.invited.map(({ agency, recipient, answer }) => [
    agency,
    recipient,
    answer,
  ])

describe('the link of an invitation', () => {
  it('shows the meeting without signing in, and however often programs follow it, no answer is kept: a GET is only audited as a look, a HEAD not even that', async () => {
    const { id, childReference } = await invited()
    const token = await linkOf(id, 'health')
    const shown = await nobody().get(path(token))
    expect(shown.body).toEqual({
      childReference,
      meeting: '3-month',
      at: TEN,
      status: 'open',
      answer: null,
      until: '2027-03-09T23:59:59+00:00',
    })
    for (const method of ['GET', 'HEAD'] as const) {
      for (const place of [path(token), `/answers/${token}`, `/answers/${token}?answer=declined`]) {
        const answer = await fetch(api.url + place, { method, redirect: 'manual' })
        if (!place.includes('?')) expect(answer.status).toBe(200)
        expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
        expect(answer.headers.get('cache-control')).toBe('no-store')
      }
    }
    expect(await answers(id)).toEqual([])
    const looks = await api.db
      .selectFrom('audit')
      .select('id')
      .where('journey_id', '=', id)
      .where('action', '=', 'answers.read')
      .execute()
    // of seven times that it was got: once at first, and three places, each by GET and HEAD
    expect(looks).toHaveLength(4)
    expect(token).not.toContain(childReference)
    expect(api.log()).not.toContain(token)
  })

  it('keeps what is posted by it; the last stands, the same again changes nothing, and the diary shows it', async () => {
    const { id } = await invited()
    const token = await linkOf(id, 'health')
    expect((await nobody().post(path(token), { answer: 'declined' })).body).toMatchObject({
      answer: 'declined',
    })
    expect((await nobody().post(path(token), { answer: 'accepted' })).status).toBe(200)
    expect((await nobody().post(path(token), { answer: 'accepted' })).status).toBe(200)
    expect((await answers(id)).map(({ answer }) => answer)).toEqual(['declined', 'accepted'])
    expect(await comers(id)).toContainEqual(['health', 'contact', 'accepted'])
    expect(await comers(id)).toContainEqual(['education', 'contact', null])
    const audited = await manager.get(`/api/v1/journeys/${id}/audit`)
    expect(JSON.stringify(audited.body)).toContain('invited:health/contact')
    expect((await manager.read(id)).events.map(({ type }) => type)).not.toContain('answers.give')
  })

  it('is answered on a page too, by a button and without a script', async () => {
    const { id, childReference } = await invited()
    const token = await linkOf(id, 'chair')
    const page = await (await fetch(`${api.url}/answers/${token}`)).text()
    expect(page).toContain(`3-month meeting, child reference ${childReference}`)
    expect(page).toContain('10:00 on Tuesday 2 March 2027')
    const body = new URLSearchParams({ answer: 'tentative' })
    const after = await (await fetch(`${api.url}/answers/${token}`, { method: 'POST', body })).text()
    expect(after).toContain('Your answer: perhaps')
    expect((await answers(id)).map(({ answer }) => answer)).toEqual(['tentative'])
  })

  it.each([
    ['is forged', (token: string) => `${token.slice(0, 30)}AAAAAAAAAAAAA`, 404],
    ['is cut', (token: string) => token.slice(0, 20), 404],
  ])('that %s opens nothing', async (_, changed, status) => {
    const { id } = await invited()
    const token = changed(await linkOf(id, 'health'))
    expect((await nobody().get(path(token))).status).toBe(status)
    expect((await nobody().post(path(token), { answer: 'accepted' })).status).toBe(status)
    expect((await fetch(`${api.url}/answers/${token}`)).status).toBe(status)
    expect(await answers(id)).toEqual([])
  })

  it('ends a week after the meeting, and says what to do', async () => {
    const { id } = await invited()
    const token = await linkOf(id, 'health')
    const past = { about: 'invitation', method: 'REQUEST', uid: 'long ago', sequence: 0, meeting: '3-month' }
    await api.db
      .updateTable('notice')
      .set({ content: JSON.stringify({ ...past, at: '2026-11-04', carries: [] }) })
      .where('journey_id', '=', id)
      .where('agency', '=', 'health')
      .execute()
    const answer = await nobody().get(path(token))
    expect(answer.status).toBe(410)
    expect(answer.body).toMatchObject({ remedy: 'Sign in to see the meeting, or ask the lead worker' })
  })

  it('of a date before says that there is another, leads to it, and answers neither', async () => {
    const { id } = await invited()
    const old = await linkOf(id, 'health')
    await nobody().post(path(old), { answer: 'accepted' })
    await setDate(id, '2027-03-09T10:00:00+00:00', { on: '2026-11-04' })
    const shown = (await nobody().get(path(old))).body as {
      status: string
      now: { at: string; link: string }
    }
    expect(shown).toMatchObject({ status: 'moved', now: { at: '2027-03-09T10:00:00+00:00' } })
    expect(shown.now.link).toBe(`http://pace.example/answers/${await linkOf(id, 'health')}`)
    expect((await nobody().post(path(old), { answer: 'declined' })).status).toBe(409)
    expect(await comers(id)).toContainEqual(['health', 'contact', null])
    await setDate(id, '2027-03-09T10:00:00+00:00', { on: '2026-11-05', cancelled: true })
    expect((await nobody().get(path(old))).body).toMatchObject({ status: 'cancelled' })
  })

  it('takes only answers, and names the field', async () => {
    const { id } = await invited()
    const answer = await nobody().post(path(await linkOf(id, 'health')), { answer: 'maybe' })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'answer' }] })
  })
})

describe('a chair who declines', () => {
  it('is raised to the worker, once until they accept and decline again, by a notice and in their work; and to nobody when others decline', async () => {
    const { id, childReference } = await invited('2027-04-06T10:00:00+01:00')
    await nobody().post(path(await linkOf(id, 'health')), { answer: 'declined' })
    expect(await raised(id)).toEqual([])
    const chair = await linkOf(id, 'chair')
    const answerAs = (answer: string) => nobody().post(path(chair), { answer })
    for (const answer of ['declined', 'declined']) await answerAs(answer)
    expect(await raised(id)).toEqual([{ about: 'answer', to: 'lead-worker' }])
    for (const answer of ['accepted', 'declined']) await answerAs(answer)
    await conduct(id)
    expect(await raised(id)).toHaveLength(2)
    const { raised: mine } = (await worker.get('/api/v1/me/work')).body as WorkAnswer
    expect(mine).toContainEqual(
      expect.objectContaining({ childReference, concerns: ['chair-declined', 'no-answer'] }),
    )
    const page = await (
      await (await api.signedIn({ sub: 'worker-1', roles: ['case-worker'] })).open('/work')
    ).text()
    expect(page).toContain('Meetings to see to')
  })
})

describe('two meetings at once', () => {
  it('to which the same address is invited are raised in both, to each of their own child', async () => {
    const one = await invited('2027-05-04T10:00:00+01:00')
    const other = await invited('2027-05-04T10:30:00+01:00')
    const third = await invited('2027-05-04T11:30:00+01:00')
    expect((await raised(one.id)).length).toBeGreaterThan(0)
    expect((await raised(other.id)).length).toBe((await raised(one.id)).length)
    expect(await raised(third.id)).toEqual([])
    const rows = await api.db
      .selectFrom('notice')
      .select('content')
      .where('journey_id', '=', one.id)
      .where('key', 'like', 'raised/%')
      .execute()
    expect(JSON.stringify(rows)).not.toContain(other.id)
    expect(JSON.stringify(rows)).not.toContain(other.childReference)
    const diary = (await manager.get('/api/v1/diary?from=2027-05-01&until=2027-05-31')).body as DiaryAnswer
    const [first] = diary.items
    expect(diary.items.map(({ concerns }) => concerns[0])).toEqual(['conflict', 'conflict', 'no-answer'])
    expect(first?.conflicts[0]).toMatchObject({ other: { childReference: other.childReference } })
    const page = await (await (await api.signedIn()).open('/diary?from=2027-05-01&until=2027-05-31')).text()
    expect(page).toContain('Two meetings at once')
  })

  it('of which one is beyond somebody’s reach say so, and not whose it is', async () => {
    const here = await invited('2027-06-01T10:00:00+01:00')
    const there = await manager.start('2026-11-02', { worker: 'worker-1', locality: 'skye' })
    await setDate(there.id, '2027-06-01T10:00:00+01:00')
    const local = await api.as({ roles: ['reviewer'], localities: [here.locality] })
    const answer = await local.get('/api/v1/diary?from=2027-06-01&until=2027-06-01')
    const { items } = answer.body as DiaryAnswer
    expect(items.map(({ childReference }) => childReference)).toEqual([here.childReference])
    expect(items[0]?.conflicts[0]).toMatchObject({ otherAt: '2027-06-01T10:00:00+01:00' })
    expect(items[0]?.conflicts[0]).not.toHaveProperty('other')
    expect(answer.text).not.toContain(there.childReference)
  })
})

it('a span of days that goes backwards is refused by its field', async () => {
  const answer = await manager.get('/api/v1/diary?from=2027-05-02&until=2027-05-01')
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ errors: [{ field: 'until' }] })
})

async function raised(journeyId: string): Promise<{ about: string; to: string }[]> {
  const rows = await api.db
    .selectFrom('notice')
    .select(['content', 'recipient'])
    .where('journey_id', '=', journeyId)
    .where('key', 'like', 'raised/%')
    .execute()
  return rows.map(({ content, recipient }) => ({ about: content.about, to: recipient }))
}
