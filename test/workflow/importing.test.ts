import { randomUUID } from 'node:crypto'
import { IMPORT_WORKFLOW, importWorkflowId } from '../../contracts/import-workflow'
import { JOURNEYS_TASK_QUEUE, journeyWorkflowId } from '../../contracts/journey-workflow'
import { AUTHORITY } from '../../db/scope'
import { readImport } from '../../db/importing/report'
import { queueImport, takeIn, type ToTakeIn } from '../../db/importing/take-in'
import { noticesAt } from '../../domain/notices'
import { awaitedAfter } from '../../domain/state'
import { standingAt } from '../../domain/standing'
import { plusHours } from '../../domain/time'
import { eventRow, fileOf, startRow, wayToDecision, type CsvCells } from '../support/csv'
import { daysAgo } from '../support/days'
import { openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'
import { until } from '../support/until'

let house: House
/** How often a worker still breaks off before it commits a child. */
let breaks = 0
beforeAll(async () => {
  house = await openHouse({
    seam: (step) => {
      if (step !== 'importing: before commit' || breaks === 0) return
      breaks -= 1
      throw new Error('The worker broke off')
    },
  })
}, 120_000)
afterAll(() => house?.close())

const child = () => `IMP-${randomUUID().slice(0, 8)}`

/** Takes a file in, and queues it. */
async function begin(rows: readonly CsvCells[]): Promise<string> {
  const asked: ToTakeIn = {
    of: 'journeys',
    system: 'mosaic',
    policy: 'highland',
    by: { id: 'manager-1', roles: ['manager'], scope: AUTHORITY },
  }
  const taken = await takeIn(house.db, testKeys, asked, pieces(fileOf(...rows)))
  await house.db.transaction().execute((trx) => queueImport(trx, asked, taken))
  return taken.id
}

async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += 1_000)
    yield await Promise.resolve(Buffer.from(file.slice(at, at + 1_000)))
}

const report = (id: string) => readImport(house.db, id, {})

async function ended(id: string) {
  await until('the import has ended', async () => (await report(id)).ended_at !== null, 60_000)
  return report(id)
}

async function journeysOf(references: readonly string[]) {
  const rows = await house.db
    .selectFrom('journey')
    .selectAll()
    .where('child_reference', 'in', references)
    .orderBy('child_reference')
    .execute()
  for (const { id } of rows) await house.conducted(id)
  return rows
}

// a child whose 3-month meeting is due in twelve days, so that the first reminder was two days ago, and the next comes
const DUE_SOON = daysAgo(80)

describe('a file that is brought in', () => {
  it('is conducted from where its journeys stand now: nobody is told of what is past, and what comes is told in time', async () => {
    const [soon, long] = [child(), child()]
    await ended(
      await begin([
        startRow(soon, DUE_SOON),
        eventRow(soon, 'child-plan-meeting-held', DUE_SOON, { meeting: '72-hour', review: 'emergency' }),
        ...wayToDecision(long),
      ]),
    )
    const journeys = await journeysOf([soon, long])
    expect(journeys).toHaveLength(2)
    const notices = await house.db
      .selectFrom('notice')
      .select('key')
      .where(
        'journey_id',
        'in',
        journeys.map(({ id }) => id),
      )
      .execute()
    expect(notices).toEqual([])

    const { id = '' } = journeys.find(({ child_reference }) => child_reference === soon) ?? {}
    const { state, policy, now } = await house.read(id)
    const next = awaitedAfter(state, policy, now)
    if (next === undefined) throw new Error('Nothing is awaited')
    expect(next.at < plusHours(now, 14 * 24)).toBe(true)
    expect(noticesAt(state, policy, now)).toEqual([])
    const then = noticesAt(state, policy, next.at)
    expect(then.map(({ at, content }) => [at, content.about])).toContainEqual([next.at, 'reminder'])
    expect(then.filter(({ at }) => at < now)).toEqual([])
    await until('the engine waits for that very moment', async () =>
      (await timersOf(id)).some((goesOff) => Math.abs(goesOff - Date.parse(next.at)) < 60_000),
    )
  })

  it('leaves every live state as the record has it', async () => {
    const references = Array.from({ length: 12 }, child)
    await ended(await begin(references.flatMap((one) => wayToDecision(one))))
    for (const { id } of await journeysOf(references)) {
      const { state, now } = await house.read(id)
      expect(await house.live.standing(id, now)).toEqual(standingAt(state.standing, now))
    }
  })

  it('ends as one that was never disturbed, however often the worker breaks off', async () => {
    const [undisturbed, disturbed] = [Array.from({ length: 8 }, child), Array.from({ length: 8 }, child)]
    await ended(await begin(undisturbed.flatMap((one) => wayToDecision(one))))
    breaks = 5
    const { applied, status, bad_rows } = await ended(
      await begin(disturbed.flatMap((one) => wayToDecision(one))),
    )
    expect(breaks).toBe(0)
    expect({ applied, status, bad_rows }).toEqual({ applied: 48, status: 'done', bad_rows: 0 })
    expect(await meaningOf(disturbed)).toEqual(await meaningOf(undisturbed))
  })

  it('goes on when its workflow is lost, from where the record has it', async () => {
    const references = Array.from({ length: 150 }, child)
    const id = await begin(references.map((one) => startRow(one)))
    await until('it has begun', async () => (await report(id)).done > 0, 60_000)
    const handle = house.engine.workflow.getHandle(importWorkflowId(id))
    await handle.terminate('The engine was lost').catch(() => undefined)
    // nobody has touched it for a while
    await house.db
      .updateTable('import')
      .set({ touched_at: new Date(0) })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    expect(await ended(id)).toMatchObject({ status: 'done', applied: 150, journeys: 150 })
    expect(await journeysOf(references)).toHaveLength(150)
  })
})

