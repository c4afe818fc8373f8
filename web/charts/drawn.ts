import type { ReportedRunChart, RunChartAnswer } from '../../contracts/run-chart-schema'
import { dayOnChart } from '../../domain/chart-places'
import { farOut } from '../../domain/far-out'
import type { Series } from '../../domain/run-chart'
import type { LocalDate } from '../../domain/time'
import { axisLabelOf, dayInWords } from './period-words'
import type { AxisLabel } from './ticks'

/** A run chart as it is drawn, whatever it is of. */
export interface Drawn {
  readonly labels: readonly AxisLabel[]
  readonly values: Series
  /** On how many cases each point stands, where it may be more than one. */
  readonly counts?: readonly number[]
  /** What the values are in: `weeks`, `per cent`; nothing of numbers that are only numbers. */
  readonly unit?: string
  /** How far the axis must reach at least. */
  readonly least: readonly [from: number, to: number]
  readonly phases: readonly (RunChartAnswer & { readonly from: number; readonly to: number })[]
  readonly frozen: { readonly from: number; readonly to: number } | null
  /** The line is from elsewhere, not of these values. */
  readonly given?: boolean
  /** Places of values that are far from all others. */
  readonly questions: readonly number[]
  readonly marks: readonly Mark[]
}

/** What was changed on a day: marked by a letter, and said below. */
export interface Mark {
  readonly letter: string
  readonly drawnAt: number
  readonly day: string
  readonly title: string
}

/** A reported run chart as it is drawn. */
export function drawnReport(chart: ReportedRunChart): Drawn {
  const periods = chart.points.map(({ period }) => period)
  const places = chart.annotations.flatMap(({ on, title }) => {
    const place = dayOnChart(chart.by, periods, on as LocalDate)
    return place === undefined ? [] : [{ drawnAt: place.drawnAt, day: dayInWords(on), title }]
  })
  return {
    labels: periods.map(axisLabelOf),
    values: chart.points.map(({ value }) => value),
    ...(chart.by !== 'case' && { counts: chart.points.map(({ n }) => n) }),
    unit: chart.unit === 'weeks' ? 'weeks' : 'per cent',
    least: chart.unit === 'weeks' ? [0, 1] : [0, 100],
    phases: chart.phases,
    frozen: chart.frozen,
    questions: chart.questions,
    marks: places.map((place, index) => ({ letter: letterOf(index), ...place })),
  }
}

/** A series that somebody brought, as it is drawn. */
export function drawnSeries(
  values: Series,
  answer: RunChartAnswer,
  { freezeAfter, isGiven = false }: { readonly freezeAfter?: number; readonly isGiven?: boolean } = {},
): Drawn {
  const measured = values.filter((value) => value !== null)
  return {
    labels: values.map((_, place) => ({ short: String(place + 1), order: place + 1 })),
    values,
    least: measured.every((value) => value >= 0) ? [0, 1] : [0, 0],
    phases: [{ from: 0, to: values.length - 1, ...answer }],
    frozen: freezeAfter === undefined ? null : { from: 0, to: freezeAfter - 1 },
    given: isGiven,
    questions: farOut(values),
    marks: [],
  }
}

/** A, B ... Z, AA, AB ... */
function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter
}
