import type { VNode } from 'preact'
import type { ReportedRunChart } from '../../contracts/run-chart-schema'
import { GROUPINGS, type Grouping } from '../../domain/periods'
import { DataTable, type Column } from '../charts/data-table'
import { drawnReport } from '../charts/drawn'
import { numberInWords } from '../charts/numbers'
import { dayInWords, periodInWords } from '../charts/period-words'
import { pointsSaid, type PointSaid } from '../charts/points-said'
import { ReportPicture, titleOf } from '../charts/report-picture'
import { ChartSaid } from '../components/chart-said'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Select, type Option } from '../components/select'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { counted } from '../words'

/** What a run chart is asked for, as it stands in the address. */
export type RunChartFilter = Readonly<
  Partial<Record<'measure' | 'by' | 'locality' | 'from' | 'to' | 'freezeUntil' | 'rephaseFrom', string>>
>

/** What is asked for, as the form calls it. */
export const FILTER_LABELS: Readonly<Record<keyof RunChartFilter, string>> = {
  measure: 'Measure',
  by: 'A point for',
  locality: 'Locality',
  from: 'From',
  to: 'To',
  freezeUntil: 'Freeze the median until',
  rephaseFrom: 'New median from',
}

export interface RunChartsView {
  readonly filter: RunChartFilter
  readonly measures: readonly Option[]
  /** What a point of the measure stands on, one and several. */
  readonly each: readonly [one: string, several: string]
  readonly localities: readonly Option[]
  /** Of which place the chart is, by name. */
  readonly place: string
  readonly authority: string
  readonly errors: readonly FormError[]
  /** Absent where what was asked for is wrong. */
  readonly chart?: ReportedRunChart
}

const BY_WORDS: Readonly<Record<Grouping, string>> = {
  month: 'Month',
  quarter: 'Quarter',
  case: 'Each case',
}

/** Run charts of what is recorded here: what is asked for stands in the address. */
export function runChartsPage(view: RunChartsView): Content {
  return {
    title: 'Run charts',
    wrong: view.errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={view.errors} />
        <Heading>Run charts</Heading>
        <p class="pace-not-printed">
          How long each step takes and how much is on time, over time. <a href="/aims">The aims</a> say how
          many were in time; a run chart says whether that is changing.{' '}
          <a href="/tools/run-chart">Draw a series of your own</a>.
        </p>
        <Filters {...view} />
        {view.chart && <Chart {...view} chart={view.chart} />}
      </>
    ),
  }
}

function Filters({ filter, measures, localities, authority }: RunChartsView): VNode {
  const by = GROUPINGS.map((value) => ({ value, words: BY_WORDS[value] }))
  return (
    <form method="get" action="/run-charts" class="pace-filters" aria-label="Filters">
      <List name="measure" options={measures} chosen={filter.measure} isWide />
      <List name="by" options={by} chosen={filter.by ?? 'month'} />
      <List name="locality" options={localities} chosen={filter.locality} nothing={`All of ${authority}`} />
      <Day name="from" value={filter.from} />
      <Day name="to" value={filter.to} />
      <Day name="freezeUntil" value={filter.freezeUntil} />
      <Day name="rephaseFrom" value={filter.rephaseFrom} />
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Show
        </button>
        <a href="/run-charts">Clear</a>
      </div>
    </form>
  )
}

interface ListView {
  readonly name: keyof RunChartFilter
  readonly options: readonly Option[]
  readonly chosen: string | undefined
  readonly nothing?: string
  /** Its words are long. */
  readonly isWide?: boolean
}

function List({ name, options, chosen, nothing, isWide = false }: ListView): VNode {
  return (
    <div class={isWide ? 'ds_question pace-filters__wide' : 'ds_question'}>
      <label class="ds_label" for={name}>
        {FILTER_LABELS[name]}
      </label>
      <Select
        name={name}
        options={options}
        {...(chosen !== undefined && { chosen })}
        {...(nothing !== undefined && { nothing })}
      />
    </div>
  )
}

function Day({ name, value }: { name: keyof RunChartFilter; value: string | undefined }): VNode {
  return (
    <div class="ds_question">
      <label class="ds_label" for={name}>
        {FILTER_LABELS[name]}
      </label>
      <input class="ds_input" type="date" id={name} name={name} {...(value !== undefined && { value })} />
    </div>
  )
}

