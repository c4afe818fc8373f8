import { sql, type Selectable } from 'kysely'
import { DatabaseError } from 'pg'
import { readChildReference, readEventRow } from '../../contracts/importing/read-row'
import type { ImportedBatch } from '../../contracts/import-workflow'
import type { Finding } from '../../domain/importing/finding'
import { may } from '../../domain/permissions'
import { MissingKeyError, type KeyRing } from '../../keys/key-ring'
import { currentPolicy } from '../../policies/released'
import { readAccess } from '../access'
import { actFor } from '../acting'
import { ErasedChildError } from '../child-keys'
import type { Database, DatabaseTransaction } from '../database'
import type { Tables } from '../tables'
import { bringInDetails } from './bring-in-details'
import { bringInEvents } from './bring-in-events'
import { endImport } from './end-import'
import { refusedRow, RefusedChildError, type BringingIn, type ForChild } from './for-child'
import { openImportKey, openRow, type ImportKey } from './import-key'
import type { CsvRow } from './read-csv'

type ImportRow = Selectable<Tables['import']>

/** Children in a batch, and how many of them at a time: the rest of a worker's connections are for journeys. */
const BATCH = 100
const AT_A_TIME = 3

export interface WorkingOn {
  /** Told after each child: a sign of life. */
  readonly alive?: () => void
  /** Told of each child before anything of it is committed. */
  readonly beforeCommit?: () => void
}

/**
 * Works on the next batch of an import's children, a transaction each, and ends the import when none is left, when
 * somebody asked for it to be stopped, or when whoever began it may not any more. Doing it again, or twice at once,
 * does each child once.
 *
 * Throws MissingKeyError when the file cannot be opened here, and what PostgreSQL says when it is away: try again then.
 */
export async function workOn(
  db: Database,
  keys: KeyRing,
  importId: string,
  { alive = () => undefined, beforeCommit = () => undefined }: WorkingOn = {},
): Promise<ImportedBatch> {
  const asked = await begin(db, importId)
  if (asked === undefined) return { ended: true }
  if (asked.cancel_asked_by !== null) return endImport(db, importId, 'cancelled')
  const because = await standsAgainst(db, asked)
  if (because !== undefined) return endImport(db, importId, 'failed', because)
  const { wrapped, key_id } = asked
  if (wrapped === null || key_id === null) return endImport(db, importId, 'failed', 'The file is gone')
  const key = openImportKey(keys, { id: importId, wrapped, key_id })

  const waiting = await db
    .selectFrom('import_child')
    .select('place')
    .where('import_id', '=', importId)
    .where('done', '=', false)
    .orderBy('place')
    .limit(BATCH)
    .execute()
  if (waiting.length === 0) return endImport(db, importId, 'done')
  const places = waiting.map(({ place }) => place)
  const next = async () => {
    for (let place = places.shift(); place !== undefined; place = places.shift()) {
      await workOnChild(db, { asked, key, keys, place, beforeCommit }).catch((error: unknown) => {
        // the others finish the child in hand, and begin no more
        places.length = 0
        throw error
      })
      alive()
    }
  }
  const worked = await Promise.allSettled(Array.from({ length: AT_A_TIME }, next))
  const failed = worked.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return { ended: false }
}

