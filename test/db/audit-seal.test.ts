import { sql } from 'kysely'
import { writeReading } from '../../db/audit'
import { checkAudit, type AuditAnchor, type AuditState } from '../../db/audit-check'
import {
  latestSeal,
  ROW_TEXT,
  sealAudit,
  writeSeal,
  type AuditRow,
  type AuditSeal,
} from '../../db/audit-seal'
import type { Queryable } from '../../db/database'
import { freshDatabase, type FreshDatabase } from '../support/database'
import { until } from '../support/until'

const JOURNEY = '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e10'

let database: FreshDatabase
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.drop())

describe('the audit as it was sealed', () => {
  it('is as it was found, and says how much there is', async () => {
    await sealed(3)
    await sealed(2)
    expect(await check()).toEqual({ seals: 2, rows: 5 })
  })

  it('is empty before anybody has looked at anything', async () => {
    expect(await check()).toEqual({ seals: 0, rows: 0 })
  })

  it('says how long a row waits for its seal', async () => {
    await sealed(1)
    await read(database.db, 'late')
    expect(await check()).toMatchObject({ seals: 1, waitingSeconds: expect.any(Number) })
  })

  it.each([
    ['who it was', sql`actor = 'somebody-else'`],
    ['what was done', sql`action = 'journey.list'`],
    ['when, by a microsecond', sql`at = at + interval '1 microsecond'`],
    ['of whom', sql`journey_id = null`],
    ['whom a list showed', sql`journey_ids = array[${JOURNEY}::uuid]`],
    ['from where', sql`from_address = '192.0.2.99'`],
    ['why', sql`reason = 'Asked to'`],
    ['the rest of it', sql`detail = detail || '{"more": 1}'`],
  ])('names a row in which somebody altered %s', async (_what, change) => {
    const { rowIds } = await sealed(3)
    const [, second] = rowIds
    await tampering(sql`update audit set ${change} where id = ${second}`)
    expect((await check()).fault).toMatch(new RegExp(`^Row ${second}, which seal 1 of .* was altered$`))
  })

  it('names a row that was deleted', async () => {
    await sealed(2)
    const { rowIds } = await sealed(3)
    const [first] = rowIds
    await tampering(sql`delete from audit where id = ${first}`)
    expect((await check()).fault).toMatch(new RegExp(`^Row ${first}, which seal 2 of .* is missing$`))
  })

  it('names the first row of an end that was deleted, its seals left standing', async () => {
    const { rowIds } = await sealed(4)
    await sealed(2)
    const [, , third] = rowIds
    await tampering(sql`delete from audit where id >= ${third}`)
    expect((await check()).fault).toContain(`Row ${third}, which seal 1`)
  })

  it('names a row that was slipped in among those that are sealed', async () => {
    await sealed(3)
    const { rows } = await sql<{ id: number }>`
      insert into audit (at, actor, action, detail, transaction)
      values (now(), 'nobody', 'journey.read', '{}', '3') returning id`.execute(database.db)
    const id = rows[0]?.id
    expect((await check()).fault).toBe(`Row ${id} was slipped in after seal 1 was made`)
  })

  it('names a seal that was deleted', async () => {
    await sealed(1)
    await sealed(1)
    await sealed(1)
    await tampering(sql`delete from audit_seal where number = 2`)
    expect((await check()).fault).toBe('Seal 2 is missing')
  })

  it('names a seal that was made to fit a row that was altered', async () => {
    const { rowIds } = await sealed(1)
    await sealed(1)
    await tampering(sql`update audit set actor = 'somebody-else' where id = ${rowIds[0]}`)
    await tampering(
      sql`update audit_seal
        set row_hashes = (select sha256(convert_to(${ROW_TEXT}, 'UTF8')) from audit where id = ${rowIds[0]})
        where number = 1`,
    )
    expect((await check()).fault).toMatch(/^Seal 1 of .* was altered$/)
  })
})

describe('anchors outside the database', () => {
  it('name an end that was cut off with its seals', async () => {
    await sealed(2)
    const { rowIds, ...gone } = await sealed(2)
    await tampering(sql`delete from audit_seal where number = 2`)
    await tampering(sql`delete from audit where id = any(${rowIds}::bigint[])`)
    expect(await check()).toEqual({ seals: 1, rows: 2 })
    expect((await check([anchorOf(gone)])).fault).toMatch(
      /^Everything after seal 1 was cut off: seal 2 was anchored at .*, and is missing$/,
    )
  })

  it('name the first seal of a chain that was made anew as a whole', async () => {
    await sealed(2)
    const anchors = [anchorOf(await sealed(2)), anchorOf(await sealed(1))]
    await tampering(sql`delete from audit_seal where number >= 2`)
    await tampering(sql`update audit set actor = 'somebody-else' where id >= 3`)
    await sealRest()
    await sealed(1)
    expect((await check()).fault).toBeUndefined()
    expect((await check(anchors)).fault).toMatch(/^Seal 2 is another than the one that was anchored at/)
  })

  it('say nothing against a database that is ahead of them', async () => {
    const anchors = [anchorOf(await sealed(2))]
    await sealed(1)
    expect(await check(anchors)).toEqual({ seals: 2, rows: 3 })
  })
})

