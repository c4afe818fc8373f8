import type { Scope } from '../../db/record'
import type { ReleasedPolicy } from '../../policies/released'

/** A policy's localities that somebody may see, by name. */
export function policyLocalities(
  { policy }: ReleasedPolicy,
  scope: Scope,
): readonly { readonly id: string; readonly name: string }[] {
  const mine = policy.localities.filter(({ id }) => scope === 'authority' || scope.includes(id))
  return [...mine].sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

/** What a locality is called in a policy. */
export function localityName({ policy }: ReleasedPolicy, id: string): string {
  return policy.localities.find((locality) => locality.id === id)?.name ?? id
}
