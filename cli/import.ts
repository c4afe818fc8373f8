import { open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'

import { personId } from '../contracts/event-schemas'
import { IMPORTS_OF, systemName, UNNAMED_SYSTEM, type ImportOf } from '../contracts/import-schema'
import type { ImportReport } from '../db/importing/report'
import type { ToTakeIn } from '../db/importing/take-in'
import type { Finding } from '../domain/importing/finding'
import { ExplainedError } from '../ops/explained-error'
import { currentPolicy } from '../policies/released'
import { ImportProgress } from './import-progress'
import { operator, withRecord, type OpenRecord } from './record'

interface AskedOfImport {
  readonly of?: string
  readonly system?: string
  readonly by?: string
}

/** `pace import`: brings a file in as POST /imports does, and stays until it has ended. */
export function importCommand(pace: Command): void {
  pace
    .command('import <file>')
    .description('bring a CSV file in from another system; exit with 1 when rows were refused')
    .option('--of <what>', `what the file has: ${IMPORTS_OF.join(' or ')}`, 'journeys')
    .option('--system <name>', 'what the system is called that the rows came from', UNNAMED_SYSTEM)
    .option('--by <person>', 'the id of the person in whose name it is recorded; this account when left out')
    .action((file: string, asked: AskedOfImport) =>
      withRecord(async (record) => {
        const stop = new AbortController()
        // a second Ctrl-C ends the command at once; what is queued goes on without it
        process.once('SIGINT', () => stop.abort())
        const ended = await importFile(record, file, asked, new ImportProgress(process.stdout), stop.signal)
        if (ended.status !== 'done' || ended.bad_rows > 0) process.exitCode = 1
      }),
    )
}

/**
 * Brings a file in and waits until it has ended. When it is to stop, it asks for that and says how to go on.
 * @throws ExplainedError when the file cannot be read, or is not what can be brought in
 */
export async function importFile(
  { db, keys, settings }: OpenRecord,
  file: string,
  { of = 'journeys', system = UNNAMED_SYSTEM, by = operator() }: AskedOfImport,
  progress: ImportProgress,
  stop: AbortSignal,
): Promise<ImportReport> {
  const { askToCancel, readFindings, readImport } =
    require('../db/importing/report') as typeof import('../db/importing/report')
  const asked: ToTakeIn = {
    of: whatOf(of),
    system: nameOf(system),
    policy: currentPolicy(settings.PACE_POLICY).reference.id,
    by: { id: personOf(by), roles: ['administrator'], scope: { localities: 'authority' } },
  }
  const id = await sent({ db, keys }, asked, file)
  let isStopping = false
  for (;;) {
    const report = await readImport(db, id, {})
    progress.show(report)
    if (report.ended_at !== null) {
      progress.end(report, await readFindings(db, id))
      return report
    }
    if (stop.aborted && !isStopping) {
      isStopping = true
      await db.transaction().execute((trx) => askToCancel(trx, id, asked.by.id, {}))
      progress.stopping(id)
    }
    await delay(500, undefined, isStopping ? {} : { signal: stop }).catch(() => undefined)
  }
}

async function sent(
  { db, keys }: Pick<OpenRecord, 'db' | 'keys'>,
  asked: ToTakeIn,
  file: string,
): Promise<string> {
  const { discard, queueImport, takeIn, TooManyImportsError } =
    require('../db/importing/take-in') as typeof import('../db/importing/take-in')
  const { TooLargeFileError, WrongFileError } =
    require('../db/importing/wrong-file') as typeof import('../db/importing/wrong-file')
  try {
    // opened first: a stream whose file is missing fails while nobody reads it yet
    const handle = await open(file)
    const taken = await takeIn(db, keys, asked, handle.createReadStream() as AsyncIterable<Buffer>)
    await db
      .transaction()
      .execute((trx) => queueImport(trx, asked, taken))
      .catch(async (error: unknown) => {
        await discard(db, asked.by, taken.id)
        throw error
      })
    return taken.id
  } catch (error) {
    if (error instanceof WrongFileError) throw new ExplainedError(wrongInWords(file, error.errors))
    if (error instanceof TooLargeFileError)
      throw new ExplainedError(
        `${file} is larger than ${error.limit}. Bring it in as several files, all rows of a child in one.`,
      )
    if (error instanceof TooManyImportsError)
      throw new ExplainedError('Too many imports have been begun and not ended. Wait until one has ended.')
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === 'open' || syscall === 'read')
      throw new ExplainedError(`${file} cannot be read (${code}). Look at its name, and at who may read it.`)
    throw error
  }
}

function wrongInWords(file: string, errors: readonly Omit<Finding, 'kind' | 'line'>[]): string {
  const lines = errors.map(({ field, message, remedy }) => `  ${field} ${message}. ${remedy}.`)
  return [`${file} cannot be brought in:`, ...lines, 'Nothing was recorded.'].join('\n')
}

function whatOf(of: string): ImportOf {
  const known = IMPORTS_OF.find((one) => one === of)
  if (known) return known
  throw new ExplainedError(`--of ${of} is nothing that can be brought in: give ${IMPORTS_OF.join(' or ')}`)
}

function nameOf(system: string): string {
  const name = systemName.safeParse(system)
  if (name.success) return name.data
  throw new ExplainedError('--system must be a short name such as mosaic or lcs')
}

function personOf(by: string): string {
  if (by === operator() || personId.safeParse(by).success) return by
  throw new ExplainedError('--by must be the id of a person, not a name')
}
