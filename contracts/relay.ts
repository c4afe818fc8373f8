/** The job that tells a journey's workflow what has been recorded. One key for each journey: a second waits in the first. */
export const RELAY_TASK = 'relay'

export interface RelayJob {
  readonly journeyId: string
}

export function relayJobKey(journeyId: string): string {
  return `relay/${journeyId}`
}

/** The job that has the engine forget a journey that is no more. */
export const FORGET_TASK = 'forget'

export interface ForgetJob extends RelayJob {
  /** How often the engine was asked before and still knew of it. */
  readonly asked?: number
}
