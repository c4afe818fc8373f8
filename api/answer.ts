import type { Response } from 'express'
import type { KeptAnswer } from '../db/idempotency'
import type { Problem } from './problem'
import type { Answer, Route } from './route'
import { etagOf } from './version'

// Written with `end`, never with express's `send`: that would turn an answer into 304 when If-None-Match names the
// journey's version, though its statuses have moved on with time.

/** Answers a request that read something. */
export function writeAnswer(response: Response, answer: Answer, route: Route): void {
  const { contentType = 'application/json' } = route.answer
  const text =
    contentType === 'application/json'
      ? JSON.stringify(answer.body)
      : Buffer.isBuffer(answer.body)
        ? answer.body
        : String(answer.body)
  response.status(answer.status).set(answer.headers ?? {})
  if (answer.version !== undefined) response.set('etag', etagOf(answer.version))
  response.type(contentType).end(text)
}

/** Answers a request that recorded something, for the first time or again. */
export function writeKept(response: Response, { status, text, location, version }: KeptAnswer): void {
  response.status(status)
  if (location !== undefined) response.set('location', location)
  if (version !== undefined) response.set('etag', etagOf(version))
  response.type('application/json').end(text)
}

/** Answers with a problem document (RFC 9457). */
export function writeProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .end(JSON.stringify(problem))
}
