import type { VNode } from 'preact'
import type { ReportedRunChart } from '../../contracts/run-chart-schema'
import { drawnReport } from './drawn'
import { dayInWords, periodInWords } from './period-words'
import { RunChartPicture, type Size } from './run-chart'
import { whatItSays } from './said'

const BY = { month: 'by month', quarter: 'by quarter', case: 'case by case' } as const

/** What a reported chart is of: the measure, by what, and where. */
export function titleOf({ title, by }: ReportedRunChart, place: string): string {
  return `${title}, ${BY[by]}: ${place}`
}

/** What the rules of run charts say of a reported chart. */
export function sayingsOf(chart: ReportedRunChart): string {
  const { points } = chart
  return whatItSays(drawnReport(chart), (place) => periodInWords(points[place]?.period ?? '')).join(' ')
}

/** What is seen in a reported chart, for whoever does not see it. */
export function descriptionOf(chart: ReportedRunChart): string {
  const { points, annotations } = chart
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return 'There is nothing to draw: no case in these days.'
  const span = `${points.length} points from ${periodInWords(first.period)} to ${periodInWords(last.period)}.`
  const changes = annotations.map(({ on, title }) => `${dayInWords(on)}: ${title}.`)
  return [span, sayingsOf(chart), ...changes].join(' ')
}

// A picture by itself has no table beneath it.
function withValues(chart: ReportedRunChart): string {
  const values = chart.points.map(
    ({ period, value }) => `${periodInWords(period)}: ${value === null ? 'none' : String(value)}`,
  )
  return [descriptionOf(chart), ...(values.length === 0 ? [] : [`The values. ${values.join('; ')}.`])].join(
    ' ',
  )
}

/** A reported chart, drawn; by itself, with its values said in its description. */
export function ReportPicture({
  chart,
  place,
  size,
  id,
  isAlone = false,
}: {
  readonly chart: ReportedRunChart
  readonly place: string
  readonly size: Size
  readonly id: string
  readonly isAlone?: boolean
}): VNode {
  return (
    <RunChartPicture
      chart={drawnReport(chart)}
      title={titleOf(chart, place)}
      description={isAlone ? withValues(chart) : descriptionOf(chart)}
      size={size}
      id={id}
      isAlone={isAlone}
    />
  )
}
