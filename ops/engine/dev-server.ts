import { setTimeout as delay } from 'node:timers/promises'

import { reasonOf } from '../explained-error'

export interface EngineServer {
  readonly port: number
  /** The port of Temporal's own pages; without it there are none. */
  readonly uiPort?: number
  /** The SQLite file that holds the engine's state. */
  readonly databaseFile: string
  /** A namespace to be made beside `default`. */
  readonly namespace?: string
}

/** The words after `temporal` that run the embedded engine, on loopback only. */
export function engineArguments(server: EngineServer): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(server.port)]
  args.push(...(server.uiPort === undefined ? ['--headless'] : ['--ui-port', String(server.uiPort)]))
  if (server.namespace !== undefined && server.namespace !== 'default')
    args.push('--namespace', server.namespace)
  args.push('--db-filename', server.databaseFile, '--log-level', 'warn')
  // else each step of a workflow waits for the disk; what a loss of power takes, the relay tells again
  args.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL')
  // practice journeys and rehearsals move a single workflow's clock on
  args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true')
  // without it every timer may fire up to a second late
  args.push('--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"')
  // a journey whose tasks fail is found by it: after the second failure, not the fifth
  args.push('--dynamic-config-value', 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2')
  return args
}

/**
 * Waits until a Temporal server answers for a namespace.
 * @throws Error when `signal` is aborted, or after `timeoutMs` with the server's last refusal
 */
export async function waitForEngine(
  address: string,
  {
    namespace = 'default',
    timeoutMs = 30_000,
    signal,
  }: { namespace?: string; timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  // loaded here since it takes a quarter of a second, which the server needs anyway
  const { Connection } = await import('@temporalio/client')
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const connection = Connection.lazy({ address })
    try {
      await connection.withDeadline(Date.now() + 1_000, () =>
        connection.workflowService.describeNamespace({ namespace }),
      )
      return
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`Temporal at ${address} does not answer: ${reasonOf(error)}`, { cause: error })
      }
    } finally {
      await connection.close()
    }
    await delay(50, undefined, { signal })
  }
}
