import { createServer, type RequestListener, type Server } from 'node:http'

/** Listens, or rejects with a sentence that says what stands in the way. */
export function listen(app: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(app)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, host, port)))
    server.listen({ host, port }, () => resolve(server))
  })
}

const CLOSING_LIMIT_MS = 10_000

/** Takes no new requests, finishes those under way, and ends what is left of them after ten seconds. */
export function closeServer(server: Server, limitMs = CLOSING_LIMIT_MS): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), limitMs)
    // A connection that is kept open falls idle only after its last answer.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(limit)
      clearInterval(sweep)
      resolve()
    })
  })
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const why = SENTENCES[error.code ?? '']
  return why === undefined ? error : new Error(why(host, port), { cause: error })
}

const SENTENCES: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is taken by another program. End that program, or set PACE_PORT to a free port.`,
  EACCES: (_host, port) => `Port ${port} is not for this account. Set PACE_PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) =>
    `${host} is no address of this machine. Set PACE_HOST to one that is, or leave it out.`,
  ENOTFOUND: (host) => `${host} is not known. Set PACE_HOST to an address of this machine, or leave it out.`,
}
