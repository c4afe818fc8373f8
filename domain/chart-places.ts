import { beginOf, beginOfWritten, nextBegin, type Grouping } from './periods'
import type { LocalDate } from './time'

/** Where a day lies on a chart: in which of its points, and where between them it is drawn. */
export interface DayOnChart {
  /** The point of the period that the day is in, or the first case on that day or after it. */
  readonly at: number
  /** Between places, so that what came after the day lies behind it. */
  readonly drawnAt: number
}

/** Where a day lies among the periods of a chart, as they are written; undefined when it lies on neither side of a point. */
export function dayOnChart(by: Grouping, periods: readonly string[], day: LocalDate): DayOnChart | undefined {
  if (periods.length === 0) return undefined
  if (by === 'case') {
    const after = periods.findIndex((period) => period >= day)
    return after === -1
      ? { at: periods.length - 1, drawnAt: periods.length - 0.5 }
      : { at: after, drawnAt: after - 0.5 }
  }
  const begin = beginOf(by, day)
  const at = periods.findIndex((period) => beginOfWritten(period) === begin)
  if (at === -1) return undefined
  const length = days(begin, nextBegin(by, begin))
  return { at, drawnAt: at - 0.5 + days(begin, day) / length }
}

function days(from: LocalDate, to: LocalDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
