import { setTimeout as pause } from 'node:timers/promises'
import type { Client, Connection } from '@temporalio/client'

const ANSWER_LIMIT_MS = 10_000
const LOOK_AGAIN_MS = 500

/**
 * Deletes every run of a workflow from the engine, running or ended, with its history. The engine says yes and deletes by
 * and by, up to half a minute later when the run has only just ended, so it is asked until it knows of none any more. Throws
 * when it is silent, or still knows of one after `patience`.
 *
 * @param patience milliseconds
 */
export async function forgetWorkflow(engine: Client, workflowId: string, patience = 90_000): Promise<void> {
  const until = Date.now() + patience
  while (!(await askToForget(engine, workflowId))) {
    if (Date.now() > until) throw new Error(`The engine still knows of ${workflowId}`)
    await pause(LOOK_AGAIN_MS)
  }
}

/**
 * Asks the engine once to delete every run of a workflow, and does not wait for it. True when it knows of none any more.
 * Throws when it is silent.
 */
export async function askToForget(engine: Client, workflowId: string): Promise<boolean> {
  const connection = engine.connection as Connection
  const { namespace } = engine.options
  const within = <T>(call: () => Promise<T>) => connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, call)
  const runs = await within(() => runsOf(engine, workflowId))
  for (const runId of runs) {
    const workflowExecution = { workflowId, runId }
    await within(() =>
      connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }),
    ).catch(unlessGone)
  }
  return runs.length === 0
}

// The list is written after the fact: the newest run is asked for by itself.
async function runsOf(engine: Client, workflowId: string): Promise<string[]> {
  const runs = new Set<string>()
  for await (const { runId } of engine.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
    runs.add(runId)
  const newest = await engine.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      ({ runId }) => runId,
      (error: unknown) => unlessGone(error),
    )
  if (newest !== undefined) runs.add(newest)
  return [...runs]
}

const NOT_FOUND = 5

// gRPC's NOT_FOUND, by whatever name the client gives it: it was deleted meanwhile.
function unlessGone(error: unknown): undefined {
  for (
    let one = error;
    typeof one === 'object' && one !== null;
    one = 'cause' in one ? one.cause : undefined
  ) {
    if ('code' in one && one.code === NOT_FOUND) return undefined
    if ('name' in one && one.name === 'WorkflowNotFoundError') return undefined
  }
  throw error
}
