import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
} from '@temporalio/workflow'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import type { MeetingPackActivities, PackMailActivities } from '../contracts/activities'
import { RENEW_SIGNAL } from '../contracts/journey-workflow'
import { meetingPackWorkflowId, type MeetingPackInput } from '../contracts/meeting-pack-workflow'
import { NOTICES_TASK_QUEUE } from '../contracts/notices-workflow'

const record = proxyActivities<MeetingPackActivities>({
  // All journeys of a locality are read.
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})
const mail = proxyActivities<PackMailActivities>({
  taskQueue: NOTICES_TASK_QUEUE,
  startToCloseTimeout: '1 minute',
  // A mail server that is away for days is waited for.
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '15 minutes' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
})

const renewSignal = defineSignal(RENEW_SIGNAL)

/**
 * Makes the pack of a PACE meeting and sends its link to each address. A run that the schedule begins looks what is due, and
 * begins one for each: of one meeting there is one at a time, by its id, and the record makes its pack once. It ends when every
 * message has, or was given up.
 */
export async function meetingPack({ locality, on }: MeetingPackInput): Promise<void> {
  if (on === undefined) return beginThoseDue(locality)
  let renewing = false
  setHandler(renewSignal, () => {
    renewing = true
  })
  const { mails } = await record.makePack({ locality, on })
  const sending = new CancellationScope()
  const sent = sending.run(async () => {
    await Promise.all(mails.map(sendOne))
  })
  let ended = false
  const end = sent.then(
    () => (ended = true),
    (error: unknown) => {
      if (!isCancellation(error)) throw error
    },
  )
  await Promise.race([end, condition(() => renewing)])
  if (ended) return
  // what is still to be sent stands in the record, and the new run goes on with it
  sending.cancel()
  await end
  await continueAsNew<typeof meetingPack>({ locality, on })
}

async function beginThoseDue(locality: string): Promise<void> {
  for (const on of await record.packsToMake({ locality })) {
    try {
      await startChild(meetingPack, {
        workflowId: meetingPackWorkflowId(locality, on),
        args: [{ locality, on }],
        // it goes on sending for days
        parentClosePolicy: ParentClosePolicy.ABANDON,
      })
    } catch (error) {
      // it is at work already
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }
}

async function sendOne(mailId: string): Promise<void> {
  try {
    await mail.sendPackMail({ mailId })
  } catch (error) {
    if (isCancellation(error)) throw error
    await record.giveUpPackMail({ mailId })
  }
}
