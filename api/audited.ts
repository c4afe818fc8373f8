import { writeReading } from '../db/audit'
import type { DatabaseTransaction } from '../db/database'
import type { KeptAnswer } from '../db/idempotency'
import type { Action } from '../domain/permissions'
import { unavailable } from './problem'
import type { Answer, Asked, WriteRoute } from './route'
import type { Services } from './services'

/** What is asked of a route, as far as the audit is concerned. */
type AskedOf = Pick<Asked<Readonly<Record<string, unknown>>, unknown, unknown>, 'caller' | 'params'>

/** A route that reads, as far as the audit is concerned. */
interface Audited {
  readonly path: string
  readonly action: Action
  readonly reads: 'journey' | 'list' | 'nothing'
}

/**
 * Reads, and writes down who read what, from where and why, before there is an answer: one row for a journey, one for a
 * whole list with the journeys that it showed. What cannot be written down is not shown.
 *
 * Throws what the reading throws, and Problem (503) when it cannot be written down.
 */
export async function audited(
  route: Audited,
  asked: AskedOf,
  { db }: Services,
  read: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await read()
  if (route.reads === 'nothing') return answer
  const { id, ...others } = asked.params
  const what =
    route.reads === 'journey' ? { journeyId: String(id) } : { journeyIds: shownIn(answer, route.path) }
  const detail = { route: route.path, ...others }
  await writeReading(db, { by: asked.caller, action: route.action, ...what, detail }).catch(
    (error: unknown) => {
      throw Object.assign(unavailable('It cannot be written down now who reads this, so it is not shown'), {
        cause: error,
      })
    },
  )
  return answer
}

function shownIn({ journeys }: Answer, path: string): readonly string[] {
  if (journeys === undefined) throw new Error(`${path} does not say which journeys its list shows`)
  return journeys
}

/** The path of a journey in an address of the API. */
const JOURNEY = /^\/api\/v1\/journeys\/([0-9a-f-]{36})$/

/** An answer that is given again shows what it showed: that is written down as well, in the same transaction. */
export async function auditRepeat(
  route: Pick<WriteRoute, 'path'>,
  { caller, params }: AskedOf,
  kept: KeptAnswer,
  trx: DatabaseTransaction,
): Promise<void> {
  const ofPath = route.path.startsWith('/api/v1/journeys/{id}') ? params['id'] : undefined
  const journeyId = JOURNEY.exec(kept.location ?? '')?.[1] ?? ofPath
  await writeReading(trx, {
    by: caller,
    action: 'answer.repeated',
    ...(typeof journeyId === 'string' && { journeyId }),
    detail: { route: route.path },
  })
}
