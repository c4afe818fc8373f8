import type { z } from 'zod'
import type { KeptAnswer } from '../db/idempotency'
import type { Caller } from './caller'
import { fieldErrors } from '../contracts/field-errors'
import { writeOnce } from './idempotency'
import { permitBody } from './permission'
import { invalidRequest, Problem } from './problem'
import type { SignedInRoute, WriteRoute } from './route'
import type { Services } from './services'
import { unkeepableText } from '../contracts/unkeepable-text'
import type { WantedVersion } from './version'

/** What somebody sends to a route that records, by the API or by a form. */
export interface Sending {
  readonly caller: Caller
  readonly params: Record<string, unknown>
  readonly body: unknown
  /** Makes it repeatable, as Idempotency-Key does. */
  readonly key?: string
  readonly ifMatch?: WantedVersion
}

/**
 * Records: is it right, may the caller do this very thing, and then the route itself. Pages and API go through here alike,
 * so that neither lets through what the other refuses. Throws Problem, and whatever the route refuses with.
 */
export async function perform(route: WriteRoute, sending: Sending, services: Services): Promise<KeptAnswer> {
  const { caller, params, key, ifMatch } = sending
  const body = checked(route.body, sending.body, route.fields(sending.body))
  permitBody(caller, route, body)
  if (route.method !== 'post' && ifMatch === undefined) throw versionRequired()
  const ifVersion = ifMatch === 'any' ? undefined : ifMatch
  const asked = { caller, params, query: undefined, body, ifVersion }
  route.check?.(asked, services)
  return writeOnce(route, asked, services, key)
}

// What cannot be the id of anything is the id of nothing: 404, not a mistake in the request.
/** A route's parameters, as its schema lets them through. Throws Problem. */
export function paramsOf(route: SignedInRoute, sent: unknown): Record<string, unknown> {
  const result = route.params.safeParse(sent)
  if (result.success) return result.data
  throw new Problem('not-found', 'There is nothing with this id')
}

/** What was sent, as a schema lets it through. Throws Problem, field by field; `known` names the fields there are. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  known: readonly string[],
): z.output<Schema> {
  const result = schema.safeParse(sent)
  if (!result.success) throw invalidRequest(fieldErrors(result.error.issues, sent, known))
  const unkeepable = unkeepableText(result.data)
  if (unkeepable.length > 0) throw invalidRequest(unkeepable)
  return result.data
}

function versionRequired(): Problem {
  return new Problem(
    'version-required',
    'What is replaced or changed must be named by its version, in If-Match',
    {
      remedy: 'Read it first, and send its ETag as If-Match',
    },
  )
}
