import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { contactToKeepSchema, MOST_CONTACTS } from '../../contracts/agencies-schema'
import { fieldErrors, type FieldError } from '../../contracts/field-errors'
import { asKept } from '../../db/keep-contacts'
import type { Contact } from '../../domain/contacts'

/** A contact of a file, with the line on which it stands. */
export interface ContactLine {
  readonly line: number
  readonly contact: Contact
}

/** The columns of a file of contacts, each by the field that it gives. */
export const CONTACT_COLUMNS = {
  agency: 'agency',
  locality: 'locality',
  recipient: 'recipient',
  name: 'name',
  address: 'address',
  form: 'form',
  calendar: 'calendar',
  away_from: 'awayFrom',
  away_until: 'awayUntil',
  stand_in: 'standIn',
} as const satisfies Readonly<Record<string, keyof Contact>>

type Column = keyof typeof CONTACT_COLUMNS
const COLUMNS = Object.keys(CONTACT_COLUMNS) as Column[]
const NEEDED: readonly Column[] = ['agency', 'locality', 'recipient', 'address']

/** Contacts as CSV, in which no cell is taken for a formula. */
export function contactsAsCsv(contacts: readonly Contact[]): string {
  const rows = contacts.map((contact) => COLUMNS.map((column) => contact[CONTACT_COLUMNS[column]] ?? ''))
  return stringify([COLUMNS, ...rows], { escape_formulas: true, bom: true, record_delimiter: 'windows' })
}

/** The contacts of a CSV file, or all that is wrong with it, by line and column. */
export function contactsOfCsv(
  text: string,
): { readonly lines: readonly ContactLine[] } | { readonly errors: readonly FieldError[] } {
  const read = recordsIn(text)
  if ('errors' in read) return read
  const [header, ...rows] = read.records.filter(({ record }) => record.some((cell) => cell.trim() !== ''))
  if (header === undefined || rows.length === 0) return { errors: [NOTHING] }
  if (rows.length > MOST_CONTACTS) return { errors: [TOO_MANY] }
  const columns = header.record.map((cell) => cell.trim().toLowerCase())
  const wrong = columnErrors(columns)
  if (wrong.length > 0) return { errors: wrong }
  const results = rows.map((row) => contactIn(row, columns))
  const errors = results.flatMap((result) => ('errors' in result ? result.errors : []))
  if (errors.length > 0) return { errors }
  return { lines: results.filter((result): result is ContactLine => 'contact' in result) }
}

/** The place of a line’s field, as it is told to whoever sent the file. */
export function placeOf(line: number, field: string): string {
  const column = COLUMNS.find((one) => CONTACT_COLUMNS[one] === field) ?? field
  return `line ${line}, ${column}`
}

interface Row {
  readonly line: number
  readonly record: readonly string[]
}

function recordsIn(text: string): { readonly records: readonly Row[] } | { readonly errors: FieldError[] } {
  try {
    let line = 1
    const rows: string[][] = parse(text, { bom: true, relax_column_count: true })
    const records = rows.map((record) => {
      const begins = line
      line += 1 + breaksIn(record)
      return { record, line: begins }
    })
    return { records }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = (error as { readonly lines?: unknown }).lines
    return {
      errors: [
        {
          field: 'file',
          message: `cannot be read as CSV${typeof line === 'number' ? ` from line ${line} on` : ''}`,
          remedy: 'Look for a quotation mark that is not closed, or one inside a cell that is not doubled',
        },
      ],
    }
  }
}

function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
}

function columnErrors(columns: readonly string[]): FieldError[] {
  const missing = NEEDED.filter((column) => !columns.includes(column))
  const unknown = columns.filter(
    (column) => column !== '' && !(COLUMNS as readonly string[]).includes(column),
  )
  const twice = columns.filter((column, index) => column !== '' && columns.indexOf(column) !== index)
  return [
    ...missing.map((column) => ({
      field: column,
      message: 'is a column that is missing',
      remedy: `Give a header row with: ${COLUMNS.join(', ')}`,
    })),
    ...unknown.map((column) => ({
      field: column.slice(0, 100),
      message: 'is no column that is known here',
      remedy: `Leave it out, or give one of: ${COLUMNS.join(', ')}`,
    })),
    ...twice.map((column) => ({ field: column, message: 'is a column twice', remedy: 'Give it once' })),
  ]
}

function contactIn(
  { line, record }: Row,
  columns: readonly string[],
): ContactLine | { readonly errors: readonly FieldError[] } {
  if (record.slice(columns.length).some((cell) => cell.trim() !== '')) {
    const message = 'has more cells than there are columns'
    return { errors: [{ field: `line ${line}`, message, remedy: 'Quote a cell that has a comma in it' }] }
  }
  const cells = columns.flatMap((column, place): [string, string][] => {
    const text = unescaped(record[place]?.trim() ?? '')
    return text === '' || column === '' ? [] : [[CONTACT_COLUMNS[column as Column], text]]
  })
  const sent = Object.fromEntries(cells)
  const result = contactToKeepSchema.safeParse(sent)
  if (result.success) return { line, contact: asKept(withoutId(result.data)) }
  const errors = fieldErrors(result.error.issues, sent, [])
  return { errors: errors.map((one) => ({ ...one, field: placeOf(line, one.field) })) }
}

function withoutId({ id: _id, ...contact }: ReturnType<typeof contactToKeepSchema.parse>) {
  return contact
}

// What was written so that a spreadsheet takes it for no formula is read as what it was.
function unescaped(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

const NOTHING: FieldError = {
  field: 'file',
  message: 'has no row below its header',
  remedy: `Give a header row with ${COLUMNS.join(', ')}, and a row for each contact`,
}

const TOO_MANY: FieldError = {
  field: 'file',
  message: `has more than ${MOST_CONTACTS.toLocaleString('en-GB')} rows`,
  remedy: 'Send it in parts',
}
