import type { ReportedRunChart, RunChartAnswer } from '../../contracts/run-chart-schema'
import { AUTHORITY } from '../../db/scope'
import type { Measure } from '../../domain/measures'
import { beginOfWritten, endOfWritten } from '../../domain/periods'
import { drawnSeries } from '../../web/charts/drawn'
import type { Field, Typed } from '../../web/forms/field'
import { readForm } from '../../web/forms/read-form'
import { readSeries } from '../../web/forms/read-series'
import { SERIES_FIELDS } from '../../web/forms/series-form'
import { FILTER_LABELS, runChartsPage, type RunChartFilter } from '../../web/pages/run-charts'
import { seriesPage } from '../../web/pages/series'
import { checked } from '../perform'
import { Problem } from '../problem'
import { runChartRoute } from '../reports/run-chart'
import { measuresHere } from '../reports/run-chart-query'
import { placeOf } from '../reports/run-chart-svg'
import { judgeSeriesRoute } from '../tools/run-chart'
import { atFields, summaryOf } from './form-errors'
import { policyLocalities } from './localities'
import type { PageRoute } from './page-route'
import { unreadable } from './submit-form'

const FILTERS = ['measure', 'by', 'locality', 'from', 'to', 'freezeUntil', 'rephaseFrom'] as const

/** The filters by their labels, for what is wrong with them. */
const FIELDS = FILTERS.map((name): Field => ({ kind: 'line', name, label: FILTER_LABELS[name] }))

export const runChartsPageRoute: PageRoute = {
  method: 'get',
  path: '/run-charts',
  actions: ['reports.read'],
  here: 'charts',
  async answer({ person, query }, services) {
    const measures = measuresHere(services.policy)
    const filter = filterIn(query, measures)
    const measure = measures.find(({ id }) => id === filter.measure)
    const view = {
      filter,
      measures: measures.map(({ id, title }) => ({ value: id, words: title })),
      each: measure?.each ?? (['case', 'cases'] as const),
      localities: policyLocalities(services.policy, AUTHORITY).map(({ id, name }) => ({
        value: id,
        words: name,
      })),
      place: placeOf({ locality: filter.locality ?? null }, services.policy),
      authority: services.policy.policy.authority,
      errors: [],
    }
    try {
      const asked = checked(runChartRoute.query, filter, FILTERS)
      const { body } = await runChartRoute.read(
        { caller: person, params: {}, query: asked, body: undefined },
        services,
      )
      return { content: runChartsPage({ ...view, chart: body as ReportedRunChart }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: error.status, content: runChartsPage({ ...view, errors: summaryOf(error, FIELDS) }) }
    }
  },
}

export const seriesFormRoute: PageRoute = {
  method: 'get',
  path: '/tools/run-chart',
  actions: ['tools.use'],
  here: 'tools',
  answer: ({ csrf }) =>
    Promise.resolve({ content: seriesPage({ typed: {}, csrf, errors: [], fieldErrors: {} }) }),
}

/** Sent by POST though nothing is recorded: a series is too long to stand in an address. */
export const judgeSeriesPageRoute: PageRoute = {
  method: 'post',
  path: '/tools/run-chart',
  actions: ['tools.use'],
  here: 'tools',
  answer({ typed, csrf }, services) {
    const view = { typed, csrf, errors: [], fieldErrors: {} }
    try {
      const sent = seriesIn(typed)
      const answer = judgeSeriesRoute.reckon(sent, services).body as RunChartAnswer
      const { values, freezeAfter, median } = sent
      const isGiven = median !== undefined
      const chart = drawnSeries(values, answer, {
        isGiven,
        ...(freezeAfter !== undefined && { freezeAfter }),
      })
      return Promise.resolve({ content: seriesPage({ ...view, chart }) })
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      const told = { errors: summaryOf(error, SERIES_FIELDS), fieldErrors: atFields(error, SERIES_FIELDS) }
      return Promise.resolve({ status: error.status, content: seriesPage({ ...view, ...told }) })
    }
  },
}

interface Series {
  readonly values: readonly (number | null)[]
  readonly freezeAfter?: number
  readonly median?: number
}

// The same way as a request of the API.
function seriesIn(typed: Typed): Series {
  const { body, wrong } = readForm(SERIES_FIELDS, typed)
  const text = body['values']
  const read = typeof text === 'string' ? readSeries(text) : undefined
  const sent = { ...body, ...(read !== undefined && 'values' in read && { values: read.values }) }
  const unread = [
    ...wrong,
    ...(read !== undefined && 'wrong' in read ? [{ field: 'values', message: read.wrong }] : []),
  ]
  if (unread.length > 0) throw unreadable(judgeSeriesRoute, sent, unread)
  return checked(judgeSeriesRoute.body, sent, judgeSeriesRoute.fields(sent)) as Series
}

// What was left empty is not asked for; the first measure is shown until one is chosen. A month or a quarter, as a link may
// have it, becomes its day, which a field for days can show.
function filterIn(query: Typed, measures: readonly Measure[]): RunChartFilter {
  const asked = FILTERS.flatMap((name) => {
    const text = query[name]?.trim()
    if (!text) return []
    const day = name === 'to' || name === 'freezeUntil' ? endOfWritten(text) : beginOfWritten(text)
    return [[name, day ?? text]]
  })
  return { measure: measures[0]?.id, ...Object.fromEntries(asked) } as RunChartFilter
}
