import { NOTICE_STATUSES, type NoticeStatus } from './notices'

/** By which statuses a list of notices can be narrowed: one of them, or all that failed. */
export const NOTICE_FILTERS = ['failed', ...NOTICE_STATUSES] as const
export type NoticeFilter = (typeof NOTICE_FILTERS)[number]

/** The statuses of a notice of which somebody was not told, though they should have been. */
export const FAILED_STATUSES = ['refused', 'gave-up'] as const satisfies readonly NoticeStatus[]

/** Was somebody not told, though they should have been? */
export function hasFailed(status: NoticeStatus): boolean {
  return (FAILED_STATUSES as readonly NoticeStatus[]).includes(status)
}

/** Can somebody have it sent again: has it ended, and not by being withdrawn or caught? */
export function canBeResent(status: NoticeStatus): boolean {
  return hasFailed(status) || status === 'sent'
}
