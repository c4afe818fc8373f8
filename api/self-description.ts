import { z } from 'zod'
import { docsPage } from './docs-page'
import { openApiDocument } from './openapi'
import { NONE, readRoute, type Route } from './route'

/**
 * The routes by which the API describes itself.
 *
 * @param routes all that are to be described, these included
 */
export function describingRoutes(routes: () => readonly Route[]): Route[] {
  return [
    readRoute({
      path: '/openapi.json',
      action: 'service.describe',
      reads: 'nothing',
      tag: 'This API',
      summary: 'The OpenAPI document',
      description: 'This API in OpenAPI 3.1.',
      params: NONE,
      query: NONE,
      answer: {
        status: 200,
        description: 'The document',
        schema: z.looseObject({ openapi: z.literal('3.1.0') }),
      },
      problems: [],
      read: (_asked, { publicUrl }) =>
        Promise.resolve({ status: 200, body: openApiDocument(routes(), publicUrl) }),
    }),
    readRoute({
      path: '/docs',
      action: 'service.describe',
      reads: 'nothing',
      tag: 'This API',
      summary: 'The documentation',
      description: 'This API as a page to read. It is whole in itself: it asks nobody for anything.',
      params: NONE,
      query: NONE,
      answer: { status: 200, description: 'The page', contentType: 'text/html', schema: z.string() },
      problems: [],
      async read(_asked, { publicUrl }) {
        const { html, contentSecurityPolicy } = await docsPage(openApiDocument(routes(), publicUrl))
        return { status: 200, body: html, headers: { 'content-security-policy': contentSecurityPolicy } }
      },
    }),
  ]
}
