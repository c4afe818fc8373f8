import type { ReportedRunChart } from '../../contracts/run-chart-schema'
import { asReporting, readFor } from '../../db/acting'
import { todayOf } from '../../db/people'
import { annotationsOf } from '../../db/reports/annotations'
import { readPoints, type Point } from '../../db/reports/run-chart'
import { farOut } from '../../domain/far-out'
import { phasesOf, type Phase } from '../../domain/run-chart-phases'
import { beginOf, nextBegin, type Grouping } from '../../domain/periods'
import { plusDays, type LocalDate } from '../../domain/time'
import { releasedPolicies } from '../../policies/released'
import type { Caller } from '../caller'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import type { Services } from '../services'
import { measureOf, wrong, type RunChartQuery } from './run-chart-query'

/**
 * A run chart of what is known now, with what was changed meanwhile. Numbers that name nobody, for whoever reads reports,
 * of the whole authority. Throws Problem.
 */
export async function reportedRunChart(
  asked: RunChartQuery,
  caller: Caller,
  { db, policy }: Pick<Services, 'db' | 'policy'>,
): Promise<ReportedRunChart> {
  const { by, locality, from, freezeUntil, rephaseFrom } = asked
  const measure = measureOf(asked, policy)
  refuseUnknownLocality(locality, policy.policy.localities)
  const place = locality === undefined ? {} : { locality }
  return readFor(db, caller, async (trx) => {
    const today = await todayOf(trx)
    const to = lastDay(by, asked.to, today)
    if (from !== undefined && from > to) throw wrong('from', 'must not be after today', 'Give an earlier day')
    const counting = { measure, by, to, today, reviewRules: reviewRules(), ...place }
    const { points, leftOut } = await asReporting(trx, (counts) =>
      readPoints(counts, { ...counting, ...(from !== undefined && { from }) }),
    )
    const first = points[0]?.day
    const changes = first === undefined ? [] : await annotationsOf(trx, { ...place, from: first, to })
    const phases = phasesIn(points, { freezeUntil, rephaseFrom })
    const now = phases.at(-1)?.chart
    if (now === undefined) throw new Error('A series has at least one phase')
    return {
      measure: measure.id,
      title: measure.title,
      unit: measure.unit,
      by,
      locality: locality ?? null,
      from: first ?? null,
      to,
      points: points.map(({ day: _, ...point }) => point),
      leftOut,
      frozen: freezeUntil === undefined ? null : { from: 0, to: upTo(points, freezeUntil) - 1 },
      ...answerOf(now),
      phases:
        points.length === 0
          ? []
          : phases.map((phase) => ({ from: phase.from, to: phase.to, ...answerOf(phase.chart) })),
      questions: farOut(points.map(({ value }) => value)),
      annotations: changes,
    }
  })
}

// What is to come has not been measured.
function lastDay(by: Grouping, to: LocalDate | undefined, today: LocalDate): LocalDate {
  if (to === undefined || to >= today) return today
  const end = by === 'case' ? to : plusDays(nextBegin(by, beginOf(by, to)), -1)
  return end < today ? end : today
}

function answerOf({ signals, ...chart }: Phase['chart']) {
  return { ...chart, signals: [...signals] }
}

interface Lines {
  readonly freezeUntil: LocalDate | undefined
  readonly rephaseFrom: LocalDate | undefined
}

function phasesIn(points: readonly Point[], { freezeUntil, rephaseFrom }: Lines): Phase[] {
  const values = points.map(({ value }) => value)
  const freezeAfter = freezeUntil === undefined ? undefined : upTo(points, freezeUntil)
  if (freezeAfter !== undefined && values.slice(0, freezeAfter).every((value) => value === null))
    throw wrong(
      'freezeUntil',
      'is before the first value of the chart',
      'Give a later day, or an earlier from',
    )
  if (rephaseFrom === undefined) return phasesOf(values, [], freezeAfter)
  const begins = points.findIndex(({ day }) => day >= rephaseFrom)
  if (begins < 1)
    throw wrong(
      'rephaseFrom',
      'must be within the chart, after its first point',
      'Give a day within it, or leave it out',
    )
  return phasesOf(values, [begins], freezeAfter)
}

function upTo(points: readonly Point[], day: LocalDate): number {
  return points.filter((point) => point.day <= day).length
}

// Whichever policy a journey is under, a review that is met as one is one.
function reviewRules(): string[] {
  const rules = releasedPolicies().flatMap(({ policy }) => policy.rules)
  const met = ['emergency-review', '6-week-review', 'later-review']
  return [...new Set(rules.filter(({ metBy }) => met.includes(metBy)).map(({ id }) => id))]
}
