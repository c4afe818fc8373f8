import { proxyActivities, sleep } from '@temporalio/workflow'
import type { JourneyEvent } from '../../../domain/events'
import { parsePolicy } from '../../../domain/policy-schema'
import { awaitedAfter, stateOf } from '../../../domain/state'
import { instant, millisecondsBetween, type Instant } from '../../../domain/time'
import highland from '../../../policies/highland/1.json'

const { remind } = proxyActivities<{ remind(label: string): Promise<void> }>({
  startToCloseTimeout: '5 seconds',
})

/** What the journey's workflow must never become: it works out by itself what is due, and reminds of it. */
export async function rulesInside(events: readonly JourneyEvent[]): Promise<void> {
  const policy = parsePolicy(highland, 'policies/highland/1.json')
  for (;;) {
    const next = awaitedAfter(stateOf(events, policy), policy, now())
    if (next === undefined) return
    await sleep(millisecondsBetween(now(), next.at), { summary: next.label })
    if (next.label.includes('reminder') && now() >= next.at) await remind(next.label)
  }
}

// the engine's time, which is the same in a replay
function now(): Instant {
  return instant(new Date())
}
