import type { Client, Connection } from '@temporalio/client'
import { msToTs, tsToMs } from '@temporalio/common/lib/time'

/** A move of one workflow's clock, known by an id that the caller chooses. */
export interface FastForward {
  readonly id: string
  readonly milliseconds: number
}

// Each moment that is passed is a skip; the server stops at its default of 100 unless told otherwise.
const MOST_SKIPS = 10_000

/**
 * Moves a running workflow's clock on, through each of its timers in turn. The server must run with
 * `frontend.WorkflowTimeSkippingEnabled`. Returns when the server has taken the order, not when it has been carried out.
 */
export async function fastForward(client: Client, workflowId: string, forward: FastForward): Promise<void> {
  await (client.connection as Connection).workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: MOST_SKIPS,
        fastForwardConfig: { id: forward.id, duration: msToTs(forward.milliseconds) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  })
}

/** A workflow's own time: the engine's, and what it has skipped; and whether it is being moved on. */
export interface WorkflowClock {
  readonly at: Date
  readonly moving: boolean
}

/** The clock of a workflow. Undefined when it has never been moved. Throws when no such workflow is known. */
export async function workflowClock(client: Client, workflowId: string): Promise<WorkflowClock | undefined> {
  const { raw } = await client.workflow.getHandle(workflowId).describe()
  const info = raw.workflowExtendedInfo?.timeSkippingInfo
  if (!info?.currentTime) return undefined
  return { at: new Date(tsToMs(info.currentTime)), moving: info.effectiveConfig?.enabled === true }
}

/** A workflow's own time: the engine's, and what it has skipped. Undefined when it has never been moved. */
export async function workflowTime(client: Client, workflowId: string): Promise<Date | undefined> {
  return (await workflowClock(client, workflowId))?.at
}
