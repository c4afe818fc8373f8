import { Readable } from 'node:stream'
import { Client as PostgresClient } from 'pg'
import { importWorkflowId } from '../../contracts/import-workflow'
import { journeyWorkflowId } from '../../contracts/journey-workflow'
import { meetingPackWorkflowId, meetingScheduleId } from '../../contracts/meeting-pack-workflow'
import { noticesWorkflowId, type Mailbox } from '../../contracts/notices-workflow'
import { queueImport, takeIn, type ToTakeIn } from '../../db/importing/take-in'
import { keepPaceMeetings } from '../../db/pace-meetings'
import { AUTHORITY } from '../../db/scope'
import { renew } from '../../temporal/open-under-key'
import { fileOf, startRow } from '../support/csv'
import { daysAgo } from '../support/days'
import { keepHistory } from '../support/histories'
import { hoursFromNow, openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'
import { RealServices } from '../support/real-services'
import { until } from '../support/until'

/**
 * Records the histories that every test run replays, from the real engine and the real database, under the version in
 * package.json: `npx tsx test/workflow/record-histories.ts`, or with the names of some after it. For a new release, or a
 * new thing that a workflow does; what earlier releases have left is never recorded again.
 */
async function main(): Promise<void> {
  const services = new RealServices()
  try {
    const { databaseUrl, temporalAddress } = await services.start(say)
    process.env.TEST_DATABASE_URL = databaseUrl
    process.env.TEST_TEMPORAL_ADDRESS = temporalAddress
    const house = await openHouse()
    try {
      const asked = process.argv.slice(2)
      for (const [name, happen] of Object.entries(JOURNEYS)) {
        if (asked.length > 0 && !asked.includes(name)) continue
        say(name)
        await happen(house, name)
      }
    } finally {
      await house.close()
    }
  } finally {
    await services.stop()
  }
}

const JOURNEYS: Record<string, (house: House, name: string) => Promise<void>> = {
  async 'journey-of-45-weeks'(house, name) {
    const begun = '2040-01-09T10:00:00Z'
    const clockOffset = Date.parse(begun) - Date.now() + 1_000
    const { row } = await house.start(begun, { practice: true, clockOffset })
    await house.conducted(row.id)
    for (const [moment, type, fields] of STEPS) {
      await house.advanceTo(row.id, moment)
      await house.record(row.id, type, moment, fields)
      await house.conducted(row.id)
    }
    await keepRuns(house, journeyWorkflowId(row.id), name)
  },

  async 'journey-continued-as-new'(house, name) {
    const { row } = await house.start(hoursFromNow(-50))
    await house.conducted(row.id)
    const workflowId = journeyWorkflowId(row.id)
    await house.engine.workflow.getHandle(workflowId).terminate('to be started with a small limit')
    const { signaledRunId } = await house.engine.workflow.signalWithStart('journey', {
      workflowId,
      taskQueue: 'journeys',
      args: [{ journeyId: row.id, historyLimit: 12 }],
      signal: 'recorded',
      signalArgs: [{ seq: 1 }],
    })
    for (const meeting of ['72-hour', '3-month', 'other'] as const) {
      await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting })
      await house.conducted(row.id)
    }
    const afterwards = await until('it has gone on as new', async () => {
      const runs = await runsOf(house, workflowId)
      return runs[runs.indexOf(signaledRunId) + 1]
    })
    // The run after it is to do more than begin.
    await house.record(row.id, 'review-held', hoursFromNow(-1), { review: '6-week' })
    await until('the run after it goes on too', async () =>
      (await typesOf(house, workflowId, afterwards)).includes('timerCanceled'),
    )
    await keepRuns(house, workflowId, name, [signaledRunId, afterwards])
  },

  async 'journey-closed-and-corrected'(house, name) {
    const { row } = await house.start('2025-01-06')
    const workflowId = journeyWorkflowId(row.id)
    await house.record(row.id, 'journey-closed', '2025-06-02', { reason: 'kinship-order-granted' })
    await house.conducted(row.id)
    await until('it has ended', () => isCompleted(house, workflowId))
    await house.record(row.id, 'review-held', '2025-02-03', { review: '6-week' })
    await house.conducted(row.id)
    await until('it has ended again', () => isCompleted(house, workflowId))
    await keepRuns(house, workflowId, name)
  },

  async 'journey-without-its-database'(house, name) {
    // The reminder of 24 hours comes in a moment, and finds nobody to ask.
    const { row } = await house.start(hoursFromNow(-48 + 4 / 3_600))
    await house.conducted(row.id)
    const workflowId = journeyWorkflowId(row.id)
    await withoutDatabase(house, async () => {
      await until('it tries again and again', () => isTryingAgain(house, workflowId))
    })
    await untilItWaits(house, workflowId)
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await house.conducted(row.id)
    await untilItWaits(house, workflowId)
    await keepRuns(house, workflowId, name)
  },

  // Those before this were recorded before anything was sealed, and stay so.
  async 'journey-sealed'(house, name) {
    const { row } = await house.start(hoursFromNow(-48 + 4 / 3_600))
    await house.conducted(row.id)
    const workflowId = journeyWorkflowId(row.id)
    // errors are sealed too
    await withoutDatabase(house, async () => {
      await until('it tries again and again', () => isTryingAgain(house, workflowId))
    })
    await untilItWaits(house, workflowId)
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await house.conducted(row.id)
    await untilItWaits(house, workflowId)
    await keepRuns(house, workflowId, name)
  },

  async 'import-of-a-file'(house, name) {
    const rows = Array.from({ length: 20 }, (_, number) => startRow(`HISTORY-${number}`))
    const asked: ToTakeIn = {
      of: 'journeys',
      system: 'mosaic',
      policy: 'highland',
      by: { id: 'manager-1', roles: ['manager'], scope: AUTHORITY },
    }
    const file = Readable.from([Buffer.from(fileOf(...rows))])
    const taken = await takeIn(house.db, testKeys, asked, file)
    await house.db.transaction().execute((trx) => queueImport(trx, asked, taken))
    const workflowId = importWorkflowId(taken.id)
    await until('it has ended', () => isCompleted(house, workflowId).catch(() => false), 60_000)
    await keepRuns(house, workflowId, name)
  },

  async 'journey-renewed'(house, name) {
    const { row } = await house.start(hoursFromNow(-10))
    await house.conducted(row.id)
    const workflowId = journeyWorkflowId(row.id)
    await untilItWaits(house, workflowId)
    await renew(house.engine, [workflowId])
    const [before, afterwards] = await until('it has gone on as new', async () => {
      const runs = await runsOf(house, workflowId)
      return runs.length === 2 && runs
    })
    await untilItWaits(house, workflowId)
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await until('the run after it goes on too', async () =>
      (await typesOf(house, workflowId, afterwards)).includes('timerCanceled'),
    )
    await keepRuns(house, workflowId, name, [before ?? '', afterwards ?? ''])
  },

  async 'meeting-pack'(house, name) {
    const on = daysAgo(0)
    const rhythm = { locality: 'nairn', first: on, at: '10:00', weeks: 2, packDaysBefore: 2 }
    const to = { people: [], agencies: ['health'], changes: [], paused: false }
    house.mail.answer(451)
    await house.db
      .transaction()
      .execute((trx) => keepPaceMeetings(trx, { ...rhythm, ...to }, { by: 'manager-1' }))
    const workflowId = meetingPackWorkflowId('nairn', on)
    await until('the mail server has refused', () => isTryingAgain(house, workflowId).catch(() => false))
    await renew(house.engine, [workflowId])
    house.mail.answer(undefined)
    await until('it has gone on as new, and the link is sent', async () => {
      return (await runsOf(house, workflowId)).length === 2 && isCompleted(house, workflowId)
    })
    await keepRuns(house, workflowId, name)
    const looked = await until('the run that looked what is due', async () => {
      const query = `WorkflowId STARTS_WITH '${meetingScheduleId('nairn')}' AND ExecutionStatus = 'Completed'`
      const ids: string[] = []
      for await (const run of house.engine.workflow.list({ query })) ids.push(run.workflowId)
      return ids[0]
    })
    await keepRuns(house, looked, 'meeting-packs-due')
  },

  async 'notices-tried-again'(house, name) {
    const mailbox: Mailbox = { agency: 'health', locality: 'lochaber' }
    const workflowId = noticesWorkflowId(mailbox)
    house.mail.answer(451)
    const { row } = await house.start(hoursFromNow(-1), { locality: mailbox.locality })
    await house.conducted(row.id)
    await until('the mail server has refused twice', async () => {
      const tries = await house.db
        .selectFrom('notice')
        .select('attempts')
        .where('journey_id', '=', row.id)
        .where('agency', '=', mailbox.agency)
        .execute()
      return tries.some(({ attempts }) => attempts > 1)
    })
    // Neither mail server nor database: the activity itself is tried again.
    await withoutDatabase(house, async () => {
      await until('sending is tried again and again', () => isTryingAgain(house, workflowId))
    })
    house.mail.answer(undefined)
    await until('all is sent', () => isCompleted(house, workflowId), 60_000)
    await keepRuns(house, workflowId, name)
  },
}

