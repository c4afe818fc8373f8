import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer, listen } from '../../api/server'

const HERE = '127.0.0.1'

async function serving(answer: (response: ServerResponse) => void) {
  const server = await listen((_request, response) => answer(response), HERE, 0)
  const { port } = server.address() as AddressInfo
  return { server, port, url: `http://${HERE}:${port}` }
}

describe('when it is told to stop', () => {
  it('a request under way is answered, and no new one is taken', async () => {
    let waiting: ServerResponse | undefined
    const { server, url } = await serving((response) => {
      waiting = response
      server.emit('asked')
    })
    const asked = once(server, 'asked')
    const answer = fetch(url)
    await asked
    const closed = closeServer(server)
    await expect(fetch(url)).rejects.toThrow()
    waiting?.end('recorded')
    expect(await (await answer).text()).toBe('recorded')
    await closed
  })

  it('a connection that is kept open for more does not hold it up', async () => {
    const { server, url } = await serving((response) => response.end('recorded'))
    await (await fetch(url, { headers: { connection: 'keep-alive' } })).text()
    await closeServer(server, 60_000)
    expect(server.listening).toBe(false)
  })

  it('a request that does not end is ended', async () => {
    const { server, url } = await serving(() => server.emit('asked'))
    const asked = once(server, 'asked')
    const refused = expect(fetch(url)).rejects.toThrow()
    await asked
    await closeServer(server, 50)
    await refused
  })
})

it('a port that is taken is said to be, with what to do', async () => {
  const { server, port } = await serving((response) => response.end())
  await expect(listen(() => undefined, HERE, port)).rejects.toThrow(
    `Port ${port} of ${HERE} is taken by another program. End that program, or set PACE_PORT to a free port.`,
  )
  await closeServer(server)
})

it('an address of another machine is said to be one', async () => {
  await expect(listen(() => undefined, '192.0.2.1', 0)).rejects.toThrow(
    '192.0.2.1 is no address of this machine',
  )
})
