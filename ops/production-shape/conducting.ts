import type { Client } from '@temporalio/client'

import { journeyWorkflowId } from '../../contracts/journey-workflow'
import type { Started } from './processes'

/**
 * Which of our workers conducted a journey last, as Temporal's own history of it says; undefined before any has.
 * A worker calls itself `worker/<pid>/<chance>`.
 */
export async function lastConductor<Worker extends Started>(
  engine: Client,
  journeyId: string,
  workers: readonly Worker[],
): Promise<Worker | undefined> {
  const history = await engine.workflow.getHandle(journeyWorkflowId(journeyId)).fetchHistory()
  const last = history.events?.findLast((event) => event.workflowTaskCompletedEventAttributes)
  const identity = last?.workflowTaskCompletedEventAttributes?.identity
  return workers.find(({ pid }) => identity?.startsWith(`worker/${pid}/`) === true)
}