describe('the sealer', () => {
  it('leaves no row out, however many write at once', async () => {
    let writing = true
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let turn = 0; turn < 15; turn += 1) {
        await database.db.transaction().execute(async (trx) => {
          await read(trx, `writer-${writer}`)
          // others begin and commit in between
          await sql`select pg_sleep(${((writer * 7 + turn * 3) % 5) / 1000})`.execute(trx)
          await read(trx, `writer-${writer}`)
        })
      }
    })
    const sealers = Array.from({ length: 2 }, async () => {
      while (writing) await sealAudit(database.db, 7)
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(sealers)
    await sealRest()
    const { fault, rows } = await check()
    expect({ fault, rows }).toEqual({ rows: 600 })
  }, 60_000)

  it('waits for a transaction that has written and is not over, though later ones are', async () => {
    const open = await database.db.startTransaction().execute()
    await read(open, 'slow')
    await read(database.db, 'quick')
    expect(await sealAudit(database.db)).toBeUndefined()
    await open.commit().execute()
    const seal = await until('both to be sealed', () => sealAudit(database.db))
    expect(seal.rowIds).toEqual([1, 2])
  })

  it('goes on in another PostgreSQL, whose transactions have lower numbers', async () => {
    for (const name of ['first', 'second', 'third']) await read(database.db, name)
    await tampering(sql`update audit set transaction = (900000000 + id)::text::xid8`)
    const { rows } = await sql<AuditRow>`
      select id, transaction::text as transaction, ${ROW_TEXT} as text from audit where id <= 2 order by audit.id`.execute(
      database.db,
    )
    await database.db.transaction().execute((trx) => writeSeal(trx, undefined, rows))
    await read(database.db, 'written here')
    await sealRest()
    await sealed(2)
    const { fault, rows: found } = await check()
    expect({ fault, found }).toEqual({ found: 6 })
  })

  it('makes one seal after the other, each continuing the one before', async () => {
    const first = await sealed(1)
    const second = await sealed(1)
    expect(second).toMatchObject({ number: 2, previous: first.hash })
    expect(await latestSeal(database.db)).toEqual(second)
  })
})

it.each(['audit', 'audit_seal'])('%s takes no change, no deletion, and cannot be emptied', async (table) => {
  await sealed(1)
  const name = sql.table(table)
  for (const change of [sql`delete from ${name}`, sql`truncate ${name}`]) {
    await expect(change.execute(database.db)).rejects.toThrow('only ever added')
  }
  const column = sql.ref(table === 'audit' ? 'at' : 'sealed_at')
  await expect(sql`update ${name} set ${column} = now()`.execute(database.db)).rejects.toThrow(
    'only ever added',
  )
})

function check(anchors: readonly AuditAnchor[] = []): Promise<AuditState> {
  return checkAudit(database.db, anchors)
}

async function read(db: Queryable, who: string): Promise<void> {
  await writeReading(db, {
    by: { id: who, from: '192.0.2.1' },
    action: 'journey.read',
    journeyId: JOURNEY,
    detail: { route: '/api/v1/journeys/{id}' },
  })
}

/** Somebody reads so many times, in one transaction, so that it is sealed together whatever other tests have under way. */
async function sealed(count: number): Promise<AuditSeal> {
  await database.db.transaction().execute(async (trx) => {
    for (let turn = 0; turn < count; turn += 1) await read(trx, `reader-${turn}`)
  })
  const seal = await sealRest()
  if (seal === undefined) throw new Error('Nothing was sealed')
  return seal
}

// Other tests use the same PostgreSQL: a transaction of theirs can be under way, and is waited for.
async function sealRest(): Promise<AuditSeal | undefined> {
  let last: AuditSeal | undefined
  await until('everything to be sealed', async () => {
    last = (await sealAudit(database.db)) ?? last
    return (await check()).waitingSeconds === undefined
  })
  return last
}

/** What somebody with every right on the database can do. */
async function tampering(change: ReturnType<typeof sql>): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx)
    await change.execute(trx)
  })
}

function anchorOf({ sealedAt, number, hash }: Pick<AuditSeal, 'sealedAt' | 'number' | 'hash'>): AuditAnchor {
  return { at: sealedAt.toISOString(), number, hash }
}
