import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import { readEmbedded, type EmbeddedSetting } from '../../ops/launcher/embedded'
import type { PartName } from '../../ops/launcher/parts'
import { readPostgresRecord } from '../../ops/postgres/record'
import { isRunning, type ProcessIdentity } from '../../ops/processes/identity'
import { practiceToken } from '../../ops/sign-in/practice-token'
import { freePorts } from './free-ports'
import { until } from './until'

const projectRoot = path.resolve(__dirname, '../..')
const READY_MS = 120_000

/** A whole installation as `npm start` runs it, of separate processes, in a folder of its own. */
export class Installation {
  private words = ''

  private constructor(
    readonly folder: string,
    readonly port: number,
    private launcher: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Starts one, and waits until every part is at work. @param options `--empty` and the like; `env` adds settings */
  static async start(
    options: { words?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Installation> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'pace-installation-'))
    const port = await freePorts()
    const env = {
      ...process.env,
      ...options.env,
      PACE_DATA_DIR: path.join(folder, 'data'),
      PACE_PORT: String(port),
    }
    const installation = new Installation(folder, port, launcherOf(env, options.words ?? []), env)
    await installation.untilReady()
    return installation
  }

  get dataDir(): string {
    return path.join(this.folder, 'data')
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** The process that looks after the others. */
  get launcherPid(): number {
    return this.launcher.pid ?? 0
  }

  /** What the person who started it has been told. */
  get said(): string {
    return this.words
  }

  /** Where a part is, as the running launcher tells its own programs. */
  address(setting: EmbeddedSetting): string {
    const address = readEmbedded(this.dataDir)?.[setting]
    if (address === undefined) throw new Error(`${setting} is not embedded, or nothing runs`)
    return address
  }

  /** The process of a part; undefined while it is between two lives. */
  async part(name: PartName): Promise<ProcessIdentity | undefined> {
    const run = JSON.parse(await readFile(path.join(this.dataDir, 'run.json'), 'utf8')) as {
      parts: Partial<Record<PartName, ProcessIdentity>>
    }
    const identity = run.parts[name]
    return identity !== undefined && isRunning(identity) ? identity : undefined
  }

  token(role: string, locality?: string): Promise<string> {
    const issuer = this.address('OIDC_ISSUER')
    return practiceToken({ issuer, dataDir: this.dataDir, role, ...(locality !== undefined && { locality }) })
  }

  /** Waits until health says that every part is at work. */
  async untilReady(): Promise<void> {
    this.launcher.stdout?.on('data', (chunk: Buffer) => (this.words += chunk.toString()))
    this.launcher.stderr?.on('data', (chunk: Buffer) => (this.words += chunk.toString()))
    await until(
      'every part is at work',
      async () => {
        if (this.hasEnded()) throw new Error(`The installation ended before it was ready: ${this.words}`)
        const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined)
        return answer?.ok === true && ((await answer.json()) as { status: string }).status === 'ready'
      },
      READY_MS,
    )
  }

  /** Kills the launcher without warning, and starts another on the same data. */
  async startAgain(words: readonly string[] = []): Promise<void> {
    this.words = ''
    this.launcher = launcherOf(this.env, words)
    await this.untilReady()
  }

  /** Ends it as Ctrl-C does, or by another signal. @returns the launcher's exit code, or the signal it died by */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | NodeJS.Signals | null> {
    if (!this.hasEnded()) {
      const ended = once(this.launcher, 'exit')
      this.launcher.kill(signal)
      await ended
    }
    return this.launcher.exitCode ?? this.launcher.signalCode
  }

  /** Ends it and removes everything that it kept. */
  async remove(): Promise<void> {
    await this.end()
    // root's PostgreSQL lies elsewhere
    const record = readPostgresRecord(this.dataDir)
    if (record !== undefined) await rm(record.directory, { recursive: true, force: true })
    await rm(this.folder, { recursive: true, force: true })
  }

  private hasEnded(): boolean {
    return this.launcher.exitCode !== null || this.launcher.signalCode !== null
  }
}

function launcherOf(env: NodeJS.ProcessEnv, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [path.join(projectRoot, 'ops', 'start.cjs'), ...words], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
