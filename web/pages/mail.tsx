import { inFull } from '../../domain/dates-in-words'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { counted } from '../words'

/** A message in the embedded mail sink. */
export interface MailMessage {
  readonly id: string
  readonly subject: string
  readonly to: readonly string[]
  readonly receivedAt: string
  readonly text: string
  readonly copies: number
}

/** The mail that the practice installation has sent, the newest first. */
export function mailPage(messages: readonly MailMessage[], total: number): Content {
  return {
    title: 'Practice mail',
    body: (
      <>
        <Heading>Practice mail</Heading>
        <p>
          {counted(total, 'message', 'messages')}
          {total > messages.length && `, of which the newest ${messages.length} are shown`}. Nothing here was
          sent any further.
        </p>
        <ul class="pace-mail" data-live="journeys" id="messages">
          {messages.map(({ id, subject, to, receivedAt, text, copies }) => (
            <li key={id}>
              <details class="pace-message">
                <summary>
                  {subject}
                  <span class="pace-quiet">
                    {' '}
                    to {to.join(', ')}, {inFull(receivedAt)}
                    {copies > 1 && `, received ${copies} times under one Message-ID`}
                  </span>
                </summary>
                <pre>{text}</pre>
              </details>
            </li>
          ))}
        </ul>
      </>
    ),
  }
}