async function begin(db: Database, importId: string): Promise<ImportRow | undefined> {
  return db
    .updateTable('import')
    .set({ status: 'running', touched_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', importId)
    .where('status', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
}

// Leaving takes effect at once, also on what was begun before.
async function standsAgainst(db: Database, { asked_by, roles }: ImportRow): Promise<string | undefined> {
  const { left, rolesTaken } = await readAccess(db, asked_by)
  const stands =
    !left &&
    may(
      roles.filter((role) => !rolesTaken.includes(role)),
      'imports.write',
    )
  return stands ? undefined : 'Whoever began it may not bring rows in any more'
}

interface OneChild {
  readonly asked: ImportRow
  readonly key: ImportKey
  readonly keys: KeyRing
  readonly place: number
  readonly beforeCommit: () => void
}

// All of a child or nothing: what is refused is rolled back, and written down in a transaction of its own.
async function workOnChild(db: Database, child: OneChild): Promise<void> {
  try {
    await db.transaction().execute((trx) => bringIn(trx, child))
  } catch (error) {
    const why = refusalOf(error)
    if (why === undefined) throw error
    await db.transaction().execute((trx) => writeRefusal(trx, child, why))
  }
}

async function bringIn(trx: DatabaseTransaction, child: OneChild): Promise<void> {
  const { asked, keys } = child
  const rows = await claim(trx, child)
  if (rows === undefined) return
  const bringing = bringingOf(asked, keys)
  await actFor(trx, {
    id: asked.asked_by,
    scope: bringing.scope,
    ...(asked.from_address !== null && { from: asked.from_address }),
  })
  const done = await applied(trx, bringing, asked, rows)
  await finish(trx, child, rows, done)
  await writeFindings(trx, asked.id, done.warnings)
  child.beforeCommit()
}

function bringingOf({ asked_by, localities, system, policy }: ImportRow, keys: KeyRing): BringingIn {
  return {
    by: asked_by,
    scope: { localities: localities ?? 'authority' },
    system,
    policy: currentPolicy(policy),
    keys,
  }
}

async function applied(
  trx: DatabaseTransaction,
  bringing: BringingIn,
  { of }: ImportRow,
  rows: readonly CsvRow[],
): Promise<ForChild> {
  const tooLong = rows.filter((row) => row.tooLong).map(({ line }) => tooManyCells(line))
  const first = readChildReference(rows[0]?.cells ?? {})
  const wrong = [
    ...tooLong,
    ...('error' in first ? rows.map(({ line }) => ({ kind: 'refused' as const, line, ...first.error })) : []),
  ]
  if ('error' in first || wrong.length > 0) {
    const others =
      of === 'journeys' ? rows.flatMap(({ line, cells }) => readEventRow(line, cells).findings) : []
    throw new RefusedChildError([...wrong, ...others.filter(({ kind }) => kind === 'refused')])
  }
  return of === 'journeys'
    ? bringInEvents(trx, bringing, first.reference, rows)
    : bringInDetails(trx, bringing, first.reference, rows)
}

function tooManyCells(line: number): Finding {
  return refusedRow(
    line,
    'row',
    'has more cells than the header has columns',
    'Put a cell that has a comma in it between quotation marks',
  )
}

// Only one works on a child, also when a batch that counts as lost is still at it. Undefined when it is done already.
async function claim(
  trx: DatabaseTransaction,
  { asked, key, place }: OneChild,
): Promise<CsvRow[] | undefined> {
  const waiting = await trx
    .selectFrom('import_child')
    .select('child')
    .where('import_id', '=', asked.id)
    .where('place', '=', place)
    .where('done', '=', false)
    .forUpdate()
    .executeTakeFirst()
  if (waiting === undefined) return undefined
  const rows = await trx
    .selectFrom('import_row')
    .select(['line', 'sealed'])
    .where('import_id', '=', asked.id)
    .where('child', '=', waiting.child)
    .orderBy('line')
    .execute()
  return rows.map(({ line, sealed }) => openRow(key, line, sealed))
}

async function finish(
  trx: DatabaseTransaction,
  { asked, place }: OneChild,
  rows: readonly CsvRow[],
  counts: Pick<ForChild, 'applied' | 'unchanged' | 'corrected' | 'journeys'> & {
    readonly badRows?: number
    readonly heldBack?: number
  },
): Promise<void> {
  const { applied: recorded, unchanged, corrected, journeys, badRows = 0, heldBack = 0 } = counts
  await trx
    .updateTable('import_child')
    .set({
      done: true,
      applied: recorded,
      unchanged,
      corrected,
      journeys,
      bad_rows: badRows,
      held_back: heldBack,
    })
    .where('import_id', '=', asked.id)
    .where('place', '=', place)
    .execute()
  await trx
    .deleteFrom('import_row')
    .where('import_id', '=', asked.id)
    .where(
      'line',
      'in',
      rows.map(({ line }) => line),
    )
    .execute()
}

async function writeRefusal(
  trx: DatabaseTransaction,
  child: OneChild,
  findingsFor: (lines: readonly number[]) => readonly Finding[],
): Promise<void> {
  const rows = await claim(trx, child)
  if (rows === undefined) return
  const findings = findingsFor(rows.map(({ line }) => line))
  const badRows = new Set(findings.map(({ line }) => line)).size
  await finish(trx, child, rows, {
    applied: 0,
    unchanged: 0,
    corrected: 0,
    journeys: 0,
    badRows,
    heldBack: rows.length - badRows,
  })
  await writeFindings(trx, child.asked.id, findings)
}

async function writeFindings(
  trx: DatabaseTransaction,
  importId: string,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return
  await trx
    .insertInto('import_finding')
    .values(findings.map((finding, number) => ({ import_id: importId, number, ...finding })))
    .execute()
}

// Undefined when it says nothing about the child, and the same again may well do.
function refusalOf(error: unknown): ((lines: readonly number[]) => readonly Finding[]) | undefined {
  if (error instanceof RefusedChildError) return () => error.findings
  if (error instanceof ErasedChildError)
    return ofFirst('was erased, and nothing more is recorded', 'Leave the rows of this child out')
  if (error instanceof MissingKeyError) {
    return ofFirst(
      `is sealed with master key ${error.keyId}, which is not here`,
      'Tell an administrator, and bring the file in again when the key is among PACE_KEYS',
    )
  }
  // what PostgreSQL cannot keep
  if (error instanceof DatabaseError && error.code?.startsWith('22') === true)
    return ofFirst('has a value that cannot be kept', 'Look for unusual characters in the rows of this child')
  return undefined
}

function ofFirst(message: string, remedy: string) {
  return ([line = 1]: readonly number[]) => [refusedRow(line, 'child_reference', message, remedy)]
}
