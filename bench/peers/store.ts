import type { PeersPlan } from './plan'

/** One request to keep: what was sent for which journey, and the key that tells it from another. */
export interface ToKeep {
  readonly journeyId: string
  readonly key: string
  readonly payload: unknown
}

/** A way to keep a request durably: fulfilled once it is committed. */
export type Store = (request: ToKeep) => Promise<void>

/** Opens a store on the peers' database. */
export type OpenStore = (plan: PeersPlan) => Promise<Store>

/** The peers of recording an event, by the first part of their paths. */
export const peerNames = ['bare-insert', 'dbos-send'] as const
export type PeerName = (typeof peerNames)[number]
