import { stringify } from 'csv-stringify/sync'

/** A column of an export: its name, and what stands in it. The dictionary says the same. */
export interface Column<Row> {
  readonly name: string
  readonly meaning: string
  of(row: Row): string | number | undefined | null
}

/** Rows as CSV for a spreadsheet: in UTF-8 that it knows as such, and with no cell that it takes for a formula. */
export function asCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const records = rows.map((row) => columns.map((column) => column.of(row) ?? ''))
  return stringify([columns.map(({ name }) => name), ...records], {
    escape_formulas: true,
    bom: true,
    record_delimiter: 'windows',
  })
}

/** The columns as they are described to whoever works with them. */
export function dictionaryOf<Row>(columns: readonly Column<Row>[]): { name: string; meaning: string }[] {
  return columns.map(({ name, meaning }) => ({ name, meaning }))
}

/** The headers of a file to keep. */
export function fileHeaders(name: string): Readonly<Record<string, string>> {
  return { 'content-disposition': `attachment; filename="${name}.csv"` }
}
