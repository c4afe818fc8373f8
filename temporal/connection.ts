import { Client, Connection } from '@temporalio/client'
import type { EngineHealth } from '../contracts/live'
import type { KeyRing } from '../keys/key-ring'
import type { EngineConnection } from './connection-options'
import { dataConverter } from './data-converter'
import { engineIdentity, type Caller } from './identity'

/** Which engine, and which part of it. */
export interface EngineAddress extends EngineConnection {
  readonly namespace: string
  /** What everything is sealed with that the engine is to keep. */
  readonly keys: KeyRing
  /** As whom; any command of ours when absent. */
  readonly caller?: Caller
}

/** A client of the engine. Nothing is connected before the first call, so that a part starts while the engine is down. */
export function openEngine({ namespace, keys, caller = 'pace', ...connection }: EngineAddress): Client {
  return new Client({
    connection: Connection.lazy(connection),
    namespace,
    dataConverter: dataConverter(keys),
    identity: engineIdentity(caller),
  })
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
