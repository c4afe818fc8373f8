import type { VNode } from 'preact'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { inFull } from '../../domain/dates-in-words'
import { hasFailed } from '../../domain/notice-list'
import { useCouncil, type Council } from '../council'
import { counted, wordsFor } from '../words'
import { NoticeEnding, type NoticeEndingProps } from './notice-ending'

export interface NoticesProps {
  readonly notices: readonly NoticeAnswer[]
  /** Of a practice journey, where nothing is sent. */
  readonly practice?: boolean
  /** Absent where the person may have none of them sent again. */
  readonly resending?: NoticeEndingProps['resending']
}

/** Who has been told of what in a journey, and how it ended; the newest first. */
export function Notices({ notices, practice = false, resending }: NoticesProps): VNode {
  const council = useCouncil()
  const failed = notices.filter(({ status }) => hasFailed(status)).length
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{practice ? 'Who would have been told' : 'Who has been told'}</h2>
      {failed > 0 && (
        <p>
          <strong>{counted(failed, 'notice', 'notices')} could not be delivered.</strong> Tell them yourself
          if it presses, or have it sent to somebody else.
        </p>
      )}
      {notices.length === 0 ? (
        <p>Nobody yet.</p>
      ) : (
        <table class="ds_table pace-stacked">
          <caption class="visually-hidden">Notices of this journey, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">About</th>
              <th scope="col">To</th>
              <th scope="col">When</th>
              <th scope="col">How it ended</th>
            </tr>
          </thead>
          <tbody>
            {notices.map((notice) => (
              <tr key={notice.id}>
                <th scope="row">
                  {notice.subject}
                  {notice.message && <AsRead id={notice.id} message={notice.message} />}
                </th>
                <td data-label="To">{receiverWords(notice, council)}</td>
                <td data-label="When">{inFull(notice.at)}</td>
                <td data-label="How it ended">
                  <NoticeEnding notice={notice} {...(resending && { resending })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** Whom a notice is for: the agency, and who of it. */
export function receiverWords(
  { agency, recipient }: Pick<NoticeAnswer, 'agency' | 'recipient'>,
  council: Pick<Council, 'agency' | 'say'>,
): string {
  const who = recipient === 'contact' ? '' : `, ${council.say(wordsFor(recipient).toLowerCase())}`
  return `${council.agency(agency)}${who}`
}

// What nobody was sent, as it would be read.
function AsRead({ id, message }: { id: string; message: NonNullable<NoticeAnswer['message']> }): VNode {
  return (
    <details class="pace-message" id={`message-${id}`}>
      <summary>As it would be read</summary>
      <p>
        <strong>{message.subject}</strong>
      </p>
      <p class="pace-message__text">{message.text}</p>
    </details>
  )
}
