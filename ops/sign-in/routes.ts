import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'

import { assetAt } from './assets'
import { choiceIn, type Offer } from './choice'
import { choosePage } from './choose-page'
import { readForm } from './form-body'
import { isForLoopback, isFromOwnPage } from './origin'
import { expiredPage, nothingHerePage, refusedPage } from './other-pages'

export interface SignInPages {
  readonly provider: Provider
  readonly offer: Offer
  /** Where people reach PACE's own pages, without a trailing slash. */
  readonly publicUrl: string
  /** Whether an error says that the sign-in a person is in the middle of is not known any more. */
  readonly isExpiry: (error: unknown) => boolean
}

/** Answers for the embedded sign-in over HTTP: its pages for people, and the provider for everything else. */
export function signInRoutes(pages: SignInPages): RequestListener {
  const provider = pages.provider.callback()
  const headers = headersFor(pages.publicUrl)
  return (request, response) => {
    if (!isForLoopback(request.headers)) {
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
      response.end('Ask 127.0.0.1 or localhost.\n')
      return
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    void ownAnswer(request, response, pages)
      .then((answered) => (answered ? undefined : provider(request, response)))
      .catch((error: unknown) => {
        console.error(request.url, error)
        send(
          response,
          500,
          refusedPage(pages.publicUrl, 'Something went wrong here; the log of the sign-in says what'),
        )
      })
  }
}

/** Chromium holds the redirects after a form to form-action too, and the last of them leads back to PACE. */
function headersFor(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data:",
      `form-action 'self' ${new URL(publicUrl).origin}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    // with no-referrer a browser would not say where a form comes from
    'referrer-policy': 'same-origin',
  }
}

/** @returns false when the request is the provider's to answer */
async function ownAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: SignInPages,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (/^\/interaction\/[^/]+$/.test(pathname)) {
    await interact(request, response, pages)
    return true
  }
  if (pathname === '/') {
    send(response, 200, nothingHerePage(pages.publicUrl))
    return true
  }
  const asset = await assetAt(pathname)
  if (asset === undefined) return false
  response.writeHead(200, { 'content-type': asset.type, 'cache-control': 'max-age=300' })
  response.end(asset.content)
  return true
}

async function interact(
  request: IncomingMessage,
  response: ServerResponse,
  pages: SignInPages,
): Promise<void> {
  const { provider, offer, publicUrl } = pages
  const isPost = request.method === 'POST'
  if (isPost && !isFromOwnPage(request.headers)) {
    send(response, 403, refusedPage(publicUrl, 'That was sent from the page of another site'))
    return
  }
  try {
    await provider.interactionDetails(request, response)
    if (!isPost) {
      send(response, 200, choosePage(offer))
      return
    }
    const form = await readForm(request)
    if (form === undefined) {
      send(response, 413, refusedPage(publicUrl, 'That was too much for a form of this page'))
      return
    }
    const choice = choiceIn(form, offer)
    if ('sub' in choice) {
      await provider.interactionFinished(request, response, {
        login: { accountId: choice.sub, remember: false },
      })
    } else {
      send(response, 422, choosePage(offer, { form, errors: choice }))
    }
  } catch (error) {
    if (!pages.isExpiry(error)) throw error
    send(response, 410, expiredPage(publicUrl))
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(body)
}
