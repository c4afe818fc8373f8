import { actFor } from '../db/acting'
import { claimKey, keepAnswer, type KeptAnswer, type RepeatableRequest } from '../db/idempotency'
import { hashOf } from '../policies/released'
import { auditRepeat } from './audited'
import { entered } from './entered'
import { actionAsked } from './permission'
import { invalidRequest } from './problem'
import type { Answer, Asked, WriteRoute } from './route'
import type { Services } from './services'

const KEY = /^[\x21-\x7e]{1,200}$/

/** The key of an Idempotency-Key header. Throws Problem when it is not 1 to 200 visible ASCII characters. */
export function keyIn(header: string | undefined): string | undefined {
  if (header === undefined || KEY.test(header)) return header
  throw invalidRequest([
    {
      field: 'Idempotency-Key',
      message: 'must be 1 to 200 visible ASCII characters',
      remedy: 'Make a new UUID for each thing to be recorded, and send it again with each attempt',
    },
  ])
}

/**
 * Writes in one transaction. With a key, the first answer is kept in the same transaction, and a request that says the
 * same again gets it to the letter; refusals are not kept, since what they refuse may become possible.
 *
 * Throws KeyReusedError, and whatever the route refuses with.
 */
export async function writeOnce(
  route: WriteRoute,
  asked: Asked<Record<string, unknown>, undefined, unknown>,
  services: Services,
  key: string | undefined,
): Promise<KeptAnswer> {
  const request = key === undefined ? undefined : repeatable(route, asked, key)
  const kept = await services.db
    .transaction()
    // A second request must see what the first one committed while it waited.
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      await actFor(trx, asked.caller)
      const kept = request && (await claimKey(trx, services.keys, request))
      if (kept) {
        await route.checkRepeat?.(asked, trx)
        await auditRepeat(route, asked, kept, trx)
        return kept
      }
      const near = await entered(actionAsked(route, asked.body), asked, trx)
      const answer = await route.write(near, services, trx)
      const given = inText(answer)
      if (request) await keepAnswer(trx, services.keys, request, given, answer.child)
      services.seam('recording: before commit')
      return given
    })
  services.seam('recording: after commit')
  return kept
}

function repeatable(
  route: WriteRoute,
  { caller, params, body }: Asked<Record<string, unknown>, undefined, unknown>,
  key: string,
): RepeatableRequest {
  // As the schemas let them through, so that upper and lower case of an id, or the order of fields, do not count.
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
  return { caller: caller.id, path, key, bodyHash: hashOf(body) }
}

function inText({ status, body, location, version }: Answer): KeptAnswer {
  return {
    status,
    text: JSON.stringify(body),
    ...(location !== undefined && { location }),
    ...(version !== undefined && { version }),
  }
}
