import type { FaultOfRecord } from '../../domain/improvement/record'
import type { Services } from '../services'

/** What is wrong with the locality of a record: that the policy in force has none of that id. */
export function placeFaults(
  locality: string | undefined,
  { policy }: Pick<Services, 'policy'>,
): FaultOfRecord[] {
  const known = policy.policy.localities.map(({ id }) => id)
  if (locality === undefined || known.includes(locality)) return []
  return [
    {
      field: 'locality',
      message: 'is not known to the policy in force',
      remedy: `Give one of: ${known.join(', ')}, or leave it out for the whole authority`,
    },
  ]
}
