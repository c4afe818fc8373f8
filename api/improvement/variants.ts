import type { NameableInTests } from '../../domain/improvement/test-of-change'
import type { Policy, PolicyVersion, TestOfChange } from '../../domain/policy'
import { releasedPolicies, releasedPolicy } from '../../policies/released'
import type { Services } from '../services'

/** A policy that is a test of change, with what is tried by it. */
export interface Variant {
  readonly policy: Policy
  readonly test: TestOfChange
}

/** Every released policy that is a test of change, each version of each. */
export function variants(): Variant[] {
  return releasedPolicies().flatMap(({ policy }) => {
    const { testOfChange: test } = policy
    return test === undefined ? [] : [{ policy, test }]
  })
}

/** One of them by id and version; undefined when there is none. */
export function variantNamed({ id, version }: PolicyVersion): Variant | undefined {
  const policy = releasedPolicy(id, version)?.policy
  return policy?.testOfChange === undefined ? undefined : { policy, test: policy.testOfChange }
}

/** What a test of change may name here: the localities of the policy in force, and the variants. */
export function nameableInTests({ policy }: Pick<Services, 'policy'>): NameableInTests {
  return {
    localities: policy.policy.localities.map(({ id }) => id),
    variants: variants().map(({ policy: { id, version } }) => ({ id, version })),
  }
}
