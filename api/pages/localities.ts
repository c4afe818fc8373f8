import { isOfLocalities, type Scope } from '../../db/scope'
import type { ReleasedPolicy } from '../../policies/released'

/** A policy's localities that somebody may see, by name. */
export function policyLocalities(
  { policy }: ReleasedPolicy,
  scope: Scope,
): readonly { readonly id: string; readonly name: string }[] {
  const mine = policy.localities.filter(({ id }) => isOfLocalities(scope, id))
  return [...mine].sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}
