import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { NoticeActivities } from '../contracts/activities'
import { DUE_SIGNAL, type Mailbox } from '../contracts/notices-workflow'

const { sendNotices } = proxyActivities<NoticeActivities>({
  // A batch over a slow mail server.
  startToCloseTimeout: '2 minutes',
  // Its worker was killed: the mailbox does not wait out those minutes.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

const dueSignal = defineSignal(DUE_SIGNAL)

/**
 * Sends what is due to one agency in one locality, batch by batch, and ends when nothing is left. What could not be
 * sent waits for its next try in the record; no journey waits for a mail server.
 */
export async function notices(mailbox: Mailbox): Promise<void> {
  let due = true
  setHandler(dueSignal, () => {
    due = true
  })
  for (;;) {
    due = false
    const { nextInMilliseconds } = await sendNotices(mailbox)
    if (nextInMilliseconds === undefined) {
      if (due) continue
      return
    }
    if (workflowInfo().continueAsNewSuggested && !due) await continueAsNew<typeof notices>(mailbox)
    await condition(() => due, nextInMilliseconds)
  }
}
