import { recordedIn, toRecord, type Caseload } from '../caseload/caseload'
import type { ConductedWatch } from '../caseload/conducted-watch'
import { peerNames, type PeerName } from '../peers/store'
import { arrivalsOf } from './arrivals'
import type { Client } from './client'
import { noLoad, openLoop, together, type Load } from './open-loop'

/** Requests a second, on average. */
export const perSecond = 50
const warmUpSeconds = 3
const longestSliceSeconds = 5
/** How long the conducting may take to catch up after a slice. */
const catchUpMs = 60_000

export interface LoadOptions {
  readonly caseload: Caseload
  readonly watch: ConductedWatch
  /** Whoever answers for the peers; without one, PACE alone is measured. */
  readonly peers?: Client
  readonly now: Date
  /** How long each of them is under load, in all. */
  readonly seconds: number
}

/** What PACE and its peers did under the same load. */
export interface LoadedRun {
  readonly pace: Load
  readonly peers: Readonly<Partial<Record<PeerName, Load>>>
  /** From the answer until the event was conducted, in milliseconds. */
  readonly delays: readonly number[]
  /** Events that had not been conducted a minute after the load had ended. */
  readonly leftBehind: number
}

type Target = 'pace' | PeerName

/**
 * Puts PACE and its peers under the same load in turns, a few seconds each, so that whatever else happens on this
 * machine meets all of them. Before a peer's turn PACE has conducted what it recorded.
 */
export async function runLoaded(options: LoadOptions): Promise<LoadedRun> {
  const { watch, seconds } = options
  const targets: Target[] = ['pace', ...(options.peers === undefined ? [] : peerNames)]
  const loads = new Map<Target, Load>()
  const delays: number[] = []
  let leftBehind = 0

  const turn = async (target: Target, length: number, seed: number): Promise<Load> => {
    const load = await openLoop(arrivalsOf(perSecond, length, seed), senderTo(target, options))
    leftBehind = await watch.drained(catchUpMs)
    return load
  }

  for (const target of targets) await turn(target, warmUpSeconds, 0)
  watch.takeDelays()
  const rounds = Math.ceil(seconds / longestSliceSeconds)
  for (let round = 0; round < rounds; round += 1) {
    for (const target of inTurn(targets, round)) {
      const load = await turn(target, seconds / rounds, round + 1)
      loads.set(target, together(loads.get(target) ?? noLoad, load))
      delays.push(...watch.takeDelays())
    }
  }
  const { pace = noLoad, ...peers } = Object.fromEntries(loads) as Partial<Record<Target, Load>>
  return { pace, peers, delays, leftBehind }
}

// Each begins a round once: whoever follows PACE may still find something of it at work.
function inTurn(targets: readonly Target[], round: number): Target[] {
  const first = round % targets.length
  return [...targets.slice(first), ...targets.slice(0, first)]
}

function senderTo(target: Target, options: LoadOptions): (index: number) => Promise<unknown> {
  const { caseload, watch, peers, now } = options
  if (target === 'pace') {
    return async () => {
      const next = caseload.next()
      watch.expect(recordedIn(next.journeyId, await caseload.record(next)))
    }
  }
  return async (index) => {
    const { journeyId, body, key } = toRecord(caseload.journeyIds, index, now)
    await peers?.post(`/${target}/${journeyId}/events`, body, key)
  }
}
