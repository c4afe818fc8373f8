import { once } from 'node:events'
import { createSecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Authority } from './certificates'

/** Who called, as the server saw it. */
export interface Call {
  readonly path: string
  /** The name in the client's certificate; undefined when it showed none. */
  readonly client: string | undefined
  readonly authorization: string | undefined
}

/** A server that speaks gRPC over TLS and answers every call with an empty message, as far as an engine's door goes. */
export interface GuardedEngine {
  readonly address: string
  readonly calls: readonly Call[]
  close(): Promise<void>
}

/**
 * @param name whom the server's certificate is made out to
 * @param clients who must have given the certificate of whoever calls; undefined asks for none
 */
export async function openGuardedEngine(
  name: string,
  authority: Authority,
  clients?: Authority,
): Promise<GuardedEngine> {
  const calls: Call[] = []
  const { certificate, key } = authority.give(name)
  const server = createSecureServer({
    cert: certificate,
    key,
    ...(clients !== undefined && { ca: clients.certificate, requestCert: true, rejectUnauthorized: true }),
  })
  const sessions = new Set<{ destroy(): void }>()
  server.on('session', (session) => sessions.add(session))
  server.on('sessionError', () => undefined)
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    // a client without a certificate has no subject
    const shown = (stream.session?.socket as TLSSocket).getPeerCertificate() as { subject?: { CN: string } }
    calls.push({
      path: headers[':path'] ?? '',
      client: shown.subject?.CN,
      authorization: headers.authorization,
    })
    stream.on('error', () => undefined)
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.end(EMPTY_MESSAGE)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      for (const session of sessions) session.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Not compressed, and no bytes long. */
const EMPTY_MESSAGE = Buffer.alloc(5)
