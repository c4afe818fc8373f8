import { runChartOf, type RunChart, type Series, type Signal } from './run-chart'

/** A part of a series that is judged by itself, from one place to another, both included. */
export interface Phase {
  readonly from: number
  readonly to: number
  /** With its signals at their places in the whole series. */
  readonly chart: RunChart
}

/**
 * A series whose line begins anew where people say so, after a change that has lasted: each phase has its own line and is
 * judged by itself. Where no place is named the whole of it is one phase.
 *
 * @param begins the places at which a phase begins, besides the first; each within the series, the earliest first
 * @param freezeAfter freezes the line of the first phase; it must end within it
 */
export function phasesOf(values: Series, begins: readonly number[] = [], freezeAfter?: number): Phase[] {
  const starts = [0, ...begins]
  return starts.map((from, index) => {
    const end = starts[index + 1] ?? values.length
    const isFrozen = index === 0 && freezeAfter !== undefined
    const chart = runChartOf(values.slice(from, end), isFrozen ? { freezeAfter } : {})
    return {
      from,
      to: end - 1,
      chart: { ...chart, signals: chart.signals.map((signal) => moved(signal, from)) },
    }
  })
}

function moved(signal: Signal, by: number): Signal {
  return signal.rule === 'runs' ? signal : { ...signal, from: signal.from + by, to: signal.to + by }
}
