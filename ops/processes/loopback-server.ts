import { createServer, type RequestListener, type Server } from 'node:http'

/** Answers HTTP on one port of 127.0.0.1, where only this machine can reach it. @throws when the port is taken */
export function listenOnLoopback(answer: RequestListener, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(answer)
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

/** Ends this process in good order on SIGTERM or SIGINT: what is being answered is answered first. */
export function closeOnSignal(...servers: { close(done: () => void): unknown }[]): void {
  const close = () => {
    const closing = servers.map((server) => new Promise<void>((done) => void server.close(done)))
    void Promise.all(closing).then(() => process.exit(0))
  }
  process.once('SIGTERM', close)
  process.once('SIGINT', close)
}
