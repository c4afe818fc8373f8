import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'

import type { Tokens } from '../../../api/bearer'
import { requestLog } from '../../../api/log'
import { signIn } from '../../../api/sign-in'
import { peerNames, type PeerName, type Store } from '../store'

export interface ShellServices {
  readonly tokens: Tokens
  readonly log: Logger
  readonly answer: object
  readonly stores: Readonly<Record<PeerName, Store>>
}

/**
 * The HTTP shell of PACE's API around the peers: the same log, headers, sign-in and JSON, an answer of the same size, and
 * in between nothing but one store. It answers at `/<peer>/<journey id>/events`.
 */
export function createShell({ tokens, log, answer, stores }: ShellServices): Express {
  const app = express()
  app.set('etag', false)
  app.set('x-powered-by', false)
  app.use(requestLog(log), helmet(), signIn(tokens), express.json({ limit: '256kb' }))
  for (const peer of peerNames) app.post(`/${peer}/:id/events`, keep(stores[peer], answer))
  return app
}

function keep(store: Store, answer: object): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const key = request.get('idempotency-key') ?? ''
    await store({ journeyId: request.params.id, key, payload: request.body })
    response.status(201).type('application/json').end(JSON.stringify(answer))
  }
}
