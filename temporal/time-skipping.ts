import { WorkflowNotFoundError, type Client, type Connection } from '@temporalio/client'
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
 * `frontend.WorkflowTimeSkippingEnabled`, else CannotSkipError is thrown. Returns when the server has taken the order, not when it
 * has been carried out.
 */
export async function fastForward(client: Client, workflowId: string, forward: FastForward): Promise<void> {
  const order = {
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
  }
  try {
    await within(client, (connection) => connection.workflowService.updateWorkflowExecutionOptions(order))
  } catch (error) {
    if (isRefusal(error)) throw new CannotSkipError(error)
    throw error
  }
}

/** The engine moves no clock: it is too old, or runs without the setting. */
export class CannotSkipError extends Error {
  override readonly name = 'CannotSkipError'

  constructor(cause: unknown) {
    super(
      `The engine moves no clocks: is frontend.WorkflowTimeSkippingEnabled on? It says: ${String(cause)}`,
      {
        cause,
      },
    )
  }
}

// gRPC's UNIMPLEMENTED: not silence, but a no.
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 12
}

const ANSWER_LIMIT_MS = 5_000

function within<T>(client: Client, call: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = client.connection as Connection
  return connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, () => call(connection))
}

/** How a workflow stands with time. */
export interface WorkflowClock {
  /** Its own time: the engine's, and what it has skipped. Undefined when it has never been moved. */
  readonly at?: Date
  /** It is being moved on. */
  readonly moving: boolean
  /** It has something in hand, and will say only then what it waits for. */
  readonly busy: boolean
}

/** The clock of a workflow; undefined when no such workflow is known. Throws when the engine is silent. */
export async function workflowClock(client: Client, workflowId: string): Promise<WorkflowClock | undefined> {
  const described = await within(client, () => client.workflow.getHandle(workflowId).describe()).catch(
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined
      throw error
    },
  )
  if (described === undefined) return undefined
  const { raw } = described
  const info = raw.workflowExtendedInfo?.timeSkippingInfo
  return {
    ...(info?.currentTime && { at: new Date(tsToMs(info.currentTime)) }),
    moving: info?.effectiveConfig?.enabled === true,
    busy: Boolean(raw.pendingWorkflowTask) || (raw.pendingActivities ?? []).length > 0,
  }
}

/** A workflow's own time: the engine's, and what it has skipped. Undefined when it has never been moved, or is not known. */
export async function workflowTime(client: Client, workflowId: string): Promise<Date | undefined> {
  return (await workflowClock(client, workflowId))?.at
}
