import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { readFor } from '../../db/acting'
import { readFindings, readImport } from '../../db/importing/report'
import type { Finding } from '../../domain/importing/finding'
import { NONE, readRoute } from '../route'
import { importParams } from './read-import'
import { importsSeenBy } from './representation'

const COLUMNS = ['line', 'kind', 'field', 'message', 'remedy'] as const

export const importReportRoute = readRoute({
  path: '/api/v1/imports/{id}/report',
  action: 'imports.read',
  reads: 'nothing',
  tag: 'Imports',
  summary: 'Read all that is to be said of an import’s lines, as CSV',
  description:
    'Every bad row and every warning, in the order of the file, for a spreadsheet beside the file itself.',
  params: importParams,
  query: NONE,
  answer: {
    status: 200,
    description: 'A row for each thing that is to be said of a line',
    schema: z.string(),
    contentType: 'text/csv',
  },
  problems: ['not-found'],
  read: ({ params, caller }, { db }) =>
    readFor(db, caller, async (trx) => {
      const { id } = await readImport(trx, params.id, importsSeenBy(caller))
      return {
        status: 200,
        body: reportAsCsv(await readFindings(trx, id)),
        headers: { 'content-disposition': `attachment; filename="import-${id.slice(0, 8)}.csv"` },
      }
    }),
})

/** Findings as CSV, in which no cell is taken for a formula. */
export function reportAsCsv(findings: readonly Finding[]): string {
  return stringify([...findings], { header: true, columns: [...COLUMNS], escape_formulas: true, bom: true })
}
