import { invalidRequest } from '../problem'
import type { Services } from '../services'

/**
 * Refuses the address of a document that is not in one of the council's own document stores, where settings say which those
 * are: a link from a child's journey leads nowhere else. Throws Problem, naming the field.
 */
export function refuseOtherHosts(
  { documentHosts }: Pick<Services, 'documentHosts'>,
  address: string | undefined,
  field: string,
): void {
  if (documentHosts === undefined || address === undefined) return
  const hosts = documentHosts.map((host) => new URL(`https://${host}`).host)
  if (hosts.includes(new URL(address).host)) return
  const one = `${documentHosts.length === 1 ? '' : 'one of: '}${documentHosts.join(', ')}`
  throw invalidRequest([
    {
      field,
      message: `must be an address at ${one}`,
      remedy: 'Give the address that the document has in the council’s document store, or leave it out',
    },
  ])
}
