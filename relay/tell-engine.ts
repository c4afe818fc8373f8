import type { Client } from '@temporalio/client'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Seam } from '../contracts/seam'
import type { Database } from '../db/database'
import { markForwarded, markSignalled, readToRelay } from '../db/relaying'
import { signalRecorded } from '../temporal/signals'
import { fastForward } from '../temporal/time-skipping'

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
    // The id says how far: the same order given twice is known as one.
    const forward = { id: `${id}/${clockOffset}`, milliseconds: clockOffset - forwarded }
    await fastForward(engine, journeyWorkflowId(id), forward)
    await markForwarded(db, id, clockOffset)
  }
}
