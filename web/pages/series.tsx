import type { VNode } from 'preact'
import { DataTable } from '../charts/data-table'
import type { Drawn } from '../charts/drawn'
import { numberInWords } from '../charts/numbers'
import { RunChartPicture } from '../charts/run-chart'
import { whatItSays } from '../charts/said'
import { ChartSaid } from '../components/chart-said'
import { ErrorSummary, type FormError } from '../components/error-summary'
import type { Typed } from '../forms/field'
import { FormField } from '../forms/form-field'
import { SERIES_FIELDS } from '../forms/series-form'
import type { Content } from '../frame'
import { Heading } from '../layout'

export interface SeriesView {
  readonly typed: Typed
  readonly csrf: string
  readonly errors: readonly FormError[]
  readonly fieldErrors: Readonly<Record<string, string>>
  /** Absent until a series was sent that can be judged. */
  readonly chart?: Drawn
}

const TITLE = 'Draw a run chart'

/** Judges a series that somebody brings. Nothing of it is kept. */
export function seriesPage({ typed, csrf, errors, fieldErrors, chart }: SeriesView): Content {
  return {
    title: TITLE,
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading>{TITLE}</Heading>
        <p class="pace-not-printed">
          Of any series that you bring. Nothing is recorded.{' '}
          <a href="/run-charts">Run charts of what is recorded here</a>.
        </p>
        {chart && <Chart chart={chart} />}
        <form method="post" action="/tools/run-chart" noValidate class="pace-form pace-not-printed">
          <input type="hidden" name="_csrf" value={csrf} />
          {SERIES_FIELDS.map((field) => (
            <FormField
              key={field.name}
              field={field}
              typed={typed}
              {...(fieldErrors[field.name] !== undefined && { error: fieldErrors[field.name] })}
            />
          ))}
          <button class="ds_button" type="submit">
            Draw it
          </button>
        </form>
      </>
    ),
  }
}

function Chart({ chart }: { chart: Drawn }): VNode {
  const nameOf = (place: number) => `number ${place + 1}`
  const picture = { chart, title: 'Your series', description: whatItSays(chart, nameOf).join(' ') }
  const { values, phases } = chart
  const [phase] = phases
  const rulesAt = (place: number) =>
    (phase?.enough === true ? phase.signals : [])
      .filter(({ from, to }) => from !== null && to !== null && from <= place && place <= to)
      .map(({ rule }) => (rule === 'shift' ? 'Shift' : 'Trend'))
  return (
    <>
      <section aria-labelledby="chart">
        <h2 id="chart">Your series</h2>
        <RunChartPicture {...picture} size="wide" id="wide" />
        <RunChartPicture {...picture} size="narrow" id="narrow" />
      </section>
      <ChartSaid chart={chart} nameOf={nameOf} />
      <section aria-labelledby="data">
        <h2 id="data">The data</h2>
        <DataTable
          caption="Your series"
          columns={[
            { title: 'Number', cell: (_value, place) => place + 1 },
            {
              title: 'Value',
              cell: (value: number | null) => (value === null ? 'None' : numberInWords(value)),
            },
            { title: 'Signals', cell: (_value, place) => [...new Set(rulesAt(place))].join(', ') || null },
          ]}
          rows={values}
        />
      </section>
    </>
  )
}
