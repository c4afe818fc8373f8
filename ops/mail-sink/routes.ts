import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

import { reasonOf } from '../explained-error'
import type { Mailbox } from './mailbox'
import { listPage, messagePage, missingPage, styleSheet } from './pages'

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Answers for a mailbox over HTTP: pages for people at `/`, JSON for programs at `/messages.json`. */
export function mailPages(mailbox: Mailbox): RequestListener {
  return (request, response) => {
    void answerTo(request, mailbox)
      .catch((error: unknown): Answer => {
        console.error(`${request.url ?? ''} could not be answered: ${reasonOf(error)}`)
        return {
          status: 500,
          type: 'text/plain',
          body: 'The mail could not be read; the log of the mail sink says why.\n',
        }
      })
      .then((answer) => send(request, response, answer))
  }
}

async function answerTo(request: IncomingMessage, mailbox: Mailbox): Promise<Answer> {
  // a page of another site whose name was made to lead here must not read the mail
  if (!isLoopback(request.headers.host))
    return { status: 421, type: 'text/plain', body: 'Ask 127.0.0.1 or localhost.\n' }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, type: 'text/plain', body: 'Only reading is possible here.\n' }
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const one = /^\/messages\/([^/]+)$/.exec(url.pathname)?.[1]
  if (one !== undefined) {
    const message = await mailbox.read(one)
    return message === undefined ? missing() : page(messagePage(message))
  }
  switch (url.pathname) {
    case '/':
      return page(listPage(await mailbox.list(), url.searchParams.get('before') ?? undefined))
    case '/messages.json':
      return json({ items: await mailbox.list() })
    case '/style.css':
      return { status: 200, type: 'text/css', body: styleSheet }
    case '/health':
      return json({ status: 'ready' })
    default:
      return missing()
  }
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
}

function page(body: string): Answer {
  return { status: 200, type: 'text/html', body }
}

function missing(): Answer {
  return { status: 404, type: 'text/html', body: missingPage() }
}

function json(content: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(content) }
}

function send(request: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` })
  response.end(request.method === 'HEAD' ? undefined : body)
}
