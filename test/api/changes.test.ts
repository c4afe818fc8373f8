import { sql } from 'kysely'
import { childKeyOf } from '../../db/child-keys'
import { openDatabase } from '../../db/database'
import { eraseChild } from '../../db/erasure'
import { recordEvent, startJourney } from '../../db/record'
import { AUTHORITY } from '../../db/scope'
import { currentPolicy } from '../../policies/released'
import { newChild, openApi, type Api, type Caller } from '../support/api'
import { Follower, shownTo } from '../support/follower'
import { occurrence } from '../support/journeys'
import { testKeys } from '../support/keys'
import { untilTold } from '../support/until-told'

let api: Api
let manager: Caller
beforeEach(async () => {
  api = await openApi({}, { listening: true })
  manager = await api.as({ sub: 'manager-1' })
})
afterEach(() => api.close())

const system = (...localities: string[]) =>
  api.as({
    sub: 'care-system',
    roles: ['system'],
    localities: localities.length === 0 ? ['*'] : localities,
  })
const follower = async (...localities: string[]) => new Follower(await system(...localities), api.db)
const told = ({ items }: Follower) =>
  items.map((item) => (item.kind === 'event' ? item.event.type : item.kind))

describe('a follower', () => {
  it('is told what is recorded, in codes and dates, and keeps what the API shows', async () => {
    const follows = await follower()
    expect(await follows.ask()).toBe(0)
    const { id, childReference } = await manager.start('2026-01-05', { team: 'Wick', worker: 'worker-1' })
    await manager.record(id, 'review-held', '2026-02-10', {
      review: '6-week',
      outcome: 'Heather wept',
      documentUrl: 'https://documents.council.example/heather',
    })
    await follows.catchUp()
    expect(follows.items).toMatchObject([
      { kind: 'event', journeyId: id, childReference, locality: 'caithness', team: 'Wick' },
      {
        kind: 'event',
        journeyId: id,
        event: {
          number: 2,
          type: 'review-held',
          occurredAt: '2026-02-10',
          review: '6-week',
          recordedBy: 'manager-1',
        },
      },
    ])
    expect(JSON.stringify(follows.items)).not.toMatch(/heather/i)
    expect(follows.journeys).toEqual(await shownTo(await system()))
  })

  it('is told of a correction, without why', async () => {
    const { id, events } = await manager.start('2026-01-05')
    const replacement = { ...START, documentUrl: 'https://documents.council.example/heather' }
    const eventId = events[0]?.id
    await manager.post(`/api/v1/journeys/${id}/corrections`, { eventId, replacement, reason: 'Heather wept' })
    const follows = await (await follower()).catchUp()
    const last = follows.items.at(-1)
    expect(last).toMatchObject({
      event: {
        type: 'event-corrected',
        eventId,
        replacement: { type: 'looked-after-started', legalBasis: 'cso' },
      },
    })
    expect(JSON.stringify(last)).not.toMatch(/heather/i)
    expect(follows.journeys).toEqual(await shownTo(await system()))
  })

  it('is told where the document is, and nothing else that people wrote, when they may read words', async () => {
    const documentUrl = 'https://documents.council.example/d/1'
    const { id } = await manager.start('2026-01-05')
    const { events } = await manager.record(id, 'review-held', '2026-02-10', {
      review: '6-week',
      outcome: 'Heather wept',
      documentUrl,
    })
    const replacement = { type: 'review-held', occurredAt: '2026-02-11', review: '6-week', documentUrl }
    await manager.post(`/api/v1/journeys/${id}/corrections`, {
      eventId: events.at(-1)?.id,
      replacement,
      reason: 'Heather wept',
    })
    const both = new Follower(await api.as({ roles: ['system', 'manager'] }), api.db)
    await both.catchUp()
    expect(both.items[1]).toMatchObject({ event: { documentUrl } })
    expect(both.items[2]).toMatchObject({ event: { replacement } })
    expect(JSON.stringify(both.items)).not.toContain('Heather')
  })

  it('is told of no practice journey', async () => {
    await api.db.transaction().execute((trx) => start(trx, { practice: true }))
    await manager.start('2026-01-05')
    expect(told(await (await follower()).catchUp())).toEqual(['looked-after-started'])
  })

  it('is told what was imported and where it came from', async () => {
    await api.db
      .transaction()
      .execute((trx) => start(trx, { imported: true, source: { system: 'mosaic', id: 'M-1' } }))
    const { items } = await (await follower()).catchUp()
    expect(items).toMatchObject([{ imported: true, event: { source: { system: 'mosaic', id: 'M-1' } } }])
  })

  it('begins again at any time, and is told the same', async () => {
    const first = await follower()
    for (let child = 0; child < 3; child += 1) {
      const { id } = await manager.start('2026-01-05')
      await manager.record(id, 'visit-made', '2026-01-09', { childSeen: true })
      await first.catchUp()
    }
    const again = new Follower(await system(), api.db, 1)
    await again.catchUp()
    expect(again.items).toEqual(first.items)
    expect(again.items).toHaveLength(6)
  })

  it('has each journey in its order, also where a transaction that began earlier has written later', async () => {
    const { id } = await manager.start('2026-01-05')
    await api.db.transaction().execute(async (trx) => {
      await sql`select pg_current_xact_id()`.execute(trx)
      await manager.record(id, 'visit-made', '2026-01-09', { childSeen: true })
      await recordEvent(trx, testKeys, {
        journeyId: id,
        by: 'worker-1',
        scope: AUTHORITY,
        draft: { type: 'visit-made', occurred: occurrence('2026-01-10'), childSeen: true },
      })
    })
    const follows = await (await follower()).catchUp()
    expect(follows.journeys.get(id)?.events.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('that waits is answered as soon as something is recorded; more can wait than the database has connections', async () => {
    const many = await Promise.all(Array.from({ length: 25 }, () => follower()))
    const asked = many.map((one) => one.ask({ wait: '30' }))
    await manager.start('2026-01-05')
    expect(await Promise.all(asked)).toEqual(many.map(() => 1))
  })

  it('that waits is told what a slow transaction held back, once that is over', async () => {
    const follows = await (await follower()).catchUp()
    const slow = openDatabase(api.databaseUrl, { maxConnections: 1 })
    try {
      await sql`begin`.execute(slow)
      await sql`select pg_current_xact_id()`.execute(slow)
      await manager.start('2026-01-05')
      expect(await follows.ask()).toBe(0)
      const asked = follows.ask({ wait: '30' })
      await manager.start('2026-01-06')
      await sql`rollback`.execute(slow)
      expect(await asked).toBeGreaterThan(0)
      expect((await follows.catchUp()).items).toHaveLength(2)
    } finally {
      await slow.destroy()
    }
  })

  it('that waits for nothing is answered with nothing', async () => {
    const follows = await (await follower()).catchUp()
    expect(await follows.ask({ wait: '1' })).toBe(0)
  })
})

describe('localities', () => {
  it('a journey that goes is told to have left, and to those where it comes with all that was', async () => {
    const { id } = await manager.start('2026-01-05', { team: 'Wick' })
    await manager.record(id, 'visit-made', '2026-01-09', { childSeen: true })
    const [caithness, skye, both, all] = [
      await follower('caithness'),
      await follower('skye'),
      await follower('skye', 'caithness'),
      await follower(),
    ]
    await caithness.catchUp()
    await manager.record(id, 'transferred', '2026-02-02', { locality: 'skye', team: 'Portree' })
    await manager.record(id, 'visit-made', '2026-02-09', { childSeen: true })
    for (const one of [caithness, skye, both, all]) await one.catchUp()

    expect(told(caithness)).toEqual(['looked-after-started', 'visit-made', 'left'])
    expect(told(skye)).toEqual(['entered', 'looked-after-started', 'visit-made', 'transferred', 'visit-made'])
    const whole = ['looked-after-started', 'visit-made', 'transferred', 'moved', 'visit-made']
    expect(told(both)).toEqual(whole)
    expect(told(all)).toEqual(whole)
    expect(both.journeys.get(id)).toMatchObject({ locality: 'skye', team: 'Portree' })
    expect(caithness.journeys.size).toBe(0)
    expect(caithness.items.at(-1)).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      kind: 'left',
      journeyId: id,
      locality: 'caithness',
    })
  })

  it('what has left is told no more: whoever begins later has nothing but that it left', async () => {
    const { id, childReference } = await manager.start('2026-01-05')
    await manager.record(id, 'transferred', '2026-02-02', { locality: 'skye' })
    const late = await (await follower('caithness')).catchUp()
    expect(told(late)).toEqual(['left'])
    expect(JSON.stringify(late.items)).not.toContain(childReference)
  })

  it('a transfer that did not happen brings the journey back', async () => {
    const caithness = await follower('caithness')
    const all = await follower()
    const { id } = await manager.start('2026-01-05', { team: 'Wick' })
    const { events } = await manager.record(id, 'transferred', '2026-02-02', { locality: 'skye' })
    await caithness.catchUp()
    await manager.post(`/api/v1/journeys/${id}/corrections`, {
      eventId: events.at(-1)?.id,
      replacement: null,
      reason: 'It did not',
    })
    await caithness.catchUp()
    await all.catchUp()
    expect(told(caithness).slice(-4)).toEqual([
      'entered',
      'looked-after-started',
      'transferred',
      'event-corrected',
    ])
    expect(told(all).at(-1)).toBe('moved')
    expect(caithness.journeys).toEqual(await shownTo(await system('caithness')))
    expect(all.journeys).toEqual(await shownTo(await system()))
  })

  it('a move to another team is told', async () => {
    const { id } = await manager.start('2026-01-05', { team: 'Wick' })
    await manager.record(id, 'transferred', '2026-02-02', { locality: 'caithness', team: 'Thurso' })
    const follows = await (await follower('caithness')).catchUp()
    expect(told(follows)).toEqual(['looked-after-started', 'transferred', 'moved'])
    expect(follows.journeys.get(id)).toMatchObject({ locality: 'caithness', team: 'Thurso' })
  })

  it('whoever sees other localities than before begins again, since they would miss what they did not see', async () => {
    await manager.start('2026-01-05', { locality: 'skye' })
    const { next } = await (await follower('caithness')).catchUp()
    const answer = await (await system('caithness', 'skye')).get(`/api/v1/changes?after=${next}`)
    expect(answer.status).toBe(410)
    expect(answer.body).toMatchObject({
      type: 'urn:pace:problem:place-is-gone',
      code: 'localities-changed',
      remedy: expect.stringContaining('begin again from the start') as string,
    })
  })
})

describe('an erased child', () => {
  it('is told to be erased, and nothing of the child is told again', async () => {
    const { id, childReference } = await manager.start('2026-01-05')
    const before = await (await follower()).catchUp()
    const { child_id } = await api.db
      .selectFrom('journey')
      .select('child_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await api.db.transaction().execute((trx) => eraseChild(trx, child_id))
    await before.catchUp()
    expect(told(before)).toEqual(['looked-after-started', 'erased'])
    expect(before.journeys.size).toBe(0)
    const again = await (await follower()).catchUp()
    expect(again.items).toEqual([before.items[1]])
    expect(JSON.stringify(again.items)).not.toContain(childReference)
    expect((await childKeyOf(api.db, testKeys, child_id)).key).toBeUndefined()
  })
})

describe('a place', () => {
  it('that is none of ours is refused, and so is anything else that cannot be', async () => {
    const caller = await system()
    const half = Buffer.from('[1,"a",[1,"-5",2,"3"]]').toString('base64url')
    const noNumber = Buffer.from(
      JSON.stringify([1, 'a', [1, 'abc', 2, '5d3a4a6e-0000-4000-8000-000000000000']]),
    ).toString('base64url')
    for (const [field, value] of [
      ...['x', 'e30', half, noNumber, '"', '%00', ''].map((after) => ['after', after] as const),
      ['limit', '0'],
      ['limit', '1001'],
      ['wait', '31'],
      ['wait', 'long'],
      ['since', '1'],
    ] as const) {
      const answer = await caller.get(`/api/v1/changes?${field}=${value}`)
      expect([value, answer.status]).toEqual([value, 422])
      expect(answer.body).toMatchObject({ errors: [{ field, remedy: expect.any(String) as string }] })
    }
  })

  it('of what a restored backup does not have is answered with 410, also when much was recorded since', async () => {
    await manager.start('2026-01-05')
    const follows = await (await follower()).catchUp()
    const kept = follows.next
    await manager.start('2026-01-06')
    await follows.catchUp()
    await asRestored(sql`delete from change where id = (select max(id) from change)`)
    for (let child = 0; child < 3; child += 1) await manager.start('2026-01-07')
    await untilTold(api.db)
    const caller = await system()
    const gone = await caller.get(`/api/v1/changes?after=${follows.next}`)
    expect(gone.status).toBe(410)
    expect(gone.body).toMatchObject({
      code: 'restored',
      remedy: expect.stringContaining('begin again') as string,
    })
    // whoever had seen no more than the backup has goes on
    const early = await caller.get(`/api/v1/changes?after=${kept}`)
    expect((early.body as { items: object[] }).items).toHaveLength(3)
  })

  it('goes on in another PostgreSQL to which all was brought, which numbers transactions anew', async () => {
    await manager.start('2026-01-05')
    await manager.start('2026-01-06')
    await asRestored(
      sql`update change set transaction = (transaction::text::bigint + 4000000000)::text::xid8`,
    )
    await sql`update feed_epoch set system = 'another'`.execute(api.db)
    const follows = new Follower(await system(), api.db, 1)
    await follows.catchUp()
    expect(follows.items).toHaveLength(2)
    const brought = await new Follower(await system(), api.db).catchUp()
    const { id } = await manager.start('2026-01-07')
    await follows.catchUp()
    await brought.catchUp()
    expect(follows.items.at(-1)).toMatchObject({ journeyId: id })
    expect(brought.items).toEqual(follows.items)
    expect(follows.items).toHaveLength(3)
    expect((await (await follower()).catchUp()).items).toEqual(follows.items)
  })
})

describe('the audit', () => {
  it('has one row for an answer, with the journeys, and none for an empty one', async () => {
    const [one, two] = [await manager.start('2026-01-05'), await manager.start('2026-01-06')]
    await untilTold(api.db)
    const follows = await follower()
    await follows.ask()
    for (let poll = 0; poll < 5; poll += 1) await follows.ask()
    const rows = await api.db
      .selectFrom('audit')
      .select(['action', 'journey_id', 'journey_ids'])
      .where('actor', '=', 'care-system')
      .execute()
    expect(rows).toEqual([{ action: 'changes.follow', journey_id: null, journey_ids: [one.id, two.id] }])
  })
})

it('following is no bulk reading: a limit on opened journeys holds up no follower', async () => {
  const limits = { caller: 10_000, address: 10_000, signIn: 10_000, journeys: 2 }
  const limited = await openApi({ limits })
  try {
    const everybody = await limited.as()
    for (let child = 0; child < 5; child += 1) await everybody.start('2026-01-05')
    const follows = new Follower(await limited.as({ roles: ['system'] }), limited.db, 1)
    await follows.catchUp()
    expect(follows.journeys.size).toBe(5)
  } finally {
    await limited.close()
  }
})

const START = {
  type: 'looked-after-started',
  occurredAt: '2026-01-05',
  pathway: 'away-from-home',
  legalBasis: 'cso',
} as const

function start(trx: Parameters<typeof startJourney>[0], more: object) {
  return startJourney(trx, testKeys, {
    childReference: newChild(),
    locality: 'caithness',
    policy: currentPolicy('highland'),
    by: 'worker-1',
    draft: {
      type: 'looked-after-started',
      occurred: occurrence('2026-01-05'),
      pathway: 'away-from-home',
      legalBasis: 'cso',
    },
    ...more,
  })
}

async function asRestored(statement: ReturnType<typeof sql>): Promise<void> {
  await sql`alter table change disable trigger user`.execute(api.db)
  await statement.execute(api.db)
  await sql`alter table change enable trigger user`.execute(api.db)
}
