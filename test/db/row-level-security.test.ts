import { sql } from 'kysely'
import { actFor, readFor, type Acting } from '../../db/acting'
import { openDatabase, type Database } from '../../db/database'
import { readJourney } from '../../db/read'
import { OpenJourneyError, recordEvent, startJourney, UnknownJourneyError } from '../../db/record'
import { API_ROLE, CONDUCTOR_ROLE } from '../../db/roles'
import type { Localities } from '../../db/scope'
import { currentPolicy } from '../../policies/released'
import { freshDatabase, type FreshDatabase } from '../support/database'
import { occurrence } from '../support/journeys'
import { testKeys } from '../support/keys'

let fresh: FreshDatabase
/** As the API has it, with one connection: whatever one transaction left in it, the next one would find. */
let api: Database
let conductor: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  api = openDatabase(fresh.url, { role: API_ROLE, maxConnections: 1 })
  conductor = openDatabase(fresh.url, { role: CONDUCTOR_ROLE, maxConnections: 1 })
})
afterAll(async () => {
  await api.destroy()
  await conductor.destroy()
  await fresh.drop()
})

const of = (localities: Localities, opened: readonly string[] = []): Acting => ({
  id: 'worker-1',
  scope: { localities, opened },
})
const EVERYTHING = of('authority')

let children = 0
/** Starts a journey as somebody of its locality does. */
function start(locality: string, childReference = `RLS-${(children += 1)}`) {
  return api.transaction().execute(async (trx) => {
    await actFor(trx, of([locality]))
    const { row } = await startJourney(trx, testKeys, {
      childReference,
      locality,
      policy: currentPolicy('highland'),
      by: 'worker-1',
      draft: {
        type: 'looked-after-started',
        occurred: occurrence('2026-01-05'),
        pathway: 'away-from-home',
        legalBasis: 'cso',
      },
    })
    return row
  })
}

/** Everything of a journey that a query which forgets its scope comes by. */
async function foundOf(trx: Database, journeyId: string, childId: string): Promise<string[]> {
  const found: string[] = []
  const tables = ['journey', 'event', 'deadline', 'aim_fact', 'sibling', 'audit', 'child'] as const
  for (const table of tables) {
    const column = table === 'journey' || table === 'child' ? sql`id` : sql`journey_id`
    const { rows } = await sql`
      select from ${sql.table(table)} where ${column} = ${table === 'child' ? childId : journeyId}`.execute(
      trx,
    )
    if (rows.length > 0) found.push(table)
  }
  return found
}

