import { mailPage, type MailMessage } from '../../web/pages/mail'
import { Problem, unavailable } from '../problem'
import type { PageRoute } from './page-route'

const MOST_SHOWN = 100
const LIMIT_MS = 5_000

export const mailPageRoute: PageRoute = {
  method: 'get',
  path: '/mail',
  actions: ['practice-mail.read'],
  here: 'mail',
  async answer(_request, { pages: { mailSink } }) {
    if (mailSink === undefined) {
      throw new Problem('not-found', 'Mail is really sent here, and not shown')
    }
    const messages = await messagesIn(mailSink)
    return { content: mailPage(messages.slice(0, MOST_SHOWN), messages.length) }
  },
}

async function messagesIn(mailSink: string): Promise<MailMessage[]> {
  try {
    const response = await fetch(new URL('/messages.json', mailSink), {
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    if (!response.ok) throw new Error(`the mail sink answered ${response.status}`)
    return ((await response.json()) as { items: MailMessage[] }).items
  } catch (error) {
    throw Object.assign(unavailable('The mail sink does not answer'), { cause: error })
  }
}
