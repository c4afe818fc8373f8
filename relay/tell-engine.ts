import type { Client } from '@temporalio/client'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Seam } from '../contracts/seam'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from '../db/database'
import {
  markForwarded,
  markRefused,
  markSignalled,
  oneAtATime,
  readToRelay,
  type ToRelay,
} from '../db/relaying'
import { enqueueForgetting } from '../db/record'
import { signalRecorded } from '../temporal/signals'
import { CannotSkipError, fastForward, workflowClock, type WorkflowClock } from '../temporal/time-skipping'

export interface RelayServices {
  readonly db: Database
  readonly engine: Client
  readonly seam: Seam
}

/** Tells the engine how far the record of a journey goes. Telling again changes nothing. Throws when the engine is silent. */
export async function tellEngine(services: RelayServices, journey: ToRelay): Promise<void> {
  await tell(services, journey)
  await markSignalled(services.db, journey.id, journey.seq)
}

async function tell({ engine, seam }: RelayServices, { id, seq, practice }: ToRelay): Promise<void> {
  seam('relaying: before signal')
  await signalRecorded(engine, { journeyId: id, ...(practice && { practice }) }, seq)
  seam('relaying: after signal')
}

/**
 * Takes one step with a practice journey, and waits for nothing: tells the engine of it, or moves the engine's clock to where
 * the record has it. `again` when there is more to do: it was told just now, is not at rest, or another relay is at it.
 *
 * Throws when the engine is silent, and CannotSkipError when it moves no clocks, which then stands in the record.
 */
export async function tellPractice(services: RelayServices, journeyId: string): Promise<'done' | 'again'> {
  const { db, engine } = services
  // looked at before a connection is held
  if (!isAtRest(await workflowClock(engine, journeyWorkflowId(journeyId)))) return 'again'
  try {
    return (await oneAtATime(db, journeyId, (trx) => step(services, trx, journeyId))) ?? 'again'
  } catch (error) {
    if (error instanceof CannotSkipError) await markRefused(db, journeyId)
    throw error
  }
}

// A signal that comes in the very moment to which a workflow is moved makes the server pass the timer that stands there, and
// one that is moved on before it has said what it waits for passes that: it is spoken to only when it is at rest. That it was
// told is committed before it is moved, since the workflow needs the journey's row, and is told no second time when the engine
// refuses to move.
async function step(
  services: RelayServices,
  trx: DatabaseTransaction,
  journeyId: string,
): Promise<'done' | 'again'> {
  const { engine } = services
  const journey = await readToRelay(trx, journeyId)
  if (journey === undefined) return 'done'
  const there = await workflowClock(engine, journeyWorkflowId(journeyId))
  if (!isAtRest(there)) return 'again'
  const { id, seq, clockOffset, closed } = journey
  if (journey.untold || (there === undefined && !closed)) {
    await tell(services, journey)
    if (await markSignalled(trx, id, seq)) return 'again'
    // thrown away meanwhile, and begun by this signal once more
    await enqueueForgetting(trx, id)
    return 'done'
  }
  // a workflow that ends with its journey is moved nowhere
  if (!closed) await moveOn(engine, journey, there, trx)
  await markForwarded(trx, id, clockOffset)
  return 'done'
}

/** What stands between two clocks that are one: the time that an order takes. */
const SLACK_MS = 1_000

// By the difference between the two clocks, not by what was added to one: what a move takes would add up, and an order
// given twice would count twice.
async function moveOn(
  engine: Client,
  { id, clockOffset, clockBase, forwarded }: ToRelay,
  there: WorkflowClock | undefined,
  db: Queryable,
): Promise<void> {
  const clock = await clockOf(db)
  const milliseconds = clock.getTime() + clockOffset - clockBase - (there?.at ?? clock).getTime()
  if (milliseconds > (clockOffset > forwarded ? 0 : SLACK_MS))
    await fastForward(engine, journeyWorkflowId(id), { id: `${id}/${clockOffset}`, milliseconds })
}

// One that is not known yet stands in nobody's way.
function isAtRest(clock: WorkflowClock | undefined): boolean {
  return clock === undefined || !(clock.moving || clock.busy)
}
