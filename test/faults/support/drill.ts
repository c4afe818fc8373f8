import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { drillFile } from '../../../contracts/drill'
import type { SeamName } from '../../../contracts/seam'
import { until } from '../../support/until'
import { begin, type Begun } from './beginning'
import type { Installation, Victim } from './installation'

/** Which part dies, and at which step of recording, relaying, conducting or sending. */
export interface Drill {
  readonly victim: Victim
  readonly seam: SeamName
}

const STRUCK_LIMIT_MS = 60_000

/**
 * Kills a part with SIGKILL at a step of a journey that begins now, and waits until all of the journey is acknowledged
 * and the part is at work again, in another process.
 */
export async function strike(
  installation: Installation,
  drill: Drill,
  child: string,
  locality: string,
): Promise<Begun> {
  const { victim, seam } = drill
  const before = await installation.untilAtWork(victim)
  const file = drillFile(installation.drills, seam)
  // Put in place whole: an empty file would be a drill on whoever comes by.
  writeFileSync(`${file}.new`, victim === actorAt(seam) ? '' : String(before.pid))
  renameSync(`${file}.new`, file)
  const begun = await begin(installation, child, locality)
  await until(`${victim} is struck at "${seam}"`, async () => !existsSync(file), STRUCK_LIMIT_MS)
  await installation.untilAtWork(victim, before)
  return begun
}

/** The part that takes the step itself. */
function actorAt(seam: SeamName): Victim {
  switch (seam) {
    case 'recording: before commit':
    case 'recording: after commit':
      return 'api'
    case 'relaying: before signal':
    case 'relaying: after signal':
      return 'relay'
    case 'importing: before commit':
    case 'importing: after a batch':
    case 'conducting: before commit':
    case 'conducting: after commit':
    case 'sending: leased':
    case 'sending: accepted by the mail server':
      return 'worker'
  }
}
