import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Seam } from '../contracts/seam'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from '../db/database'
import { isGone, markForwarded, markSignalled, oneAtATime, readToRelay, type ToRelay } from '../db/relaying'
import { forgetWorkflow } from '../temporal/forget-workflow'
import { signalRecorded } from '../temporal/signals'
import { fastForward, workflowClock, type WorkflowClock } from '../temporal/time-skipping'

export interface RelayServices {
  readonly db: Database
  readonly engine: Client
  readonly seam: Seam
}

/**
 * Tells the engine how far the record of a journey goes, and moves a practice journey's clock to where the record has
 * it. Telling again changes nothing. Of practice that was thrown away the engine is to forget. Throws when the engine is
 * silent, or is still moving a clock that is to go on further: it is told again.
 */
export async function tellEngine(services: RelayServices, journeyId: string): Promise<void> {
  const { db, engine } = services
  const journey = await readToRelay(db, journeyId)
  if (journey === undefined) {
    if (await isGone(db, journeyId)) await forgetWorkflow(engine, journeyWorkflowId(journeyId))
  } else if (journey.practice) {
    await oneAtATime(db, journeyId, (trx) => tellAndMove(services, trx, journeyId))
  } else {
    await tell(services, journey)
    await markSignalled(db, journey.id, journey.seq)
  }
}

async function tell({ engine, seam }: RelayServices, { id, seq, practice }: ToRelay): Promise<void> {
  seam('relaying: before signal')
  await signalRecorded(engine, { journeyId: id, ...(practice && { practice }) }, seq)
  seam('relaying: after signal')
}

// A signal that comes in the very moment to which a workflow is moved makes the server pass the timer that stands there, and
// one that is moved on before it has said what it waits for passes that: it is spoken to only when it is at rest. Nothing is
// written before the end, since the workflow that is waited for needs the journey's row.
async function tellAndMove(
  services: RelayServices,
  trx: DatabaseTransaction,
  journeyId: string,
): Promise<void> {
  const { engine } = services
  const workflowId = journeyWorkflowId(journeyId)
  await atRest(engine, workflowId)
  const journey = await readToRelay(trx, journeyId)
  if (journey === undefined) return
  const { id, seq, clockOffset, forwarded, closed } = journey
  await tell(services, journey)
  // a workflow that ends with its journey is moved nowhere
  if (!closed) await moveOn(engine, journey, trx)
  await markSignalled(trx, id, seq)
  if (clockOffset !== forwarded) await markForwarded(trx, id, clockOffset)
}

/** What stands between two clocks that are one: the time that an order takes. */
const SLACK_MS = 1_000

// By the difference between the two clocks, not by what was added to one: what a move takes would add up, and an order
// given twice would count twice.
async function moveOn(
  engine: Client,
  { id, clockOffset, clockBase, forwarded }: ToRelay,
  db: Queryable,
): Promise<void> {
  const workflowId = journeyWorkflowId(id)
  const there = await atRest(engine, workflowId)
  const clock = await clockOf(db)
  const milliseconds = clock.getTime() + clockOffset - clockBase - (there?.at ?? clock).getTime()
  if (milliseconds > (clockOffset > forwarded ? 0 : SLACK_MS))
    await fastForward(engine, workflowId, { id: `${id}/${clockOffset}`, milliseconds })
}

const LOOK_EVERY_MS = 25
const AT_REST_WITHIN_MS = 3_000

// Undefined when there is no such workflow yet.
async function atRest(engine: Client, workflowId: string): Promise<WorkflowClock | undefined> {
  for (const until = Date.now() + AT_REST_WITHIN_MS; ;) {
    const clock = await workflowClock(engine, workflowId)
    if (clock === undefined || !(clock.moving || clock.busy)) return clock
    if (Date.now() > until) throw new Error('The workflow is not at rest: it is told when it has come there')
    await delay(LOOK_EVERY_MS)
  }
}
