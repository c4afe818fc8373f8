import { AUTHORITY } from '../../db/scope'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { temporal } from '@temporalio/proto'
import { journeyWorkflowId } from '../../contracts/journey-workflow'
import { FREE_TEXT, type FactType } from '../../domain/events'
import { highland } from '../support/journeys'
import { recordCorrection } from '../../db/record'
import { releasedPolicy } from '../../policies/released'
import { hoursFromNow, occurrence, openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'
import { until } from '../support/until'

const { History } = temporal.api.history.v1

/** Stands in everything that people write, and in whatever names a child or a worker. */
const CANARY = `CANARY-${process.pid}`
const canary = (place: string) => `${CANARY}-${place}`

/** One of each event that people may write their own words in, each field of it filled. */
const WRITTEN: readonly (readonly [type: FactType, fields: Readonly<Record<string, unknown>>])[] = [
  [
    'child-plan-meeting-held',
    {
      meeting: '72-hour',
      chair: canary('chair'),
      immediateNeeds: canary('needs'),
      actions: [{ what: canary('action'), owner: 'health' }],
    },
  ],
  ['review-held', { review: '6-week', chair: canary('chair'), outcome: canary('outcome') }],
  [
    'meeting-date-set',
    {
      meeting: '3-month',
      at: '2030-03-04',
      place: canary('place'),
      joinUrl: `https://meet.example/${canary('url')}`,
      reason: canary('reason'),
    },
  ],
  ['worker-assigned', { worker: canary('lead'), as: 'lead', reason: canary('handover') }],
  ['hearing-held', { outcome: canary('hearing') }],
  ['peer-review-held', { findings: canary('findings') }],
  ['delay-explained', { ruleId: 'six-week-review', reason: 'assessment', note: canary('note') }],
  ['policy-adopted', { policy: 'highland', version: 2, reason: canary('adopted') }],
]

let house: House
let journeyId: string
let failures = 3
beforeAll(async () => {
  house = await openHouse({
    seam(step) {
      if (step !== 'conducting: before commit' || failures === 0) return
      failures -= 1
      throw new TypeError(`Cannot conduct ${canary('error')}`)
    },
  })
  const { row } = await house.start(hoursFromNow(-60), {
    childReference: canary('REF'),
    by: canary('typist'),
    policy: releasedPolicy('highland', 1),
    draft: {
      type: 'looked-after-started',
      occurred: occurrence(hoursFromNow(-60)),
      pathway: 'away-from-home',
      legalBasis: 'cso',
      worker: canary('worker'),
    },
  })
  journeyId = row.id
  for (const [type, fields] of WRITTEN) await house.record(row.id, type, hoursFromNow(-1), fields)
  await house.conducted(row.id)
  await until('every notice has gone out', async () => (await openMailboxes()) === 0)
}, 120_000)
afterAll(() => house.close())

test('There is a canary in every field that people fill in their own words', () => {
  const fields = Object.entries(FREE_TEXT).flatMap(([type, names]) => names.map((name) => `${type} ${name}`))
  const planted = WRITTEN.flatMap(([type, said]) =>
    Object.keys(said)
      .filter((name) => (FREE_TEXT[type] as readonly string[]).includes(name))
      .map((name) => `${type} ${name}`),
  )
  // the reason of a correction is written by the test that corrects
  expect([...planted, 'event-corrected reason'].sort()).toEqual(fields.sort())
})

describe('The engine', () => {
  test('holds no word that people wrote, no child reference and no person, in any history', async () => {
    const histories = await everyHistory()
    expect(histories.map(({ id }) => id)).toContain(journeyWorkflowId(journeyId))
    expect(histories.some(({ id }) => id.startsWith('notices/'))).toBe(true)
    for (const { bytes } of histories) expect(bytes.includes(CANARY)).toBe(false)
  })

  test('holds none in its files, where the same journey is found by its id', async () => {
    const text = Buffer.concat(await Promise.all(engineFiles().map(contentOf)))
    expect(text.includes(journeyWorkflowId(journeyId))).toBe(true)
    expect(text.includes(CANARY)).toBe(false)
  })

  test('does not learn which step a child is at: no rule, no stage and no label can be read', async () => {
    const words = [
      ...highland.rules.flatMap(({ id, title }) => [id, title]),
      ...['first-72-hours', 'assessment', 'reminder', 'away-from-home'],
    ]
    for (const { bytes } of await everyHistory()) {
      expect(words.filter((word) => bytes.includes(word))).toEqual([])
    }
  })

  test('is told that something failed, and not what', async () => {
    expect(failures).toBe(0)
    const bytes = await historyOf(journeyWorkflowId(journeyId))
    expect(bytes.includes('Encoded failure')).toBe(true)
    expect(bytes.includes('Cannot conduct')).toBe(false)
    expect(bytes.includes('db/conduct.ts')).toBe(false)
  })

  test('knows journeys by their own ids alone: no memo, no search attribute of ours, no machine', async () => {
    for await (const run of house.engine.workflow.list()) {
      expect(run.workflowId).toMatch(/^(journey\/[0-9a-f-]{36}|notices\/[a-z-]+\/[a-z-]+)$/)
      expect(run.taskQueue).toMatch(/^(journeys|notices)$/)
      expect(run.memo).toEqual({})
      // the engine's own, which say which build of ours ran it
      expect(Object.keys(run.searchAttributes).filter((name) => !/^(Build|Temporal)/.test(name))).toEqual([])
    }
    const identities = new Set<string>()
    for (const { id, bytes } of await everyHistory()) {
      expect(bytes.includes(`@${hostname()}`)).toBe(false)
      for (const identity of await identitiesIn(id)) identities.add(identity)
    }
    expect(identities.size).toBeGreaterThan(1)
    for (const identity of identities) expect(identity).toMatch(/^(worker|pace)\/\d+\/[0-9a-f]{8}$/)
  })

  test('holds none of a correction', async () => {
    const { state } = await house.read(journeyId)
    const visit = state.journey.events.find(({ type }) => type === 'hearing-held')
    await house.db.transaction().execute((trx) =>
      recordCorrection(trx, testKeys, {
        journeyId,
        eventId: visit?.id ?? '',
        replacement: null,
        reason: canary('corrected'),
        by: canary('corrector'),
        scope: AUTHORITY,
        permit: () => undefined,
      }),
    )
    await house.conducted(journeyId)
    expect((await historyOf(journeyWorkflowId(journeyId))).includes(CANARY)).toBe(false)
  })
})

async function everyHistory(): Promise<{ id: string; bytes: Buffer }[]> {
  const histories: { id: string; bytes: Buffer }[] = []
  for await (const { workflowId, runId } of house.engine.workflow.list())
    histories.push({ id: workflowId, bytes: await historyOf(workflowId, runId) })
  return histories
}

// As the engine hands it over, before anything is opened.
async function historyOf(workflowId: string, runId?: string): Promise<Buffer> {
  const history = await house.engine.workflow.getHandle(workflowId, runId).fetchHistory()
  return Buffer.from(History.encode(history).finish())
}

async function identitiesIn(workflowId: string): Promise<string[]> {
  const { events } = await house.engine.workflow.getHandle(workflowId).fetchHistory()
  const found = JSON.stringify(events).matchAll(/"identity":"([^"]+)"/g)
  return [...found].map(([, identity]) => identity ?? '')
}

async function openMailboxes(): Promise<number> {
  const { count } = await house.engine.workflow.count(
    `WorkflowType = 'notices' and ExecutionStatus = 'Running'`,
  )
  const waiting = await house.db.selectFrom('notice').select('id').where('status', '=', 'pending').execute()
  return count + waiting.length
}

// What was written last is still beside the file itself.
function engineFiles(): string[] {
  const file = process.env['TEST_TEMPORAL_FILE'] ?? ''
  return [file, `${file}-wal`]
}

function contentOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && file.endsWith('-wal')) return Buffer.alloc(0)
    throw error
  })
}