describe('the role of the API', () => {
  it('finds nothing of any child before it says for whom it reads', async () => {
    const { id, child_id } = await start('caithness')
    expect(await foundOf(api, id, child_id)).toEqual([])
    expect(await foundOf(fresh.db, id, child_id)).toEqual([
      'journey',
      'event',
      'deadline',
      'aim_fact',
      'audit',
      'child',
    ])
  })

  it('finds what the caller may see, and of another locality nothing, whatever the query asks', async () => {
    const { id, child_id } = await start('skye')
    const all = ['journey', 'event', 'deadline', 'aim_fact', 'audit', 'child']
    const seenBy = (who: Acting) => readFor(api, who, (trx) => foundOf(trx, id, child_id))
    expect(await seenBy(of(['skye', 'caithness']))).toEqual(all)
    expect(await seenBy(EVERYTHING)).toEqual(all)
    expect(await seenBy(of(['caithness']))).toEqual([])
    expect(await seenBy(of([]))).toEqual([])
    expect(await seenBy(of(['caithness'], [id]))).toEqual(all)
  })

  it('finds an address that looks like two as one', async () => {
    const { id, child_id } = await start('skye')
    for (const odd of ['caithness,skye', '{skye}', '"skye"', "skye','x"])
      expect(await readFor(api, of([odd]), (trx) => foundOf(trx, id, child_id))).toEqual([])
  })

  it('has nothing left of one caller when the next one has the same connection', async () => {
    const { id, child_id } = await start('skye')
    const pid = (trx: Database) =>
      sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx).then(({ rows }) => rows[0]?.pid)
    const first = await readFor(api, EVERYTHING, pid)
    expect(await foundOf(api, id, child_id)).toEqual([])
    await expect(
      readFor(api, EVERYTHING, async (trx) => {
        expect(await foundOf(trx, id, child_id)).toContain('journey')
        throw new Error('broken off')
      }),
    ).rejects.toThrow('broken off')
    expect(await foundOf(api, id, child_id)).toEqual([])
    await readFor(api, EVERYTHING, (trx) => sql`select 1 / 0`.execute(trx)).catch(() => undefined)
    expect(await readFor(api, of(['caithness']), (trx) => foundOf(trx, id, child_id))).toEqual([])
    expect(await pid(api)).toBe(first)
  })

  it('mixes up no two callers who read at the same time through few connections', async () => {
    const busy = openDatabase(fresh.url, { role: API_ROLE, maxConnections: 3 })
    try {
      const journeys = await Promise.all(
        ['caithness', 'skye', 'inverness'].map((locality) => start(locality)),
      )
      const readings = Array.from({ length: 90 }, (_, turn) => {
        const mine = journeys[turn % 3]?.locality ?? ''
        return readFor(busy, of([mine]), async (trx) => {
          const { rows } = await sql<{ locality: string }>`
            select distinct locality from journey where pg_sleep(0.001) is not null`.execute(trx)
          return rows.map(({ locality }) => locality).join() === mine
        })
      })
      expect((await Promise.all(readings)).filter((own) => !own)).toEqual([])
    } finally {
      await busy.destroy()
    }
  })

  it('writes to no journey that the caller does not see', async () => {
    const { id } = await start('skye')
    const elsewhere = of(['caithness'])
    const changed = await readFor(api, elsewhere, (trx) =>
      trx
        .updateTable('journey')
        .set({ stage: 'in-placement' as never })
        .where('id', '=', id)
        .executeTakeFirst(),
    )
    expect(Number(changed.numUpdatedRows)).toBe(0)
    const added = readFor(api, elsewhere, (trx) =>
      sql`insert into deadline (journey_id, rule_id, instance, due_on, last_moment)
        values (${id}, 'six-week-review', 9, '2026-02-16', now())`.execute(trx),
    )
    await expect(added).rejects.toThrow('row-level security')
    await expect(
      readFor(api, elsewhere, (trx) => sql`select move_journey(${id}, 'caithness', null)`.execute(trx)),
    ).rejects.toThrow('no such journey to move')
    await expect(
      readFor(api, of(['skye']), (trx) =>
        sql`update journey set locality = 'caithness' where id = ${id}`.execute(trx),
      ),
    ).rejects.toThrow('row-level security')
  })

  it('hands a journey on to where the caller sees nothing, and sees it no more', async () => {
    const { id, child_id } = await start('skye')
    const mine = of(['skye'])
    const draft = {
      type: 'transferred',
      occurred: occurrence('2026-02-02'),
      locality: 'caithness',
    } as const
    await readFor(api, mine, (trx) =>
      recordEvent(trx, testKeys, { journeyId: id, by: 'manager-1', scope: mine.scope, draft }),
    )
    expect(await readFor(api, mine, (trx) => foundOf(trx, id, child_id))).toEqual([])
    const theirs = of(['caithness'])
    const { row } = await readFor(api, theirs, (trx) => readJourney(trx, testKeys, id, theirs.scope))
    expect(row.locality).toBe('caithness')
    await expect(
      readFor(api, mine, (trx) => readJourney(trx, testKeys, id, EVERYTHING.scope)),
    ).rejects.toThrow(UnknownJourneyError)
  })

  it('finds of a journey that has left the places of the caller that it left, and nothing else that is told of it', async () => {
    const { id } = await start('skye')
    const changes = (who: Acting) =>
      readFor(api, who, async (trx) => {
        const { rows } = await sql<{ kind: string }>`
          select kind from change where journey_id = ${id} order by id`.execute(trx)
        return rows.map(({ kind }) => kind)
      })
    expect(await changes(of(['skye']))).toEqual(['event'])
    expect(await changes(of(['caithness']))).toEqual([])
    await fresh.db.updateTable('journey').set({ locality: 'caithness' }).where('id', '=', id).execute()
    expect(await changes(of(['skye']))).toEqual(['left'])
    expect(await changes(of(['caithness']))).toEqual(['moved', 'entered', 'event'])
    expect(await changes(of([]))).toEqual([])
  })

  it('learns that a child has an open journey elsewhere, and of that journey no more', async () => {
    const { id, child_reference } = await start('skye')
    const second = start('caithness', child_reference)
    await expect(second).rejects.toThrow(OpenJourneyError)
    await expect(second).rejects.toMatchObject({ journeyId: id, locality: 'skye' })
  })

  it('finds the kept answers of the caller alone', async () => {
    await fresh.db
      .insertInto('idempotency')
      .values({ caller: 'worker-2', path: '/x', key: 'k', created_at: new Date() })
      .execute()
    const answers = (who: Acting) =>
      readFor(api, who, async (trx) => (await sql`select from idempotency`.execute(trx)).rows.length)
    expect(await answers({ ...EVERYTHING, id: 'worker-2' })).toBe(1)
    expect(await answers(EVERYTHING)).toBe(0)
  })

  it('changes and deletes nothing of the record and the audit, and empties no table', async () => {
    const { id } = await start('caithness')
    for (const statement of [
      sql`update event set recorded_by = 'nobody' where journey_id = ${id}`,
      sql`delete from event where journey_id = ${id}`,
      sql`delete from journey where id = ${id}`,
      sql`update audit set actor = 'nobody'`,
      sql`delete from audit`,
      sql`truncate audit`,
      sql`insert into milestone select * from milestone`,
      sql`insert into change (kind, journey_id, locality) values ('left', ${id}, 'skye')`,
      sql`update change set locality = 'skye'`,
      sql`update notice set status = 'sent'`,
      sql`alter table journey disable row level security`,
      sql`select * from graphile_worker._private_jobs`,
    ])
      await expect(readFor(api, EVERYTHING, (trx) => statement.execute(trx))).rejects.toThrow(
        /permission denied|must be owner/,
      )
  })
})

