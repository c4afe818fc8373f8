import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'

import { readFor } from '../../db/acting'
import { openDatabase, type Database } from '../../db/database'
import { migrateToLatest } from '../../db/migrate'
import { API_ROLE } from '../../db/roles'
import { AUTHORITY } from '../../db/scope'
import type { Ground } from '../ground'
import { spreadOf } from '../load/percentiles'
import type { Figure } from '../report/figure'
import { budgetMs, reportsFigure, type MeasuredReport } from './figure'
import { planOf, type Sent } from './plan'
import { writeRecord } from './record'
import { reports, type Report } from './reports'

const times = 7

/**
 * Writes the record of many years into a database of its own beside the installation's, and reads each report from it as the
 * API does, with its rights and for somebody: some times, after once in vain.
 */
export async function measureReports(journeys: number, { installation, db, say }: Ground): Promise<Figure> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await sql`create database ${sql.id(name)}`.execute(db)
  const address = new URL(installation.databaseUrl)
  address.pathname = `/${name}`
  try {
    await migrateToLatest(address.href, installation.keys)
    const owner = openDatabase(address.href, { maxConnections: 1 })
    say(`Writing ${journeys} journeys with ten events each, and what is counted of them`)
    const size = await writeRecord(owner, journeys).finally(() => owner.destroy())
    const sent: Sent[] = []
    const ofApi = openDatabase(address.href, {
      role: API_ROLE,
      onQuery: ({ query, queryDurationMillis }) => sent.push({ query, milliseconds: queryDurationMillis }),
    })
    const measured: MeasuredReport[] = []
    try {
      for (const report of reports) {
        say(`Reading ${report.name}`)
        measured.push(await measuredOf(report, ofApi, sent))
      }
    } finally {
      await ofApi.destroy()
    }
    return reportsFigure(size, measured)
  } finally {
    await sql`drop database ${sql.id(name)} with (force)`.execute(db)
  }
}

async function measuredOf(report: Report, db: Database, sent: Sent[]): Promise<MeasuredReport> {
  const { name, scope = AUTHORITY } = report
  const read = () => readFor(db, { id: 'bench', scope }, (trx) => report.read(trx, scope))
  await read()
  const milliseconds: number[] = []
  for (let turn = 0; turn < times; turn += 1) {
    sent.length = 0
    const began = performance.now()
    await read()
    milliseconds.push(performance.now() - began)
  }
  const { p50, max } = spreadOf(milliseconds)
  const statements = [...sent]
  return {
    name,
    least: Math.min(...milliseconds),
    median: p50,
    most: max,
    ...(p50 > budgetMs && { plan: await planOf(statements, db) }),
  }
}
