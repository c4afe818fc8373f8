import { randomUUID } from 'node:crypto'
import { NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { openEngine } from '../../temporal/connection'
import { dataConverter } from '../../temporal/data-converter'
import { fastForward } from '../../temporal/time-skipping'
import { bundleWorkflows } from '../../worker/bundle'
import { bundleChanged, CHANGES_OF_RULES } from '../support/bundles'
import { recordedHistories, type RecordedHistory } from '../support/histories'
import { hoursFromNow, silenceRuntime } from '../support/house'
import { testKeys } from '../support/keys'
import { recorded, started } from '../support/journeys'
import { until } from '../support/until'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

let histories: RecordedHistory[]
beforeAll(async () => {
  silenceRuntime()
  histories = await recordedHistories()
})

describe('The recorded histories', () => {
  test.each([
    ['journey-of-45-weeks', ['TIMER_FIRED', 'TIMER_CANCELED']],
    ['journey-continued-as-new-1', ['WORKFLOW_EXECUTION_CONTINUED_AS_NEW']],
    ['journey-continued-as-new-2', ['TIMER_STARTED', 'TIMER_CANCELED']],
    ['journey-closed-and-corrected-1', ['WORKFLOW_EXECUTION_COMPLETED']],
    ['journey-closed-and-corrected-2', ['WORKFLOW_EXECUTION_COMPLETED']],
    ['journey-without-its-database', ['MARKER_RECORDED', 'ACTIVITY_TASK_SCHEDULED', 'TIMER_FIRED']],
    ['journey-sealed', ['MARKER_RECORDED', 'ACTIVITY_TASK_SCHEDULED', 'TIMER_FIRED']],
    ['journey-renewed-1', ['MARKER_RECORDED', 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW']],
    ['journey-renewed-2', ['TIMER_STARTED', 'TIMER_CANCELED']],
    ['import-of-a-file', ['ACTIVITY_TASK_COMPLETED', 'WORKFLOW_EXECUTION_COMPLETED']],
    ['meeting-pack-1', ['WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW']],
    ['meeting-pack-2', ['ACTIVITY_TASK_COMPLETED', 'WORKFLOW_EXECUTION_COMPLETED']],
    ['meeting-packs-due', ['CHILD_WORKFLOW_EXECUTION_STARTED', 'WORKFLOW_EXECUTION_COMPLETED']],
    ['notices-tried-again', ['ACTIVITY_TASK_COMPLETED', 'TIMER_FIRED', 'WORKFLOW_EXECUTION_COMPLETED']],
  ])('hold what a %s leaves, of every release', (name, types) => {
    const such = histories.filter(({ file }) => file.endsWith(`-${name}.json`))
    expect(such).not.toEqual([])
    for (const { events } of such) expect(events).toEqual(expect.arrayContaining(types))
  })

  test('replay unharmed with the workflows of today', async () => {
    expect(await harmedBy(await bundleWorkflows(quiet))).toEqual([])
  }, 60_000)

  test.each(CHANGES_OF_RULES)(
    'replay unharmed when the rules have changed: $name',
    async (change) => {
      expect(await harmedBy(await bundleChanged({ change }))).toEqual([])
    },
    60_000,
  )

  test('do not replay, not one of them, with a workflow that arms one timer more', async () => {
    const bundle = await bundleChanged({ workflows: 'one-timer-more' })
    expect(await harmedBy(bundle)).toEqual(histories.map(({ file }) => file))
  }, 60_000)
})

describe('A workflow that worked out its own reminders', () => {
  let unchanged: WorkflowBundleWithSourceMap
  let history: RecordedHistory['history']
  beforeAll(async () => {
    unchanged = await bundleChanged({ workflows: 'rules-inside' })
    history = await historyOfRulesInside(unchanged)
  }, 60_000)

  test('would replay as long as the rules stay as they are', async () => {
    await expect(replay(unchanged, history)).resolves.toBeUndefined()
  })

  test.each(CHANGES_OF_RULES)(
    'would be harmed when the rules change: $name',
    async (change) => {
      const bundle = await bundleChanged({ workflows: 'rules-inside', change })
      await expect(replay(bundle, history)).rejects.toThrow(/[Nn]ondeterminism/)
    },
    60_000,
  )
})

/** The files whose histories do not replay. */
async function harmedBy(workflowBundle: WorkflowBundleWithSourceMap): Promise<string[]> {
  const harmed: string[] = []
  const given = histories.map(({ file, history }) => ({ workflowId: file, history }))
  let replayed = 0
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle, dataConverter: dataConverter(testKeys) },
    given,
  )) {
    replayed += 1
    if (error) harmed.push(workflowId)
  }
  expect(replayed).toBe(histories.length)
  return harmed.sort()
}

function replay(
  workflowBundle: WorkflowBundleWithSourceMap,
  history: RecordedHistory['history'],
): Promise<void> {
  return Worker.runReplayHistory({ workflowBundle, dataConverter: dataConverter(testKeys) }, history)
}

// From the start of being looked after to past the first reminder, on the real engine by its time skipping.
async function historyOfRulesInside(
  workflowBundle: WorkflowBundleWithSourceMap,
): Promise<RecordedHistory['history']> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
  const engine = openEngine({ address, namespace: 'default', keys: testKeys })
  const connection = await NativeConnection.connect({ address })
  const workflowId = `rules-inside/${randomUUID()}`
  const reminded: string[] = []
  const worker = await Worker.create({
    connection,
    taskQueue: workflowId,
    workflowBundle,
    dataConverter: dataConverter(testKeys),
    activities: { remind: async (label: string) => void reminded.push(label) },
  })
  try {
    return await worker.runUntil(async () => {
      const handle = await engine.workflow.start('rulesInside', {
        workflowId,
        taskQueue: workflowId,
        args: [recorded(started(hoursFromNow(0)))],
      })
      await fastForward(engine, workflowId, { id: 'to the reminder', milliseconds: 50 * 3_600_000 })
      await until('it has reminded', async () => reminded.length > 0)
      const history = await until('it waits for what comes next', async () => {
        const told = await handle.fetchHistory()
        const timers = told.events?.filter((event) => event.timerStartedEventAttributes)
        return timers?.length === 2 ? told : undefined
      })
      await handle.terminate('its history is had')
      return history
    })
  } finally {
    await connection.close()
    await engine.connection.close()
  }
}
