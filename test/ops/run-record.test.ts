import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { RunRecord } from '../../ops/launcher/run-record'
import { identify, isRunning, type ProcessIdentity } from '../../ops/processes/identity'
import { temporaryFolder } from '../support/temporary-folder'

describe('which launcher works on a data folder', () => {
  const folder = temporaryFolder()
  const started: ChildProcess[] = []

  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
  })

  /** A process that runs until it is ended. */
  const bystander = (): ProcessIdentity => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    started.push(child)
    const identity = identify(child.pid ?? 0)
    if (identity === undefined) throw new Error('the bystander does not run')
    return identity
  }
  const file = () => path.join(folder.path, 'run.json')
  const claim = () => RunRecord.claim(folder.path, 'http://127.0.0.1:8080')
  /** What a launcher that was killed left in the folder. */
  const killedLauncher = (parts: Record<string, ProcessIdentity>) => {
    const launcher = { ...(identify(process.pid) as ProcessIdentity), started: 'at another time' }
    writeFileSync(file(), JSON.stringify({ launcher, address: 'http://127.0.0.1:8080', parts }))
  }

  test('a second one is told which process has it, and where that answers', () => {
    const record = claim()
    expect(() => RunRecord.claim(folder.path, 'http://127.0.0.1:9090')).toThrow(
      `PACE already runs on the data in ${folder.path}: process ${process.pid}, at http://127.0.0.1:8080.`,
    )
    record.release()
    expect(() => claim()).not.toThrow()
  })

  test('what a killed one left running is ended', async () => {
    const left = bystander()
    killedLauncher({ worker: left })
    await expect(claim().endLeftovers()).resolves.toEqual(['worker'])
    expect(isRunning(left)).toBe(false)
  })

  test('a stranger that was given the pid of a dead part is left alone', async () => {
    const stranger = bystander()
    killedLauncher({ temporal: { ...stranger, started: 'long before' } })
    await expect(claim().endLeftovers()).resolves.toEqual([])
    expect(isRunning(stranger)).toBe(true)
  })

  test('what was left is still known when the next launcher is killed before it could end it', () => {
    const left = bystander()
    killedLauncher({ relay: left })
    claim()
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ parts: { relay: left } })
  })

  test('a part is written down as soon as it runs, and forgotten when it has ended', () => {
    const record = claim()
    const part = bystander()
    record.remember('api', part)
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ parts: { api: part } })
    record.forget('api')
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ parts: {} })
  })

  test('a file that somebody damaged does not stand in the way', () => {
    writeFileSync(file(), '{"launcher":')
    const record = claim()
    record.release()
    expect(readdirSync(folder.path)).toEqual([])
  })
})
