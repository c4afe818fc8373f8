import type { Finding } from '../domain/importing/finding'
import type { ImportReport } from '../db/importing/report'

/** Where progress is written to: a terminal, or a file or a pipe. */
export interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const MOST_LINES = 200
/** Of a file or a pipe, a line for each tenth of the children. */
const STEPS = 10

/** Tells a person how far an import has come: one line that moves on at a terminal, else a line now and then. */
export class ImportProgress {
  private told = -1

  constructor(private readonly output: Output) {}

  show(report: ImportReport): void {
    const { children, done, status } = report
    if (this.output.isTTY === true) {
      this.output.write(`\r\u001b[K${inWords(report)}`)
      return
    }
    const step = status === 'queued' ? 0 : 1 + Math.floor((done / Math.max(children, 1)) * STEPS)
    if (step === this.told) return
    this.told = step
    this.output.write(`${inWords(report)}\n`)
  }

  stopping(id: string): void {
    this.line(
      `Stopping after the children in hand. To go on later, bring the same file in again. (Import ${id})`,
    )
  }

  end(report: ImportReport, findings: readonly Finding[]): void {
    const { applied, corrected, unchanged, journeys, bad_rows, held_back, rows, status, because } = report
    this.line('')
    for (const { kind, line, field, message, remedy } of findings.slice(0, MOST_LINES))
      this.line(
        `${kind === 'refused' ? 'Refused' : 'Warning'}: line ${line}, ${field} ${message}. ${remedy}.`,
      )
    if (findings.length > MOST_LINES)
      this.line(
        `… and ${findings.length - MOST_LINES} more: GET /api/v1/imports/${report.id}/report has all of them.`,
      )
    this.line(
      `Rows: ${rows}. Recorded: ${applied}, ${corrected} of them corrections. In the record already: ${unchanged}.`,
    )
    this.line(`Refused: ${bad_rows}. Good rows of children of whom another row was refused: ${held_back}.`)
    this.line(`Journeys started: ${journeys}.`)
    if (status === 'cancelled')
      this.line('It was stopped. What is recorded stays; bring the same file in again to go on.')
    if (status === 'failed') this.line(`It failed: ${because ?? 'nobody said why'}.`)
  }

  private line(text: string): void {
    this.output.write(this.output.isTTY === true ? `\r\u001b[K${text}\n` : text === '' ? '' : `${text}\n`)
  }
}

function inWords({ status, children, done, applied, bad_rows, rows }: ImportReport): string {
  if (status === 'queued') return `${rows} rows of ${children} children wait for a worker`
  return `${done} of ${children} children, ${applied} rows recorded, ${bad_rows} refused`
}
