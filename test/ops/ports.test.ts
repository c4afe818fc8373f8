import { createServer, type Server } from 'node:net'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { choosePorts, portNames, requireFreeApiPort } from '../../ops/launcher/ports'
import { isFree } from '../../ops/processes/free-port'
import { temporaryFolder } from '../support/temporary-folder'

describe('the ports of an installation', () => {
  const folder = temporaryFolder()
  const listening: Server[] = []

  afterEach(async () => {
    for (const server of listening.splice(0)) await new Promise((done) => server.close(done))
  })

  const listenOn = (port: number, host = '127.0.0.1') =>
    new Promise<void>((resolve, reject) => {
      const server = createServer().once('error', reject)
      listening.push(server.listen(port, host, resolve))
    })
  /** Seven ports in a row that nothing listens on. */
  const freeRow = async () => {
    for (let first = 21_000 + (process.pid % 200) * 40; ; first += 10) {
      const row = await Promise.all(Array.from({ length: 7 }, (_, offset) => isFree(first + offset)))
      if (row.every(Boolean)) return first
    }
  }

  test("they follow the API's", async () => {
    const api = await freeRow()
    const ports = await choosePorts(folder.path, api)
    expect(portNames.map((name) => ports[name] - api)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('another takes the place of one that is busy, and is kept at the next start', async () => {
    const api = await freeRow()
    await listenOn(api + 1)
    const first = await choosePorts(folder.path, api)
    expect(first.signIn).not.toBe(api + 1)
    expect(first.mailPages).toBe(api + 2)
    await new Promise((done) => listening.pop()?.close(done))
    await expect(choosePorts(folder.path, api)).resolves.toEqual(first)
  })

  test('no two parts get the same port, whatever is remembered', async () => {
    const api = await freeRow()
    const file = path.join(folder.path, 'ports.json')
    writeFileSync(
      file,
      JSON.stringify({ signIn: api, mailPages: api + 3, smtp: api + 3, engine: 'x', postgres: 70_000 }),
    )
    const ports = await choosePorts(folder.path, api)
    expect(new Set([api, ...Object.values(ports)]).size).toBe(7)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(ports)
  })

  test("somebody else on the API's port, on whichever address, gets one sentence that says what to do", async () => {
    const api = await freeRow()
    await expect(requireFreeApiPort(api)).resolves.toBeUndefined()
    await listenOn(api, '0.0.0.0')
    await expect(requireFreeApiPort(api)).rejects.toThrow(
      `Port ${api} is wanted for PACE's API and pages, and something else listens on it. End that program, or set PACE_PORT`,
    )
  })
})
