import { writeReading } from '../db/audit'
import type { Database, DatabaseTransaction } from '../db/database'
import type { KeptAnswer } from '../db/idempotency'
import { auditReason } from '../db/opening'
import type { Action } from '../domain/permissions'
import { withReason, type Caller } from './caller'
import { unavailable } from './problem'

/** What is asked of a route, as far as the audit is concerned. */
interface AskedOf {
  readonly caller: Caller
  readonly params: Readonly<Record<string, unknown>>
}

/** What is answered, with the journeys that a list shows something of. */
interface Shown {
  readonly journeys?: readonly string[]
}

/** A route that reads, as far as the audit is concerned. */
interface Audited {
  readonly path: string
  readonly action: Action
  readonly reads: 'journey' | 'list' | 'nothing'
  /** A list that shows nothing is not written down: it is asked for every few seconds, for ever. */
  readonly unlessEmpty?: boolean
}

/**
 * Reads, and writes down who read what, from where and why, before there is an answer: one row for a journey, one for a
 * whole list with the journeys that it showed. What cannot be written down is not shown.
 *
 * Throws what the reading throws, and Problem (503) when it cannot be written down.
 */
export async function audited<Answer extends Shown>(
  route: Audited,
  asked: AskedOf,
  { db }: { readonly db: Database },
  read: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await read()
  if (route.reads === 'nothing') return answer
  if (route.unlessEmpty === true && answer.journeys?.length === 0) return answer
  const { id, ...others } = asked.params
  // of a list the path names what it was asked about
  const named = route.reads === 'list' ? asked.params : others
  const what =
    route.reads === 'journey' ? ofJourney(String(id), answer) : { journeyIds: shownIn(answer, route.path) }
  const openings = marksOf(asked.caller, answer.journeys ?? [])
  const detail = { route: route.path, ...named, ...(openings && { openings }) }
  const by = withReason(asked.caller, [id])
  await writeReading(db, { by, action: route.action, ...what, detail }).catch((error: unknown) => {
    throw Object.assign(unavailable('It cannot be written down now who reads this, so it is not shown'), {
      cause: error,
    })
  })
  return answer
}

// What is kept of the child belongs to the child's other journeys as well.
function ofJourney(journeyId: string, { journeys = [] }: Shown) {
  const others = journeys.filter((other) => other !== journeyId)
  return others.length === 0 ? { journeyId } : { journeyId, journeyIds: others }
}

// Of a list each journey that was opened with a reason, and by which opening.
function marksOf({ openings = [] }: Caller, listed: readonly string[]): Record<string, string> | undefined {
  const marks = openings.filter(({ journeyId }) => listed.includes(journeyId))
  if (marks.length === 0) return undefined
  return Object.fromEntries(marks.map((opening) => [opening.journeyId, auditReason(opening.id)]))
}

function shownIn({ journeys }: Shown, path: string): readonly string[] {
  if (journeys === undefined) throw new Error(`${path} does not say which journeys its list shows`)
  return journeys
}

/** The path of a journey in an address of the API. */
const JOURNEY = /^\/api\/v1\/journeys\/([0-9a-f-]{36})$/

const OF_A_JOURNEY = /^\/api\/v1\/(journeys|practice)\/\{id\}/

/** An answer that is given again shows what it showed: that is written down as well, in the same transaction. */
export async function auditRepeat(
  route: Pick<Audited, 'path'>,
  { caller, params }: AskedOf,
  kept: KeptAnswer,
  trx: DatabaseTransaction,
): Promise<void> {
  const ofPath = OF_A_JOURNEY.test(route.path) ? params['id'] : undefined
  const journeyId = JOURNEY.exec(kept.location ?? '')?.[1] ?? ofPath
  await writeReading(trx, {
    by: withReason(caller, [journeyId]),
    action: 'answer.repeated',
    ...(typeof journeyId === 'string' && { journeyId }),
    detail: { route: route.path },
  })
}
