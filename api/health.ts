import { sql } from 'kysely'
import type { EngineHealth } from '../contracts/live'
import type { Database } from '../db/database'
import { readFor } from '../db/acting'
import { partsAlive, type BeatingPart } from '../db/heartbeat'
import { mailState } from '../db/notice-list'
import { AUTHORITY } from '../db/scope'
import type { Tokens } from './bearer'

/** The parts of an installation, as health names them. */
export const PARTS = ['database', 'signIn', 'engine', 'worker', 'relay', 'mail'] as const
export type Part = (typeof PARTS)[number]

/** Whether a part is at work; if not, why, for the people who run it. */
export type PartState = 'ready' | { readonly state: 'unavailable'; readonly because: string }

export interface Readiness {
  /**
   * `ready`: every part is at work. `degraded`: the API records and reads, and what else is to happen waits.
   * `unavailable`: nothing can be recorded.
   */
  readonly status: 'ready' | 'degraded' | 'unavailable'
  readonly parts: Readonly<Record<Part, PartState>>
}

export interface Health {
  readiness(): Promise<Readiness>
}

/** What health is asked of. */
export interface HealthSources {
  readonly db: Database
  readonly tokens: Tokens
  readonly engine: EngineHealth
  /** Throws when the mail server does not answer. Absent where there is none. */
  readonly mail?: () => Promise<void>
}

const ALIVE_WITHIN_SECONDS = 15
const ASK_AGAIN_AFTER_MS = 1_000
const PART_LIMIT_MS = 3_000

/**
 * Asks each part whether it is at work, all at once. Anybody may ask, so that the parts are asked at most once a second,
 * however many do.
 */
export function healthOf(sources: HealthSources, clock: () => number = Date.now): Health {
  let asked: { at: number; answer: Promise<Readiness> } | undefined
  return {
    readiness() {
      if (asked === undefined || clock() - asked.at >= ASK_AGAIN_AFTER_MS) {
        asked = { at: clock(), answer: ask(sources) }
      }
      return asked.answer
    },
  }
}

async function ask({ db, tokens, engine, mail }: HealthSources): Promise<Readiness> {
  const alive = partsAlive(db, ALIVE_WITHIN_SECONDS)
  const [database, signIn, engineState, worker, relay, mailState] = await Promise.all([
    stateOf(() => sql`select 1`.execute(db), 'The database does not answer'),
    stateOf(() => tokens.check(), "The issuer's keys cannot be had"),
    stateOf(async () => {
      if (!(await engine.reachable())) throw new Error('unreachable')
    }, 'The engine does not answer'),
    stateOf(() => beats('worker', alive), 'No worker was heard of lately'),
    stateOf(() => beats('relay', alive), 'No relay was heard of lately'),
    mail === undefined ? missing('No mail server is set: notices wait') : mailStateOf(db, mail),
  ])
  const parts = { database, signIn, engine: engineState, worker, relay, mail: mailState }
  return { status: statusOf(parts), parts }
}

// It may answer and take nothing: what its senders have met with counts for more.
async function mailStateOf(db: Database, answers: () => Promise<void>): Promise<PartState> {
  const [answering, taking] = await Promise.all([
    stateOf(answers, 'The mail server does not answer'),
    // without a database it is not known, and that is said of the database
    inTime(takesMessages(db)).catch(() => 'ready' as const),
  ])
  return taking === 'ready' ? answering : taking
}

async function takesMessages(db: Database): Promise<PartState> {
  const { failing, waiting } = await readFor(db, { id: 'health', scope: AUTHORITY }, (trx) =>
    mailState(trx, AUTHORITY),
  )
  if (failing === undefined) return 'ready'
  return missing(
    `The mail server takes no messages since ${failing.since}: ${waiting.count} ${waiting.count === 1 ? 'notice waits' : 'notices wait'}. What it says stands on the page of notices`,
  )
}

async function beats(part: BeatingPart, alive: Promise<Set<BeatingPart>>): Promise<void> {
  if (!(await alive).has(part)) throw new Error('silent')
}

// The reasons are ours: what went wrong in detail is no business of somebody who is not signed in.
async function stateOf(isAtWork: () => Promise<unknown>, otherwise: string): Promise<PartState> {
  try {
    await inTime(isAtWork())
    return 'ready'
  } catch {
    return missing(otherwise)
  }
}

async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), PART_LIMIT_MS)
  })
  try {
    return await Promise.race([asked, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

function missing(because: string): PartState {
  return { state: 'unavailable', because }
}

function statusOf(parts: Readiness['parts']): Readiness['status'] {
  if (parts.database !== 'ready' || parts.signIn !== 'ready') return 'unavailable'
  return PARTS.every((part) => parts[part] === 'ready') ? 'ready' : 'degraded'
}
