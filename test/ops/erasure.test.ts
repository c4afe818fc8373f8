import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { erase } from '../../cli/erase'
import { hold } from '../../cli/hold'
import { subjectAccess } from '../../cli/subject-access'
import { journeyWorkflowId } from '../../contracts/journey-workflow'
import type { Settings } from '../../contracts/settings'
import { keepDetails } from '../../db/child-details'
import { AUTHORITY } from '../../db/scope'
import { linkSiblings } from '../../db/siblings'
import { unfinishedErasures } from '../../db/erasure'
import { openEngine } from '../../temporal/connection'
import { forgetWorkflow } from '../../temporal/forget-workflow'
import { closedChild, numbers } from '../support/closed-child'
import { everythingKept, foundIn } from '../support/everything-kept'
import { openHouse, type House } from '../support/house'
import { masterKey, testKeys } from '../support/keys'
import { until } from '../support/until'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const record = () => ({ db: house.db, keys: testKeys, settings: {} as Settings })
const ordered = { ground: 'court-order', authorisedBy: 'Chief Social Work Officer' }

async function said(reference: string | undefined, asked: object, engine = house.engine): Promise<string> {
  const lines: string[] = []
  await erase({ ...record(), engine }, reference, asked, (line) => lines.push(line))
  return lines.join('\n')
}

/** A child whose journey the engine has conducted to its end. */
async function child(reference: string, name = 'Somebody') {
  const { row } = await closedChild(house.db, reference, { name, birthDate: '2010-05-04' })
  await house.conducted(row.id)
  await until('the workflow has ended', async () => {
    const { status } = await house.engine.workflow.getHandle(journeyWorkflowId(row.id)).describe()
    return status.name === 'COMPLETED'
  })
  return row
}

const ofPractice = { ground: 'practice', authorisedBy: 'A trainer', practice: true, yes: true }

/** Practice whose workflow runs. */
async function practice(childReference: string) {
  const { row } = await house.start('2026-05-04', { practice: true, childReference })
  return house.conducted(row.id)
}

async function runs(journeyId: string): Promise<number> {
  const { count } = await house.engine.workflow.count(`WorkflowId = '${journeyWorkflowId(journeyId)}'`)
  return count
}

