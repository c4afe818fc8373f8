import { newestRule, ruleIdsOf, type Policy } from '../../domain/policy'
import { currentPolicy, policyIds, releasedPolicies } from '../../policies/released'
import type { PolicyNames } from '../../web/components/event-details'
import type { Option } from '../../web/components/select'
import { councilOf } from '../../web/council'
import type { Offered } from '../../web/forms/event-forms'

/** What a policy calls its rules and localities. */
export function policyNames(policy: Policy): PolicyNames {
  return {
    rules: Object.fromEntries(ruleIdsOf(policy).map((id) => [id, newestRule(policy, id).title])),
    localities: Object.fromEntries(policy.localities.map(({ id, name }) => [id, name])),
    policy: `${policy.title}, version ${policy.version}`,
  }
}

/**
 * What the forms of a journey under a policy offer: all its localities and rules, every policy that is released, and the
 * people of the directory.
 */
export function offeredBy(policy: Policy, people: readonly Option[]): Offered {
  const { rules, localities } = policyNames(policy)
  return {
    people,
    rules: optionsOf(rules),
    localities: optionsOf(localities),
    agencies: policy.agencies.map(({ id, name }) => ({ value: id, words: name })),
    council: councilOf(policy),
    policies: policyIds().map((id) => ({ value: id, words: policyWords(id) })),
  }
}

function policyWords(id: string): string {
  const versions = releasedPolicies().filter(({ reference }) => reference.id === id)
  const numbers = versions.map(({ reference }) => reference.version).join(', ')
  return `${currentPolicy(id).policy.title} (${versions.length === 1 ? 'version' : 'versions'} ${numbers})`
}

function optionsOf(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([value, words]) => ({ value, words }))
}
