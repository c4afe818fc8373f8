import type { Client } from '@temporalio/client'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Seam } from '../contracts/seam'
import { clockOf, type Database } from '../db/database'
import { markForwarded, markSignalled, readToRelay, type ToRelay } from '../db/relaying'
import { signalRecorded } from '../temporal/signals'
import { fastForward, workflowTime } from '../temporal/time-skipping'

export interface RelayServices {
  readonly db: Database
  readonly engine: Client
  readonly seam: Seam
}

/**
 * Tells the engine how far the record of a journey goes, and moves a practice journey's clock to where the record has
 * it. Telling again changes nothing. Throws when the engine is silent.
 */
export async function tellEngine({ db, engine, seam }: RelayServices, journeyId: string): Promise<void> {
  const journey = await readToRelay(db, journeyId)
  if (journey === undefined) return
  const { id, seq, practice, clockOffset, forwarded } = journey
  seam('relaying: before signal')
  await signalRecorded(engine, { journeyId: id, ...(practice && { practice }) }, seq)
  seam('relaying: after signal')
  await markSignalled(db, id, seq)
  if (clockOffset > forwarded) {
    await moveOn(engine, journey, await clockOf(db))
    await markForwarded(db, id, clockOffset)
  }
}

// By the difference between the two clocks, not by what was added to one: what a move takes would add up, and an order
// given twice would count twice.
async function moveOn(engine: Client, { id, clockOffset }: ToRelay, clock: Date): Promise<void> {
  const workflowId = journeyWorkflowId(id)
  const there = (await workflowTime(engine, workflowId)) ?? clock
  const milliseconds = clock.getTime() + clockOffset - there.getTime()
  if (milliseconds > 0) await fastForward(engine, workflowId, { id: `${id}/${clockOffset}`, milliseconds })
}
