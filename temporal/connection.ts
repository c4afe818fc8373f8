import { Client, Connection } from '@temporalio/client'
import type { EngineHealth } from '../contracts/live'
import type { EngineConnection } from './connection-options'

/** Which engine, and which part of it. */
export interface EngineAddress extends EngineConnection {
  readonly namespace: string
}

/** A client of the engine. Nothing is connected before the first call, so that a part starts while the engine is down. */
export function openEngine({ namespace, ...connection }: EngineAddress): Client {
  return new Client({ connection: Connection.lazy(connection), namespace })
}

const HEALTH_LIMIT_MS = 2_000

export function engineHealth(client: Client): EngineHealth {
  const connection = client.connection as Connection
  return {
    async reachable() {
      try {
        await connection.withDeadline(Date.now() + HEALTH_LIMIT_MS, () =>
          connection.workflowService.describeNamespace({ namespace: client.options.namespace }),
        )
        return true
      } catch {
        // Whatever the reason, the answer to the question is no.
        return false
      }
    },
  }
}
