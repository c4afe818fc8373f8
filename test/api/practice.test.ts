import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { PracticeAnswer } from '../../contracts/practice-schema'
import type { ReadRoute } from '../../api/route'
import { ROUTES } from '../../api/routes'
import { conductJourney } from '../../db/conduct'
import { throwAwayUnused } from '../../db/practice'
import { openApi, newChild, type Api, type Caller } from '../support/api'
import { agreement } from '../support/agreement'
import { daysAgo } from '../support/days'
import { readPdf } from '../support/pdf'
import { packMade } from '../support/pack-made'

let api: Api
let everybody: Caller
beforeAll(async () => {
  api = await openApi({ exports: { threshold: 5, agreements: [agreement('celcis', 'a')] } })
  // every role by which anything is read
  everybody = await api.as({ roles: ['administrator', 'manager', 'system', 'case-worker', 'auditor'] })
})
afterAll(() => api.close())

const START = '2026-01-05T09:00:00+00:00'

async function practise(fields: object = {}): Promise<JourneyAnswer> {
  return everybody.start(START, { practice: true, ...fields })
}

async function advance(id: string, body: object) {
  return everybody.post(`/api/v1/practice/${id}/advance`, body)
}

const never = (id: string, error: unknown) => {
  throw new Error(`${id} was not thrown away`, { cause: error })
}

/** Puts a practice journey under a draft that this release cannot read. */
async function keptUnder(id: string, as: 'policy_hash' | 'first_policy_hash', hash: string): Promise<void> {
  await sql`insert into practice_policy (hash, document, kept_at) values (${hash}, '{}', now())
    on conflict do nothing`.execute(api.db)
  await sql`update journey set ${sql.ref(as)} = ${hash} where id = ${id}`.execute(api.db)
}

async function there(ids: string[]): Promise<string[]> {
  const rows = await api.db.selectFrom('journey').select('id').where('id', 'in', ids).execute()
  return rows.map(({ id }) => id)
}

async function auditSearched(): Promise<{ id: number; action: string }[]> {
  const { body } = await everybody.get('/api/v1/audit?limit=200')
  return (body as { items: { id: number; action: string }[] }).items
}

const atDay = (moment: string | undefined) => moment?.slice(0, 16)

describe('a practice journey', () => {
  it('never meets a real one of the same reference, nor another practice of it', async () => {
    const childReference = newChild()
    const first = await practise({ childReference })
    const real = await everybody.start(START, { childReference })
    const second = await practise({ childReference })
    expect(new Set([first.id, real.id, second.id]).size).toBe(3)
    expect([first.practice === undefined, real.practice === undefined]).toEqual([false, true])
  })

  it('goes by its own clock: what happens on its today is recorded, and its statuses are of then', async () => {
    const { id } = await practise()
    const [day] = ((await advance(id, { by: '6 weeks' })).body as PracticeAnswer).clock.now.split('T')
    const journey = await everybody.record(id, 'review-held', day ?? '', { review: '6-week' })
    expect(journey.asOf.slice(0, 10)).toBe(day)
    expect(journey.events.at(-1)?.recordedAt.slice(0, 10)).toBe(day)
    expect(journey.practice?.now.slice(0, 10)).toBe(day)
    const real = await everybody.start(START)
    const ahead = await everybody.post(`/api/v1/journeys/${real.id}/events`, {
      type: 'visit-made',
      occurredAt: day,
      childSeen: true,
    })
    expect(ahead.status).toBe(422)
  })

  it('takes no personal details, and says that practice is about no child', async () => {
    const { id } = await practise()
    const refused = await everybody.put(
      `/api/v1/journeys/${id}/child`,
      { name: 'Morag' },
      { 'if-match': '"0"' },
    )
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'practice', remedy: expect.stringContaining('nothing of a real child') as string },
    ])
  })

  it('is linked as a sibling to no real journey, opened with no reason and handed over to nobody', async () => {
    const lead = `lead-${randomUUID()}`
    const [practice, real] = [await practise({ worker: lead }), await everybody.start(START)]
    const link = (one: string, other: string) =>
      everybody.put(`/api/v1/journeys/${one}/siblings`, { siblings: [other] }, { 'if-match': '*' })
    expect((await link(practice.id, real.id)).status).toBe(422)
    expect((await link(real.id, practice.id)).status).toBe(422)
    const worker = await api.as({ roles: ['case-worker'], localities: ['skye'] })
    for (const journey of [practice.id, practice.childReference])
      expect((await worker.post('/api/v1/break-glass', { journey, reason: 'On duty' })).status).toBe(422)
    const people = [{ id: `${lead}-heir`, name: 'Heir', roles: ['case-worker'], locality: 'caithness' }]
    await everybody.put('/api/v1/people', { people }, { 'if-match': '*' })
    await everybody.post(`/api/v1/people/${lead}/handover`, { to: `${lead}-heir` })
    expect((await everybody.read(practice.id)).worker).toBe(lead)
  })

  it('is practised with in one’s own localities alone', async () => {
    const { id } = await practise()
    const elsewhere = await api.as({ roles: ['case-worker'], localities: ['skye'] })
    expect((await elsewhere.get(`/api/v1/practice/${id}`)).status).toBe(404)
    expect((await elsewhere.post(`/api/v1/practice/${id}/advance`, { by: '1 day' })).status).toBe(404)
    expect((await elsewhere.post(`/api/v1/practice/${id}/end`, {})).status).toBe(404)
    expect((await elsewhere.get('/api/v1/practice?limit=200')).text).not.toContain(id)
  })
})

