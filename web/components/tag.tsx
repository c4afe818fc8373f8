import type { VNode } from 'preact'
import type { DeadlineStatus } from '../../domain/codes'
import type { NoticeStatus } from '../../domain/notices'
import { NOTICE_STATUS_WORDS, STATUS_WORDS } from '../words'

// Colour only repeats what the word says.
const STATUS_COLOURS: Readonly<Record<DeadlineStatus, string>> = {
  pending: 'grey',
  'due-soon': 'yellow',
  overdue: 'red',
  met: 'green',
  'met-late': 'orange',
  cancelled: 'grey',
  'not-applicable': 'grey',
}

const NOTICE_COLOURS: Readonly<Record<NoticeStatus, string>> = {
  pending: 'yellow',
  sent: 'green',
  refused: 'red',
  'gave-up': 'red',
  withdrawn: 'grey',
  caught: 'blue',
}

/** How a deadline stands. */
export function StatusTag({ status }: { status: DeadlineStatus }): VNode {
  return <span class={`ds_tag ds_tag--${STATUS_COLOURS[status]}`}>{STATUS_WORDS[status]}</span>
}

/** How a notice ended. */
export function NoticeTag({ status }: { status: NoticeStatus }): VNode {
  return <span class={`ds_tag ds_tag--${NOTICE_COLOURS[status]}`}>{NOTICE_STATUS_WORDS[status]}</span>
}