describe('the workflow of an import', () => {
  it('goes on as new when its history is long, and the file comes in all the same', async () => {
    const references = Array.from({ length: 320 }, child)
    const id = await begin(references.map((one) => startRow(one)))
    await until('it has begun', async () => (await report(id)).done > 0, 60_000)
    const workflowId = importWorkflowId(id)
    await house.engine.workflow.getHandle(workflowId).terminate('to be started with a small limit')
    await house.engine.workflow.start(IMPORT_WORKFLOW, {
      workflowId,
      taskQueue: JOURNEYS_TASK_QUEUE,
      args: [{ importId: id, historyLimit: 8 }],
    })
    expect(await ended(id)).toMatchObject({ status: 'done', applied: 320 })
    await until('it has gone on as new', async () => {
      const runs: string[] = []
      for await (const { status } of house.engine.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
        runs.push(status.name)
      return runs.includes('CONTINUED_AS_NEW') && runs.includes('COMPLETED')
    })
  }, 120_000)
})

/** All that is derived of some children’s journeys, but for who they are and when it was recorded. */
async function meaningOf(references: readonly string[]) {
  const rows = await journeysOf(references)
  return Promise.all(
    rows.map(async ({ id, stage, seq, conducted_seq: _c, started_on, worker }) => {
      const { state } = await house.read(id)
      const types = state.journey.recorded.map(({ type, number }) => [number, type])
      const milestones = await house.db
        .selectFrom('milestone')
        .select(['rule_id', 'instance', 'kind', 'reached_on'])
        .where('journey_id', '=', id)
        .orderBy('rule_id')
        .orderBy('instance')
        .orderBy('kind')
        .execute()
      const audit = await house.db.selectFrom('audit').select('action').where('journey_id', '=', id).execute()
      return { stage, seq, started_on, worker, types, milestones, audit: audit.length }
    }),
  )
}

/** When the timers that a journey's workflow has set go off: milliseconds since 1970. */
async function timersOf(journeyId: string): Promise<number[]> {
  const { events = [] } = (await house.engine.workflow
    .getHandle(journeyWorkflowId(journeyId))
    .fetchHistory()) as { events?: HistoryEvent[] }
  return events.flatMap(({ eventTime, timerStartedEventAttributes }) => {
    const seconds = timerStartedEventAttributes?.startToFireTimeout?.seconds
    return seconds === undefined || seconds === null
      ? []
      : [(Number(eventTime?.seconds) + Number(seconds)) * 1_000]
  })
}

interface HistoryEvent {
  readonly eventTime?: { readonly seconds?: unknown }
  readonly timerStartedEventAttributes?: { readonly startToFireTimeout?: { readonly seconds?: unknown } }
}
