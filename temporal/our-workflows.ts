import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import { JOURNEY_WORKFLOW } from '../contracts/journey-workflow'
import { MEETING_PACK_WORKFLOW } from '../contracts/meeting-pack-workflow'
import { NOTICES_WORKFLOW } from '../contracts/notices-workflow'

/** A run of a workflow. */
export interface Run {
  readonly workflowId: string
  readonly runId: string
}

// A namespace may be shared: what others run in it is none of ours.
const OURS = `ExecutionStatus = 'Running' AND WorkflowType IN ('${JOURNEY_WORKFLOW}', '${NOTICES_WORKFLOW}', '${MEETING_PACK_WORKFLOW}')`

/**
 * The open runs of journeys, of mailboxes and of packs, as the engine's list has them: it is written a little after the fact. Throws
 * when the engine is silent, or does not know what is asked for.
 *
 * @param and a further condition of the list
 */
export async function openRunsOfOurs(engine: Client, and?: string): Promise<Run[]> {
  const query = and === undefined ? OURS : `${OURS} AND ${and}`
  const runs: Run[] = []
  for await (const { workflowId, runId } of engine.workflow.list({ query })) runs.push({ workflowId, runId })
  return runs
}

/** Whether a workflow runs, by its own word and not the list's. Throws when the engine is silent. */
export async function runs(engine: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await engine.workflow.getHandle(workflowId).describe()
    return status.name === 'RUNNING'
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
