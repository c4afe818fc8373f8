import type { IncomingHttpHeaders } from 'node:http'

/** Whether a request was made to a name of this machine: a page of another site whose name was made to lead here was not. */
export function isForLoopback({ host }: IncomingHttpHeaders): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
}

/**
 * Whether a form was sent from one of the sign-in's own pages. Browsers say where a form comes from in one of two
 * headers, which no page can write; who says neither is not believed.
 */
export function isFromOwnPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin !== undefined && headers.origin === `http://${headers.host}`
}
