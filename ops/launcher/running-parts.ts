import { reasonOf } from '../explained-error'
import type { ServerCommand } from '../postgres/server'
import type { Ending } from '../processes/end'
import { PartLog } from './part-log'
import { partNames, partTitles, type PartName } from './parts'
import type { RunRecord } from './run-record'
import { SupervisedPart } from './supervised-part'

const atOnce: readonly Ending[] = [{ signal: 'SIGKILL', graceMs: 2_000 }]
/** PostgreSQL has children of its own, which only it can end; after SIGQUIT its next start recovers from its log. */
const databaseAtOnce: readonly Ending[] = [{ signal: 'SIGQUIT', graceMs: 2_000 }, ...atOnce]

/** The processes of an installation that runs. */
export class RunningParts {
  private readonly parts = new Map<PartName, SupervisedPart>()
  private readonly ending = new AbortController()

  constructor(
    private readonly dataDir: string,
    private readonly record: RunRecord,
    private readonly say: (line: string) => void,
  ) {}

  /** Aborted as soon as the parts are being ended: nobody needs to wait for one any more. */
  get over(): AbortSignal {
    return this.ending.signal
  }

  /**
   * Starts a part and keeps it running from now on.
   * @param ours whether it is one of our own programs
   * @throws when the parts are being ended already
   */
  start(name: PartName, command: ServerCommand, ours: boolean): SupervisedPart {
    this.over.throwIfAborted()
    const log = new PartLog(this.dataDir, name)
    const part = new SupervisedPart({ name, command, isOurs: ours, log }, this.record, this.say)
    this.parts.set(name, part)
    part.start()
    return part
  }

  /** Ends every part in order: first those that use the others. @param hurry aborted when there is no time for that */
  async end(hurry: AbortSignal): Promise<void> {
    this.ending.abort()
    if (this.parts.size > 0) this.say('Ending every part in order')
    for (const name of partNames) {
      try {
        await this.endPart(name, hurry)
      } catch (error) {
        // the others must be ended all the same
        this.say(`${partTitles[name]} did not end: ${reasonOf(error)}`)
      }
    }
  }

  private async endPart(name: PartName, hurry: AbortSignal): Promise<void> {
    const part = this.parts.get(name)
    if (part === undefined) return
    const now = () => part.stop(name === 'postgres' ? databaseAtOnce : atOnce)
    await (hurry.aborted ? now() : Promise.race([part.stop(), aborted(hurry).then(now)]))
  }
}

/** Fulfilled when a signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
