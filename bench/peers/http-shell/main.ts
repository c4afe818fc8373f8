import type { AddressInfo } from 'node:net'
import { pino } from 'pino'

import { tokensOf } from '../../../api/bearer'
import { listen } from '../../../api/server'
import { openBareInsert } from '../bare-insert'
import { openDbosSend } from '../dbos'
import { planOf, type ShellListens } from '../plan'
import { createShell } from './shell'

/** The process that answers for the peers. Says on which port. */
async function main(): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  const plan = planOf(process.env)
  const stores = { 'bare-insert': await openBareInsert(plan), 'dbos-send': await openDbosSend(plan) }
  const shell = createShell({
    tokens: tokensOf({ issuer: plan.issuer, audience: plan.audience }),
    log: pino({ name: 'peers' }),
    answer: plan.answer,
    stores,
  })
  const server = await listen(shell, '127.0.0.1', 0)
  const message: ShellListens = { port: (server.address() as AddressInfo).port }
  process.send?.(message)
}

void main()
