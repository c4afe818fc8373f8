import { WorkflowNotFoundError, type Client, type HistoryAndWorkflowId } from '@temporalio/client'
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import type { KeyRing } from '../keys/key-ring'
import { dataConverter } from '../temporal/data-converter'

/** Why this release cannot go on with an open workflow. */
export type Because = 'its history does not replay with this release' | 'its history cannot be read'

/** An open workflow that cannot go on. */
export interface Unreplayable {
  readonly workflowId: string
  readonly because: Because
}

/**
 * Which of these open workflows cannot go on under this release's workflows and keys: each history is fetched and replayed,
 * one at a time. One that has ended meanwhile is passed over. Throws when the engine is silent.
 */
export async function* unreplayable(
  { engine, workflowBundle, keys }: Replaying,
  workflowIds: Iterable<string>,
): AsyncGenerator<Unreplayable, void> {
  const options = { workflowBundle, dataConverter: dataConverter(keys), workflowThreadPoolSize: 1 }
  const histories = historiesOf(engine, workflowIds)
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    const because = becauseOf(error)
    if (because !== undefined) yield { workflowId, because }
  }
}

/** What workflows are replayed with. */
export interface Replaying {
  readonly engine: Client
  readonly workflowBundle: WorkflowBundleWithSourceMap
  readonly keys: KeyRing
}

// The SDK has one error for a workflow task that fails and for trouble of its own, of which nothing is concluded.
function becauseOf(error: Error | undefined): Because | undefined {
  if (error === undefined) return undefined
  if (error instanceof DeterminismViolationError) return 'its history does not replay with this release'
  return error.message.includes('workflow task failure') ? 'its history cannot be read' : undefined
}

async function* historiesOf(
  engine: Client,
  workflowIds: Iterable<string>,
): AsyncGenerator<HistoryAndWorkflowId, void> {
  for (const workflowId of workflowIds) {
    try {
      yield { workflowId, history: await engine.workflow.getHandle(workflowId).fetchHistory() }
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
  }
}
