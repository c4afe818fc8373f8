import type { Command } from 'commander'

import type { Client } from '@temporalio/client'
import { journeyWorkflowId } from '../contracts/journey-workflow'
import type { Extent } from '../db/erasure'
import type { RetentionReview } from '../db/retention'
import { GROUNDS, mayErase, type Ground, type Verdict } from '../domain/retention'
import { isLocalDate } from '../domain/time'
import { ExplainedError, reasonOf } from '../ops/explained-error'
import { childOfReference, type Asked } from './child-of-reference'
import { operator, withRecord, type OpenRecord } from './record'

interface AskedOfErase extends Asked {
  readonly ground?: string
  readonly authorisedBy?: string
  readonly yes?: boolean
  readonly due?: boolean
  readonly on?: string
  readonly finish?: boolean
}

/** `pace erase`: erases a child lawfully, lists those whose time is over, and finishes what the engine has still to follow. */
export function eraseCommand(pace: Command): void {
  pace
    .command('erase [child-reference]')
    .description(
      'erase a child lawfully, for good; without --yes, only say what would go and what would stay',
    )
    .option('--ground <code>', `on which ground: ${GROUNDS.join(', ')}`)
    .option('--authorised-by <person>', 'who has decided it')
    .option('--yes', 'do it')
    .option('--practice', 'the practice of this reference, not the child')
    .option('--due', 'list the children whose time is over, and those of them who are held')
    .option('--on <day>', 'with --due: on that day, YYYY-MM-DD, instead of today')
    .option('--finish', 'have the engine forget the journeys of whoever was erased while it was away')
    .action((reference: string | undefined, asked: AskedOfErase) =>
      withRecord((record) =>
        withEngine(record, (engine) => erase({ ...record, engine }, reference, asked, say)),
      ),
    )
}

/** The record, and the engine that is to forget. */
export interface RecordAndEngine extends OpenRecord {
  readonly engine: Client
}

/**
 * Does what is asked, and says what it does, line by line.
 * @throws ExplainedError when it is not asked rightly, may not be done, or the engine has still to follow
 */
export async function erase(
  services: RecordAndEngine,
  reference: string | undefined,
  asked: AskedOfErase,
  tell: (line: string) => void,
): Promise<void> {
  if (asked.due === true) return due(services, asked.on, tell)
  if (asked.finish === true) return finish(services, tell)
  if (reference === undefined)
    throw new ExplainedError('Say whom: `pace erase <child-reference>`, or ask for --due or --finish.')
  const ground = groundOf(asked.ground)
  const authorisedBy = asked.authorisedBy?.trim()
  if (!authorisedBy) throw new ExplainedError('Say who has decided it: --authorised-by <person>')

  const { db, keys } = services
  const { conductJourney } = require('../db/conduct') as typeof import('../db/conduct')
  const { eraseLawfully, extentOf, NotErasableError, unconductedOf } =
    require('../db/erasure') as typeof import('../db/erasure')
  const { keptChildOf, retentionDay } = require('../db/retention') as typeof import('../db/retention')
  const child = await childOfReference(services, reference, asked).catch((error: unknown) =>
    finishAfter(error, services, tell),
  )
  if (child === undefined) return
  const { writeOfChild } = require('../db/audit-of-child') as typeof import('../db/audit-of-child')
  const looked = { childId: child.id, by: operator(), action: 'child.erase-looked', detail: { ground } }
  await db.transaction().execute((trx) => writeOfChild(trx, looked))
  const verdict = mayErase(await keptChildOf(db, keys, child.id), ground, await retentionDay(db))
  if (!verdict.allowed) throw explained(reference, verdict)
  for (const line of extentInWords(reference, await extentOf(db, child.id))) tell(line)
  tell(`It may be erased: ${verdict.because}.`)
  if (asked.yes !== true) {
    tell('Nothing was erased. To do it, for good: the same again with --yes.')
    return
  }
  // what is true of it by now is counted before nobody is told any more
  for (const id of await unconductedOf(db, child.id)) await conductJourney(db, id)
  try {
    await db
      .transaction()
      .execute((trx) => eraseLawfully(trx, keys, { childId: child.id, ground, authorisedBy, by: operator() }))
  } catch (error) {
    throw error instanceof NotErasableError ? explained(reference, error.verdict) : error
  }
  tell(`${reference} is erased from the record.`)
  await finish(services, tell)
}

