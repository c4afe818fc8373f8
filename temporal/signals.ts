import {
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
  type Connection,
} from '@temporalio/client'
import { IMPORT_WORKFLOW, importWorkflowId, type ImportInput } from '../contracts/import-workflow'
import {
  JOURNEY_WORKFLOW,
  JOURNEYS_TASK_QUEUE,
  journeyWorkflowId,
  RECORDED_SIGNAL,
  type JourneyInput,
  type RecordedSignal,
} from '../contracts/journey-workflow'
import {
  DUE_SIGNAL,
  NOTICES_TASK_QUEUE,
  NOTICES_WORKFLOW,
  noticesWorkflowId,
  type Mailbox,
} from '../contracts/notices-workflow'

const SIGNAL_LIMIT_MS = 5_000

/** Tells a journey's workflow how far the record goes, starting it when it does not run. Throws when the engine is silent. */
export async function signalRecorded(client: Client, input: JourneyInput, seq: number): Promise<void> {
  await within(client, () =>
    client.workflow.signalWithStart<(input: JourneyInput) => Promise<void>, [RecordedSignal]>(
      JOURNEY_WORKFLOW,
      {
        workflowId: journeyWorkflowId(input.journeyId),
        taskQueue: JOURNEYS_TASK_QUEUE,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        args: [input],
        signal: RECORDED_SIGNAL,
        signalArgs: [{ seq }],
      },
    ),
  )
}

/** Tells the sender of a mailbox that something is due, starting it when it does not run. */
export async function signalNotices(client: Client, mailbox: Mailbox): Promise<void> {
  await within(client, () =>
    client.workflow.signalWithStart<(mailbox: Mailbox) => Promise<void>, []>(NOTICES_WORKFLOW, {
      workflowId: noticesWorkflowId(mailbox),
      taskQueue: NOTICES_TASK_QUEUE,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      args: [mailbox],
      signal: DUE_SIGNAL,
      signalArgs: [],
    }),
  )
}

/** Has the engine bring a file in, unless it is at it already. Throws when the engine is silent. */
export async function startImport(client: Client, input: ImportInput): Promise<void> {
  await within(client, () =>
    client.workflow.start<(input: ImportInput) => Promise<void>>(IMPORT_WORKFLOW, {
      workflowId: importWorkflowId(input.importId),
      taskQueue: JOURNEYS_TASK_QUEUE,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      args: [input],
    }),
  )
}

function within<Answer>(client: Client, ask: () => Promise<Answer>): Promise<Answer> {
  return (client.connection as Connection).withDeadline(Date.now() + SIGNAL_LIMIT_MS, ask)
}
