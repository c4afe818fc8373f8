import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** The sha256 of a file, in lower-case hexadecimal. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  // reads of 1 MB: the engine is 150 MB and is checked at every start
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/** @throws Error naming both sums when the file is not the one expected */
export async function requireSha256(file: string, expected: string, what: string): Promise<void> {
  const found = await sha256OfFile(file)
  if (found !== expected) {
    throw new Error(`refused ${what}: its sha256 is ${found}, expected ${expected}`)
  }
}
