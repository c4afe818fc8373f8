import { z } from 'zod'
import type { ReleasedPolicy } from '../../policies/released'
import { currentPolicy, policyIds, releasedPolicies, releasedPolicy } from '../../policies/released'
import { invalidRequest, Problem } from '../problem'

/** The id of a policy, as it stands in a path. */
export const policyParams = z.strictObject({
  id: z.string().max(100).meta({ description: 'The id of a policy', example: 'highland' }),
})

/** A version of a policy in a body; the newest when it is left out. */
export const versionField = z
  .int()
  .min(1)
  .optional()
  .meta({ description: 'The newest version when it is left out' })

/** A policy in a version. Throws Problem: 404 of an unknown id, 422 of an unknown version. */
export function policyNamed(id: string, version: number | undefined): ReleasedPolicy {
  if (!policyIds().includes(id)) throw new Problem('not-found', `There is no policy ${id}`)
  const found = version === undefined ? currentPolicy(id) : releasedPolicy(id, version)
  if (found) return found
  const versions = releasedPolicies()
    .filter(({ reference }) => reference.id === id)
    .map(({ reference }) => reference.version)
  throw invalidRequest([
    {
      field: 'version',
      message: `there is no version ${version} of ${id}`,
      remedy: `Give one of: ${versions.join(', ')}`,
    },
  ])
}

/** A policy as an address names it: `highland@2`. Throws Problem that names the field. */
export function policyAt(written: string, field: string): ReleasedPolicy {
  const [, id = '', version = ''] = /^([a-z0-9-]+)@(\d{1,6})$/.exec(written) ?? []
  const found = releasedPolicy(id, Number(version))
  if (found) return found
  const known = releasedPolicies().map(({ reference }) => `${reference.id}@${reference.version}`)
  throw invalidRequest([
    {
      field,
      message: 'must be a policy and its version, such as highland@2',
      remedy: `Give one of: ${known.join(', ')}`,
    },
  ])
}

/** Refuses a locality that no policy has: what comes to nothing because of a slip of the pen would look like good news. */
export function refuseUnknownLocality(locality: string | undefined): void {
  if (locality === undefined) return
  const known = [
    ...new Set(releasedPolicies().flatMap(({ policy }) => policy.localities.map(({ id }) => id))),
  ]
  if (known.includes(locality)) return
  const one = `one of: ${known.join(', ')}`
  throw invalidRequest([{ field: 'locality', message: `must be ${one}`, remedy: `Give ${one}` }])
}
