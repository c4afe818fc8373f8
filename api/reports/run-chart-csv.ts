import { stringify } from 'csv-stringify/sync'
import type { ReportedRunChart } from '../../contracts/run-chart-schema'
import { pointsSaid } from '../../web/charts/points-said'

/**
 * The points of a run chart as CSV, each with the line that it goes by, the signals that it is part of, and what was changed
 * in its period. No cell is taken for a formula.
 */
export function runChartAsCsv(chart: ReportedRunChart): string {
  const header = ['period', chart.unit, 'n', 'mean', 'median', 'baseline', 'signals', 'changes']
  const rows = pointsSaid(chart).map(({ period, value, n, mean, median, isBaseline, rules, changes }) => [
    period,
    value,
    n,
    mean,
    median,
    isBaseline ? 'yes' : '',
    rules.join('; '),
    changes.map(({ on, title }) => `${on} ${title}`).join('; '),
  ])
  return stringify([header, ...rows], { escape_formulas: true, bom: true, record_delimiter: 'windows' })
}
