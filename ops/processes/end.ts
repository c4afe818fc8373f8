import { setTimeout as delay } from 'node:timers/promises'

import { isRunning, type ProcessIdentity } from './identity'

/** One attempt at ending a process: the signal, and how long it is given. */
export interface Ending {
  readonly signal: NodeJS.Signals
  readonly graceMs: number
}

const pollMs = 25

/**
 * Ends a process and waits until it is gone, with one signal after the other.
 * @returns the signal it ended by, or undefined when it had ended before
 * @throws Error when it outlives them all
 */
export async function endProcess(
  identity: ProcessIdentity,
  endings: readonly Ending[],
): Promise<NodeJS.Signals | undefined> {
  for (const { signal, graceMs } of endings) {
    if (!isRunning(identity)) return undefined
    send(identity.pid, signal)
    const deadline = Date.now() + graceMs
    do {
      if (!isRunning(identity)) return signal
      await delay(pollMs)
    } while (Date.now() < deadline)
  }
  if (!isRunning(identity)) return endings.at(-1)?.signal
  throw new Error(`process ${identity.pid} does not end`)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // it ended between the look and the signal
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