describe('the clock of a practice journey', () => {
  it('is moved by a time, to a day, to a moment and to what comes next, and is behind until the engine follows', async () => {
    const { id } = await practise()
    const before = (await everybody.get(`/api/v1/practice/${id}`)).body as PracticeAnswer
    const byWeeks = (await advance(id, { by: '2 weeks and 1 day' })).body as PracticeAnswer
    const hours = Date.parse(byWeeks.clock.now) - Date.parse(before.clock.now)
    expect(Math.round(hours / 86_400_000)).toBe(15)
    expect([byWeeks.clock.behind, byWeeks.clock.engineAt]).toEqual([true, null])

    const year = Number(byWeeks.clock.now.slice(0, 4)) + 1
    const toDay = (await advance(id, { to: `${year}-12-24` })).body as PracticeAnswer
    expect(atDay(toDay.clock.now)).toBe(`${year}-12-24T09:00`)
    const toMoment = (await advance(id, { to: `${year}-12-25T14:30:00+00:00` })).body as PracticeAnswer
    expect(atDay(toMoment.clock.now)).toBe(`${year}-12-25T14:30`)
  })

  it('comes to what is next in turn, and with nothing next it says so', async () => {
    const now = new Date().toISOString()
    const { id } = await practise({ occurredAt: now, legalBasis: 'voluntary-s25' })
    const { next } = ((await everybody.get(`/api/v1/practice/${id}`)).body as PracticeAnswer).clock
    const moved = ((await advance(id, { to: 'next' })).body as PracticeAnswer).clock
    expect(atDay(moved.now)).toBe(atDay(next?.at))
    expect(moved.next?.at).not.toBe(next?.at)
    await everybody.record(id, 'journey-closed', moved.now, { reason: 'ceased-to-be-looked-after' })
    const none = await advance(id, { to: 'next' })
    expect([none.status, none.body]).toMatchObject([409, { code: 'nothing-next' }])
  })

  it.each([
    ['by', {}],
    ['to', { by: '1 day', to: 'next' }],
    ['by', { by: 'soon' }],
    ['by', { by: '6 years' }],
    ['to', { to: 'Christmas' }],
    ['to', { to: '2026-01-06' }],
    ['to', { to: '2999-01-01' }],
    ['days', { days: 3 }],
  ])('is not moved when %s is wrong in what was sent', async (field, body) => {
    const { id } = await practise()
    await advance(id, { by: '1 day' })
    const answer = await advance(id, body)
    expect(answer.status).toBe(422)
    const { errors } = answer.body as { errors: { field: string; remedy: string }[] }
    expect(errors[0]?.field).toBe(field)
    expect(errors[0]?.remedy).not.toBe('')
  })

  it('is not moved where the engine moves none, which its page says too', async () => {
    const { id } = await practise()
    await api.db.updateTable('journey').set({ move_refused: true }).where('id', '=', id).execute()
    const answer = await advance(id, { by: '1 day' })
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'engine-cannot-skip' }])
    const { clock } = (await everybody.get(`/api/v1/practice/${id}`)).body as PracticeAnswer
    expect(clock.refused).toBe(true)
  })

  it('is not moved of a real journey, nor is that thrown away', async () => {
    const { id } = await everybody.start(START)
    for (const answer of [
      await advance(id, { by: '1 day' }),
      await everybody.post(`/api/v1/practice/${id}/end`, {}),
    ])
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'not-practice' }])
    expect((await everybody.get(`/api/v1/practice/${id}`)).status).toBe(404)
    expect((await everybody.read(id)).asOf.slice(0, 10)).toBe(new Date().toISOString().slice(0, 10))
  })
})

