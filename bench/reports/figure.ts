import type { Figure } from '../report/figure'
import type { Size } from './record'

/** How long a report took. */
export interface MeasuredReport {
  readonly name: string
  /** Milliseconds: the least comes nearest to a machine with nothing else to do. */
  readonly least: number
  readonly median: number
  readonly most: number
  /** How its slowest statement is carried out, where it was over the budget. */
  readonly plan?: readonly string[]
}

/** The most that a report may take, in milliseconds. */
export const budgetMs = 250

/** How long each report takes over the record of many years. */
export function reportsFigure(size: Size, measured: readonly MeasuredReport[]): Figure {
  const rows = Object.entries(size).map(([table, count]) => `${count} of ${table}`)
  return {
    title: 'Reports over the record of many years',
    circumstances: [
      rows.join(', '),
      'read one after the other with the rights of the API, row-level security on, seven times each, after once in vain',
    ],
    columns: ['least ms', 'median ms', 'most ms', 'of the budget'],
    rows: measured.map(({ name, least, median, most }) => ({
      name,
      values: [least, median, most, median / budgetMs],
    })),
    verdicts: measured.map(({ name, median }) => ({
      what: name,
      measured: median,
      budget: budgetMs,
      unit: ' ms',
    })),
    remarks: measured.flatMap(({ name, plan = [] }) =>
      plan.length === 0 ? [] : [`The slowest statement of ${name}:`, ...plan.map((line) => `  ${line}`)],
    ),
  }
}
