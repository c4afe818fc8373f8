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
  if (isInSteps(route)) return writeInSteps(route, asked, services, request)
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

type StepsRoute = WriteRoute & Required<Pick<WriteRoute, 'inSteps'>>

function isInSteps(route: WriteRoute): route is StepsRoute {
  return 'inSteps' in route
}

// An answer that there is already is given again; the key itself is claimed only together with the answer, so that a process
// that ends half way leaves none that is never answered.
async function writeInSteps(
  route: StepsRoute,
  asked: Asked<Record<string, unknown>, undefined, unknown>,
  services: Services,
  request: RepeatableRequest | undefined,
): Promise<KeptAnswer> {
  const { db, keys } = services
  const before = request && (await answerBefore(route, asked, services, request))
  if (before) return before
  const near = await db.transaction().execute(async (trx) => {
    await actFor(trx, asked.caller)
    return entered(actionAsked(route, asked.body), asked, trx)
  })
  const given = inText(await route.inSteps(near, services))
  if (request === undefined) return given
  return db.transaction().execute(async (trx) => {
    await actFor(trx, asked.caller)
    // the same request, sent twice at once, has been answered meanwhile: to both alike
    const kept = await claimKey(trx, keys, request)
    if (kept) return kept
    await keepAnswer(trx, keys, request, given)
    return given
  })
}

async function answerBefore(
  route: WriteRoute,
  asked: Asked<Record<string, unknown>, undefined, unknown>,
  { db, keys }: Services,
  request: RepeatableRequest,
): Promise<KeptAnswer | undefined> {
  const unclaimed = new Error('The key was not used before')
  return db
    .transaction()
    .execute(async (trx) => {
      await actFor(trx, asked.caller)
      const kept = await claimKey(trx, keys, request)
      if (kept === undefined) throw unclaimed
      await auditRepeat(route, asked, kept, trx)
      return kept
    })
    .catch((error: unknown) => {
      if (error === unclaimed) return undefined
      throw error
    })
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
