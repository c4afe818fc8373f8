import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { noticesOfJourney, type NoticeOfJourney } from './notices-of-journey'
import { nextStep, rehearsedStart, type Course } from '../domain/rehearsal'
import type { Policy } from '../domain/policy'
import { awaitedAfter, type JourneyState } from '../domain/state'
import { millisecondsBetween, type Instant } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import type { ReleasedPolicy } from '../policies/released'
import { clockOf, type Database } from './database'
import { clockOfPractice, lockPractice, moveClock, throwAwayPractice } from './practice'
import { keepDraft } from './practice-policy'
import { readJourney } from './read'
import { recordEvent, startJourney, type RecordedJourney } from './record'
import { AUTHORITY } from './scope'

/** The engine did not come to where a rehearsal's clock is: a worker or a relay is not at work, or it moves no clocks. */
export class SilentEngineError extends Error {
  override readonly name = 'SilentEngineError'
}

export interface RehearsalRequest {
  readonly policy: ReleasedPolicy
  /** Of a policy that is not released, its document: it is kept as long as the rehearsal is. */
  readonly draft?: object
  readonly course: Course
  readonly locality: string
  readonly startsAt: Instant
  readonly by: string
  /** Leaves the practice journey there, to be looked at. */
  readonly keep?: boolean
  /** Called with the time that has been come to. */
  readonly progress?: (at: Instant) => void
  /** Aborted when it is to stop: the practice journey is thrown away. */
  readonly stop?: AbortSignal
  /** How long the engine may stand still on its way, in milliseconds. */
  readonly patience?: number
}

/** What a rehearsal has come to. */
export interface Rehearsal {
  readonly journeyId: string
  /** The journey as it stands at the end. */
  readonly recorded: RecordedJourney
  /** All that would have been sent, in the order of its moments. */
  readonly notices: readonly NoticeOfJourney[]
}

/**
 * Rehearses a policy: takes a practice journey of it through a course from its start to its end, on the engine that runs, so
 * that every notice is made when the engine comes to its moment. The practice journey is thrown away afterwards, also when
 * something goes wrong.
 *
 * Throws SilentEngineError when nobody conducts it, and whatever stops it.
 */
export async function rehearse(db: Database, keys: KeyRing, request: RehearsalRequest): Promise<Rehearsal> {
  const journeyId = await start(db, keys, request)
  let rehearsal: Rehearsal
  try {
    for (let going = true; going; going = await goOn(db, keys, journeyId, request));
    const recorded = await readJourney(db, keys, journeyId, AUTHORITY)
    const notices = (await noticesOfJourney(db, journeyId)).reverse()
    rehearsal = { journeyId, recorded, notices }
  } catch (error) {
    // what went wrong first is what is told; what is left behind goes when nobody has used it for long
    await throwAway(db, journeyId, request.by).catch(() => undefined)
    throw error
  }
  if (request.keep !== true) await throwAway(db, journeyId, request.by)
  return rehearsal
}

async function start(db: Database, keys: KeyRing, request: RehearsalRequest): Promise<string> {
  const { policy, draft, locality, startsAt, by } = request
  return db.transaction().execute(async (trx) => {
    if (draft) await keepDraft(trx, draft, 'draft')
    const { row } = await startJourney(trx, keys, {
      childReference: `REHEARSAL-${randomUUID().slice(0, 8)}`,
      locality,
      policy,
      practice: true,
      // the start has happened a moment ago
      clockOffset: Date.parse(startsAt) - (await clockOf(trx)).getTime() + 1_000,
      draft: rehearsedStart(startsAt),
      by,
    })
    return row.id
  })
}

// To the next thing of the course, or with none left to all that comes by itself. False at the end.
async function goOn(
  db: Database,
  keys: KeyRing,
  journeyId: string,
  request: RehearsalRequest,
): Promise<boolean> {
  const { course, policy, by } = request
  const { state, now } = await conducted(db, keys, journeyId, request)
  const step = nextStep(course, state, policy.policy, now)
  const to = step?.at ?? (course === 'nothing-recorded' ? lastAwaited(state, policy.policy, now) : undefined)
  if (to === undefined) return false
  await db.transaction().execute(async (trx) => {
    const row = await lockPractice(trx, journeyId, AUTHORITY)
    await moveClock(trx, row, Math.max(0, millisecondsBetween(now, to)))
  })
  if (step === undefined) return true
  await conducted(db, keys, journeyId, request)
  await db
    .transaction()
    .execute((trx) => recordEvent(trx, keys, { journeyId, draft: step.draft, by, scope: AUTHORITY }))
  return true
}

// Nothing being recorded, all that comes by itself is known already: the engine goes through it in one go.
function lastAwaited(state: JourneyState, policy: Policy, now: Instant): Instant | undefined {
  let last: Instant | undefined
  for (let next = awaitedAfter(state, policy, now)?.at; next; next = awaitedAfter(state, policy, next)?.at)
    last = next
  return last
}

const LOOK_EVERY_MS = 20
const PATIENCE_MS = 60_000

async function conducted(
  db: Database,
  keys: KeyRing,
  journeyId: string,
  { patience = PATIENCE_MS, stop, progress }: Pick<RehearsalRequest, 'patience' | 'stop' | 'progress'>,
): Promise<RecordedJourney> {
  let until = Date.now() + patience
  let reached: Instant | undefined
  for (;;) {
    stop?.throwIfAborted()
    const recorded = await readJourney(db, keys, journeyId, AUTHORITY)
    const { behind, refused, engineAt } = clockOfPractice(recorded)
    if (refused)
      throw new SilentEngineError('The engine moves no clocks: turn frontend.WorkflowTimeSkippingEnabled on')
    if (engineAt !== undefined && engineAt !== reached) {
      reached = engineAt
      until = Date.now() + patience
      progress?.(engineAt)
    }
    if (!behind) return recorded
    if (Date.now() > until)
      throw new SilentEngineError(
        `The engine has not gone on towards ${recorded.now} for ${patience / 1_000} seconds`,
      )
    await delay(LOOK_EVERY_MS)
  }
}

async function throwAway(db: Database, journeyId: string, by: string): Promise<void> {
  await db.transaction().execute((trx) => throwAwayPractice(trx, { journeyId, by, scope: AUTHORITY }))
}
