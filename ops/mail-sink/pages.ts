import { html, type Html } from './html'
import type { Message, WholeMessage } from './mailbox'

/** How many messages a page lists. */
export const pageLength = 100

/** The list of messages. Of a message that came more than once only the newest copy is listed, with their number. */
export function listPage(messages: readonly Message[], before: string | undefined): string {
  const newest = newestCopies(messages)
  const rest = before === undefined ? newest : newest.filter(({ id }) => id < before)
  const shown = rest.slice(0, pageLength)
  const last = shown.at(-1)
  const older =
    last !== undefined && rest.length > shown.length
      ? html`<nav aria-label="Pages"><a href="/?before=${last.id}">Older messages</a></nav>`
      : html``
  return page(
    'Mail',
    html`<p>${countOf(newest.length)}, the newest first. Nothing here was sent any further.</p>
      ${shown.length === 0 ? html`` : table(shown)}${older}`,
  )
}

/** One message: its headers, its text and what was attached. */
export function messagePage(message: WholeMessage): string {
  return page(
    message.subject || 'No subject',
    html`<p><a href="/">All messages</a></p>
      <dl>
        ${field('From', message.from)}${field('To', message.to.join(', '))}${field('Sent', timeOf(message.date))}
        ${field('Received', timeOf(message.receivedAt))}
        ${message.copies > 1 ? field('Copies', `received ${message.copies} times under the same Message-ID`) : html``}
      </dl>
      <h2>Text</h2>
      <pre>${message.text}</pre>
      ${attachmentsOf(message)}
      <h2>Headers</h2>
      <pre>${message.headers.join('\n')}</pre>`,
  )
}

/** The answer to an address that leads nowhere. */
export function missingPage(): string {
  return page(
    'No such message',
    html`<p>There is no such page or message here. <a href="/">All messages</a></p>`,
  )
}

function newestCopies(messages: readonly Message[]): Message[] {
  const seen = new Set<string>()
  return messages.filter(({ messageId }) => {
    if (messageId === '') return true
    if (seen.has(messageId)) return false
    seen.add(messageId)
    return true
  })
}

function countOf(count: number): string {
  if (count === 0) return 'No messages yet'
  return count === 1 ? '1 message' : `${count} messages`
}

function table(messages: readonly Message[]): Html {
  return html`<table>
    <caption>
      Messages received
    </caption>
    <thead>
      <tr>
        <th scope="col">Subject</th>
        <th scope="col">To</th>
        <th scope="col">Received</th>
      </tr>
    </thead>
    <tbody>
      ${messages.map(row)}
    </tbody>
  </table>`
}

function row(message: Message): Html {
  const copies = message.copies > 1 ? html` <span>(received ${message.copies} times)</span>` : html``
  return html`<tr>
    <th scope="row"><a href="/messages/${message.id}">${message.subject || 'No subject'}</a>${copies}</th>
    <td>${message.to.join(', ')}</td>
    <td>${timeOf(message.receivedAt)}</td>
  </tr>`
}

function attachmentsOf(message: WholeMessage): Html {
  if (message.attachments.length === 0) return html``
  const items = message.attachments.map(
    ({ name, type, bytes }) => html`<li>${name} (${type}, ${bytes} bytes)</li>`,
  )
  return html`<h2>Attachments</h2>
    <ul>
      ${items}
    </ul>`
}

function field(name: string, value: string | Html): Html {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`
}

const clock = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'long',
  timeZone: 'Europe/London',
})

function timeOf(instant: string | null): string | Html {
  if (instant === null) return 'not said'
  return html`<time datetime="${instant}">${clock.format(new Date(instant))}</time>`
}

function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - PACE mail sink</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header><p>PACE mail sink: practice mail, kept on this machine</p></header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text
}

/** How the pages look, served by itself so that the pages need no style of their own inside them. */
export const styleSheet = `
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; max-width: 60rem; padding: 0 1rem 3rem; }
header p { border-bottom: 0.25rem solid #0065bd; margin: 0; padding: 0.75rem 0; font-weight: bold; }
a { color: #0065bd; }
a:focus { outline: 0.2rem solid #1a1a1a; background: #fdd522; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid #767676; overflow-wrap: anywhere; }
tbody th { font-weight: normal; }
dt { font-weight: bold; }
dd { margin: 0 0 0.5rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f2f2f2; padding: 1rem; font-size: 1rem; }
`
