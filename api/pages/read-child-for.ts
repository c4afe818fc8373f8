import type { ChildAnswer } from '../../contracts/child-schema'
import { readChildRoute } from '../journeys/read-child'
import { paramsOf } from '../perform'
import type { PageServices } from '../services'
import type { PageRequest } from './page-route'

/** Who the child of a journey is, as the API shows it to the person, and the version of what is kept. */
export async function readChildFor(
  { person, params }: PageRequest,
  services: PageServices,
): Promise<{ child: ChildAnswer; version: number }> {
  const asked = { caller: person, params: paramsOf(readChildRoute, { id: params['id'] }), query: {} }
  const { body, version = 0 } = await readChildRoute.read({ ...asked, body: undefined }, services)
  return { child: body as ChildAnswer, version }
}
