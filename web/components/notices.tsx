import type { VNode } from 'preact'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { inFull } from '../../domain/dates-in-words'
import { useCouncil } from '../council'
import { wordsFor } from '../words'
import { NoticeTag } from './tag'

/** Who has been told of what in a journey, and how it ended; the newest first. */
export function Notices({
  notices,
  practice = false,
}: {
  notices: readonly NoticeAnswer[]
  practice?: boolean
}): VNode {
  const council = useCouncil()
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{practice ? 'Who would have been told' : 'Who has been told'}</h2>
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
            {notices.map(({ id, subject, agency, recipient, at, status, lastError, message }) => (
              <tr key={id}>
                <th scope="row">
                  {subject}
                  {message && (
                    <details class="pace-message" id={`message-${id}`}>
                      <summary>As it would be read</summary>
                      <p>
                        <strong>{message.subject}</strong>
                      </p>
                      <p class="pace-message__text">{message.text}</p>
                    </details>
                  )}
                </th>
                <td data-label="To">
                  {council.agency(agency)}
                  {recipient !== 'contact' && `, ${council.say(wordsFor(recipient).toLowerCase())}`}
                </td>
                <td data-label="When">{inFull(at)}</td>
                <td data-label="How it ended">
                  <NoticeTag status={status} />
                  {lastError && <span class="pace-quiet"> {lastError}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
