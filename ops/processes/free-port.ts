import { createServer } from 'node:net'

/** Any address of this machine: a port taken on one of them is not free, whichever a part will listen on. */
const addresses = ['127.0.0.1', '0.0.0.0'] as const

/** Whether nothing listens on this TCP port. */
export async function isFree(port: number): Promise<boolean> {
  for (const address of addresses) {
    if (!(await canListen(port, address))) return false
  }
  return true
}

/** A TCP port that nothing listens on, chosen by the system, and not one of those `taken`. */
export async function anyFreePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (;;) {
    const port = await listenOnce(0, '127.0.0.1')
    if (!taken.has(port) && (await isFree(port))) return port
  }
}

async function canListen(port: number, address: string): Promise<boolean> {
  try {
    await listenOnce(port, address)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' || code === 'EACCES') return false
    throw error
  }
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}
