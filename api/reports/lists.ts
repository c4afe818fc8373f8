import type { CountedAnswer } from '../../contracts/counted-schema'
import { may } from '../../domain/permissions'
import { policyOf, releasedPolicies, type ReleasedPolicy } from '../../policies/released'
import { newestRule, type Rule } from '../../domain/policy'
import type { Caller } from '../caller'
import { isOfLocalities } from '../../db/scope'
import { Problem } from '../problem'

type Filters = Readonly<Record<string, string | undefined>>

/** Says of a number where the journeys behind it are listed, to whoever may list journeys. */
export function listing({ roles }: Pick<Caller, 'roles'>, always: Filters) {
  const mayList = may(roles, 'journey.list')
  return (journeys: number, filters: Filters = {}): CountedAnswer => ({
    journeys,
    list: mayList ? addressOf('/api/v1/journeys', { ...always, ...filters }) : null,
  })
}

/** An address with those of the filters that are given. */
export function addressOf(path: string, filters: Filters): string {
  const given = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  const query = new URLSearchParams(given).toString()
  return query === '' ? path : `${path}?${query}`
}

/** A rule as the policy in force has it, else as another released one does; undefined when none does. */
export function ruleKnownAs(ruleId: string, inForce: ReleasedPolicy): Rule | undefined {
  const policy = [policyOf(inForce.reference), ...releasedPolicies().map((one) => one.policy)].find(
    ({ rules }) => rules.some(({ id }) => id === ruleId),
  )
  return policy && newestRule(policy, ruleId)
}

/** Refuses a locality that is none of the caller's, as if there were none: Problem (404). */
export function refuseOtherLocality({ scope }: Pick<Caller, 'scope'>, locality: string | undefined): void {
  if (locality === undefined || isOfLocalities(scope, locality)) return
  throw new Problem('not-found', 'There is no such locality among yours', {
    remedy: 'Leave the locality out for all of yours',
  })
}
