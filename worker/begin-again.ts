import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import { journeyIdOf } from '../contracts/journey-workflow'
import { conductAgain } from '../db/conduct-again'
import type { Database } from '../db/database'

/**
 * Ends a workflow whose history is of no use any more, and has its journey begun again from the record, which has all that
 * the history knew; the sender of a mailbox is woken by the relay's next sweep. Killed in between, it is only to be done
 * again. Returns false for a practice journey, which is left as it is: a new run would not be where its clock was. Throws
 * when the engine or the database is silent.
 *
 * @param because what the engine is to show as the reason, with nothing personal in it
 */
export async function beginAgain(
  { db, engine }: { readonly db: Database; readonly engine: Client },
  workflowId: string,
  because: string,
): Promise<boolean> {
  const journeyId = journeyIdOf(workflowId)
  if (journeyId !== undefined && (await conductAgain(db, [journeyId])).length === 0) return false
  try {
    await engine.workflow.getHandle(workflowId).terminate(because)
  } catch (error) {
    // it has ended by itself
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
  // the run that has ended may have been told meanwhile, and took it with it
  if (journeyId !== undefined) await conductAgain(db, [journeyId])
  return true
}
