import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { createGunzip } from 'node:zlib'

const blockBytes = 512

/**
 * Takes one ordinary file out of a .tar.gz by its last name, whatever folder it lies in.
 * Read by hand because a bare machine need not have a `tar` that understands gzip, and a library for one file is one more to trust.
 * @throws Error when the archive is damaged or holds no such file
 */
export async function extractFromTarGz(archive: string, name: string, target: string): Promise<void> {
  const file = createReadStream(archive)
  const content = createGunzip()
  file.on('error', (error) => content.destroy(error)).pipe(content)
  try {
    await extract(new BlockReader(content), name, target)
  } finally {
    file.destroy()
    content.destroy()
  }
}

async function extract(blocks: BlockReader, name: string, target: string): Promise<void> {
  for (;;) {
    const header = await blocks.take(blockBytes)
    // the archive ends with blocks of zeros, which have no name
    if (header === undefined || header[0] === 0) throw new Error(`the archive holds no file called ${name}`)
    const size = sizeOf(header)
    if (isOrdinaryFile(header) && path.posix.basename(nameOf(header)) === name) {
      await blocks.copyTo(target, size)
      return
    }
    await blocks.skip(Math.ceil(size / blockBytes) * blockBytes)
  }
}

function nameOf(header: Buffer): string {
  return text(header.subarray(0, 100))
}

function sizeOf(header: Buffer): number {
  const size = Number.parseInt(text(header.subarray(124, 136)), 8)
  if (!Number.isSafeInteger(size)) throw new Error('the archive is damaged: an entry has no size')
  return size
}

function isOrdinaryFile(header: Buffer): boolean {
  const kind = header[156]
  return kind === 0 || kind === '0'.charCodeAt(0)
}

function text(field: Buffer): string {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end).trim()
}

/** Reads exact numbers of bytes from a stream of chunks of any size. */
class BlockReader {
  private rest: Buffer = Buffer.alloc(0)
  private readonly chunks: AsyncIterator<Buffer>

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  /** The next `count` bytes, or undefined at the end of the stream. */
  async take(count: number): Promise<Buffer | undefined> {
    while (this.rest.length < count) {
      const next = await this.chunks.next()
      if (next.done === true) return undefined
      this.rest = Buffer.concat([this.rest, next.value])
    }
    const taken = this.rest.subarray(0, count)
    this.rest = this.rest.subarray(count)
    return taken
  }

  async skip(count: number): Promise<void> {
    await this.each(count, () => Promise.resolve())
  }

  async copyTo(file: string, count: number): Promise<void> {
    const handle = await open(file, 'wx')
    try {
      await this.each(count, async (part) => {
        await handle.writeFile(part)
      })
    } finally {
      await handle.close()
    }
  }

  private async each(count: number, use: (part: Buffer) => Promise<void>): Promise<void> {
    let left = count
    while (left > 0) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next()
        if (next.done === true) throw new Error('the archive is damaged: it ends in the middle of a file')
        this.rest = next.value
      }
      const part = this.rest.subarray(0, left)
      this.rest = this.rest.subarray(part.length)
      left -= part.length
      await use(part)
    }
  }
}
