import { sql } from 'kysely'
import { auditAnchorOf, need, readSettings, type Settings } from '../contracts/settings'
import { checkAudit } from '../db/audit-check'
import { mailServerState } from '../db/mail-server'
import { schemaState, unconductedFor, unsentFor, type Waiting } from '../db/condition'
import { openDatabase, type Database } from '../db/database'
import { ofUnknownVersion } from '../db/event-versions'
import { unfinishedErasures } from '../db/erasure'
import { checkFacts, withoutFacts } from '../db/missing-facts'
import { keysOf } from '../keys/of-settings'
import { reasonOf } from '../ops/explained-error'
import { withEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'
import { readAnchors } from '../relay/audit-anchors'
import { engineHealth, openEngine } from '../temporal/connection'
import { connectionOptions } from '../temporal/connection-options'

/** What was found of one thing: that it is as it should be, or that it is not and what to do. */
type Finding = { readonly says: string } | { readonly says: string; readonly remedy: string }

interface Examination {
  readonly of: string
  readonly examine: () => Promise<Finding>
}

const CONDUCTED_WITHIN_SECONDS = 60
const SENT_WITHIN_SECONDS = 15 * 60
const SEALED_WITHIN_SECONDS = 120
const FACTS_LOOKED_AT = 50

/**
 * `pace doctor`: examines an installation, the running embedded one unless settings name another, and says of each thing
 * whether it is as it should be, and if not what to do. The exit code is 1 unless all are.
 */
export async function doctor(): Promise<void> {
  const env = withEmbedded(process.env, dataDirectory(process.env))
  const settings = readSettings(env)
  const db = openDatabase(need(settings, 'DATABASE_URL'), { maxConnections: 1 })
  try {
    const well = await examineAll(db, settings)
    if (!well) process.exitCode = 1
  } finally {
    await db.destroy()
  }
}

async function examineAll(db: Database, settings: Settings): Promise<boolean> {
  const engine = await say({ of: 'Engine', examine: () => examineEngine(settings) })
  const database = await say({ of: 'Database', examine: () => examineDatabase(db) })
  if (!database) return false
  const schema = await say({ of: 'Schema', examine: () => examineSchema(db) })
  // in tables of another release there is nothing to look for
  if (!schema) return false
  const rest = [
    await say({ of: 'Events', examine: () => examineEvents(db) }),
    await say({ of: 'Conducting', examine: () => examineConducting(db) }),
    await say({ of: 'Notices', examine: () => examineNotices(db) }),
    await say({ of: 'Erasures', examine: () => examineErasures(db) }),
    await say({ of: 'Reports', examine: () => examineFacts(db) }),
    await say({ of: 'Audit', examine: () => examineAudit(db, auditAnchorOf(settings)) }),
  ]
  return engine && rest.every(Boolean)
}

async function say({ of, examine }: Examination): Promise<boolean> {
  const finding = await examine().catch((error: unknown) => ({
    says: `It cannot be examined: ${reasonOf(error)}`,
    remedy: 'Mend what it says, and examine again',
  }))
  if (!('remedy' in finding)) {
    process.stdout.write(`ok      ${of}: ${finding.says}.\n`)
    return true
  }
  process.stdout.write(`not ok  ${of}: ${finding.says}. ${finding.remedy}.\n`)
  return false
}

async function examineEngine(settings: Settings): Promise<Finding> {
  const keys = keysOf(settings)
  const engine = openEngine({ ...connectionOptions(settings), namespace: settings.TEMPORAL_NAMESPACE, keys })
  try {
    if (await engineHealth(engine).reachable()) return { says: 'It answers' }
    return {
      says: `Temporal does not answer at ${settings.TEMPORAL_ADDRESS}, namespace ${settings.TEMPORAL_NAMESPACE}`,
      remedy: 'Start it, or mend TEMPORAL_ADDRESS; recording and reading go on meanwhile',
    }
  } finally {
    await engine.connection.close()
  }
}

async function examineDatabase(db: Database): Promise<Finding> {
  try {
    await sql`select 1`.execute(db)
    return { says: 'It answers' }
  } catch (error) {
    return {
      says: `It does not answer: ${reasonOf(error)}`,
      remedy: 'Start PostgreSQL, or mend DATABASE_URL',
    }
  }
}

async function examineSchema(db: Database): Promise<Finding> {
  const { missing, unknown } = await schemaState(db)
  if (unknown.length > 0)
    return {
      says: `The database is of a newer release: ${unknown.join(', ')}`,
      remedy: 'Run the release that it was brought to',
    }
  if (missing.length > 0)
    return {
      says: `The database has not had ${missing.join(', ')}`,
      remedy: 'Run `npm run -s pace -- migrate`',
    }
  return { says: 'It is of this release' }
}

async function examineEvents(db: Database): Promise<Finding> {
  const found = await ofUnknownVersion(db)
  const [first] = found
  if (first === undefined) return { says: 'This release knows every version of them' }
  const { journeyId, number, type, version } = first
  return {
    says:
      `${found.length} are of a newer release, the first ${type} of version ${version}, ` +
      `number ${number} of journey ${journeyId}`,
    remedy: 'Run that release: until then these journeys are neither shown nor conducted, and all others are',
  }
}

async function examineConducting(db: Database): Promise<Finding> {
  const found = await unconductedFor(db, CONDUCTED_WITHIN_SECONDS)
  if (found.count === 0) return { says: 'Every journey is conducted as far as it is recorded' }
  return {
    says: `${found.count} recorded and not conducted, ${oldest(found)}`,
    remedy:
      'Look whether a relay, a worker and the engine are at work: /health/ready names the one that is not',
  }
}

async function examineNotices(db: Database): Promise<Finding> {
  const found = await unsentFor(db, SENT_WITHIN_SECONDS)
  const { failing } = await mailServerState(db)
  if (found.count === 0) return { says: 'None is overdue' }
  return {
    says: `${found.count} overdue, ${oldest(found)}`,
    remedy:
      failing === undefined
        ? 'Look whether a worker is at work, and on the page of notices why each waits'
        : `The mail server takes nothing since ${failing.since}, and says: ${failing.words}`,
  }
}

async function examineErasures(db: Database): Promise<Finding> {
  const unfinished = await unfinishedErasures(db)
  const [first] = unfinished
  if (first === undefined) return { says: 'None is unfinished' }
  return {
    says: `The engine has still to forget ${unfinished.length} erased, the first since ${first.erasedAt.toISOString()}`,
    remedy: 'Run `npm run -s pace -- erase --finish` when it is there',
  }
}

async function examineFacts(db: Database): Promise<Finding> {
  const missing = await withoutFacts(db)
  if (missing > 0)
    return {
      says: `What they count has still to be written of ${missing} ${missing === 1 ? 'journey' : 'journeys'} recorded by an earlier release`,
      remedy: 'Let a relay run, which writes it by and by: until then reports leave these out',
    }
  const { looked, wrong } = await checkFacts(db, FACTS_LOOKED_AT)
  const [first] = wrong
  if (first === undefined)
    return { says: `What they count is what the record gives, of the ${looked} journeys that were looked at` }
  return {
    says: `Of ${wrong.length} of ${looked} journeys they count something else than the record gives, the first ${first}`,
    remedy: 'Follow docs/runbook.md, "Reports count something else than the record"',
  }
}

function oldest({ oldestSeconds }: Waiting): string {
  const minutes = Math.floor(oldestSeconds / 60)
  if (minutes < 120) return `the oldest for ${minutes} minutes`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `the oldest for ${hours} hours` : `the oldest for ${Math.floor(hours / 24)} days`
}

const TO_THE_RUNBOOK = 'Change nothing, and follow docs/runbook.md, "The audit does not verify"'

async function examineAudit(db: Database, file: string): Promise<Finding> {
  const kept = await readAnchors(file)
  const { seals, rows, fault, waitingSeconds = 0 } = await checkAudit(db, kept?.anchors ?? [])
  if (fault !== undefined) return { says: fault, remedy: TO_THE_RUNBOOK }
  const [unreadable] = kept?.unreadable ?? []
  if (unreadable !== undefined)
    return { says: `Line ${unreadable} of ${file} is no anchor`, remedy: TO_THE_RUNBOOK }
  if (kept === undefined && seals > 0)
    return {
      says: `${rows} rows are as they were sealed, but there are no anchors in ${file}: whether the end was cut off cannot be told`,
      remedy: 'Set PACE_AUDIT_ANCHOR to the file that the relays write',
    }
  if (waitingSeconds > SEALED_WITHIN_SECONDS)
    return {
      says: `A row has been waiting for its seal for ${waitingSeconds} seconds`,
      remedy: 'Start a relay, which seals; or look for a transaction that does not end',
    }
  return { says: `Of ${seals} ${seals === 1 ? 'seal' : 'seals'}, every row is as it was sealed: ${rows}` }
}
