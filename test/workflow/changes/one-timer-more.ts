import { sleep } from '@temporalio/workflow'
import type { JourneyInput } from '../../../contracts/journey-workflow'
import type { Mailbox } from '../../../contracts/notices-workflow'
import * as today from '../../../workflows'

/** The workflows of today with one timer more, armed before anything else: what no history can be replayed with. */
export async function journey(input: JourneyInput): Promise<void> {
  await Promise.all([oneTimerMore(), today.journey(input)])
}

export async function notices(mailbox: Mailbox): Promise<void> {
  await Promise.all([oneTimerMore(), today.notices(mailbox)])
}

function oneTimerMore(): Promise<void> {
  return sleep('1 hour', { summary: 'one more' })
}