describe('both roles', () => {
  it('own nothing, and pass by no policy', async () => {
    const { rows } = await sql<{ rolname: string; owned: number }>`
      select rolname, (select count(*) from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname in ('pace_api', 'pace_conductor')
        and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb and not rolcanlogin
      order by 1`.execute(fresh.db)
    expect(rows).toEqual([
      { rolname: 'pace_api', owned: 0 },
      { rolname: 'pace_conductor', owned: 0 },
    ])
  })

  it('stay what they are when a connection is reset', async () => {
    for (const [db, role] of [
      [api, 'pace_api'],
      [conductor, 'pace_conductor'],
    ] as const) {
      await sql`reset role`.execute(db)
      await sql`discard all`.execute(db)
      const { rows } = await sql<{ is: string }>`select current_user::text as is`.execute(db)
      expect(rows).toEqual([{ is: role }])
    }
  })
})

it('the conductor sees every journey, since deadlines fall due everywhere', async () => {
  const { id, child_id } = await start('skye')
  expect(await foundOf(conductor, id, child_id)).toEqual([
    'journey',
    'event',
    'deadline',
    'aim_fact',
    'audit',
    'child',
  ])
})

/** Tables with nothing of a child in them. Whoever adds a table says here that it is one, or secures it. */
const NOT_OF_A_CHILD = [
  'audit_seal',
  'contact',
  'directory',
  'driver_diagram',
  'feed_epoch',
  'forcefield',
  'heartbeat',
  'improvement_version',
  'installation',
  'kysely_migration',
  'kysely_migration_lock',
  'mail_server',
  'meeting_pack',
  'meeting_pack_mail',
  'pace_meeting',
  'person',
  'person_access',
  'practice_policy',
  'publication',
  'test_of_change',
  'web_session',
]

it('every table with something of a child in it is secured, also against its owner', async () => {
  const { rows } = await sql<{ relname: string; secured: boolean }>`
    select relname, relrowsecurity and relforcerowsecurity as secured from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`.execute(fresh.db)
  expect(rows.filter(({ secured }) => !secured).map(({ relname }) => relname)).toEqual(NOT_OF_A_CHILD)
  expect(rows.filter(({ secured }) => secured).map(({ relname }) => relname)).toEqual(
    expect.arrayContaining([
      'journey',
      'event',
      'change',
      'notice',
      'child',
      'child_details',
      'audit',
      'idempotency',
    ]),
  )
})

it('no function that reaches beyond is for everybody', async () => {
  const { rows } = await sql<{ name: string; safe: boolean }>`
    select proname as name,
      not has_function_privilege('public', oid, 'execute') and proconfig[1] like 'search_path=pg_catalog,%' as safe
    from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`.execute(fresh.db)
  expect(rows.map(({ name }) => name)).toContain('move_journey')
  expect(rows.filter(({ safe }) => !safe)).toEqual([])
})
