import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { PartLog } from '../../ops/launcher/part-log'
import { RunRecord } from '../../ops/launcher/run-record'
import { SupervisedPart } from '../../ops/launcher/supervised-part'
import { isRunning, type ProcessIdentity } from '../../ops/processes/identity'
import { temporaryFolder } from '../support/temporary-folder'

describe('a part that is looked after', () => {
  const folder = temporaryFolder()
  let said: string[]
  let part: SupervisedPart | undefined
  const over = new AbortController()

  beforeEach(() => {
    said = []
  })
  afterEach(() => part?.stop([{ signal: 'SIGKILL', graceMs: 2_000 }]))

  const running = () =>
    (
      JSON.parse(readFileSync(path.join(folder.path, 'run.json'), 'utf8')) as {
        parts: { relay?: ProcessIdentity }
      }
    ).parts.relay
  const look = (after: string) => {
    const command = { program: process.execPath, args: ['-e', after], env: process.env, cwd: folder.path }
    const record = RunRecord.claim(folder.path, '')
    const log = new PartLog(folder.path, 'relay')
    part = new SupervisedPart({ name: 'relay', command, isOurs: true, log }, record, (line) =>
      said.push(line),
    )
    part.start()
    return part
  }
  const until = async (what: () => boolean) => {
    while (!what()) await delay(20)
  }

  test('is started again when it is killed, and says so in one line', async () => {
    look('setInterval(() => {}, 1000)')
    const first = running() as ProcessIdentity
    process.kill(first.pid, 'SIGKILL')
    await until(() => running() !== undefined && running()?.pid !== first.pid)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /^The relay ended \(SIGKILL\) and is started again in 0\.2 s; it may say why in .*relay\.log$/,
    )
  })

  test('is ended for good by the signal that lets it finish', async () => {
    const script =
      "process.on('SIGTERM', () => { console.log('finished'); process.exit(0) }); setInterval(() => {}, 1000); console.log('working')"
    const looked = look(script)
    const first = running() as ProcessIdentity
    const log = path.join(folder.path, 'logs', 'relay.log')
    await until(() => readFileSync(log, 'utf8').includes('working'))
    await looked.stop()
    expect(isRunning(first)).toBe(false)
    expect(readFileSync(log, 'utf8')).toContain('finished')
    expect(running()).toBeUndefined()
    expect(said).toEqual([])
  })

  test('that never comes up is given up with its last words', async () => {
    const looked = look("console.error('the disk is on fire'); process.exit(3)")
    const never = async (signal: AbortSignal) => void (await once(signal, 'abort'))
    await expect(looked.untilReady(never, over.signal)).rejects.toThrow(
      /The relay does not come up: it ended 6 times, the last time with code 3\. The end of .*relay\.log:\n(.*\n)*the disk is on fire/,
    )
  })
})
