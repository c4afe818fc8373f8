import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'

import type { Rehearsal } from '../db/rehearsing'
import { publicUrlOf } from '../contracts/settings'
import { DocumentError } from '../domain/document-faults'
import { COURSES, type Course } from '../domain/rehearsal'
import { instant, parseOccurrence, wallTime, type Instant } from '../domain/time'
import { ExplainedError, reasonOf } from '../ops/explained-error'
import { knowDraft } from '../policies/drafts'
import {
  currentPolicy,
  policyIds,
  releasedPolicies,
  releasedPolicy,
  type ReleasedPolicy,
} from '../policies/released'
import type { RehearsalReport } from '../web/rehearsal/report'
import { operator, withRecord, type OpenRecord } from './record'
import { inCsv, inTable } from './rehearsal-text'

const FORMATS = ['table', 'csv', 'json'] as const
type Format = (typeof FORMATS)[number]

interface AskedOfRehearse {
  readonly course: string
  readonly format: string
  readonly start?: string
  readonly locality?: string
  readonly svg?: string
  readonly keep?: boolean
}

/** `pace rehearse`: goes through a whole journey of a policy on the engine that runs, and prints every moment of it. */
export function rehearseCommand(pace: Command): void {
  pace
    .command('rehearse <policy>')
    .description(
      'go through a whole journey of a policy on the engine, with each reminder and notice at its date',
    )
    .addHelpText(
      'after',
      '\n<policy> is an id such as highland, an id with its version such as highland@1, or the path of a draft document.',
    )
    .option('--course <course>', `what is recorded: ${COURSES.join(' or ')}`, 'on-time')
    .option('--start <day>', 'when it begins, YYYY-MM-DD or a moment with its offset; today when left out')
    .option('--locality <code>', 'in which of its localities; the first when left out')
    .option('--format <format>', `how it is printed: ${FORMATS.join(', ')}`, 'table')
    .option('--svg <file>', 'draw it as a timeline into this file as well')
    .option('--keep', 'leave the practice journey there, and print its address')
    .action((named: string, asked: AskedOfRehearse) =>
      withRecord(async (record) => {
        const stop = new AbortController()
        // a terminal that is closed and a service manager stop it as a person does
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
          process.once(signal, () =>
            stop.abort(new ExplainedError('Stopped. The practice journey was thrown away.')),
          )
        const told = await rehearsePolicy(record, named, asked, stop.signal, tellProgress)
        process.stderr.write(told.notes.map((note) => `${note}\n`).join(''))
        process.stdout.write(told.printed)
      }),
    )
}

/** What a rehearsal prints, and what is said beside it. */
export interface RehearsalTold {
  readonly printed: string
  readonly notes: readonly string[]
  readonly report: RehearsalReport
}

/**
 * Rehearses a policy, draws it where that is asked for, and says what to print.
 * @throws ExplainedError when it is not asked rightly, or nobody conducts it
 */
export async function rehearsePolicy(
  { db, keys, settings }: OpenRecord,
  named: string,
  asked: AskedOfRehearse,
  stop: AbortSignal,
  progress: (at: Instant) => void = () => undefined,
): Promise<RehearsalTold> {
  const { rehearse, SilentEngineError } = require('../db/rehearsing') as typeof import('../db/rehearsing')
  const { reportOf } = require('../web/rehearsal/report') as typeof import('../web/rehearsal/report')
  const course = courseOf(asked.course)
  const format = formatOf(asked.format)
  const { policy, draft } = policyNamed(named)
  const locality = localityOf(asked.locality, policy)
  const startsAt = startOf(asked.start)
  if (asked.svg !== undefined) requireWritable(asked.svg)
  await requireAtWork(db)
  const rehearsal = await rehearse(db, keys, {
    policy,
    ...(draft && { draft }),
    course,
    locality,
    startsAt,
    by: operator(),
    keep: asked.keep === true,
    progress,
    stop,
  }).catch((error: unknown) => {
    if (error instanceof SilentEngineError)
      throw new ExplainedError(
        `${error.message}. \`npm run -s pace -- doctor\` says what is wrong. The practice journey was thrown away.`,
        { cause: error },
      )
    throw error
  })
  const report = reportOf({
    policy: policy.policy,
    draft: draft !== undefined,
    course,
    locality,
    state: rehearsal.recorded.state,
    endedAt: rehearsal.recorded.now,
    notices: rehearsal.notices,
  })
  return {
    report,
    printed: printedIn(format, report),
    notes: [...drawn(asked.svg, report), ...kept(asked.keep, rehearsal, publicUrlOf(settings))],
  }
}

