import type { Conditions } from './conditions'
import { isWithin, type Figure, type Row, type Verdict } from './figure'

/** The figures as a person reads them. */
export function inText(conditions: Conditions, figures: readonly Figure[]): string {
  return [...figures.flatMap((figure) => figureLines(figure, conditions)), ''].join('\n')
}

function figureLines(figure: Figure, conditions: Conditions): string[] {
  return [
    '',
    figure.title,
    ...[...figure.circumstances, conditionsLine(conditions)].map((line) => `  ${line}`),
    '',
    ...tableLines(figure).map((line) => `  ${line}`),
    '',
    ...figure.verdicts.map((verdict) => `  ${verdictLine(verdict)}`),
    ...figure.remarks.map((remark) => `  ${remark}`),
  ]
}

function conditionsLine(conditions: Conditions): string {
  const { timerShift, fsync, synchronousCommit, encryption, postgres, node, cores } = conditions
  return [
    `timer shift ${timerShift}`,
    `fsync ${fsync}, synchronous_commit ${synchronousCommit}`,
    `encryption ${encryption}`,
    `PostgreSQL ${postgres}`,
    `Node ${node}`,
    `${cores} cores`,
  ].join('; ')
}

function tableLines({ columns, rows }: Figure): string[] {
  const cells = [
    ['', ...columns],
    ...rows.map(({ name, values }: Row) => [name, ...values.map((value) => rounded(value))]),
  ]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? []
  return cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

function verdictLine(verdict: Verdict): string {
  const { what, measured, budget, unit } = verdict
  const value = `${what}: ${rounded(measured)}${unit}`
  if (budget === undefined) return `${value} (no budget)`
  return `${value}, budget at most ${budget}${unit}: ${isWithin(verdict) ? 'within' : 'OVER'}`
}

function rounded(value: number | undefined): string {
  if (value === undefined) return '-'
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 100 ? 2 : 1)
}
