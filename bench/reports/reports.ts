import { asReporting } from '../../db/acting'
import { clockOf, type DatabaseTransaction } from '../../db/database'
import { todayOf } from '../../db/people'
import { behindAim, countAims, type AimsCounted } from '../../db/reports/aims'
import { readDashboard } from '../../db/reports/dashboard'
import { readDelay } from '../../db/reports/delay'
import { readPoints } from '../../db/reports/run-chart'
import { readWorkload } from '../../db/reports/workload'
import type { Scope } from '../../db/scope'
import { publish, USUAL_THRESHOLD } from '../../domain/disclosure'
import { CLASSES_THAT_GROW, tableOf } from '../../domain/exports/aim-tables'
import { measuresOf, type Measure } from '../../domain/measures'
import { endOfDay, instant, plusMonths } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import { aimsOfPolicy } from '../../policies/released-aims'

/** A report as the API reads it, and for whom. */
export interface Report {
  readonly name: string
  /** All of the authority when absent. */
  readonly scope?: Scope
  read(trx: DatabaseTransaction, scope: Scope): Promise<unknown>
}

const ONE = 'inverness'
const ofOne: Scope = { localities: [ONE] }

const { policy } = currentPolicy('highland')
const aims = aimsOfPolicy(policy.id)?.aims ?? []
const inOne = { locality: ONE }

const REVIEWS = ['emergency-review', 'six-week-review', 'three-month-review', 'later-review']

/** What is measured: one line for each report. */
export const reports: readonly Report[] = [
  { name: 'dashboard, all', read: (trx, scope) => readDashboard(trx, { scope }) },
  {
    name: 'dashboard, one locality',
    scope: ofOne,
    read: (trx, scope) => readDashboard(trx, { scope, locality: ONE }),
  },
  { name: 'workload, all', read: (trx, scope) => readWorkload(trx, { scope }) },
  { name: 'workload, one locality', scope: ofOne, read: (trx, scope) => readWorkload(trx, { scope }) },
  { name: 'delay, all', read: (trx) => readDelay(trx, {}) },
  { name: 'delay, one locality', read: (trx) => readDelay(trx, inOne) },
  { name: 'aims, all', read: (trx) => aimsAt(trx, 0) },
  { name: 'aims, one locality', read: (trx) => aimsAt(trx, 0, inOne) },
  { name: 'aims, all, as known a year ago', read: (trx) => aimsAt(trx, 12) },
  { name: 'aims, one locality, as known a year ago', read: (trx) => aimsAt(trx, 12, inOne) },
  { name: 'children behind aim 2, all', read: (trx, scope) => behind(trx, scope) },
  {
    name: 'children behind aim 2, one locality',
    scope: ofOne,
    read: (trx, scope) => behind(trx, scope, inOne),
  },
  ...measuresOf(aims).flatMap((measure): Report[] => [
    { name: `run chart of ${measure.id}, all`, read: (trx) => runChart(trx, measure) },
    { name: `run chart of ${measure.id}, one locality`, read: (trx) => runChart(trx, measure, inOne) },
  ]),
  { name: 'published counts', read: published },
]

async function aimsAt(trx: DatabaseTransaction, monthsAgo: number, where: typeof inOne | object = {}) {
  return countAims(trx, aims, { ...(await at(trx, monthsAgo)), ...where })
}

async function at(trx: DatabaseTransaction, monthsAgo: number): Promise<AimsCounted> {
  const asOf = plusMonths(await todayOf(trx), -monthsAgo)
  if (monthsAgo > 0) return { asOf, knownAt: endOfDay(asOf) }
  return { asOf, knownAt: instant(await clockOf(trx)), isNow: true }
}

async function behind(trx: DatabaseTransaction, scope: Scope, where: typeof inOne | object = {}) {
  const aim = aims.find(({ id }) => id === '2')
  return aim && behindAim(trx, aim, { ...(await at(trx, 0)), ...where, scope, limit: 50 })
}

async function runChart(trx: DatabaseTransaction, measure: Measure, where: typeof inOne | object = {}) {
  const today = await todayOf(trx)
  return asReporting(trx, (counting) =>
    readPoints(counting, { measure, by: 'month', to: today, today, reviewRules: REVIEWS, ...where }),
  )
}

async function published(trx: DatabaseTransaction) {
  const places = policy.localities.map(({ id }) => id)
  const counted = await aimsAt(trx, 0)
  return counted.map(({ localities }) =>
    publish(tableOf(localities, places), {
      threshold: USUAL_THRESHOLD,
      earlier: [],
      growing: CLASSES_THAT_GROW,
    }),
  )
}
