import type { AnnotationAnswer, ReportedRunChart } from '../../contracts/run-chart-schema'
import { dayOnChart } from '../../domain/chart-places'
import type { LocalDate } from '../../domain/time'

/** A point of a run chart with all that is said of it elsewhere in the answer. */
export interface PointSaid {
  readonly period: string
  readonly value: number | null
  readonly n: number
  readonly mean: number | null
  /** The line that it goes by. */
  readonly median: number | null
  readonly isBaseline: boolean
  /** The signals that it is part of. */
  readonly rules: readonly ('shift' | 'trend')[]
  /** What was changed in its period. */
  readonly changes: readonly AnnotationAnswer[]
}

/** The points of a run chart, each with the line that it goes by, the signals that it is part of, and what was changed then. */
export function pointsSaid({ points, phases, frozen, annotations, by }: ReportedRunChart): PointSaid[] {
  const periods = points.map(({ period }) => period)
  const changes = annotations.map((one) => ({ one, at: dayOnChart(by, periods, one.on as LocalDate)?.at }))
  return points.map((point, at) => {
    const phase = phases.find(({ from, to }) => from <= at && at <= to)
    const found = (phase?.signals ?? []).flatMap(({ rule, from, to }) =>
      rule !== 'runs' && from !== null && to !== null && from <= at && at <= to ? [rule] : [],
    )
    return {
      ...point,
      median: phase?.median ?? null,
      isBaseline: frozen !== null && frozen.from <= at && at <= frozen.to,
      rules: [...new Set(found)],
      changes: changes.filter((change) => change.at === at).map(({ one }) => one),
    }
  })
}
