import { isTriedIn, type Policy, type PolicyReference } from '../domain/policy'
import type { LocalDate } from '../domain/time'
import { knownDraft } from './drafts'
import { hashOf } from './hash'
import { library } from './here'
import type { ReleasedPolicy } from './library'

export { hashOf }
export type { ReleasedPolicy }

/** The policy in force for new journeys, by its id. Throws when no policy has that id. */
export function currentPolicy(id: string): ReleasedPolicy {
  const newest = newestOf(id)
  if (newest) return newest
  throw new Error(`There is no policy ${id}: PACE_POLICY can be ${policyIds().join(', ')}`)
}

/**
 * The policy that a journey begins under where a policy is in force: a variant of it, while a change is tried in the
 * journey's locality and for journeys that start on that day; else the policy itself. Of several versions of a variant the
 * newest counts, and of several variants the one whose test began last.
 */
export function policyAtStart(inForce: ReleasedPolicy, locality: string, on: LocalDate): ReleasedPolicy {
  const [tried] = variantsOf(inForce)
    .filter(
      ({ policy: { testOfChange } }) => testOfChange !== undefined && isTriedIn(testOfChange, locality, on),
    )
    .sort((a, b) => ((a.policy.testOfChange?.from ?? '') < (b.policy.testOfChange?.from ?? '') ? 1 : -1))
  return tried ?? inForce
}

/** The newest version of each variant of a policy, where that one is of this very version of it. */
export function variantsOf({ reference: { id, version } }: ReleasedPolicy): readonly ReleasedPolicy[] {
  return policyIds()
    .flatMap((one) => newestOf(one) ?? [])
    .filter(({ policy: { variantOf } }) => variantOf?.id === id && variantOf.version === version)
}

/** A released policy by id and version; undefined when there is none. */
export function releasedPolicy(id: string, version: number): ReleasedPolicy | undefined {
  return library().policies.find(({ reference }) => reference.id === id && reference.version === version)
}

/** Every released policy, each version of each. */
export function releasedPolicies(): readonly ReleasedPolicy[] {
  return library().policies
}

/**
 * The very document that a journey was started under; of practice, a draft that is known here. Throws when it is missing or has been
 * changed since.
 */
export function policyOf(reference: PolicyReference): Policy {
  const found = releasedPolicy(reference.id, reference.version)
  const draft = found?.reference.hash === reference.hash ? undefined : knownDraft(reference.hash)
  if (draft) return draft.policy
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

/** Is the very document that a reference names known in this process? */
export function isKnown({ id, version, hash }: PolicyReference): boolean {
  return releasedPolicy(id, version)?.reference.hash === hash || knownDraft(hash) !== undefined
}

/** The ids of all released policies, each once. */
export function policyIds(): string[] {
  return [...new Set(library().policies.map(({ policy }) => policy.id))]
}

/** The codes of all agencies of all released policies, each once. */
export function agencyIds(): string[] {
  return [...new Set(library().policies.flatMap(({ policy }) => policy.agencies.map(({ id }) => id)))]
}

/** A locality by name, as the newest policy that knows it calls it; by its id where none does. */
export function policyLocalityName(id: string): string {
  const named = policyIds()
    .flatMap((policy) => newestOf(policy)?.policy.localities ?? [])
    .find((locality) => locality.id === id)
  return named?.name ?? id
}

function newestOf(id: string): ReleasedPolicy | undefined {
  return library()
    .policies.filter(({ policy }) => policy.id === id)
    .sort((a, b) => b.policy.version - a.policy.version)[0]
}