describe('pace erase', () => {
  it('says what would go and what would stay, and does nothing without --yes', async () => {
    const { id } = await child('CH-LOOK')
    const words = await said('CH-LOOK', ordered)
    expect(words).toContain('Of CH-LOOK this goes for good')
    expect(words).toContain('This stays')
    expect(words).toContain('A court has ordered it')
    expect(words).toContain('Nothing was erased')
    expect((await house.read(id)).row.child_reference).toBe('CH-LOOK')
  })

  it.each([
    ['without a ground', { authorisedBy: 'Somebody' }, 'Say on which ground'],
    ['on a ground that is none', { ground: 'because', authorisedBy: 'Somebody' }, 'because is no ground'],
    ['when nobody has decided it', { ground: 'court-order', authorisedBy: ' ' }, 'Say who has decided it'],
    ['before its time', { ground: 'asked-for', authorisedBy: 'Somebody' }, 'Wait until 2110-05-04'],
    ['as practice', { ...ordered, practice: true }, 'leave out --practice'],
  ])('refuses %s, and says what would help', async (when, asked, words) => {
    const reference = `CH-REFUSED ${when}`
    await closedChild(house.db, reference, { name: 'Refused', birthDate: '2010-05-04' })
    await expect(said(reference, { ...asked, yes: true })).rejects.toThrow(words)
  })

  it('refuses a reference that nobody has', async () => {
    await expect(said('CH-NOBODY', ordered)).rejects.toThrow('Nobody is known by the reference CH-NOBODY')
  })

  it('erases the child from the record and from the engine, and leaves every number', async () => {
    const { id } = await child('CANARY-CHILD', 'Canaryname')
    expect(await runs(id)).toBeGreaterThan(0)
    const before = await numbers(house.db)

    const words = await said('CANARY-CHILD', { ...ordered, yes: true })

    expect(words).toContain('CANARY-CHILD is erased from the record')
    expect(words).toContain('The engine has forgotten 1 journey.')
    expect(await runs(id)).toBe(0)
    await expect(house.engine.workflow.getHandle(journeyWorkflowId(id)).fetchHistory()).rejects.toThrow()
    expect(foundIn(await everythingKept(house.db), ['CANARY-CHILD', 'Canaryname'])).toEqual([])
    expect(await numbers(house.db)).toEqual(before)
    expect(await unfinishedErasures(house.db)).toEqual([])
    // the engine takes its time over what has only just ended
  }, 120_000)

  it('forgets practice that still runs', async () => {
    const { row } = await practice('CH-PRACTICE')
    expect(await said('CH-PRACTICE', ofPractice)).toContain('The engine has forgotten 1 journey.')
    expect(await runs(row.id)).toBe(0)
  })

  it.each([
    ['`pace erase --finish`', undefined, { finish: true }],
    ['the same asked again', 'CH-AWAY', ofPractice],
  ])('is unfinished while the engine is away, and %s finishes it', async (_how, again, asked) => {
    const { row } = await practice('CH-AWAY')
    const away = openEngine({ address: '127.0.0.1:1', namespace: house.namespace, keys: testKeys })
    try {
      await expect(said('CH-AWAY', ofPractice, away)).rejects.toThrow('pace erase --finish')
    } finally {
      await away.connection.close()
    }
    expect((await house.read(row.id)).row.child_reference).toMatch(/^erased-/)
    expect(await unfinishedErasures(house.db)).toMatchObject([{ journeys: [row.id] }])
    expect(await runs(row.id)).toBeGreaterThan(0)

    expect(await said(again, asked)).toContain('The engine has forgotten 1 journey.')
    expect(await unfinishedErasures(house.db)).toEqual([])
    expect(await runs(row.id)).toBe(0)
  })

  it('tells the engine nothing more of whoever was erased, also when everything is told anew', async () => {
    const { row: erased } = await practice('CH-SILENT')
    await said('CH-SILENT', ofPractice)
    const { row: other } = await practice('CH-SPOKEN')
    await house.db
      .updateTable('journey')
      .set({ conducted_seq: 0, signalled_seq: 0, changed_at: new Date(0) })
      .where('id', 'in', [erased.id, other.id])
      .execute()
    await until('the other one is told', async () => {
      const { signalled_seq } = (await house.read(other.id)).row
      return signalled_seq === other.seq
    })
    expect((await house.read(erased.id)).row.signalled_seq).toBe(0)
    expect(await runs(erased.id)).toBe(0)
  })

  it('asks the engine in vain of what it never knew, and for no longer than there is patience', async () => {
    await forgetWorkflow(house.engine, journeyWorkflowId('never-begun'))
    const { id } = await child('CH-PATIENCE')
    const asking = forgetWorkflow(house.engine, journeyWorkflowId(id), -1)
    await expect(asking).rejects.toThrow(`The engine still knows of journey/${id}`)
  })

  it('--due lists whose time is over, and who is held past it', async () => {
    await closedChild(house.db, 'CH-DUE', { name: 'Due', birthDate: '1925-05-04' })
    await closedChild(house.db, 'CH-DUE-HELD', { name: 'Held', birthDate: '1925-05-03' })
    await hold(record(), 'CH-DUE-HELD', { reason: 'An inquiry' })
    const words = await said(undefined, { due: true, on: '2025-05-04' })
    expect(words).toContain('On 2025-05-04 1 need not be kept any longer:\n  CH-DUE, since 2025-05-04')
    expect(words).toContain('1 more are held for the law past their time:\n  CH-DUE-HELD, since 2025-05-03')
    expect(await said(undefined, { due: true, on: '2025-05-02' })).toContain(
      'On 2025-05-02 0 need not be kept',
    )
    await expect(said(undefined, { due: true, on: 'tomorrow' })).rejects.toThrow('write YYYY-MM-DD')
  })

  it('--due stands in the audit of every journey whose child was looked at', async () => {
    const { row } = await closedChild(house.db, 'CH-DUE-AUDIT', { name: 'Due', birthDate: '1925-05-04' })
    await said(undefined, { due: true, on: '2025-05-02' })
    const looked = await house.db
      .selectFrom('audit')
      .select('journey_ids')
      .where('action', '=', 'child.retention-reviewed')
      .execute()
    expect(looked.some(({ journey_ids }) => journey_ids?.includes(row.id))).toBe(true)
  })
})

describe('pace hold', () => {
  it('holds, says why, and lifts', async () => {
    await closedChild(house.db, 'CH-HOLD')
    expect(await hold(record(), 'CH-HOLD', {})).toEqual([expect.stringContaining('never held')])
    await hold(record(), 'CH-HOLD', { reason: 'A claim in court' })
    await expect(said('CH-HOLD', { ...ordered, yes: true })).rejects.toThrow(
      'pace hold <child-reference> --lift',
    )
    await expect(hold(record(), 'CH-HOLD', { reason: 'Again' })).rejects.toThrow('held already')
    await expect(hold(record(), 'CH-HOLD', { lift: true })).rejects.toThrow('Say why it is lifted')
    await hold(record(), 'CH-HOLD', { lift: true, reason: 'The claim was withdrawn' })
    const [set, lifted] = await hold(record(), 'CH-HOLD', {})
    expect(set).toMatch(/ held by pace\/.*: A claim in court$/)
    expect(lifted).toMatch(/ lifted by pace\/.*: The claim was withdrawn$/)
    await expect(hold(record(), 'CH-HOLD', { lift: true, reason: 'Again' })).rejects.toThrow(
      'nothing to lift',
    )
  })
})

