import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type Connection,
} from '@temporalio/client'
import { JOURNEYS_TASK_QUEUE } from '../contracts/journey-workflow'
import {
  MEETING_PACK_WORKFLOW,
  meetingScheduleId,
  type MeetingPackInput,
} from '../contracts/meeting-pack-workflow'
import { CIVIL_ZONE } from '../domain/time'

const CALL_LIMIT_MS = 5_000
/** Every morning in Scotland, in summer and winter. */
const MORNING = { hour: 7, minute: 0 } as const

/**
 * Has the engine look every morning which packs of a locality are due, or no more. Which meeting is due the record says: a
 * schedule cannot say "every second week" without drifting over the change of the clocks. One that runs looks at once as well,
 * so that a change within the last days before a meeting is not late. Doing it again changes nothing. Throws when the engine
 * is silent.
 */
export async function keepMeetingSchedule(
  engine: Client,
  locality: string,
  as: 'running' | 'paused' | 'absent',
): Promise<void> {
  const handle = engine.schedule.getHandle(meetingScheduleId(locality))
  const options = optionsOf(locality)
  const state = { paused: as === 'paused' }
  await (engine.connection as Connection).withDeadline(Date.now() + CALL_LIMIT_MS, async () => {
    if (as === 'absent') {
      await handle.delete().catch(unlessUnknown)
      return
    }
    const isThere = await handle.describe().then(() => true, unlessUnknown)
    if (isThere === true)
      await handle.update((before) => ({ ...options, state: { ...before.state, ...state } }))
    else await engine.schedule.create({ scheduleId: meetingScheduleId(locality), ...options, state })
    if (as === 'running') await handle.trigger()
  })
}

function optionsOf(locality: string) {
  const input: MeetingPackInput = { locality }
  return {
    spec: { calendars: [{ ...MORNING, comment: 'looks which packs are due' }], timezone: CIVIL_ZONE },
    action: {
      type: 'startWorkflow' as const,
      workflowType: MEETING_PACK_WORKFLOW,
      workflowId: meetingScheduleId(locality),
      taskQueue: JOURNEYS_TASK_QUEUE,
      args: [input],
    },
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '1 day' as const },
  }
}

function unlessUnknown(error: unknown): undefined {
  if (error instanceof ScheduleNotFoundError) return undefined
  throw error
}
