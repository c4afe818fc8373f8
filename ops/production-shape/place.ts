import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import { anyFreePort, isFree } from '../processes/free-port'
import { Processes } from './processes'
import type { Story } from './story'

const lowestPort = 10_000
const highestSmallint = 32_767

/** Where one run happens: its folder, its ports and its processes, all gone once it is over. */
export class Place {
  private readonly ports = new Set<number>()
  private readonly last: (() => Promise<void>)[] = []

  private constructor(
    readonly folder: string,
    readonly processes: Processes,
    readonly story: Story,
    /** Aborted when the run is to end: somebody asked for it, or a process has ended by itself. */
    readonly stop: AbortSignal,
  ) {}

  static async open(story: Story, stop: AbortSignal): Promise<Place> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'pace-production-shape-'))
    const processes = new Processes(folder)
    return new Place(folder, processes, story, AbortSignal.any([stop, processes.failed]))
  }

  /** A loopback port that nothing listens on and that was not given before. */
  async freePort(): Promise<number> {
    const port = await anyFreePort(this.ports)
    this.ports.add(port)
    return port
  }

  /**
   * Such a port for Temporal's server, which writes its ports into a column that takes none above 32767; what the system
   * chooses is mostly above.
   */
  async freePortForTemporal(): Promise<number> {
    for (;;) {
      const port = randomInt(lowestPort, highestSmallint + 1)
      if (this.ports.has(port) || !(await isFree(port))) continue
      this.ports.add(port)
      return port
    }
  }

  /** Adds something to be done when every process has ended. */
  readonly whenOver = (work: () => Promise<void>): void => {
    this.last.push(work)
  }

  /** Ends every process and removes every file. */
  async clear(): Promise<void> {
    try {
      await this.processes.endAll()
    } finally {
      for (const work of this.last.splice(0)) await work()
      await rm(this.folder, { recursive: true, force: true })
    }
  }
}
