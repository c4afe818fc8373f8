import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync } from 'node:fs'

import { ExplainedError } from '../explained-error'
import { PartLog } from '../launcher/part-log'
import type { ServerCommand } from '../postgres/server'
import { endProcess, type Ending } from '../processes/end'
import { identify, type ProcessIdentity } from '../processes/identity'

/** One process that was started, such as `worker-1`. */
export interface Started {
  readonly name: string
  readonly pid: number
}

interface Running extends Started {
  readonly identity: ProcessIdentity
  readonly endings: readonly Ending[]
}

/** The processes of one run: started side by side, none started again, ended in the opposite order. */
export class Processes {
  private readonly running: Running[] = []
  private readonly mayEnd = new Set<string>()
  private readonly broken = new AbortController()

  constructor(private readonly folder: string) {}

  /** Aborted, with the last words of the process, when one has ended by itself. */
  get failed(): AbortSignal {
    return this.broken.signal
  }

  /** @param ours whether it is one of our own programs, which end by themselves when this process is gone */
  start(name: string, command: ServerCommand, endings: readonly Ending[], ours: boolean): Started {
    const log = new PartLog(this.folder, name)
    const output = log.open()
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: command.env,
      ...(command.uid === undefined ? {} : { uid: command.uid }),
      ...(command.gid === undefined ? {} : { gid: command.gid }),
      // apart from the terminal: Ctrl-C reaches this process alone, which ends the others in their order
      detached: true,
      stdio: ['ignore', output, output, ...(ours ? (['ipc'] as const) : [])],
    })
    closeSync(output)
    this.watch(child, name, log)
    const { pid } = child
    const identity = pid === undefined ? undefined : identify(pid)
    if (pid === undefined || identity === undefined)
      throw new ExplainedError(`${name} could not be started: ${log.lastLines(20)}`)
    this.running.push({ name, pid, identity, endings })
    return { name, pid }
  }

  /** Ends one process as a fault would, without a chance to finish anything. */
  async kill({ name }: Started): Promise<void> {
    await this.end(name, [{ signal: 'SIGKILL', graceMs: 5_000 }])
  }

  /** Ends all that still run, the last started first. */
  async endAll(): Promise<void> {
    const faults: unknown[] = []
    for (const { name, endings } of this.running.toReversed()) {
      // the others must be ended all the same
      await this.end(name, endings).catch((error: unknown) => faults.push(error))
    }
    if (faults.length > 0) throw new AggregateError(faults, 'not everything has ended')
  }

  private async end(name: string, endings: readonly Ending[]): Promise<void> {
    const index = this.running.findIndex((each) => each.name === name)
    const [process] = this.running.splice(index, index < 0 ? 0 : 1)
    if (process === undefined) return
    this.mayEnd.add(name)
    await endProcess(process.identity, endings)
  }

  private watch(child: ChildProcess, name: string, log: PartLog): void {
    const ended = (how: string) => {
      if (this.mayEnd.has(name)) return
      this.broken.abort(
        new ExplainedError(`${name} ended by itself (${how}). Its last words:\n${log.lastLines(20)}`),
      )
    }
    // a program that cannot be run at all emits an error and no exit
    child.once('error', (error) => ended(error.message))
    child.once('exit', (code, signal) => ended(signal ?? `code ${code}`))
  }
}
