import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

import type { EngineBuild, EngineRelease } from './release'
import { requireSha256 } from './sha256'

const workPrefix = 'fetching-'
const abandonedAfterMs = 60 * 60 * 1000

/**
 * The folder where verified engines are kept, one file for each release and platform.
 * A file gets its name only once it is whole and its sha256 is right, so several processes may fill the cache at once:
 * each works in a folder of its own, and the last one to finish replaces the file by an identical one.
 */
export class EngineCache {
  readonly path: string

  constructor(
    private readonly directory: string,
    release: EngineRelease,
    platform: string,
    private readonly build: EngineBuild,
  ) {
    this.path = path.join(directory, `temporal-${release.cli}-${platform}`)
  }

  /**
   * The engine's path when the cache holds it. A file whose sha256 is wrong is never used, and is replaced when the engine is fetched again.
   * @throws Error with the reason in a few words when there is none, or a wrong one
   */
  async take(): Promise<string> {
    try {
      await stat(this.path)
    } catch {
      throw new Error(`${this.path} does not exist yet`)
    }
    await requireSha256(this.path, this.build.binarySha256, this.path)
    return this.path
  }

  /**
   * Lets `fetch` bring the engine into an empty folder, checks it, and gives it its place.
   * @param fetch writes the program into the folder it is given and returns its path there; what it leaves behind is removed
   * @throws Error when fetching fails or what came is not the pinned engine
   */
  async put(fetch: (workDirectory: string) => Promise<string>): Promise<string> {
    await mkdir(this.directory, { recursive: true })
    await this.removeAbandonedWork()
    const work = path.join(this.directory, `${workPrefix}${randomBytes(6).toString('hex')}`)
    await mkdir(work)
    try {
      const program = await fetch(work)
      await requireSha256(program, this.build.binarySha256, 'the engine')
      await chmod(program, 0o755)
      await flush(program)
      await rename(program, this.path)
      return this.path
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  /** Work folders of processes that were killed while fetching. */
  private async removeAbandonedWork(): Promise<void> {
    for (const name of await readdir(this.directory)) {
      if (!name.startsWith(workPrefix)) continue
      const work = path.join(this.directory, name)
      const touched = await stat(work).catch(() => undefined)
      if (touched !== undefined && Date.now() - touched.mtimeMs > abandonedAfterMs) {
        await rm(work, { recursive: true, force: true })
      }
    }
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
