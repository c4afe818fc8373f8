import { stringify } from 'csv-stringify/sync'
import { inFull } from '../domain/dates-in-words'
import type { MomentKind, RehearsalReport, RehearsedMoment } from '../web/rehearsal/report'

const KINDS: Readonly<Record<MomentKind, string>> = {
  recorded: 'recorded',
  told: 'told',
  reminder: 'reminder',
  missed: 'missed',
  escalation: 'escalation',
}

const BASES = { law: 'law', 'local-aim': 'local aim', 'test-of-change': 'test of change' } as const

const COLUMNS = ['When', 'What', 'About', 'To', 'By'] as const
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>

/** A rehearsal as a table for people: a line for each thing that is recorded, and for each notice that goes. */
export function inTable({ policy, course, locality, moments }: RehearsalReport): string {
  const rows = moments.map(rowOf)
  const widths = COLUMNS.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [
    `${policy.title}, version ${policy.version}${policy.draft ? ', a draft' : ''}: ${course}, in ${locality.name}`,
    '',
    line(COLUMNS),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map((row) => line(COLUMNS.map((column) => row[column]))),
    '',
  ].join('\n')
}

function rowOf({ at, kind, what, to = '', basis }: RehearsedMoment): Row {
  const [time = '', , weekday = '', day = '', month = '', year = ''] = inFull(at).split(' ')
  return {
    When: `${weekday.slice(0, 3)} ${day.padStart(2)} ${month.slice(0, 3)} ${year} ${time}`,
    What: KINDS[kind],
    About: what,
    To: to,
    By: basis === undefined ? '' : BASES[basis],
  }
}

/** The same as CSV, with the moments as they are exchanged. */
export function inCsv({ moments }: RehearsalReport): string {
  const columns = ['at', 'kind', 'what', 'to', 'ruleId', 'basis']
  return stringify([...moments], { header: true, columns, escape_formulas: true })
}
