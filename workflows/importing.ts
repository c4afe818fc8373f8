import { continueAsNew, defineSignal, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow'
import type { ImportActivities } from '../contracts/activities'
import type { ImportInput } from '../contracts/import-workflow'
import { RENEW_SIGNAL } from '../contracts/journey-workflow'

const { importBatch } = proxyActivities<ImportActivities>({
  startToCloseTimeout: '5 minutes',
  // Its worker was killed: what it did is committed child by child, and another goes on.
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
})

const renewSignal = defineSignal(RENEW_SIGNAL)

/**
 * Brings one file in, batch by batch, until the record says that it has ended. How far it has come stands in the record
 * alone, so that a run that begins anew goes on from there, and one that is stopped is asked for there.
 */
export async function importing(input: ImportInput): Promise<void> {
  let renewing = false
  setHandler(renewSignal, () => {
    renewing = true
  })
  for (;;) {
    const { ended } = await importBatch({ importId: input.importId })
    if (ended) return
    if (renewing || isLong(input)) await continueAsNew<typeof importing>(input)
  }
}

function isLong({ historyLimit }: ImportInput): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo()
  return continueAsNewSuggested || (historyLimit !== undefined && historyLength >= historyLimit)
}