describe('what a practice journey would have sent', () => {
  it('is caught, and shown as it would be read', async () => {
    const { id, childReference } = await practise()
    await conductJourney(api.db, id)
    const { body } = await everybody.get(`/api/v1/journeys/${id}/notices`)
    const [notice] = (body as { items: { status: string; message: { subject: string; text: string } }[] })
      .items
    expect(notice?.status).toBe('caught')
    expect(notice?.message.subject).toContain(childReference)
    expect(notice?.message.text).toContain(`http://pace.example/journeys/${id}`)
  })
})

describe('a practice journey that is thrown away', () => {
  it('is gone with all that was recorded in it, and stands in the audit', async () => {
    const { id } = await practise()
    await conductJourney(api.db, id)
    const once = { 'idempotency-key': randomUUID() }
    const ended = await everybody.post(`/api/v1/practice/${id}/end`, {}, once)
    const again = await everybody.post(`/api/v1/practice/${id}/end`, {}, once)
    expect([ended.status, again.text]).toEqual([200, ended.text])
    for (const path of ['journeys', 'practice'])
      expect((await everybody.get(`/api/v1/${path}/${id}`)).status).toBe(404)
    for (const table of ['event', 'notice', 'deadline', 'milestone'] as const)
      expect(
        await api.db.selectFrom(table).select('journey_id').where('journey_id', '=', id).execute(),
      ).toEqual([])
    const audit = await api.db.selectFrom('audit').select('action').where('journey_id', '=', id).execute()
    expect(audit.map(({ action }) => action)).toContain('practice.end')
  })

  it('leaves another practice of the same reference as it is', async () => {
    const childReference = newChild()
    const [one, other] = [await practise({ childReference }), await practise({ childReference })]
    await everybody.post(`/api/v1/practice/${one.id}/end`, {})
    expect((await everybody.record(other.id, 'visit-made', '2026-01-08', { childSeen: true })).version).toBe(
      2,
    )
  })

  it('goes by itself when nobody has used it for 30 days; one that was moved meanwhile stays', async () => {
    const [unused, used, real] = [await practise(), await practise(), await everybody.start(START)]
    await api.db
      .updateTable('journey')
      .set({ changed_at: new Date(Date.now() - 31 * 86_400_000) })
      .where('id', 'in', [unused.id, used.id, real.id])
      .execute()
    await advance(used.id, { by: '1 day' })
    await throwAwayUnused(api.db, never)
    expect((await everybody.get(`/api/v1/journeys/${unused.id}`)).status).toBe(404)
    for (const { id } of [used, real])
      expect((await everybody.get(`/api/v1/journeys/${id}`)).status).toBe(200)
  })

  it('goes although nobody can read the draft that it stands under, and stands in the way of none', async () => {
    const [unreadable, held, other] = [await practise(), await practise(), await practise()]
    await keptUnder(unreadable.id, 'policy_hash', 'unreadable')
    await api.db
      .updateTable('journey')
      .set({ changed_at: new Date(Date.now() - 31 * 86_400_000) })
      .where('id', 'in', [unreadable.id, held.id, other.id])
      .execute()
    await sql`create table held as select id from journey where id = ${held.id}`.execute(api.db)
    await sql`alter table held add foreign key (id) references journey`.execute(api.db)
    const failed: string[] = []
    await throwAwayUnused(api.db, (id) => failed.push(id))
    expect(failed).toEqual([held.id])
    expect(await there([unreadable.id, held.id, other.id])).toEqual([held.id])
    await sql`drop table held`.execute(api.db)
  })

  it('has the engine forget it by a job of its own, which keeps no real journey waiting', async () => {
    const { id } = await practise()
    await everybody.post(`/api/v1/practice/${id}/end`, {})
    const { rows } = await sql<{ task: string }>`
      select task_identifier as task from graphile_worker.jobs where key = ${`forget/${id}`}`.execute(api.db)
    expect(rows).toEqual([{ task: 'forget' }])
  })

  it('takes the draft with it that it stands under or began under, unless another does', async () => {
    const [one, other] = [await practise(), await practise()]
    await keptUnder(one.id, 'policy_hash', 'shared')
    await keptUnder(other.id, 'first_policy_hash', 'shared')
    const kept = () =>
      api.db.selectFrom('practice_policy').select('hash').where('hash', '=', 'shared').execute()
    await everybody.post(`/api/v1/practice/${one.id}/end`, {})
    expect(await kept()).toHaveLength(1)
    await everybody.post(`/api/v1/practice/${other.id}/end`, {})
    expect(await kept()).toEqual([])
  })

  it('is in no search of the audit any more, but that it was thrown away', async () => {
    const { id } = await practise()
    await advance(id, { by: '1 day' })
    const before = await auditSearched()
    await everybody.post(`/api/v1/practice/${id}/end`, {})
    const after = await auditSearched()
    const added = after.filter((one) => !before.some((earlier) => earlier.id === one.id))
    expect(added.map(({ action }) => action)).toContain('practice.end')
    expect(after.map(({ action }) => action)).not.toContain('practice.advance')
  })

  it('was practice from its start: nothing real becomes so', async () => {
    const { id } = await everybody.start(START)
    const change = api.db.updateTable('journey').set({ practice: true }).where('id', '=', id).execute()
    await expect(change).rejects.toThrow('What is practice stays so')
    const inFeed = api.db.transaction().execute(async (trx) => {
      const practice = await practise()
      await sql`insert into change (epoch, kind, journey_id, locality)
        values (1, 'entered', ${practice.id}, 'caithness')`.execute(trx)
      await sql`select throw_away_practice(${practice.id})`.execute(trx)
    })
    await expect(inFeed).rejects.toThrow('What is in the feed of changes is no practice')
  })
})

