/** A journey that has changed: recorded in, or conducted. Only what is needed to decide who may hear of it. */
export interface JourneyChange {
  readonly id: string
  readonly locality: string
  readonly version: number
}

/** The channel of PostgreSQL on which it is told. */
export const JOURNEY_CHANGED_CHANNEL = 'journey_changed'

/** Where changes can be listened to, as they are committed. Some can be missed: it is a hint to look again. */
export interface JourneyChanges {
  /** @returns what ends the listening */
  listen(hear: (change: JourneyChange) => void): () => void
}
