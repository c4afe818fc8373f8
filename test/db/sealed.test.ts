import { AUTHORITY } from '../../db/scope'
import { Migrator, sql } from 'kysely'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { eraseChild } from '../../db/erasure'
import { detailsOf, hashesOfName, keepDetails, readDetails } from '../../db/child-details'
import { claimKey, keepAnswer } from '../../db/idempotency'
import { keysInUse, rewrap } from '../../db/master-keys'
import { MIGRATIONS, migrateToLatest } from '../../db/migrate'
import { readJourney } from '../../db/read'
import { recordEvent, startJourney } from '../../db/record'
import type { KeyRing } from '../../keys/key-ring'
import { practiceKeys, rotatePracticeKeys } from '../../ops/keys/practice-keys'
import { currentPolicy, releasedPolicy } from '../../policies/released'
import { emptyDatabase, freshDatabase, type FreshDatabase } from '../support/database'
import { everythingKept, foundIn } from '../support/everything-kept'
import { occurrence } from '../support/journeys'
import { masterKey, ringOf } from '../support/keys'
import { temporaryFolder } from '../support/temporary-folder'

const OLD = ringOf('old')
const BOTH = ringOf('new', 'old')
const NEW = ringOf('new')

describe('the keys of children', () => {
  let base: FreshDatabase
  beforeEach(async () => {
    base = await freshDatabase()
  })
  afterEach(() => base.drop())

  async function child(keys: KeyRing, reference: string): Promise<string> {
    return base.db.transaction().execute(async (trx) => {
      const { row } = await startJourney(trx, keys, {
        childReference: reference,
        locality: 'caithness',
        policy: currentPolicy('highland'),
        by: 'worker-1',
        draft: {
          type: 'looked-after-started',
          occurred: occurrence('2026-01-05'),
          pathway: 'away-from-home',
          legalBasis: 'cso',
        },
      })
      await recordEvent(trx, keys, {
        journeyId: row.id,
        by: 'worker-1',
        scope: AUTHORITY,
        draft: {
          type: 'review-held',
          occurred: occurrence('2026-02-10'),
          review: '6-week',
          outcome: `Words of ${reference}`,
        },
      })
      await keepDetails(trx, keys, {
        journeyId: row.id,
        details: { name: `Name ${reference}` },
        by: 'worker-1',
        scope: AUTHORITY,
      })
      return row.id
    })
  }

  const wordsOf = async (keys: KeyRing, id: string) =>
    (await readJourney(base.db, keys, id, AUTHORITY)).state.journey.events.at(-1)

  async function keepOne(keys: KeyRing): Promise<void> {
    await base.db.transaction().execute(async (trx) => {
      await claimKey(trx, keys, REQUEST)
      await keepAnswer(trx, keys, REQUEST, { status: 200, text: 'An answer' })
    })
  }
  const REQUEST = { caller: 'worker-1', path: '/x', key: 'key-1', bodyHash: 'hash' }

  it('when the master key is rotated: what is old is read, and once wrapped again it hangs on the new one alone', async () => {
    const before = await child(OLD, 'CH-1')
    await keepOne(OLD)
    const after = await child(BOTH, 'CH-2')
    expect(await wordsOf(BOTH, before)).toMatchObject({ outcome: 'Words of CH-1' })
    expect(await keysInUse(base.db, BOTH)).toEqual([
      { id: 'new', isCurrent: true, isHere: true, children: 1, nameWords: 3, answers: 0, imports: 0 },
      { id: 'old', isCurrent: false, isHere: true, children: 1, nameWords: 3, answers: 1, imports: 0 },
    ])

    expect(await rewrap(base.db, BOTH)).toEqual({ children: 1, answers: 1, left: 0 })
    expect(await keysInUse(base.db, BOTH)).toEqual([
      { id: 'new', isCurrent: true, isHere: true, children: 2, nameWords: 6, answers: 1, imports: 0 },
      { id: 'old', isCurrent: false, isHere: true, children: 0, nameWords: 0, answers: 0, imports: 0 },
    ])
    expect(await rewrap(base.db, BOTH)).toEqual({ children: 0, answers: 0, left: 0 })

    for (const [id, reference] of [
      [before, 'CH-1'],
      [after, 'CH-2'],
    ] as const) {
      expect(await wordsOf(NEW, id)).toMatchObject({ outcome: `Words of ${reference}` })
      const { details } = await readDetails(base.db, NEW, id, AUTHORITY)
      expect(details).toEqual({ name: `Name ${reference}` })
    }
    const [hashes = []] = hashesOfName(NEW, 'name')
    const found = await base.db
      .selectFrom('child_name_token')
      .where('token', 'in', hashes)
      .select('key_id')
      .execute()
    expect(found).toEqual([{ key_id: 'new' }, { key_id: 'new' }])
    const again = await base.db.transaction().execute((trx) => claimKey(trx, NEW, REQUEST))
    expect(again).toEqual({ status: 200, text: 'An answer' })
  })

  it('more of them than a batch has are all wrapped again, with word of how far it is', async () => {
    await child(OLD, 'CH-1')
    await sql`
      insert into child (reference, wrapped, key_id, made_at)
      select 'CH-LOST-' || n, '\\x00', 'lost', now() from generate_series(1, 300) n`.execute(base.db)
    await child(OLD, 'CH-2')
    const told: number[] = []
    const done = await rewrap(base.db, BOTH, ({ children }) => told.push(children))
    expect(done).toEqual({ children: 2, answers: 0, left: 300 })
    expect(told.at(-1)).toBe(2)
    expect(await keysInUse(base.db, BOTH)).toContainEqual({
      id: 'lost',
      isCurrent: false,
      isHere: false,
      children: 300,
      nameWords: 0,
      answers: 0,
      imports: 0,
    })
  })

  it('what is sealed opens in its own place alone', async () => {
    const [one, other] = [await child(OLD, 'CH-1'), await child(OLD, 'CH-2')]
    const details = await base.db.selectFrom('child_details').selectAll().execute()
    const [first, second] = details
    await base.db
      .updateTable('child_details')
      .set({ sealed: second!.sealed })
      .where('child_id', '=', first!.child_id)
      .execute()
    await sql`alter table event disable trigger event_only_added`.execute(base.db)
    await sql`update event set sealed = (select sealed from event where journey_id = ${other} and sealed is not null)
      where journey_id = ${one} and sealed is not null`.execute(base.db)
    await expect(wordsOf(OLD, one)).rejects.toThrow('belongs somewhere else')
    expect(await wordsOf(OLD, other)).toMatchObject({ outcome: 'Words of CH-2' })
    const reading = ['CH-1', 'CH-2'].map(async (_, index) =>
      readDetails(base.db, OLD, index === 0 ? one : other, AUTHORITY).then(
        () => 'read',
        (error: Error) => error.name,
      ),
    )
    expect((await Promise.all(reading)).sort()).toEqual(['BrokenSealError', 'read'])
  })

  it('an event is never written in the open, nor changed', async () => {
    const id = await child(OLD, 'CH-1')
    const changes = [
      sql`update event set fields = '{}' where journey_id = ${id}`,
      sql`update event set sealed = '\\x00' where journey_id = ${id}`,
      sql`update event set words = '{"outcome": "open"}' where journey_id = ${id}`,
      sql`delete from event where journey_id = ${id}`,
    ]
    for (const change of changes) await expect(change.execute(base.db)).rejects.toThrow('only ever added')
    const open = sql`
      insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields, words)
      values (${id}, 9, 'review-held', now(), now(), 'worker-1', '{}', '{"outcome": "open"}')`
    await expect(open.execute(base.db)).rejects.toThrow('event_words_are_sealed')
  })

  it('a child who comes again after everything was erased has a new key', async () => {
    const first = await child(OLD, 'CH-1')
    await recordEndOf(first)
    const { row } = await readJourney(base.db, OLD, first, AUTHORITY)
    await base.db.transaction().execute((trx) => eraseChild(trx, row.child_id))
    const second = await base.db.transaction().execute((trx) =>
      startJourney(trx, OLD, {
        childReference: 'CH-1',
        locality: 'caithness',
        policy: currentPolicy('highland'),
        by: 'worker-1',
        draft: {
          type: 'looked-after-started',
          occurred: occurrence('2026-06-01'),
          pathway: 'away-from-home',
          legalBasis: 'cso',
        },
      }),
    )
    expect(second.child.childId).not.toBe(row.child_id)
    expect(second.child.key).toBeDefined()
    expect(await detailsOf(base.db, second.child)).toEqual({ version: 0, erased: false })
  })

  const recordEndOf = (journeyId: string) =>
    base.db.transaction().execute((trx) =>
      recordEvent(trx, OLD, {
        journeyId,
        by: 'worker-1',
        scope: AUTHORITY,
        draft: { type: 'returned-to-family', occurred: occurrence('2026-03-02') },
      }),
    )

  it('two journeys of one child that start at once have one key', async () => {
    const starts = Array.from({ length: 6 }, () =>
      base.db.transaction().execute((trx) =>
        startJourney(trx, OLD, {
          childReference: 'CH-PRACTICE',
          locality: 'caithness',
          practice: true,
          policy: currentPolicy('highland'),
          by: 'worker-1',
          draft: {
            type: 'looked-after-started',
            occurred: occurrence('2026-01-05'),
            pathway: 'away-from-home',
            legalBasis: 'cso',
          },
        }),
      ),
    )
    const started = await Promise.all(starts)
    expect(new Set(started.map(({ child: { childId } }) => childId)).size).toBe(1)
    expect(new Set(started.map(({ child: { key } }) => key?.toString('hex'))).size).toBe(1)
  })

  it('`pace keys report` says what hangs on each, and `pace keys rewrap` brings it under the new one', async () => {
    await child(OLD, 'CH-1')
    const env = { DATABASE_URL: base.url, PACE_KEYS: [masterKey('new'), masterKey('old')].join(',') }
    const first = await pace(['keys', 'report'], env)
    expect(first.out).toMatch(/^new: in use, seals what is new; 0 children.*\nold: still needed; 1 children/)
    expect((await pace(['keys', 'rewrap'], env)).out).toContain(
      '1 children and 0 kept answers brought under new.',
    )
    const last = await pace(['keys', 'report'], env)
    expect(last.out).toMatch(
      /^new: in use, seals what is new; 1 children.*\nold: nothing in the record hangs on it/,
    )
    expect((await pace(['keys', 'report'], { ...env, PACE_KEYS: masterKey('other') })).out).toContain(
      'new: LOST',
    )
    expect((await pace(['keys', 'rotate'], env)).out).toContain('Put it first in PACE_KEYS')
  })
})

