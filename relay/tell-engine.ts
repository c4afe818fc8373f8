import type { Client } from '@temporalio/client'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Seam } from '../contracts/seam'
import { clockOf, type Database } from '../db/database'
import { isGone, markForwarded, markSignalled, oneAtATime, readToRelay } from '../db/relaying'
import { forgetWorkflow } from '../temporal/forget-workflow'
import { signalRecorded } from '../temporal/signals'
import { fastForward, workflowClock } from '../temporal/time-skipping'

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
export async function tellEngine({ db, engine, seam }: RelayServices, journeyId: string): Promise<void> {
  const journey = await readToRelay(db, journeyId)
  if (journey === undefined) {
    if (await isGone(db, journeyId)) await forgetWorkflow(engine, journeyWorkflowId(journeyId))
    return
  }
  const { id, seq, practice } = journey
  seam('relaying: before signal')
  await signalRecorded(engine, { journeyId: id, ...(practice && { practice }) }, seq)
  seam('relaying: after signal')
  await markSignalled(db, id, seq)
  if (practice) await moveOn({ db, engine }, id)
}

/** What stands between two clocks that are one: the time that an order takes. */
const SLACK_MS = 1_000

// By the difference between the two clocks, not by what was added to one: what a move takes would add up, and an order
// given twice would count twice. One at a time for the same reason; and while it moves, nobody can say by how much it has
// still to go.
function moveOn({ db, engine }: Pick<RelayServices, 'db' | 'engine'>, journeyId: string): Promise<void> {
  return oneAtATime(db, journeyId, async (trx) => {
    const journey = await readToRelay(trx, journeyId)
    if (journey === undefined) return
    const { id, clockOffset, clockBase, forwarded, closed } = journey
    const isNew = clockOffset > forwarded
    // a workflow that ends with its journey is moved nowhere
    if (!closed) {
      const workflowId = journeyWorkflowId(id)
      const clock = await clockOf(trx)
      const { at = clock, moving = false } = (await workflowClock(engine, workflowId)) ?? {}
      const milliseconds = clock.getTime() + clockOffset - clockBase - at.getTime()
      const isBehind = milliseconds > (isNew ? 0 : SLACK_MS)
      if (isBehind && isNew && moving)
        throw new Error('The clock is still moving: it is moved further when it has come there')
      if (isBehind && !moving)
        await fastForward(engine, workflowId, { id: `${id}/${clockOffset}`, milliseconds })
    }
    if (clockOffset !== forwarded) await markForwarded(trx, id, clockOffset)
  })
}
