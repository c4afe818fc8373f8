import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

import { projectRoot } from '../ops/project'

/** How long a process may take to end in good order: longer than all graces of the launcher together. */
const endLimitMs = 40_000

export interface ChildOptions {
  /** The TypeScript file that it runs. */
  readonly script: string
  readonly env: NodeJS.ProcessEnv
  /** Where its standard output goes; nowhere when absent. */
  readonly output?: number
}

/** A process of the benchmark's own, which ends when its channel closes: asked to, or because the benchmark is gone. */
export class Child {
  private readonly gone: Promise<unknown>

  private constructor(private readonly child: ChildProcess) {
    this.gone = Promise.race([once(child, 'exit'), once(child, 'error')])
    this.gone.catch(() => undefined)
  }

  static start({ script, env, output }: ChildOptions): Child {
    return new Child(
      spawn(process.execPath, ['--require', 'tsx/cjs', script], {
        cwd: projectRoot,
        env,
        // apart from the terminal: Ctrl-C reaches the benchmark alone, which ends its processes in order
        detached: true,
        stdio: ['ignore', output ?? 'ignore', 'inherit', 'ipc'],
      }),
    )
  }

  /** What it says first. @throws Error when it ends before it has said anything */
  async firstMessage(): Promise<unknown> {
    const said = once(this.child, 'message') as Promise<unknown[]>
    const [message] = await Promise.race([said, this.end()])
    return message
  }

  /** Rejects when it ends; never fulfilled. */
  async end(): Promise<never> {
    await this.gone
    throw new Error(
      `${this.child.spawnargs.at(-1) ?? 'a process'} ended too early (${this.child.signalCode ?? this.child.exitCode})`,
    )
  }

  /** Asks it to end and waits until it has. @throws Error when it does not */
  async close(): Promise<void> {
    if (this.child.connected) this.child.disconnect()
    const waited = new AbortController()
    const late = delay(endLimitMs, undefined, { signal: waited.signal }).then(() => {
      throw new Error(`process ${this.child.pid} does not end`)
    })
    try {
      await Promise.race([this.gone, late])
    } finally {
      waited.abort()
      late.catch(() => undefined)
    }
  }
}