function printedIn(format: Format, report: RehearsalReport): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`
  return format === 'csv' ? inCsv(report) : inTable(report)
}

function drawn(file: string | undefined, report: RehearsalReport): string[] {
  if (file === undefined) return []
  const { timelineOf } = require('../web/rehearsal/timeline') as typeof import('../web/rehearsal/timeline')
  const picture = timelineOf(report)
  writeFileSync(file, picture)
  return [`The timeline is in ${file}`]
}

// Before the rehearsal, so that nobody waits for a picture that cannot be kept.
function requireWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'))
  } catch (error) {
    throw new ExplainedError(`--svg ${file} cannot be written: ${reasonOf(error)}`, { cause: error })
  }
}

function kept(keep: boolean | undefined, { journeyId }: Rehearsal, publicUrl: string): string[] {
  if (keep !== true) return []
  return [`Kept: ${publicUrl}/practice/${journeyId}`]
}

const AT_WORK_SECONDS = 15

async function requireAtWork(db: OpenRecord['db']): Promise<void> {
  const { partsAlive } = require('../db/heartbeat') as typeof import('../db/heartbeat')
  const alive = await partsAlive(db, AT_WORK_SECONDS)
  const silent = (['relay', 'worker'] as const).filter((part) => !alive.has(part))
  if (silent.length > 0)
    throw new ExplainedError(
      `A rehearsal runs on the engine, and no ${silent.join(' and no ')} was heard of lately. Start PACE with \`npm start\`, or the parts that are missing.`,
    )
}

/** A policy by id, by id and version, or by the path of a draft document, which is read beside those that are released. */
function policyNamed(named: string): { policy: ReleasedPolicy; draft?: object } {
  const [id = '', version, more] = named.split('@')
  if (policyIds().includes(id) && more === undefined) {
    if (version === undefined) return { policy: currentPolicy(id) }
    const policy = releasedPolicy(id, Number(version))
    if (policy) return { policy }
  }
  const document = documentIn(named)
  if (document !== undefined) return draftFrom(named, document)
  const there = releasedPolicies().map(({ reference }) => `${reference.id}@${reference.version}`)
  throw new ExplainedError(`${named} is neither a policy nor a file. There are: ${there.join(', ')}`)
}

function draftFrom(file: string, document: unknown): { policy: ReleasedPolicy; draft?: object } {
  try {
    const policy = knowDraft(document, path.basename(file))
    const { id, version, hash } = policy.reference
    const released = releasedPolicy(id, version)?.reference.hash === hash
    return released || typeof document !== 'object' || document === null
      ? { policy }
      : { policy, draft: document }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const faults = error.faults.map(({ path: place, message, remedy }) => `  ${place}: ${message}. ${remedy}`)
    throw new ExplainedError([`${file} cannot be rehearsed:`, ...faults].join('\n'), { cause: error })
  }
}

function documentIn(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new ExplainedError(`${file} cannot be read: ${reasonOf(error)}`, { cause: error })
  }
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ExplainedError(`${file} is not JSON: ${reasonOf(error)}`, { cause: error })
  }
}

function courseOf(course: string): Course {
  const known = COURSES.find((one) => one === course)
  if (known) return known
  throw new ExplainedError(`--course ${course} is none: give ${COURSES.join(' or ')}`)
}

function formatOf(format: string): Format {
  const known = FORMATS.find((one) => one === format)
  if (known) return known
  throw new ExplainedError(`--format ${format} is none: give ${FORMATS.join(', ')}`)
}

function localityOf(locality: string | undefined, { policy: { localities, title } }: ReleasedPolicy): string {
  const codes = localities.map(({ id }) => id)
  const chosen = locality ?? codes[0] ?? ''
  if (codes.includes(chosen)) return chosen
  throw new ExplainedError(`--locality ${chosen} is none of ${title}: give one of ${codes.join(', ')}`)
}

const MORNING = 10

function startOf(start: string | undefined): Instant {
  if (start === undefined) return instant(Date.now())
  const { on, at } = parseOccurrence(start) ?? {}
  if (on === undefined)
    throw new ExplainedError(`--start ${start} is no day: write YYYY-MM-DD, or a moment with its offset`)
  return at ?? wallTime(on, MORNING)
}

function tellProgress(at: Instant): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${at.slice(0, 10)} `)
}
