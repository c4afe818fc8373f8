import { randomUUID } from 'node:crypto'

/** Who calls the engine. */
export type Caller = 'api' | 'worker' | 'relay' | 'pace'

/**
 * By what a process is known to the engine, which keeps it in every history: the part, its process and some chance. The
 * default would be the machine's name, which may be a person's.
 */
export function engineIdentity(caller: Caller): string {
  return `${caller}/${process.pid}/${randomUUID().slice(0, 8)}`
}