it('whatever belongs to a journey goes with a practice one', async () => {
  const { rows } = await sql<{ of: string }>`
    select distinct conrelid::regclass::text as of from pg_constraint
    where contype = 'f' and confrelid = any(array['journey', 'notice', 'event']::regclass[]) order by 1`.execute(
    api.db,
  )
  const [{ does = '' } = {}] = (
    await sql<{
      does: string
    }>`select prosrc as does from pg_proc where proname = 'throw_away_practice'`.execute(api.db)
  ).rows
  // neither reports, nor the feed, nor what was brought in, nor the pack of a meeting knows of practice
  const left = rows.map((row) => row.of).filter((table) => !does.includes(`delete from ${table} `))
  expect(left).toEqual([
    'aim_fact',
    'change',
    'delay_fact',
    'imported_row',
    'meeting_fact',
    'meeting_pack_item',
  ])
})

describe('practice is nowhere but where it is asked for', () => {
  const LISTS = ROUTES.filter((route) => route.kind === 'read' && !route.path.includes('{')) as ReadRoute[]
  /** What some are asked besides. */
  const ASKED: Readonly<Record<string, string>> = {
    '/api/v1/policies/compare': '?from=highland@1&to=highland@2',
    ...Object.fromEntries(
      ['', '.pdf'].map((form) => [
        `/api/v1/reports/meeting-pack${form}`,
        `?locality=caithness&on=${daysAgo(0)}`,
      ]),
    ),
    ...Object.fromEntries(
      ['', '.svg', '.csv'].map((form) => [`/api/v1/reports/run-chart${form}`, '?measure=weeks-to-panel']),
    ),
    '/api/v1/exports/celcis': `?from=2025-08-01&to=${daysAgo(0)}`,
    '/api/v1/exports/clas': '?year=2026',
  }
  const POSTED: readonly [string, object][] = [
    ['/api/v1/policies/highland/what-if', { version: 1 }],
    ['/api/v1/policies/highland/adopt', { version: 1, reason: 'As before' }],
  ]
  let real: JourneyAnswer
  let practice: JourneyAnswer
  beforeAll(async () => {
    // of the same reference, lead and team, and both with something overdue
    const same = { worker: 'administrator-1', team: 'Wick', childReference: newChild() }
    everybody = await api.as({
      sub: 'administrator-1',
      roles: ['administrator', 'manager', 'system', 'case-worker', 'auditor'],
    })
    practice = await everybody.start(START, { ...same, practice: true, childReference: `P-${randomUUID()}` })
    await everybody.post(`/api/v1/practice/${practice.id}/advance`, { by: '1 year' })
    await everybody.record(practice.id, 'visit-made', '2026-01-08', { childSeen: true })
    await conductJourney(api.db, practice.id)
    real = await everybody.start(START, same)
    await packMade(api.db, { locality: 'caithness', on: daysAgo(0) })
  })

  it.each(LISTS.map(({ path }) => path))('not in GET %s', async (path) => {
    const answer = await everybody.get(path + (ASKED[path] ?? ''))
    expect(answer.status).toBe(200)
    const text = writtenIn(answer)
    const shown = [practice.id, practice.childReference].filter((one) => text.includes(one))
    expect(shown).toEqual(path === '/api/v1/practice' ? [practice.id, practice.childReference] : [])
  })

  it('nor in a list that is narrowed to it, nor in a search of the audit by its reference', async () => {
    const { id, childReference } = practice
    for (const path of [
      `/api/v1/journeys?q=${childReference}`,
      '/api/v1/journeys?worker=administrator-1&status=overdue',
      `/api/v1/audit?child=${childReference}`,
    ]) {
      const answer = await everybody.get(path)
      expect([path, answer.status]).toEqual([path, 200])
      expect(answer.text).not.toContain(id)
    }
  })

  it.each(POSTED)('nor in POST %s', async (path, body) => {
    const { status, text } = await everybody.post(path, body)
    expect(status).toBeLessThan(300)
    expect(text).not.toContain(practice.id)
    expect(text).not.toContain(practice.childReference)
  })

  it('while a real journey of the same lead and team is in all that is theirs', async () => {
    for (const path of ['/api/v1/journeys?limit=200', '/api/v1/me/work'])
      expect((await everybody.get(path)).text).toContain(real.id)
    expect((await everybody.get('/api/v1/practice?limit=200')).text).not.toContain(real.id)
  })
})

/** What an answer says, also as a picture or a paper. */
function writtenIn({ text, body }: { readonly text: string; readonly body: unknown }): string {
  if (!Buffer.isBuffer(body)) return text
  return body.subarray(0, 4).toString() === '%PDF' ? readPdf(body).pages.join(' ') : body.toString()
}
