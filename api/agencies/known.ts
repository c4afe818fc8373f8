import { namedCalendars } from '../../policies/released-calendars'
import { policyIds, releasedPolicies, variantsOf, type ReleasedPolicy } from '../../policies/released'
import type { Nameable } from '../../domain/directory'
import type { Policy } from '../../domain/policy'

/** Something by its id and name. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** The policies by which people are told today: the one in force, and its variants. */
export function policiesInForce(inForce: ReleasedPolicy): Policy[] {
  return [inForce, ...variantsOf(inForce)].map(({ policy }) => policy)
}

/** What the directory can name: what any policy knows, that of the policies in force first. */
export function nameable(inForce: ReleasedPolicy): Nameable {
  return {
    agencies: namedAgencies(inForce).map(({ id }) => id),
    localities: namedLocalities(inForce).map(({ id }) => id),
    calendars: namedCalendars().map(({ id }) => id),
  }
}

/** The agencies of all policies by name, those of the policies in force first. */
export function namedAgencies(inForce: ReleasedPolicy): Named[] {
  return eachOnce(policiesFrom(inForce).flatMap(({ agencies }) => agencies))
}

/** The localities of all policies by name, those of the policies in force first. */
export function namedLocalities(inForce: ReleasedPolicy): Named[] {
  return eachOnce(policiesFrom(inForce).flatMap(({ localities }) => localities))
}

function policiesFrom(inForce: ReleasedPolicy): Policy[] {
  const others = policyIds().flatMap((id) =>
    releasedPolicies()
      .map(({ policy }) => policy)
      .filter((policy) => policy.id === id)
      .sort((a, b) => b.version - a.version),
  )
  return [...policiesInForce(inForce), ...others]
}

function eachOnce(named: readonly Named[]): Named[] {
  const byId = new Map<string, Named>()
  for (const { id, name } of named) if (!byId.has(id)) byId.set(id, { id, name })
  return [...byId.values()]
}