const STEPS: readonly [moment: string, type: Parameters<House['record']>[1], fields: object][] = [
  [
    '2040-01-11T14:00:00Z',
    'child-plan-meeting-held',
    { meeting: '72-hour', agreedDates: { threeMonth: '2040-04-03', sixMonth: '2040-07-03' } },
  ],
  ['2040-02-15T10:00:00Z', 'review-held', { review: '6-week' }],
  ['2040-04-03T10:00:00Z', 'child-plan-meeting-held', { meeting: '3-month' }],
  ['2040-07-03T10:00:00Z', 'child-plan-meeting-held', { meeting: '6-month', recommendation: 'none' }],
  [
    '2040-11-18T10:00:00Z',
    'permanence-recommended',
    { recommendation: 'away-from-home', route: 'permanence-order' },
  ],
  ['2041-01-15T10:00:00Z', 'panel-held', { members: ['member-1'], outcome: 'supported' }],
  [
    '2041-01-31T10:00:00Z',
    'agency-decision-made',
    { decisionMaker: 'decision-maker-1', decision: 'approve-permanence-order' },
  ],
  ['2041-04-01T10:00:00Z', 'order-lodged', {}],
]

// Keeps the history of each run of a workflow; of more than one, numbered in their order.
async function keepRuns(
  house: House,
  workflowId: string,
  name: string,
  runs?: readonly string[],
): Promise<void> {
  const kept = runs ?? (await runsOf(house, workflowId))
  for (const [index, runId] of kept.entries()) {
    const history = await house.engine.workflow.getHandle(workflowId, runId).fetchHistory()
    await keepHistory(kept.length > 1 ? `${name}-${index + 1}` : name, workflowId, history)
  }
}

