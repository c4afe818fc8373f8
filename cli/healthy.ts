import { hostname } from 'node:os'

import { need, readSettings } from '../contracts/settings'
import { ExplainedError, reasonOf } from '../ops/explained-error'

/** The parts that can be asked after on the machine that they run on. */
const PARTS = ['api', 'worker', 'relay'] as const
type Part = (typeof PARTS)[number]

const ANSWER_LIMIT_MS = 5_000
const HEARD_OF_WITHIN_SECONDS = 15

/**
 * `pace healthy <part>`: whether the part that runs on this machine, or in this container, is at work. It prints nothing
 * then; a container's health check goes by the exit code.
 * @throws ExplainedError when it is not, saying why
 */
export async function healthy(part: string): Promise<void> {
  if (!isPart(part))
    throw new ExplainedError(`There is no part "${part}" to ask after. The parts are ${PARTS.join(', ')}.`)
  const settings = readSettings(process.env)
  await (part === 'api' ? apiAnswers(settings.PACE_PORT) : beats(part, need(settings, 'DATABASE_URL')))
}

async function apiAnswers(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/health/ready`
  let status: number
  try {
    ;({ status } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) }))
  } catch (error) {
    throw new ExplainedError(`${url} does not answer: ${reasonOf(error)}.`, { cause: error })
  }
  if (status !== 200) throw new ExplainedError(`${url} answered ${status}.`)
}

/** A worker and a relay take no requests; they say in the database that they are at work. */
async function beats(part: 'worker' | 'relay', databaseUrl: string): Promise<void> {
  const { openDatabase } = require('../db/database') as typeof import('../db/database')
  const { partAliveOn } = require('../db/heartbeat') as typeof import('../db/heartbeat')
  const db = openDatabase(databaseUrl, { maxConnections: 1 })
  try {
    if (await partAliveOn(db, part, hostname(), HEARD_OF_WITHIN_SECONDS)) return
  } catch (error) {
    throw new ExplainedError(`The database does not say: ${reasonOf(error)}.`, { cause: error })
  } finally {
    await db.destroy()
  }
  throw new ExplainedError(
    `No ${part} of this machine (${hostname()}) was heard of in the last ${HEARD_OF_WITHIN_SECONDS} seconds.`,
  )
}

function isPart(text: string): text is Part {
  return (PARTS as readonly string[]).includes(text)
}