function Chart({ chart, place, each, filter }: RunChartsView & { chart: ReportedRunChart }): VNode {
  const title = titleOf(chart, place)
  const { points } = chart
  if (points.length === 0)
    return (
      <section aria-labelledby="chart">
        <h2 id="chart">{title}</h2>
        <p>
          There is nothing to draw: nothing of this was recorded in these days. Ask for others, or for the
          whole authority.
        </p>
      </section>
    )
  const asked = new URLSearchParams({ ...filter }).toString()
  return (
    <>
      <section aria-labelledby="chart">
        <h2 id="chart">{title}</h2>
        <ReportPicture chart={chart} place={place} size="wide" id="wide" />
        <ReportPicture chart={chart} place={place} size="narrow" id="narrow" />
        <p class="pace-links pace-not-printed">
          <a href={`/api/v1/reports/run-chart.svg?${asked}`}>As a picture (SVG)</a>{' '}
          <a href={`/api/v1/reports/run-chart.csv?${asked}`}>As a table (CSV)</a>
        </p>
        <Remarks chart={chart} each={each} />
      </section>
      <ChartSaid chart={drawnReport(chart)} nameOf={(at) => periodInWords(points[at]?.period ?? '')} />
      <section aria-labelledby="data">
        <h2 id="data">The data</h2>
        <DataTable
          caption={title}
          columns={columnsOf(chart, each)}
          rows={pointsSaid(chart)}
          isShown={({ value, changes }) => value !== null || changes.length > 0}
        />
        {points.some(({ value }) => value === null) && (
          <p class="pace-quiet">Where there was no case and nothing was changed, no row stands.</p>
        )}
      </section>
    </>
  )
}

/** Under so many cases a point goes up and down by a single one. */
const SMALL = 10

function Remarks({
  chart: { points, by, to, leftOut, unit },
  each,
}: {
  chart: ReportedRunChart
  each: RunChartsView['each']
}): VNode {
  const measured = points.filter(({ n }) => n > 0)
  const small = measured.filter(({ n }) => n < SMALL)
  return (
    <ul class="pace-quiet">
      {by !== 'case' && small.length > 0 && (
        <li>
          <strong>Small numbers:</strong> {counted(small.length, 'point stands', 'points stand')} on fewer
          than {SMALL} {each[1]}, so that a single one can move it.
        </li>
      )}
      {by !== 'case' && <li>The last point is of what was recorded until {dayInWords(to)}.</li>}
      {unit === 'weeks' && by !== 'case' && (
        <li>A point is the median of its {each[1]}; the mean stands beside it in the table.</li>
      )}
      {leftOut > 0 && (
        <li>
          {counted(leftOut, 'earlier point is', 'earlier points are')} left out: ask for earlier days to see
          them.
        </li>
      )}
    </ul>
  )
}

const RULE_WORDS = { shift: 'Shift', trend: 'Trend' } as const

function columnsOf(
  { by, unit, enough, phases }: ReportedRunChart,
  each: RunChartsView['each'],
): [Column<PointSaid>, ...Column<PointSaid>[]] {
  const said = (value: number | null) =>
    value === null ? null : `${numberInWords(value)}${unit === 'percent' ? '%' : ''}`
  const claims = (place: number) =>
    phases.find(({ from, to }) => from <= place && place <= to)?.enough ?? enough
  const name = each[1].charAt(0).toUpperCase() + each[1].slice(1)
  return [
    { title: by === 'case' ? 'Case of' : 'Period', cell: ({ period }) => periodInWords(period) },
    { title: unit === 'weeks' ? 'Weeks' : 'Share', cell: ({ value }) => said(value) ?? 'None' },
    ...(by === 'case' ? [] : [{ title: name, cell: ({ n }: PointSaid) => n }]),
    ...(by === 'case' || unit === 'percent'
      ? []
      : [{ title: 'Mean', cell: ({ mean }: PointSaid) => said(mean) }]),
    {
      title: 'Median line',
      cell: ({ median, isBaseline }) => (isBaseline ? `${said(median) ?? ''}, baseline` : said(median)),
    },
    {
      title: 'Signals',
      cell: ({ rules }, place) =>
        (claims(place) ? rules.map((rule) => RULE_WORDS[rule]).join(', ') : '') || null,
    },
    {
      title: 'What was changed',
      cell: ({ changes }) => changes.map(({ on, title }) => `${dayInWords(on)}: ${title}`).join('; ') || null,
    },
  ]
}
