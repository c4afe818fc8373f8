import { NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { createJourneyActivities } from '../../activities'
import { JOURNEY_WORKFLOW, journeyWorkflowId } from '../../contracts/journey-workflow'
import { noSeam } from '../../contracts/seam'
import { standingAt } from '../../domain/standing'
import type { KeyRing } from '../../keys/key-ring'
import { openEngine } from '../../temporal/connection'
import { dataConverter } from '../../temporal/data-converter'
import {
  beginAgainFailing,
  beginMissing,
  lookAfterHistories,
  lookThroughAll,
  type LookingAfter,
} from '../../worker/look-after-histories'
import { bundleChanged } from '../support/bundles'
import { hoursFromNow, openHouse, type House } from '../support/house'
import { ringOf, testKeys } from '../support/keys'
import { until } from '../support/until'

const ADDRESS = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''

let house: House
beforeEach(async () => {
  house = await openHouse()
}, 60_000)
afterEach(() => house.close())

describe('When a release begins', () => {
  it('a journey whose history does not replay goes on from the record, and its neighbours as they were', async () => {
    const neighbour = await begun()
    const before = await runOf(neighbour)
    const strange = await conductedBy('one-timer-more', testKeys)
    const said = await lookingThrough()

    expect(said).toEqual([
      { workflowId: journeyWorkflowId(strange), because: 'its history does not replay with this release' },
    ])
    await expectLive(strange)
    await house.record(strange, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await expectLive(strange)
    expect(await runOf(neighbour)).toBe(before)
  }, 60_000)

  it('so does one whose history cannot be read', async () => {
    const lost = await conductedBy('one-timer-more', ringOf('lost'))
    const said = await lookingThrough()
    expect(said).toEqual([{ workflowId: journeyWorkflowId(lost), because: 'its history cannot be read' }])
    await expectLive(lost)
  }, 60_000)

  it('histories are replayed once, whoever starts again', async () => {
    const asked: string[] = []
    const listing = new Proxy(house.engine.workflow, {
      get(target, name) {
        if (name === 'list') asked.push('list')
        return Reflect.get(target, name) as unknown
      },
    })
    const engine = new Proxy(house.engine, {
      get: (target, name) => (name === 'workflow' ? listing : (Reflect.get(target, name) as unknown)),
    })
    await lookThroughAll({ ...looking(), engine })
    expect(asked).toEqual(['list'])
    await lookThroughAll({ ...looking(), engine })
    expect(asked).toEqual(['list'])
  })

  it('a practice journey that cannot go on stays, and is named', async () => {
    const { row } = await house.start(hoursFromNow(-10), { practice: true })
    await house.conducted(row.id)
    await replaced(row.id, 'one-timer-more', testKeys, { practice: true })
    const run = await runOf(row.id)
    expect(await lookingThrough()).toEqual([
      { workflowId: journeyWorkflowId(row.id), because: 'its history does not replay with this release' },
    ])
    expect(await runOf(row.id)).toBe(run)
  }, 60_000)

  it('what others run in the same namespace is left alone, and so is what has not begun to work', async () => {
    const taskQueue = 'of others'
    const others = await house.engine.workflow.start('PayrollRun', { workflowId: 'payroll/1', taskQueue })
    const waiting = await house.engine.workflow.start(JOURNEY_WORKFLOW, {
      workflowId: journeyWorkflowId('5d3a4a6e-0000-4000-8000-000000000000'),
      taskQueue,
      startDelay: '1 hour',
      args: [{ journeyId: '5d3a4a6e-0000-4000-8000-000000000000' }],
    })
    expect(await lookingThrough()).toEqual([])
    for (const handle of [others, waiting]) {
      expect((await handle.describe()).status.name).toBe('RUNNING')
      await handle.terminate('it was asked')
    }
  })

  it('a release that comes back after another replays them again', async () => {
    const strange = await conductedBy('one-timer-more', testKeys)
    const another = { ...looking(), workflowBundle: await bundleChanged({ workflows: 'one-timer-more' }) }
    await lookThroughAll({ ...looking(), remembered: new Map([[journeyWorkflowId(strange), Infinity]]) })
    await lookThroughAll({ ...another, remembered: new Map() })
    expect((await lookingThrough()).map(({ workflowId }) => workflowId)).toContain(journeyWorkflowId(strange))
  }, 60_000)

  it('a journey of which the engine has no workflow any more is begun again', async () => {
    const gone = await begun()
    const neighbour = await begun()
    await longAgo(gone, neighbour)
    await house.engine.workflow.getHandle(journeyWorkflowId(gone)).terminate('as if the engine was lost')
    await until('the engine does not list it', async () => !(await listed(gone)))
    await until('it lists its neighbour', () => listed(neighbour))

    expect(await beginMissing(looking())).toEqual([gone])
    await expectLive(gone)
    // it runs, whatever the list says by now
    expect(await beginMissing(looking())).toEqual([])
  }, 60_000)
})

describe('Later', () => {
  it('a journey whose tasks fail is found by its failures, and goes on from the record', async () => {
    const strange = await conductedBy('one-timer-more', testKeys)
    const run = await runOf(strange)
    const remembering = looking()
    await workingOn(queueOf(strange), house.bundle, testKeys, async () => {
      // a task that this release cannot do, tried again and again
      await house.record(strange, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
      await until(
        'the engine says so, and it is begun again',
        async () => {
          expect(await beginAgainFailing(remembering)).toBe(true)
          return (await runOf(strange)) !== run
        },
        110_000,
      )
    })
    expect([...remembering.remembered.keys()]).toEqual([journeyWorkflowId(strange)])
    await expectLive(strange)
  }, 120_000)

  it('one that was begun again just now, and still cannot go on, is left alone for a while', async () => {
    const strange = await conductedBy('one-timer-more', testKeys)
    const run = await runOf(strange)
    const remembering = { ...looking(), remembered: new Map([[journeyWorkflowId(strange), Infinity]]) }
    await lookThroughAll(remembering)
    expect(await runOf(strange)).toBe(run)
  }, 60_000)

  it('looking after them stops when it is told to, whatever is under way', async () => {
    await begun()
    const keeper = lookAfterHistories(looking())
    await expect(keeper.stop()).resolves.toBeUndefined()
  })
})

interface Said {
  readonly workflowId: string
  readonly because: string
}

function looking(said: Said[] = []): LookingAfter {
  const hear = (what: object) => {
    if ('workflowId' in what) said.push(what as Said)
  }
  return {
    db: house.db,
    engine: house.engine,
    keys: testKeys,
    workflowBundle: house.bundle,
    remembered: new Map(),
    log: { info: () => undefined, warn: hear, error: hear },
  }
}

async function lookingThrough(): Promise<Said[]> {
  const said: Said[] = []
  await lookThroughAll(looking(said))
  return said
}

async function begun(): Promise<string> {
  const { row } = await house.start(hoursFromNow(-10))
  await house.conducted(row.id)
  await until('the engine lists it', () => listed(row.id))
  return row.id
}

/** Begins a journey whose workflow another release has begun, that waits for its next moment, and that nobody works on. */
async function conductedBy(workflows: string, keys: KeyRing): Promise<string> {
  const id = await begun()
  await replaced(id, workflows, keys)
  return id
}

async function replaced(id: string, workflows: string, keys: KeyRing, input: object = {}): Promise<void> {
  const workflowId = journeyWorkflowId(id)
  await house.engine.workflow.getHandle(workflowId).terminate('another release begins it')
  const engine = openEngine({ address: ADDRESS, namespace: house.namespace, keys })
  await workingOn(queueOf(id), await bundleChanged({ workflows }), keys, async () => {
    const handle = await engine.workflow.start(JOURNEY_WORKFLOW, {
      workflowId,
      taskQueue: queueOf(id),
      args: [{ journeyId: id, ...input }],
    })
    await until('it waits for what comes next', async () => {
      const { events } = await handle.fetchHistory()
      return (events ?? []).filter((event) => event.timerStartedEventAttributes).length === 2
    })
  })
  await engine.connection.close()
}

async function workingOn(
  taskQueue: string,
  workflowBundle: WorkflowBundleWithSourceMap,
  keys: KeyRing,
  until: () => Promise<void>,
): Promise<void> {
  const connection = await NativeConnection.connect({ address: ADDRESS })
  const worker = await Worker.create({
    connection,
    namespace: house.namespace,
    taskQueue,
    workflowBundle,
    dataConverter: dataConverter(keys),
    activities: createJourneyActivities({ db: house.db, engine: house.engine, seam: noSeam }),
  })
  await worker.runUntil(until)
  await connection.close()
}

function queueOf(id: string): string {
  return `another release/${id}`
}

async function runOf(id: string): Promise<string> {
  return (await house.engine.workflow.getHandle(journeyWorkflowId(id)).describe()).runId
}

/** The list is written after the fact. */
async function listed(id: string): Promise<boolean> {
  const query = `ExecutionStatus = 'Running' AND WorkflowId = '${journeyWorkflowId(id)}'`
  return (await house.engine.workflow.count(query)).count > 0
}

async function longAgo(...ids: string[]): Promise<void> {
  await house.db
    .updateTable('journey')
    .set({ changed_at: new Date(Date.now() - 3_600_000) })
    .where('id', 'in', ids)
    .execute()
}

/** The journey is conducted, and its workflow answers as the record does. */
async function expectLive(id: string): Promise<void> {
  const { state, now } = await house.conducted(id)
  const live = await until('its workflow answers', () => house.live.standing(id, now))
  expect(live).toEqual(JSON.parse(JSON.stringify(standingAt(state.standing, now))))
}
