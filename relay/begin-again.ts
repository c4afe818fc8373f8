import { WorkflowNotFoundError } from '@temporalio/client'
import { journeyIdOf } from '../contracts/journey-workflow'
import { readToRelay } from '../db/relaying'
import { tellEngine, type RelayServices } from './tell-engine'

/**
 * Ends workflows whose histories cannot be opened any more, and begins each journey's again from the record, which has
 * all that the history knew; the sender of a mailbox is woken by the relay's next sweep. A practice journey is left as it
 * is: a new run would not be where its clock was. Returns how many were ended. Throws when the engine is silent.
 */
export async function beginAgain(services: RelayServices, workflowIds: readonly string[]): Promise<number> {
  const { db, engine } = services
  let ended = 0
  for (const workflowId of workflowIds) {
    const journeyId = journeyIdOf(workflowId)
    if (journeyId !== undefined && (await readToRelay(db, journeyId))?.practice === true) continue
    try {
      await engine.workflow.getHandle(workflowId).terminate('The key of its history is lost')
      ended += 1
    } catch (error) {
      // it has ended by itself, and whatever is recorded next begins it again
      if (error instanceof WorkflowNotFoundError) continue
      throw error
    }
    if (journeyId !== undefined) await tellEngine(services, journeyId)
  }
  return ended
}
