import type { DatabaseTransaction } from '../../db/database'
import { readDashboard } from '../../db/reports/dashboard'
import { readDelay } from '../../db/reports/delay'
import { readWorkload } from '../../db/reports/workload'
import type { Scope } from '../../db/scope'

/** A report as the API reads it, and for whom. */
export interface Report {
  readonly name: string
  /** All of the authority when absent. */
  readonly scope?: Scope
  read(trx: DatabaseTransaction, scope: Scope): Promise<unknown>
}

const ONE = 'inverness'
const ofOne: Scope = { localities: [ONE] }

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
  { name: 'delay, one locality', read: (trx) => readDelay(trx, { locality: ONE }) },
]