async function runsOf({ engine }: House, workflowId: string): Promise<string[]> {
  const runs: { runId: string; startTime: Date }[] = []
  for await (const run of engine.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run)
  return runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime()).map(({ runId }) => runId)
}

async function isCompleted({ engine }: House, workflowId: string): Promise<boolean> {
  return (await engine.workflow.getHandle(workflowId).describe()).status.name === 'COMPLETED'
}

async function isTryingAgain({ engine }: House, workflowId: string): Promise<boolean> {
  const { raw } = await engine.workflow.getHandle(workflowId).describe()
  return raw.pendingActivities?.some(({ attempt }) => (attempt ?? 0) > 1) ?? false
}

async function typesOf({ engine }: House, workflowId: string, runId?: string): Promise<string[]> {
  const { events } = await engine.workflow.getHandle(workflowId, runId).fetchHistory()
  return (events ?? []).map(({ attributes }) => (attributes ?? '').replace('EventAttributes', ''))
}

async function untilItWaits(house: House, workflowId: string): Promise<void> {
  await until('it waits for what is next', async () => {
    const types = await typesOf(house, workflowId)
    return types.at(-1) === 'timerStarted'
  })
}

// PostgreSQL refuses everybody meanwhile, as it does while it starts.
async function withoutDatabase(house: House, meanwhile: () => Promise<void>): Promise<void> {
  const name = new URL(house.databaseUrl).pathname.slice(1)
  const administrator = new PostgresClient({ connectionString: process.env.TEST_DATABASE_URL })
  await administrator.connect()
  try {
    await administrator.query(`alter database ${name} allow_connections false`)
    await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
    await meanwhile()
  } finally {
    await administrator.query(`alter database ${name} allow_connections true`)
    await administrator.end()
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

void main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
})
