import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { openDatabase, type Database } from '../../../db/database'
import { waitForEngine } from '../../../ops/engine/dev-server'
import { embeddedSettings, readEmbedded, type EmbeddedAddresses } from '../../../ops/launcher/embedded'
import { partNames, type PartName } from '../../../ops/launcher/parts'
import type { Message } from '../../../ops/mail-sink/mailbox'
import { isRunning, type ProcessIdentity } from '../../../ops/processes/identity'
import { projectRoot } from '../../../ops/project'
import { practiceToken } from '../../../ops/sign-in/practice-token'
import { until } from '../../support/until'
import { freePorts } from '../../support/free-ports'
import { removeInstallation } from './remove-installation'

const START_LIMIT_MS = 120_000
const BACK_LIMIT_MS = 60_000

/** The parts that are killed. The other two, mail and sign-in, are somebody else's in production. */
export const VICTIMS = ['postgres', 'worker', 'api', 'relay', 'temporal'] as const
export type Victim = (typeof VICTIMS)[number]

/** A whole installation: every part a process of its own, with nothing in it, its data in a temporary folder. */
export class Installation {
  private dataFolder: string | undefined
  private port = 0
  private launcher: ChildProcess | undefined
  private database: Database | undefined
  private authorization = ''
  private words = ''

  /** Starts it, the first time or again after its launcher was killed, and waits until every part is at work. */
  async start(): Promise<void> {
    this.dataFolder ??= mkdtempSync(path.join(os.tmpdir(), 'pace-faults-'))
    mkdirSync(this.drills, { recursive: true })
    this.port ||= await freePorts()
    this.words = ''
    this.launcher = this.launch()
    await until('every part is at work', () => this.isReady(), START_LIMIT_MS)
    this.database ??= openDatabase(this.addressOf('DATABASE_URL'))
    const issuer = this.addressOf('OIDC_ISSUER')
    this.authorization = `Bearer ${await practiceToken({ issuer, dataDir: this.dataDir, role: 'case-worker' })}`
  }

  /** Ends every part, and leaves nothing behind. Safe to call at any time. */
  async close(): Promise<void> {
    await this.database?.destroy()
    const { launcher } = this
    if (launcher !== undefined && launcher.exitCode === null && launcher.signalCode === null) {
      const gone = once(launcher, 'exit')
      launcher.disconnect()
      await gone
    }
    // A launcher that was killed could not do it.
    if (this.dataFolder !== undefined) await removeInstallation(this.dataFolder)
  }

  /** Where drills are prepared. */
  get drills(): string {
    return path.join(this.dataDir, 'drills')
  }

  get db(): Database {
    if (this.database === undefined) throw new Error('The installation has not been started')
    return this.database
  }

  /** The process that looks after the others. */
  get launcherPid(): number {
    return this.launcher?.pid ?? 0
  }

  /** What the launcher has said since its start. */
  get said(): string {
    return this.words
  }

  /** A token of the embedded sign-in for the whole authority. */
  token(role: string): Promise<string> {
    return practiceToken({ issuer: this.addressOf('OIDC_ISSUER'), dataDir: this.dataDir, role })
  }

  /** Where the API answers. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Asks the API, as a case worker of the whole authority. Rejects when nobody answers. */
  ask(where: string, request: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${where}`, {
      ...request,
      headers: { 'content-type': 'application/json', ...request.headers, authorization: this.authorization },
      signal: AbortSignal.timeout(10_000),
    })
  }

  /** What the API answers with 200. Throws when it answers with anything else. */
  async read<Answer>(where: string): Promise<Answer> {
    const response = await this.ask(where)
    if (response.status !== 200)
      throw new Error(`GET ${where} was answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Answer
  }

  /** Every message that the mail sink has received. */
  async mail(): Promise<Message[]> {
    const response = await fetch(`${this.addressOf('PACE_MAIL_ADDRESS')}/messages.json`)
    return ((await response.json()) as { items: Message[] }).items
  }

  /** The process of a part; undefined while it has none. */
  processOf(part: PartName): ProcessIdentity | undefined {
    const content = readFileSync(path.join(this.dataDir, 'run.json'), 'utf8')
    const { parts } = JSON.parse(content) as { parts: Partial<Record<PartName, ProcessIdentity>> }
    return parts[part]
  }

  /** The processes of all parts. */
  processes(): ProcessIdentity[] {
    return partNames.flatMap((part) => this.processOf(part) ?? [])
  }

  /** Waits until a part is at work, in whichever process, or in another one than `before`. Returns that process. */
  async untilAtWork(part: Victim, before?: ProcessIdentity): Promise<ProcessIdentity> {
    return until(
      `${part} is at work`,
      async () => {
        const found = this.processOf(part)
        if (found === undefined || found.pid === before?.pid || !isRunning(found)) return false
        return (await this.isAtWork(part, found.pid)) && found
      },
      BACK_LIMIT_MS,
    )
  }

  /** What a part has written into its log. */
  logOf(part: Victim): string {
    return readFileSync(path.join(this.dataDir, 'logs', `${part}.log`), 'utf8')
  }

  /** The ports of all parts, as they are kept from one start to the next. */
  ports(): unknown {
    return { api: this.port, others: JSON.parse(readFileSync(path.join(this.dataDir, 'ports.json'), 'utf8')) }
  }

  /** Kills the launcher, and waits until it is gone. */
  async killLauncher(): Promise<void> {
    if (this.launcher === undefined) return
    const gone = once(this.launcher, 'exit')
    this.launcher.kill('SIGKILL')
    await gone
  }

  private get dataDir(): string {
    if (this.dataFolder === undefined) throw new Error('The installation has not been started')
    return this.dataFolder
  }

  private launch(): ChildProcess {
    const script = path.join(__dirname, 'installation-process.ts')
    const launcher = spawn(process.execPath, ['--require', 'tsx/cjs', script], {
      cwd: projectRoot,
      env: {
        ...process.env,
        // somebody's own parts stay out of it
        ...Object.fromEntries(embeddedSettings.map((name) => [name, ''])),
        PACE_DATA_DIR: this.dataDir,
        PACE_PORT: String(this.port),
        PACE_DRILLS: this.drills,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [launcher.stdout, launcher.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.words += chunk.toString()
      })
    return launcher
  }

  private async isReady(): Promise<boolean> {
    if (this.launcher?.exitCode !== null) throw new Error(`The launcher has ended: ${this.words}`)
    const response = await fetch(`http://127.0.0.1:${this.port}/health/ready`).catch(() => undefined)
    if (response === undefined) return false
    return ((await response.json()) as { status: string }).status === 'ready'
  }

  private addressOf(setting: keyof EmbeddedAddresses): string {
    const address = readEmbedded(this.dataDir)?.[setting]
    if (address === undefined) throw new Error(`${setting} is not known: the launcher does not run`)
    return address
  }

  private async isAtWork(part: Victim, pid: number): Promise<boolean> {
    switch (part) {
      case 'temporal':
        return answers(waitForEngine(this.addressOf('TEMPORAL_ADDRESS'), { timeoutMs: 0 }))
      case 'postgres':
        return answers(sql`select 1`.execute(this.db))
      case 'api':
      case 'worker':
      case 'relay':
        return this.logOf(part)
          .split('\n')
          .some((line) => line.includes(`"pid":${pid},`) && line.includes(`"msg":"${part} ready"`))
    }
  }
}

function answers(asked: Promise<unknown>): Promise<boolean> {
  return asked.then(
    () => true,
    () => false,
  )
}
