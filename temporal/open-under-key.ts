import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import { RENEW_SIGNAL } from '../contracts/journey-workflow'
import { keyIdOf } from './payload-codec'

type Payload = temporal.api.common.v1.IPayload

/** An open run of a workflow, and the keys that something in its history is sealed with. */
export interface OpenRun {
  readonly workflowId: string
  readonly runId: string
  readonly keyIds: ReadonlySet<string>
  /** Whether it began with something that is not sealed, as releases before sealing have left it. */
  readonly plain: boolean
}

const AT_ONCE = 10

/**
 * The workflows whose open run needs a key: before a key is retired there must be none. Reads the whole history of every
 * open workflow, and needs no key itself. Throws when the engine is silent.
 */
export async function openUnderKey(engine: Client, keyId: string): Promise<string[]> {
  const open = await openRuns(engine)
  return open.filter(({ keyIds }) => keyIds.has(keyId)).map(({ workflowId }) => workflowId)
}

/** Every open run with the keys that it needs, in the order of their ids. Throws when the engine is silent. */
export async function openRuns(engine: Client): Promise<OpenRun[]> {
  const ids: { workflowId: string; runId: string }[] = []
  for await (const run of engine.workflow.list({ query: `ExecutionStatus = 'Running'` })) ids.push(run)
  const runs: OpenRun[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    runs.push(...(await Promise.all(some.map((one) => openRun(engine, one)))))
  }
  return runs.sort((a, b) => (a.workflowId < b.workflowId ? -1 : 1))
}

/** Asks workflows to go on as new, under the current key of the workers. One that has ended meanwhile is passed over. */
export async function renew(engine: Client, workflowIds: readonly string[]): Promise<void> {
  for (const workflowId of workflowIds) {
    try {
      await engine.workflow.getHandle(workflowId).signal(RENEW_SIGNAL)
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
  }
}

/** The ids of the keys that something in a history is sealed with. */
export function keysNeededBy(history: object): Set<string> {
  return new Set(payloadsIn(history).flatMap((payload) => keyIdOf(payload) ?? []))
}

async function openRun(
  engine: Client,
  { workflowId, runId }: { workflowId: string; runId: string },
): Promise<OpenRun> {
  const history = await engine.workflow.getHandle(workflowId, runId).fetchHistory()
  const [begun] = history.events ?? []
  const input = begun?.workflowExecutionStartedEventAttributes?.input?.payloads ?? []
  return {
    workflowId,
    runId,
    keyIds: keysNeededBy(history),
    plain: input.some((payload) => keyIdOf(payload) === undefined),
  }
}

// Events have payloads in many places, and a later release of the engine may have more: all that looks like one counts.
function payloadsIn(message: unknown): Payload[] {
  if (typeof message !== 'object' || message === null || message instanceof Uint8Array) return []
  if (isPayload(message)) return [message]
  return Object.values(message).flatMap(payloadsIn)
}

function isPayload(message: object): message is Payload {
  if (!('metadata' in message) || typeof message.metadata !== 'object') return false
  return message.metadata !== null && 'encoding' in message.metadata
}
