import type { RecordedJourney } from '../../db/record'

/** The version of a journey: the number of its last event. */
export function versionOf({ state }: RecordedJourney): number {
  return state.standing.seq
}