describe('pace subject-access', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'pace-access-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('writes all that is kept of a child, of every journey, for nobody else on the machine to read', async () => {
    const reference = 'CH-ACCESS/1'
    const first = (await closedChild(house.db, reference, { name: 'Mairi <Ross>', birthDate: '2010-05-04' }))
      .row
    const { row: second } = await house.start('2026-05-04', { childReference: reference })
    const sibling = await house.start('2026-05-04', { childReference: 'CH-BROTHER' })
    await house.db.transaction().execute(async (trx) => {
      await linkSiblings(trx, {
        journeyId: second.id,
        siblings: [sibling.row.id],
        by: 'w',
        scope: AUTHORITY,
      })
      const details = { name: 'Brothername' }
      const journeyId = sibling.row.id
      await keepDetails(trx, testKeys, { journeyId, details, by: 'w', scope: AUTHORITY })
    })
    await house.record(second.id, 'review-held', '2026-06-10', {
      review: '6-week',
      outcome: 'Sleeps well now',
    })
    await house.conducted(second.id)
    await hold(record(), reference, { reason: 'A claim in court' })

    const [page = '', data = ''] = await subjectAccess(record(), reference, { out: path.join(folder, 'new') })

    for (const file of [page, data]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(path.basename(file)).toMatch(/^CH-ACCESS_1-/)
    }
    const html = await readFile(page, 'utf8')
    for (const words of [
      'Mairi &lt;Ross&gt;',
      'Tuesday 4 May 2010',
      'The 6-week review was held',
      'Sleeps well now',
      'CH-BROTHER',
      'A claim in court',
      'Recorded: The child became looked after',
      'Gave out all that is kept of the child',
      'take out what is about others',
    ])
      expect(html).toContain(words)
    expect(html).not.toContain('Brothername')
    expect(html).not.toContain('<Ross>')
    const kept = JSON.parse(await readFile(data, 'utf8')) as {
      journeys: { id: string; events: object[]; notices: object[]; audit: object[] }[]
    }
    expect(kept).toMatchObject({ reference, details: { details: { name: 'Mairi <Ross>' } } })
    expect(kept.journeys.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(kept.journeys[1]?.events.at(-1)).toMatchObject({ outcome: 'Sleeps well now' })
    expect(kept.journeys[1]?.notices.length).toBeGreaterThan(0)
    for (const { audit } of kept.journeys)
      expect(audit).toContainEqual(expect.objectContaining({ action: 'child.subject-access' }))
  })

  it('refuses a reference that nobody has, and writes nothing', async () => {
    await expect(subjectAccess(record(), 'CH-NOBODY', { out: folder })).rejects.toThrow('Nobody is known by')
  })
})

it('all three are commands of `pace`, which end with 1 and words for the person when they refuse', async () => {
  await practice('CH-SHELL')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pace-shell-'))
  try {
    const held = await pace('hold', 'CH-SHELL', '--practice', '--reason', 'To be shown')
    expect(held).toEqual({ code: 0, out: 'CH-SHELL is held for the law, and cannot be erased.\n' })
    const erasing = [
      'erase',
      'CH-SHELL',
      '--practice',
      '--ground',
      'practice',
      '--authorised-by',
      'A trainer',
      '--yes',
    ]
    const refused = await pace(...erasing)
    expect(refused.code).toBe(1)
    expect(refused.out).toContain('CH-SHELL may not be erased. The data are held for the law. Lift the hold')
    expect((await pace('subject-access', 'CH-SHELL', '--practice', '--out', folder)).out).toContain(
      'Written: ',
    )
    await pace('hold', 'CH-SHELL', '--practice', '--lift', '--reason', 'Shown')
    const erased = await pace(...erasing)
    expect(erased.out).toContain('CH-SHELL is erased from the record.\nThe engine has forgotten 1 journey.')
    expect(erased.code).toBe(0)
    expect((await pace('erase', '--due')).out).toMatch(/^On \d{4}-\d\d-\d\d \d+ need not be kept/)
  } finally {
    await rm(folder, { recursive: true })
  }
}, 60_000)

async function pace(...words: string[]): Promise<{ out: string; code: number }> {
  const child = spawn(process.execPath, [path.resolve(__dirname, '../../ops/pace.cjs'), ...words], {
    env: {
      ...process.env,
      DATABASE_URL: house.databaseUrl,
      PACE_KEYS: masterKey('test-1'),
      TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
      TEMPORAL_NAMESPACE: house.namespace,
    },
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { out, code }
}