describe('the keys of a practice installation', () => {
  const folder = temporaryFolder()

  it('get a new first one when they are rotated, and the old ones still open', () => {
    const before = practiceKeys(folder.path)
    expect(rotatePracticeKeys(folder.path)).toBe('practice-2')
    expect(rotatePracticeKeys(folder.path)).toBe('practice-3')
    const lines = practiceKeys(folder.path).split('\n')
    expect(lines.map((line) => line.split(':')[0])).toEqual(['practice-3', 'practice-2', 'practice-1'])
    expect(lines.at(-1)).toBe(before)
  })
})

describe('a database of before words were sealed', () => {
  let old: FreshDatabase
  beforeAll(async () => {
    old = await emptyDatabase()
    const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) }
    const { error } = await new Migrator({ db: old.db, provider }).migrateTo('0005-people')
    if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error))
  })
  afterAll(() => old.drop())

  it('comes over sealed, events and kept answers, and reads as before', async () => {
    const hash = releasedPolicy('highland', 2)?.reference.hash
    const { rows } = await sql<{ id: string }>`
      insert into journey (child_reference, locality, policy_id, policy_version, policy_hash, seq, pathway, stage,
        started_on, closed, created_at, changed_at, first_locality, first_policy_id, first_policy_version, first_policy_hash)
      values ('CH-1', 'caithness', 'highland', 2, ${hash}, 2, 'away-from-home', 'assessment',
        '2026-01-05', false, now(), now(), 'caithness', 'highland', 2, ${hash})
      returning id`.execute(old.db)
    const id = rows[0]?.id ?? ''
    const start = JSON.stringify({ pathway: 'away-from-home', legalBasis: 'cso' })
    const words = JSON.stringify({ outcome: 'OldCanary' })
    await sql`
      insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields, words) values
        (${id}, 1, 'looked-after-started', '2026-01-05', now(), 'worker-1', ${start}, null),
        (${id}, 2, 'review-held', '2026-02-10', now(), 'worker-1', '{"review": "6-week"}', ${words})`.execute(
      old.db,
    )
    await sql`
      insert into idempotency (caller, path, key, body_hash, status, answer, created_at)
      values ('worker-1', '/x', 'key-1', 'hash', 201, 'OldCanary', now())`.execute(old.db)
    expect(foundIn(await everythingKept(old.db), ['OldCanary'])).toEqual(['OldCanary'])

    await migrateToLatest(old.url, OLD)
    await migrateToLatest(old.url, OLD)

    expect(foundIn(await everythingKept(old.db), ['OldCanary'])).toEqual([])
    const { state } = await readJourney(old.db, OLD, id, AUTHORITY)
    expect(state.journey.events.at(-1)).toMatchObject({ type: 'review-held', outcome: 'OldCanary' })
    const request = { caller: 'worker-1', path: '/x', key: 'key-1', bodyHash: 'hash' }
    const again = await old.db.transaction().execute((trx) => claimKey(trx, OLD, request))
    expect(again).toEqual({ status: 201, text: 'OldCanary' })
  })
})

async function pace(words: string[], env: NodeJS.ProcessEnv): Promise<{ out: string; code: number }> {
  const child = spawn(process.execPath, [path.resolve(__dirname, '../../ops/pace.cjs'), ...words], {
    env: { ...process.env, ...env },
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { out, code }
}
