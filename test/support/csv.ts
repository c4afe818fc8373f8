import { stringify } from 'csv-stringify/sync'
import { JOURNEY_COLUMNS, MORE_JOURNEY_COLUMNS, type JourneyColumn } from '../../contracts/importing/columns'
import { workOn } from '../../db/importing/work-on'
import type { Database } from '../../db/database'
import type { ImportAnswer } from '../../contracts/import-schema'
import type { Caller } from './api'
import { testKeys } from './keys'

/** A row of a file, by its columns. */
export type CsvCells = Partial<Record<JourneyColumn, string>>

const COLUMNS = [...JOURNEY_COLUMNS, ...MORE_JOURNEY_COLUMNS]

/** A file of journeys with every column, and these rows. */
export function fileOf(...rows: readonly CsvCells[]): string {
  return stringify([...rows], { header: true, columns: COLUMNS, record_delimiter: 'windows' })
}

/** A child becomes looked after, away from home, in Caithness. */
export function startRow(child: string, occurredAt = '2026-01-05', cells: CsvCells = {}): CsvCells {
  return {
    child_reference: child,
    locality: 'caithness',
    event: 'looked-after-started',
    occurred_at: occurredAt,
    pathway: 'away-from-home',
    legal_basis: 'voluntary-s25',
    ...cells,
  }
}

export function eventRow(child: string, event: string, occurredAt: string, cells: CsvCells = {}): CsvCells {
  return { child_reference: child, event, occurred_at: occurredAt, ...cells }
}

/** A child's way to a panel and a decision, in order. */
export function wayToDecision(child: string, cells: CsvCells = {}): CsvCells[] {
  return [
    startRow(child, '2025-01-06', { placement_type: 'foster', worker: 'worker-1', ...cells }),
    eventRow(child, 'child-plan-meeting-held', '2025-01-08', {
      meeting: '72-hour',
      review: 'emergency',
      ...cells,
    }),
    eventRow(child, 'review-held', '2025-02-12', {
      review: '6-week',
      outcome: 'The placement goes on',
      ...cells,
    }),
    eventRow(child, 'permanence-recommended', '2025-06-30', {
      recommendation: 'away-from-home',
      route: 'permanence-order',
      ...cells,
    }),
    eventRow(child, 'panel-held', '2025-09-08', {
      members: 'panel-1; panel-2',
      outcome: 'supported',
      ...cells,
    }),
    eventRow(child, 'agency-decision-made', '2025-09-15', {
      decision_maker: 'adm-1',
      decision: 'approve-permanence-order',
      ...cells,
    }),
  ]
}

/** Sends a file, and works on it to its end as a worker does. */
export async function broughtIn(
  caller: Caller,
  db: Database,
  file: string | Buffer,
  path = '/api/v1/imports',
): Promise<ImportAnswer> {
  const answer = await caller.upload(path, file)
  if (answer.status !== 202) throw new Error(`Answered ${answer.status}: ${answer.text}`)
  const { id } = answer.body as ImportAnswer
  await worked(db, id)
  return (await caller.get(`/api/v1/imports/${id}`)).body as ImportAnswer
}

/** Works on an import to its end. */
export async function worked(db: Database, id: string): Promise<void> {
  while (!(await workOn(db, testKeys, id)).ended);
}
