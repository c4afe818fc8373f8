import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const projectRoot = path.resolve(__dirname, '../..')

/** One of PACE's own programs, run as the launcher runs it. */
export class OwnProcess {
  private words = ''

  private constructor(private readonly child: ChildProcess) {
    child.stderr?.on('data', (chunk: Buffer) => {
      this.words += chunk.toString()
    })
  }

  /** Starts `pace <name>` and waits until `answersAt` does. @throws Error with the program's own words when it ends before */
  static async start(name: string, env: NodeJS.ProcessEnv, answersAt: string): Promise<OwnProcess> {
    const child = spawn(process.execPath, [path.join(projectRoot, 'ops', 'pace.cjs'), name], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const started = new OwnProcess(child)
    await started.untilAnswered(answersAt)
    return started
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  /** Ends it by a signal, and waits until it is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.isGone()) return
    const gone = once(this.child, 'exit')
    this.child.kill(signal)
    await gone
  }

  /** Closes the channel to it, as the death of a launcher would, and waits until it is gone. */
  async loseLauncher(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.disconnect()
    await gone
  }

  private isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  private async untilAnswered(url: string): Promise<void> {
    for (;;) {
      if (this.isGone()) throw new Error(`the process ended before it answered: ${this.words}`)
      const answer = await fetch(url).catch(() => undefined)
      if (answer?.ok === true) return
      await delay(25)
    }
  }
}
