import {
  condition,
  continueAsNew,
  defineSignal,
  patched,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { NoticeActivities } from '../contracts/activities'
import { RENEW_PATCH, RENEW_SIGNAL } from '../contracts/journey-workflow'
import { DUE_SIGNAL, type Mailbox } from '../contracts/notices-workflow'

const { sendNotices } = proxyActivities<NoticeActivities>({
  // A batch over a slow mail server.
  startToCloseTimeout: '2 minutes',
  // Its worker was killed: the mailbox does not wait out those minutes.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

const dueSignal = defineSignal(DUE_SIGNAL)
const renewSignal = defineSignal(RENEW_SIGNAL)

/**
 * Sends what is due to one agency in one locality, batch by batch, and ends when nothing is left. What could not be
 * sent waits for its next try in the record; no journey waits for a mail server.
 */
export async function notices(mailbox: Mailbox): Promise<void> {
  let due = true
  let renewing = false
  setHandler(dueSignal, () => {
    due = true
  })
  setHandler(renewSignal, () => {
    // as in a journey: a worker of before let it lie
    if (patched(RENEW_PATCH)) renewing = true
  })
  for (;;) {
    due = false
    const { nextInMilliseconds } = await sendNotices(mailbox)
    if (nextInMilliseconds === undefined) {
      if (due) continue
      return
    }
    if ((renewing || workflowInfo().continueAsNewSuggested) && !due)
      await continueAsNew<typeof notices>(mailbox)
    await condition(() => due || renewing, nextInMilliseconds)
  }
}
