import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { writeReading } from '../../db/audit'
import { sealAudit, type AuditSeal } from '../../db/audit-seal'
import { eraseLawfully, finishErasure } from '../../db/erasure'
import { startJourney } from '../../db/record'
import { projectRoot } from '../../ops/project'
import { currentPolicy } from '../../policies/released'
import { readAnchors } from '../../relay/audit-anchors'
import { anchoring } from '../../relay/sealer'
import { masterKey, testKeys } from '../support/keys'
import { freshDatabase, emptyDatabase, type FreshDatabase } from '../support/database'
import { occurrence } from '../support/journeys'
import { temporaryFolder } from '../support/temporary-folder'
import { until } from '../support/until'

const folder = temporaryFolder()
const silence = { info: () => undefined, warn: () => undefined, error: () => undefined }

let database: FreshDatabase
let anchorFile: string
let turn = 0
beforeEach(async () => {
  database = await freshDatabase()
  turn += 1
  anchorFile = path.join(folder.path, `anchors-${turn}`, 'audit.log')
})
afterEach(() => database.drop())

describe('pace doctor', () => {
  it('finds an installation well, and says so line by line', async () => {
    await sealed(3)
    await anchored()
    const { code, lines } = await doctor()
    expect(lines).toEqual([
      'ok      Engine: It answers.',
      'ok      Database: It answers.',
      'ok      Schema: It is of this release.',
      'ok      Events: This release knows every version of them.',
      'ok      Conducting: Every journey is conducted as far as it is recorded.',
      'ok      Notices: None is overdue.',
      'ok      Erasures: None is unfinished.',
      'ok      Reports: What they count is what the record gives, of the 0 journeys that were looked at.',
      'ok      Audit: Of 1 seal, every row is as it was sealed: 3.',
    ])
    expect(code).toBe(0)
  })

  it('says that the engine does not answer, and goes on with the rest', async () => {
    const { code, lines } = await doctor({ TEMPORAL_ADDRESS: '127.0.0.1:1' })
    expect(code).toBe(1)
    expect(lines[0]).toMatch(
      /^not ok {2}Engine: Temporal does not answer at 127\.0\.0\.1:1, namespace default\. Start it/,
    )
    expect(lines).toHaveLength(9)
  })

  it('names the row of the audit that was altered, and sends whoever asks to the runbook', async () => {
    const [first] = (await sealed(2)).rowIds
    await anchored()
    await tampering(sql`update audit set actor = 'somebody-else' where id = ${first}`)
    const { lines } = await doctor()
    expect(lines.at(-1)).toMatch(
      new RegExp(`^not ok {2}Audit: Row ${first}, which seal 1 of .*, was altered\\. .*docs/runbook\\.md`),
    )
  })

  it('names an end that was cut off the database after it was anchored', async () => {
    await sealed(1)
    const { rowIds } = await sealed(2)
    await anchored()
    await tampering(sql`delete from audit_seal where number = 2`)
    await tampering(sql`delete from audit where id = any(${rowIds}::bigint[])`)
    expect((await doctor()).lines.at(-1)).toContain(
      'Everything after seal 1 was cut off: seal 2 was anchored',
    )
  })

  it('says when there is nothing to hold the audit against', async () => {
    await sealed(1)
    expect((await doctor()).lines.at(-1)).toContain('PACE_AUDIT_ANCHOR')
  })

  it('names a line of the anchors that somebody spoilt', async () => {
    await sealed(1)
    await anchored()
    appendFileSync(anchorFile, 'nothing at all\n')
    expect((await doctor()).lines.at(-1)).toContain(`Line 2 of ${anchorFile} is no anchor`)
  })

  it('counts journeys that are recorded and not conducted, and notices that are overdue', async () => {
    const { row } = await database.db.transaction().execute((trx) =>
      startJourney(trx, testKeys, {
        childReference: 'CH-1',
        locality: 'caithness',
        policy: currentPolicy('highland'),
        draft: {
          type: 'looked-after-started',
          occurred: occurrence('2026-01-05'),
          pathway: 'away-from-home',
          legalBasis: 'voluntary-s25',
        },
        by: 'worker-1',
      }),
    )
    await sql`update journey set changed_at = now() - interval '3 hours'`.execute(database.db)
    await sql`
      insert into notice (journey_id, key, agency, locality, recipient, at, content, status, created_at, next_attempt_at)
      values (${row.id}, 'key', 'health', 'caithness', 'contact', now() - interval '3 days', '{}', 'pending',
        now() - interval '3 days', now() - interval '3 days'),
        (${row.id}, 'waits', 'health', 'caithness', 'contact', now() - interval '3 days', '{}', 'pending',
        now() - interval '3 days', now() + interval '1 hour')`.execute(database.db)
    const { lines } = await doctor()
    expect(lines[4]).toMatch(/^not ok {2}Conducting: 1 recorded and not conducted, the oldest for 3 hours\./)
    expect(lines[5]).toMatch(/^not ok {2}Notices: 1 overdue, the oldest for 3 days\./)
  })

  it('names what the engine has still to forget, and does not wait for it to conduct that', async () => {
    const { child } = await database.db.transaction().execute((trx) =>
      startJourney(trx, testKeys, {
        childReference: 'CH-1',
        locality: 'caithness',
        practice: true,
        policy: currentPolicy('highland'),
        draft: {
          type: 'looked-after-started',
          occurred: occurrence('2026-01-05'),
          pathway: 'away-from-home',
          legalBasis: 'voluntary-s25',
        },
        by: 'worker-1',
      }),
    )
    await sql`update journey set changed_at = now() - interval '3 hours'`.execute(database.db)
    const { childId } = child
    await database.db
      .transaction()
      .execute((trx) =>
        eraseLawfully(trx, testKeys, { childId, ground: 'practice', authorisedBy: 'A trainer', by: 'pace' }),
      )
    const { lines } = await doctor()
    expect(lines[4]).toMatch(/^ok {6}Conducting/)
    expect(lines[6]).toMatch(/^not ok {2}Erasures: The engine has still to forget 1 erased, .*erase --finish/)
    await finishErasure(database.db, childId)
    expect((await doctor()).lines[6]).toBe('ok      Erasures: None is unfinished.')
  })

  it('looks no further in a database of another release', async () => {
    const empty = await emptyDatabase()
    try {
      const { code, lines } = await doctor({ DATABASE_URL: empty.url })
      expect(code).toBe(1)
      expect(lines.at(-1)).toMatch(/^not ok {2}Schema: .*0001-journeys.*migrate/)
    } finally {
      await empty.drop()
    }
  })

  it('says that the database does not answer', async () => {
    const { code, lines } = await doctor({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nowhere' })
    expect(code).toBe(1)
    expect(lines.at(-1)).toMatch(/^not ok {2}Database: It does not answer: .*DATABASE_URL/)
  })
})

describe('anchors', () => {
  it('are written once for each seal, and add to what is there', async () => {
    const first = await sealed(1)
    const anchor = anchoring({ db: database.db, log: silence, anchorFile })
    await anchor()
    await anchor()
    const second = await sealed(1)
    await anchor()
    const kept = await readAnchors(anchorFile)
    expect(kept).toEqual({
      anchors: [first, second].map(({ number, hash, sealedAt }) => ({
        at: sealedAt.toISOString(),
        number,
        hash,
      })),
      unreadable: [],
    })
  })

  it('are told in the log too, which is kept elsewhere', async () => {
    const { number, hash } = await sealed(1)
    const said: object[] = []
    await anchoring({
      db: database.db,
      log: { ...silence, info: (fields) => said.push(fields) },
      anchorFile,
    })()
    expect(said).toEqual([{ seal: number, hash }])
  })

  it('are none where there is no file', async () => {
    expect(await readAnchors(anchorFile)).toBeUndefined()
    const spoilt = path.join(folder.path, 'spoilt.log')
    writeFileSync(spoilt, `2026-01-05T10:00:00.000Z 1 ${'a'.repeat(63)}\n`)
    expect(await readAnchors(spoilt)).toEqual({ anchors: [], unreadable: [1] })
    expect(readFileSync(spoilt, 'utf8')).toContain('2026')
  })
})

async function doctor(env: NodeJS.ProcessEnv = {}): Promise<{ code: number; lines: string[] }> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'ops/pace.cjs'), 'doctor'], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      PACE_KEYS: masterKey('test-1'),
      TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
      PACE_DATA_DIR: folder.path,
      PACE_AUDIT_ANCHOR: anchorFile,
      ...env,
    },
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, lines: said.trimEnd().split('\n') }
}

// In one transaction, so that they are sealed together, whatever other tests have under way.
async function sealed(count: number): Promise<AuditSeal> {
  await database.db.transaction().execute(async (trx) => {
    for (let one = 0; one < count; one += 1)
      await writeReading(trx, { by: { id: `reader-${one}` }, action: 'journey.list', detail: {} })
  })
  return until('the rows to be sealed', () => sealAudit(database.db))
}

async function anchored(): Promise<void> {
  await anchoring({ db: database.db, log: silence, anchorFile })()
}

async function tampering(change: ReturnType<typeof sql>): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx)
    await change.execute(trx)
  })
}
