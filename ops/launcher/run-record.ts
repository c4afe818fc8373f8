import { randomBytes } from 'node:crypto'
import { linkSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

import { ExplainedError } from '../explained-error'
import { createPrivateFile, readIfThere, writePrivateFile } from '../files/private-file'
import { endProcess } from '../processes/end'
import { identify, isRunning, type ProcessIdentity } from '../processes/identity'
import { partEndings, partNames, type PartName } from './parts'

interface Run {
  readonly launcher: ProcessIdentity
  readonly address: string
  readonly parts: Partial<Record<PartName, ProcessIdentity>>
}

/**
 * The file `run.json` of a data folder: which launcher works on it, and which processes it has started. It keeps two
 * launchers from one folder, and lets the next one end what a killed one left running.
 */
export class RunRecord {
  private constructor(
    private readonly file: string,
    private run: Run,
  ) {}

  /**
   * Takes a data folder for this process.
   * @param address where this launcher will answer, for the message to a second one
   * @throws ExplainedError when another launcher that runs has it
   */
  static claim(dataDir: string, address: string): RunRecord {
    const file = path.join(dataDir, 'run.json')
    const launcher = identify(process.pid)
    if (launcher === undefined) throw new Error('this process cannot be found among the running ones')
    let left: Run['parts'] = {}
    for (;;) {
      const run = { launcher, address, parts: left }
      // what a killed launcher left is written down again at once: should this one be killed too, the next still knows
      if (createPrivateFile(file, contentOf(run))) return new RunRecord(file, run)
      const found = readIfThere(file)
      if (found === undefined) continue
      const other = runIn(found)
      if (other !== undefined && isRunning(other.launcher)) throw taken(dataDir, other)
      if (putAside(file, found)) left = { ...left, ...other?.parts }
    }
  }

  /** Ends the processes that a killed launcher left running. @returns their names */
  async endLeftovers(): Promise<PartName[]> {
    const ended: PartName[] = []
    for (const part of partNames) {
      const identity = this.run.parts[part]
      if (identity === undefined) continue
      if ((await endProcess(identity, partEndings[part])) !== undefined) ended.push(part)
      this.forget(part)
    }
    return ended
  }

  /** Writes down that a part runs, before anything else can happen to this process. */
  remember(part: PartName, identity: ProcessIdentity): void {
    this.write({ ...this.run, parts: { ...this.run.parts, [part]: identity } })
  }

  forget(part: PartName): void {
    const parts = { ...this.run.parts }
    delete parts[part]
    this.write({ ...this.run, parts })
  }

  /** Gives the data folder back. */
  release(): void {
    rmSync(this.file, { force: true })
  }

  private write(run: Run): void {
    this.run = run
    writePrivateFile(this.file, contentOf(run))
  }
}

function contentOf(run: Run): string {
  return `${JSON.stringify(run, null, 2)}\n`
}

function runIn(content: string): Run | undefined {
  try {
    const run = JSON.parse(content) as Partial<Run> | null
    return typeof run?.launcher?.pid === 'number'
      ? { address: '', parts: {}, ...run, launcher: run.launcher }
      : undefined
  } catch {
    // files are written whole, so this one was damaged by hand; nothing in it can be ended safely
    return undefined
  }
}

/** Moves a dead launcher's file away. @returns false when it is another file by now, which is then left in its place */
function putAside(file: string, content: string): boolean {
  const aside = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    renameSync(file, aside)
  } catch (error) {
    // another launcher was quicker
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  try {
    if (readIfThere(aside) === content) return true
    linkSync(aside, file)
    return false
  } finally {
    rmSync(aside, { force: true })
  }
}

function taken(dataDir: string, { launcher, address }: Run): ExplainedError {
  return new ExplainedError(
    `PACE already runs on the data in ${dataDir}: process ${launcher.pid}, at ${address}. Use that one, or end it first, or set PACE_DATA_DIR (and PACE_PORT) to run a second one beside it.`,
  )
}
