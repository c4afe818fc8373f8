import type { VNode } from 'preact'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { inFull } from '../../domain/dates-in-words'
import { hasFailed } from '../../domain/notice-list'
import { NOTICE_STATUS_WORDS } from '../words'
import { Resend } from './resend'
import { NoticeTag } from './tag'

export interface NoticeEndingProps {
  readonly notice: NoticeAnswer
  /** Absent where the person may not have it sent again. */
  readonly resending?: { readonly csrf: string; readonly from?: string }
}

/** How a notice ended, in the mail server's words where it said something; and what can be done about one that failed. */
export function NoticeEnding({ notice, resending }: NoticeEndingProps): VNode {
  const { status, lastError, sentTo, waitsUntil, tries = [] } = notice
  return (
    <>
      <NoticeTag status={status} />
      {sentTo !== undefined && <span class="pace-quiet pace-address"> {sentTo}</span>}
      {waitsUntil !== undefined && <span class="pace-quiet"> until {inFull(waitsUntil)}</span>}
      {lastError !== undefined && <p class="pace-words">{lastError}</p>}
      {tries.length > 0 && (
        <ul class="pace-tries">
          {tries.map(({ number, status: before, endedAt, sentTo: to, lastError: why }) => (
            <li key={number}>
              Before: {NOTICE_STATUS_WORDS[before].toLowerCase()} {inFull(endedAt)}
              {to !== undefined && `, ${to}`}
              {why !== undefined && `: ${why}`}
            </li>
          ))}
        </ul>
      )}
      {hasFailed(status) && resending && <Resend notice={notice} {...resending} />}
    </>
  )
}
