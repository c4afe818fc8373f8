import { once } from 'node:events'

import { Processes } from '../../ops/production-shape/processes'
import { until } from '../../ops/production-shape/waiting'
import { isRunning, identify } from '../../ops/processes/identity'
import { temporaryFolder } from '../support/temporary-folder'

describe('the processes of a production shape', () => {
  const folder = temporaryFolder()
  let processes: Processes
  beforeEach(() => {
    processes = new Processes(folder.path)
  })
  afterEach(() => processes.endAll())

  const start = (name: string, script: string) =>
    processes.start(
      name,
      { program: process.execPath, args: ['-e', script], env: {}, cwd: folder.path },
      [{ signal: 'SIGTERM', graceMs: 5_000 }],
      false,
    )

  test('one that ends by itself ends the run, with its last words', async () => {
    start('relay-1', 'console.error("no such database"); process.exitCode = 3')
    if (!processes.failed.aborted) await once(processes.failed, 'abort')
    expect((processes.failed.reason as Error).message).toBe(
      'relay-1 ended by itself (code 3). Its last words:\nno such database',
    )
  })

  test('one that is killed on purpose does not, and the others go on', async () => {
    const [one, two] = [
      start('worker-1', 'setInterval(Date, 1000)'),
      start('worker-2', 'setInterval(Date, 1000)'),
    ]
    const identities = [one, two].map(({ pid }) => identify(pid) ?? { pid, started: '' })
    await processes.kill(one)
    expect(identities.map(isRunning)).toEqual([false, true])
    await processes.endAll()
    expect(identities.map(isRunning)).toEqual([false, false])
    expect(processes.failed.aborted).toBe(false)
  })
})

describe('waiting for something to come to pass', () => {
  test('ends with what was waited for, and why it never came', async () => {
    const look = () => Promise.reject(new Error('the door is shut'))
    const { signal } = new AbortController()
    await expect(until('mail', signal, look, 0)).rejects.toMatchObject({
      message: 'Waited 0 s in vain for mail',
      cause: { message: 'the door is shut' },
    })
  })

  test('ends at once when the run is stopped', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(until('mail', stopped, () => Promise.resolve(undefined))).rejects.toThrow('stopped')
  })
})
