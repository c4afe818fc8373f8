import { SHOWN_FINDINGS, type ImportAnswer, type ImportStatus } from '../../contracts/import-schema'
import type { Queryable } from '../../db/database'
import {
  isConducted,
  readFindings,
  readImport,
  type ImportReport,
  type SeenImports,
} from '../../db/importing/report'
import type { Finding } from '../../domain/importing/finding'
import { instant, writeInstant } from '../../domain/time'
import type { Caller } from '../caller'

/** Whose imports somebody sees: their own; all of them, for the whole authority. */
export function importsSeenBy({ id, scope }: Pick<Caller, 'id' | 'scope'>): SeenImports {
  return scope.localities === 'authority' ? {} : { by: id }
}

/** An import as it is answered, with what is to be said of its lines. Throws UnknownImportError. */
export async function importAnswerOf(
  db: Queryable,
  id: string,
  caller: Pick<Caller, 'id' | 'scope'>,
): Promise<ImportAnswer> {
  const report = await readImport(db, id, importsSeenBy(caller))
  const limit = SHOWN_FINDINGS
  return {
    ...(await importWithout(db, report)),
    refused: (await readFindings(db, id, { kind: 'refused', limit })).map(lineAnswer),
    warnings: (await readFindings(db, id, { kind: 'warning', limit })).map(lineAnswer),
  }
}

/** The same without its lines, for a list. */
export async function importWithout(
  db: Queryable,
  report: ImportReport,
): Promise<Omit<ImportAnswer, 'refused' | 'warnings'>> {
  const { id, status, of, system, asked_by, because, created_at, ended_at } = report
  return {
    id,
    status: status as ImportStatus,
    of,
    system,
    by: asked_by,
    because,
    createdAt: writeInstant(instant(created_at)),
    endedAt: ended_at === null ? null : writeInstant(instant(ended_at)),
    rows: report.rows,
    applied: report.applied,
    corrected: report.corrected,
    unchanged: report.unchanged,
    badRows: report.bad_rows,
    heldBack: report.held_back,
    journeys: report.journeys,
    children: { all: report.children, done: report.done },
    conducted: ended_at !== null && (await isConducted(db, asked_by, created_at)),
  }
}

function lineAnswer({ line, field, message, remedy }: Finding) {
  return { line, field, message, remedy }
}
