import { WorkflowNotFoundError, type Client, type HistoryAndWorkflowId } from '@temporalio/client'
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import type { KeyRing } from '../keys/key-ring'
import { dataConverter } from '../temporal/data-converter'
import { keysNeededBy } from '../temporal/open-under-key'
import type { Run } from '../temporal/our-workflows'

/** Why this release cannot go on with an open workflow. */
export type Because = 'its history does not replay with this release' | 'its history cannot be read'

/** What came of replaying one. */
export interface Replayed {
  readonly run: Run
  /** Absent when it can go on, or when nothing can be concluded. */
  readonly because?: Because
}

/** What workflows are replayed with. */
export interface Replaying {
  readonly engine: Client
  readonly workflowBundle: WorkflowBundleWithSourceMap
  readonly keys: KeyRing
}

/** Longer than any history of ours takes: the SDK never ends with some that it cannot replay. */
const LONGEST_MS = 20_000

/**
 * Replays the histories of open runs under this release's workflows and keys, one at a time. A run that has ended meanwhile,
 * or has not begun to work, is passed over. Throws when the engine is silent.
 */
export async function* replayed(options: Replaying, runs: readonly Run[]): AsyncGenerator<Replayed, void> {
  const left = [...runs]
  while (left.length > 0) yield* replayedUntilStuck(options, left)
}

// Takes each from `left` before it is replayed, so that one which the SDK does not end with is not tried again.
async function* replayedUntilStuck(
  { engine, workflowBundle, keys }: Replaying,
  left: Run[],
): AsyncGenerator<Replayed, void> {
  const options = { workflowBundle, dataConverter: dataConverter(keys), workflowThreadPoolSize: 1 }
  let current: Run | undefined
  const unreadable: Run[] = []
  async function* histories(): AsyncGenerator<HistoryAndWorkflowId, void> {
    for (;;) {
      const run = left.shift()
      if (run === undefined) return
      const history = await historyOf(engine, run)
      if (history?.events?.some((event) => event.workflowTaskCompletedEventAttributes) !== true) continue
      if ([...keysNeededBy(history)].some((id) => !keys.all.some((key) => key.id === id))) {
        unreadable.push(run)
        continue
      }
      current = run
      yield { workflowId: run.workflowId, history }
    }
  }
  const replays = Worker.runReplayHistories(options, histories())
  for (;;) {
    const next = await within(LONGEST_MS, replays.next())
    for (const run of unreadable.splice(0)) yield { run, because: 'its history cannot be read' }
    // stuck: that replay is left to itself, and another goes on with the rest
    if (next === undefined || next.done === true) return
    if (current !== undefined) yield { run: current, ...becauseOf(next.value.error) }
  }
}

async function historyOf(engine: Client, { workflowId, runId }: Run) {
  try {
    return await engine.workflow.getHandle(workflowId, runId).fetchHistory()
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

// The SDK has one error for a workflow task that fails and for trouble of its own, of which nothing is concluded.
function becauseOf(error: Error | undefined): { because?: Because } {
  const harmed =
    error instanceof DeterminismViolationError || error?.message.includes('workflow task failure')
  return harmed === true ? { because: 'its history does not replay with this release' } : {}
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
