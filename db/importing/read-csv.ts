import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { readHeader } from '../../contracts/importing/columns'
import type { ImportOf } from '../../contracts/import-schema'
import { TooLargeFileError, WrongFileError } from './wrong-file'

/** More than a whole country's looked-after children need: 150,000 rows are about 25 MB. */
export const MOST_BYTES = 64 * 1024 * 1024
export const LARGEST = '64 MB'
export const MOST_ROWS = 400_000
const LONGEST_ROW = 64 * 1024

/** A row of a file: the line on which it begins, and what is not blank of it, by column. */
export interface CsvRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
  /** It has more cells than there are columns: nobody knows which is which. */
  readonly tooLong: boolean
}

/**
 * Reads a CSV file as it comes in: UTF-8 with or without a byte order mark, cells quoted as Excel does, lines ended in
 * any way. Rows without anything are passed over.
 *
 * @param told told of each piece before it is read
 * @throws WrongFileError when header, encoding or quoting are wrong, or there is no row; TooLargeFileError
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  of: ImportOf,
  told: (piece: Uint8Array) => void = () => undefined,
): AsyncGenerator<CsvRow> {
  const parser = Readable.from(inText(bytes, told)).compose(
    parse({ bom: true, relax_column_count: true, max_record_size: LONGEST_ROW }),
  ) as AsyncIterable<string[]>
  let line = 1
  let count = 0
  let columns: readonly string[] | undefined
  try {
    for await (const record of parser) {
      const begins = line
      line += 1 + lineBreaksIn(record)
      if (record.every((cell) => cell.trim() === '')) continue
      if (columns === undefined) {
        const header = readHeader(record, of)
        if ('errors' in header) throw new WrongFileError(header.errors)
        columns = header.columns
        continue
      }
      count += 1
      if (count > MOST_ROWS) throw new TooLargeFileError(`${MOST_ROWS.toLocaleString('en-GB')} rows`)
      yield rowOf(begins, record, columns)
    }
  } catch (error) {
    throw error instanceof CsvError ? notCsv(line) : error
  }
  if (count === 0) throw noRow(columns !== undefined)
}

function rowOf(line: number, record: readonly string[], columns: readonly string[]): CsvRow {
  const cells = columns.flatMap((column, place): [string, string][] => {
    const text = record[place]?.trim() ?? ''
    return text === '' ? [] : [[column, text]]
  })
  const tooLong = record.slice(columns.length).some((cell) => cell.trim() !== '')
  return { line, cells: Object.fromEntries(cells), tooLong }
}

// csv-parse counts a line end of two characters within quotes as two lines.
function lineBreaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
}

async function* inText(
  bytes: AsyncIterable<Uint8Array>,
  told: (piece: Uint8Array) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let size = 0
  try {
    for await (const piece of bytes) {
      size += piece.byteLength
      if (size > MOST_BYTES) throw new TooLargeFileError(LARGEST)
      told(piece)
      const text = decoder.decode(piece, { stream: true })
      if (text !== '') yield text
    }
    decoder.decode()
  } catch (error) {
    throw isUndecodable(error) ? notUtf8() : error
  }
}

function isUndecodable(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
}

function notUtf8(): WrongFileError {
  return ofFile('is not written in UTF-8', 'In Excel, save it as "CSV UTF-8 (Comma delimited)"')
}

function notCsv(line: number): WrongFileError {
  return ofFile(
    `cannot be read as CSV from line ${line} on`,
    'Look for a quotation mark that is not closed, or one inside a cell that is not doubled; where rows end cannot be known without it',
  )
}

function noRow(hasHeader: boolean): WrongFileError {
  return hasHeader
    ? ofFile('has no row below its header', 'Give at least one row')
    : ofFile('is empty', 'Give a header row, and a row for each event or child')
}

function ofFile(message: string, remedy: string): WrongFileError {
  return new WrongFileError([{ field: 'file', message, remedy }])
}
