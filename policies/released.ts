import { parsePolicy } from '../domain/policy-schema'
import type { Policy, PolicyReference } from '../domain/policy'
import { hashOf } from './hash'
import highland1 from './highland/1.json'
import highland2 from './highland/2.json'
import { calendarOf } from './released-calendars'

export { hashOf }

/** A released policy and the reference that a journey keeps to it. */
export interface ReleasedPolicy {
  readonly policy: Policy
  readonly reference: PolicyReference
}

const RELEASED: readonly ReleasedPolicy[] = [
  release(highland1, 'policies/highland/1.json'),
  release(highland2, 'policies/highland/2.json'),
]

/** The policy in force for new journeys, by its id. Throws when no policy has that id. */
export function currentPolicy(id: string): ReleasedPolicy {
  const newest = RELEASED.filter(({ policy }) => policy.id === id).sort(
    (a, b) => b.policy.version - a.policy.version,
  )[0]
  if (newest) return newest
  throw new Error(`There is no policy ${id}: PACE_POLICY can be ${policyIds().join(', ')}`)
}

/** A released policy by id and version; undefined when there is none. */
export function releasedPolicy(id: string, version: number): ReleasedPolicy | undefined {
  return RELEASED.find(({ reference }) => reference.id === id && reference.version === version)
}

/** Every released policy, each version of each. */
export function releasedPolicies(): readonly ReleasedPolicy[] {
  return RELEASED
}

/** The very document that a journey was started under. Throws when it is missing or has been changed since. */
export function policyOf(reference: PolicyReference): Policy {
  const found = releasedPolicy(reference.id, reference.version)
  if (found === undefined) {
    throw new Error(`Policy ${reference.id} version ${reference.version} is not among the released policies`)
  }
  if (found.reference.hash !== reference.hash) {
    throw new Error(
      `Policy ${reference.id} version ${reference.version} was changed after its release: release a new version instead`,
    )
  }
  return found.policy
}

/** The ids of all released policies, each once. */
export function policyIds(): string[] {
  return [...new Set(RELEASED.map(({ policy }) => policy.id))]
}

function release(document: unknown, name: string): ReleasedPolicy {
  const policy = parsePolicy(document, name, calendarOf)
  return { policy, reference: { id: policy.id, version: policy.version, hash: hashOf(document) } }
}
