import { cohortAtStart } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'
import { policyOf } from '../../policies/released'
import type { JourneyRow } from './recorded-journey'

/** What says where a journey began, and under which policy. */
export type Begun = Pick<
  JourneyRow,
  'first_policy_id' | 'first_policy_version' | 'first_policy_hash' | 'first_locality'
>

/**
 * The test of change that a journey is of, by the day on which it is now known to have begun and the policy that it was begun
 * under, whatever was adopted since; null when of none. Throws when that policy is not known here.
 */
export function cohortOn(
  { first_policy_id: id, first_policy_version: version, first_policy_hash: hash, first_locality }: Begun,
  startedOn: LocalDate,
): string | null {
  return cohortAtStart(policyOf({ id, version, hash }), first_locality, startedOn) ?? null
}
