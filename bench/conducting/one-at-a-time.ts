import { recordedIn, type Caseload } from '../caseload/caseload'
import type { ConductedWatch } from '../caseload/conducted-watch'

const most = 100
const longestMs = 30_000
const oneMs = 10_000

/**
 * Records up to 100 events, or for half a minute, each only when the one before has been conducted.
 * @returns the delays from answer to conducted, in milliseconds
 * @throws Error when one is not conducted within ten seconds
 */
export async function delaysOneAtATime(
  caseload: Caseload,
  watch: ConductedWatch,
): Promise<readonly number[]> {
  const end = performance.now() + longestMs
  watch.takeDelays()
  for (let count = 0; count < most && performance.now() < end; count += 1) {
    const next = caseload.next()
    watch.expect(recordedIn(next.journeyId, await caseload.record(next)))
    if ((await watch.drained(oneMs)) > 0) throw new Error(`journey ${next.journeyId} is not conducted`)
  }
  return watch.takeDelays()
}