async function finish({ db, engine }: RecordAndEngine, tell: (line: string) => void): Promise<void> {
  const { finishErasure, unfinishedErasures } = require('../db/erasure') as typeof import('../db/erasure')
  const { forgetWorkflow } =
    require('../temporal/forget-workflow') as typeof import('../temporal/forget-workflow')
  const unfinished = await unfinishedErasures(db)
  for (const { childId, journeys } of unfinished) {
    try {
      for (const id of journeys) await forgetWorkflow(engine, journeyWorkflowId(id))
    } catch (error) {
      throw new ExplainedError(
        `The record is erased, but the engine has not forgotten the journeys yet: ${reasonOf(error)}. ` +
          'Run `pace erase --finish` when it is back.',
      )
    }
    await finishErasure(db, childId)
    tell(`The engine has forgotten ${journeys.length} ${journeys.length === 1 ? 'journey' : 'journeys'}.`)
  }
  if (unfinished.length === 0) tell('No erasure is unfinished.')
}

// Somebody who was erased has no reference any more: asked for again, what is unfinished is finished.
async function finishAfter(
  unknown: unknown,
  services: RecordAndEngine,
  tell: (line: string) => void,
): Promise<undefined> {
  const { unfinishedErasures } = require('../db/erasure') as typeof import('../db/erasure')
  if ((await unfinishedErasures(services.db)).length === 0) throw unknown
  tell('Nobody is known by this reference any more. What is unfinished is finished now.')
  await finish(services, tell)
}

async function due(
  { db, keys }: OpenRecord,
  on: string | undefined,
  tell: (line: string) => void,
): Promise<void> {
  if (on !== undefined && !isLocalDate(on)) throw new ExplainedError(`--on ${on} is no day: write YYYY-MM-DD`)
  const { retentionDay, reviewRetention } = require('../db/retention') as typeof import('../db/retention')
  const day = on ?? (await retentionDay(db))
  const { writeOfEveryChild } = require('../db/audit-of-child') as typeof import('../db/audit-of-child')
  await writeOfEveryChild(db, { by: operator(), action: 'child.retention-reviewed', detail: { on: day } })
  for (const line of reviewInWords(day, await reviewRetention(db, keys, day))) tell(line)
}

/** What is said of those whose time is over. */
export function reviewInWords(day: string, { over, undated, unopened }: RetentionReview): string[] {
  const free = over.filter(({ held }) => !held)
  const held = over.filter((child) => child.held)
  const line = ({ reference, freeFrom }: (typeof over)[number]) => `  ${reference}, since ${freeFrom}`
  return [
    `On ${day} ${free.length} need not be kept any longer${free.length > 0 ? ':' : '.'}`,
    ...free.map(line),
    ...(held.length > 0
      ? [`${held.length} more are held for the law past their time:`, ...held.map(line)]
      : []),
    ...(undated > 0
      ? [`Of ${undated} without an open journey it cannot be told: their birth date is not written down.`]
      : []),
    ...(unopened > 0
      ? [`${unopened} could not be looked at: \`pace keys report\` names the key that is not here.`]
      : []),
  ]
}

function extentInWords(reference: string, extent: Extent): string[] {
  const { journeys, events, withWords, hasDetails, answers, siblings, notices, deadlines, milestones } =
    extent
  return [
    `Of ${reference} this goes for good:`,
    '  the key, and with it every word that people wrote',
    `  the words of ${withWords} of ${events} events; name and details: ${hasDetails ? 'there are some' : 'none are kept'}`,
    `  the reference in ${journeys} journeys, ${siblings} links to brothers and sisters, ${answers} kept answers`,
    '  what is not sent yet, and what the engine knows',
    'This stays, in codes and dates that lead to nobody:',
    `  ${events} events, ${deadlines} deadlines, ${milestones} milestones and ${notices} notices, and what reports count of them, so that numbers stay right`,
    '  the audit',
  ]
}

function groundOf(ground: string | undefined): Ground {
  const known = GROUNDS.find((one) => one === ground)
  if (known) return known
  const what = ground === undefined ? 'Say on which ground' : `${ground} is no ground`
  throw new ExplainedError(
    `${what}: --ground with one of ${GROUNDS.join(', ')}. docs/runbook.md says when each fits.`,
  )
}

function explained(
  reference: string,
  { because, remedy }: Extract<Verdict, { allowed: false }>,
): ExplainedError {
  return new ExplainedError(`${reference} may not be erased. ${because}. ${remedy}.`)
}

async function withEngine<T>(
  { settings, keys }: OpenRecord,
  work: (engine: Client) => Promise<T>,
): Promise<T> {
  // loaded here since other commands can do without them
  const { openEngine } = require('../temporal/connection') as typeof import('../temporal/connection')
  const { connectionOptions } =
    require('../temporal/connection-options') as typeof import('../temporal/connection-options')
  const engine = openEngine({ ...connectionOptions(settings), namespace: settings.TEMPORAL_NAMESPACE, keys })
  try {
    return await work(engine)
  } finally {
    await engine.connection.close()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
