import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import { journeyIdOf } from '../contracts/journey-workflow'
import { inRecord, tellAgain, type InRecord } from '../db/conduct-again'
import type { Database } from '../db/database'
import type { Run } from '../temporal/our-workflows'

/**
 * Ends a run whose history is of no use any more, and has its journey begun again from the record, which has all that the
 * history knew; the sender of a mailbox is woken by the relay's next sweep, and a pack is gone on with the next morning. Killed in between, it is only to be done again.
 * A practice journey is left as it is, since a new run would not be where its clock was; so is one that the record does not
 * have, or whose child was erased. Says which it is. Throws when the engine or the database is silent.
 *
 * @param because what the engine is to show as the reason, with nothing personal in it
 */
export async function beginAgain(
  { db, engine }: { readonly db: Database; readonly engine: Client },
  { workflowId, runId }: Run,
  because: string,
): Promise<InRecord> {
  const journeyId = journeyIdOf(workflowId)
  const is = journeyId === undefined ? 'real' : await inRecord(db, journeyId)
  if (is !== 'real') return is
  const again = () => (journeyId === undefined ? Promise.resolve() : tellAgain(db, [journeyId]))
  await again()
  try {
    await engine.workflow.getHandle(workflowId, runId).terminate(because)
  } catch (error) {
    // it has ended by itself
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
  // the run that has ended may have been told meanwhile, and took it with it
  await again()
  return is
}
