import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync } from 'node:fs'

import { ExplainedError, reasonOf } from '../explained-error'
import type { ServerCommand } from '../postgres/server'
import { endProcess, type Ending } from '../processes/end'
import { identify, type ProcessIdentity } from '../processes/identity'
import type { PartLog } from './part-log'
import { partEndings, partTitles, type PartName } from './parts'
import type { RunRecord } from './run-record'

const firstPauseMs = 200
const longestPauseMs = 5_000
/** A part that has worked this long is taken to be well: the next time it ends, it is started again at once. */
const wellAfterMs = 30_000
/** How often a part may end while somebody waits for it. PostgreSQL killed the hard way needs about 2 seconds of attempts. */
const attemptsToBeReady = 6

export interface PartPlan {
  readonly name: PartName
  readonly command: ServerCommand
  /** Whether it is one of our own programs, which end by themselves when the channel to the launcher closes. */
  readonly isOurs: boolean
  readonly log: PartLog
}

/** One process that is kept running: whenever it ends by itself it is started again, after a pause that grows. */
export class SupervisedPart {
  private running: { readonly identity: ProcessIdentity; readonly since: number } | undefined
  private pauseMs = firstPauseMs
  private again: NodeJS.Timeout | undefined
  private stopping = false
  private awaited = false
  private endings = 0
  private giveUp: (error: Error) => void = () => undefined
  private readonly givenUp: Promise<never>

  constructor(
    private readonly plan: PartPlan,
    private readonly record: RunRecord,
    private readonly say: (line: string) => void,
  ) {
    this.givenUp = new Promise((_, reject) => {
      this.giveUp = reject
    })
    // nobody may be waiting any more
    this.givenUp.catch(() => undefined)
  }

  /** Starts it, and returns before it is ready. */
  start(): void {
    const { command, isOurs, log, name } = this.plan
    const output = log.open()
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: command.env,
      ...(command.uid === undefined ? {} : { uid: command.uid }),
      ...(command.gid === undefined ? {} : { gid: command.gid }),
      // apart from the terminal: Ctrl-C reaches the launcher alone, which ends the parts in their order
      detached: true,
      stdio: ['ignore', output, output, ...(isOurs ? (['ipc'] as const) : [])],
    })
    closeSync(output)
    const identity = child.pid === undefined ? undefined : identify(child.pid)
    if (identity !== undefined) {
      this.record.remember(name, identity)
      this.running = { identity, since: Date.now() }
    }
    this.whenEnded(child, (how) => this.ended(how))
  }

  /**
   * Waits until it works.
   * @param probe fulfilled as soon as it does; its signal is aborted when nobody waits any more
   * @throws ExplainedError with its last words when it keeps ending or the probe gives up; whatever `over` was aborted with
   */
  async untilReady(probe: (signal: AbortSignal) => Promise<void>, over: AbortSignal): Promise<void> {
    const answered = new AbortController()
    this.awaited = true
    try {
      await Promise.race([probe(AbortSignal.any([over, answered.signal])), this.givenUp])
    } catch (error) {
      over.throwIfAborted()
      const { file } = this.plan.log
      throw new ExplainedError(
        `${partTitles[this.plan.name]} does not come up: ${reasonOf(error)}. The end of ${file}:\n${this.plan.log.lastLines(20)}`,
        { cause: error },
      )
    } finally {
      this.awaited = false
      answered.abort()
    }
  }

  /** Ends it for good. @param endings the signals to use, when not its usual ones */
  async stop(endings: readonly Ending[] = partEndings[this.plan.name]): Promise<void> {
    this.stopping = true
    clearTimeout(this.again)
    if (this.running !== undefined) await endProcess(this.running.identity, endings)
    this.record.forget(this.plan.name)
  }

  /** A program that cannot be run at all emits an error and no exit; one that ran may emit both. */
  private whenEnded(child: ChildProcess, tell: (how: string) => void): void {
    let told = false
    const once = (how: string) => {
      if (!told) tell(how)
      told = true
    }
    child.once('error', (error) => once(error.message))
    child.once('exit', (code, signal) => once(signal ?? `code ${code}`))
  }

  private ended(how: string): void {
    const lived = Date.now() - (this.running?.since ?? Date.now())
    this.running = undefined
    if (this.stopping) return
    this.record.forget(this.plan.name)
    this.endings += 1
    const title = partTitles[this.plan.name]
    if (this.awaited && this.endings >= attemptsToBeReady) {
      this.giveUp(new Error(`it ended ${this.endings} times, the last time with ${how}`))
      return
    }
    if (lived > wellAfterMs) this.pauseMs = firstPauseMs
    this.say(
      `${title} ended (${how}) and is started again in ${this.pauseMs / 1000} s; it may say why in ${this.plan.log.file}`,
    )
    this.again = setTimeout(() => this.startAgain(), this.pauseMs)
    this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs)
  }

  private startAgain(): void {
    try {
      this.start()
    } catch (error) {
      // a full disk, too many open files: the part counts as ended, and its next attempt comes later
      this.ended(reasonOf(error))
    }
  }
}
