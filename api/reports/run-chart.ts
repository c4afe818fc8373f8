import { z } from 'zod'
import { reportedRunChartSchema } from '../../contracts/run-chart-schema'
import { NONE, readRoute } from '../route'
import { runChartAsCsv } from './run-chart-csv'
import { runChartQuery } from './run-chart-query'
import { reportedRunChart } from './run-chart-report'
import { runChartAsSvg } from './run-chart-svg'

const OF_A_RUN_CHART = {
  action: 'reports.read',
  reads: 'nothing',
  tag: 'Reports',
  params: NONE,
  query: runChartQuery,
  problems: [],
} as const

export const runChartRoute = readRoute({
  ...OF_A_RUN_CHART,
  path: '/api/v1/reports/run-chart',
  summary: 'Read a run chart',
  description:
    'How long a step took, or which share was on time, month by month: points in the order of time, their median, what the ' +
    'rules of run charts say of them, and what was changed meanwhile. As it is known now; practice is not counted.',
  answer: { status: 200, description: 'The chart', schema: reportedRunChartSchema },
  async read({ query, caller }, services) {
    return { status: 200, body: await reportedRunChart(query, caller, services) }
  },
})

export const runChartSvgRoute = readRoute({
  ...OF_A_RUN_CHART,
  path: '/api/v1/reports/run-chart.svg',
  summary: 'Read a run chart as a picture',
  description: 'The same, drawn, with a title and a description for whoever does not see it.',
  answer: { status: 200, description: 'The picture', schema: z.string(), contentType: 'image/svg+xml' },
  async read({ query, caller }, services) {
    const chart = await reportedRunChart(query, caller, services)
    return { status: 200, body: runChartAsSvg(chart, services) }
  },
})

export const runChartCsvRoute = readRoute({
  ...OF_A_RUN_CHART,
  path: '/api/v1/reports/run-chart.csv',
  summary: 'Read the points of a run chart as CSV',
  description: 'The same as a table, for a spreadsheet: a row for each point.',
  answer: { status: 200, description: 'A row for each point', schema: z.string(), contentType: 'text/csv' },
  async read({ query, caller }, services) {
    const chart = await reportedRunChart(query, caller, services)
    return {
      status: 200,
      body: runChartAsCsv(chart),
      headers: { 'content-disposition': `attachment; filename="${chart.measure}.csv"` },
    }
  },
})
