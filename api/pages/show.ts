import type { Response } from 'express'
import type { Content, Frame } from '../../web/frame'
import { renderPage } from '../../web/layout'
import { setPagePolicy } from './content-security-policy'

/** Answers with a page. */
export function show(response: Response, frame: Frame, content: Content, status = 200): void {
  setPagePolicy(response)
  response.status(status).type('text/html').end(renderPage(frame, content))
}
