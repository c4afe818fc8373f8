import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import path from 'node:path'

import { beat, instanceOn, partAliveOn } from '../../db/heartbeat'
import { projectRoot } from '../../ops/project'
import { freshDatabase, type FreshDatabase } from '../support/database'

describe('whether a part on this machine is at work', () => {
  let database: FreshDatabase
  beforeEach(async () => {
    database = await freshDatabase()
  })
  afterEach(() => database.drop())

  const healthy = async (part: string) => {
    const child = spawn(process.execPath, [path.join(projectRoot, 'ops/pace.cjs'), 'healthy', part], {
      env: { ...process.env, DATABASE_URL: database.url, PACE_PORT: '1' },
    })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    return { code, words }
  }

  test('goes by its own heartbeat, not by that of another machine or part', async () => {
    await beat(database.db, 'worker', instanceOn('one'))
    expect(await partAliveOn(database.db, 'worker', 'one', 15)).toBe(true)
    expect(await partAliveOn(database.db, 'worker', 'on', 15)).toBe(false)
    expect(await partAliveOn(database.db, 'relay', 'one', 15)).toBe(false)
  })

  test('goes by a heartbeat of lately', async () => {
    await beat(database.db, 'worker', instanceOn('one'))
    expect(await partAliveOn(database.db, 'worker', 'one', -1)).toBe(false)
  })

  test('is told by the exit code, and a reason when it is not', async () => {
    expect(await healthy('worker')).toEqual({
      code: 1,
      words: `No worker of this machine (${hostname()}) was heard of in the last 15 seconds.\n`,
    })
    await beat(database.db, 'worker', instanceOn(hostname()))
    expect(await healthy('worker')).toEqual({ code: 0, words: '' })
  })

  test('is asked of the API itself', async () => {
    const { code, words } = await healthy('api')
    expect(code).toBe(1)
    expect(words).toContain('http://127.0.0.1:1/health/ready does not answer')
  })

  test('cannot be asked of a part that is none', async () => {
    expect((await healthy('rely')).words).toBe(
      'There is no part "rely" to ask after. The parts are api, worker, relay.\n',
    )
  })
})
