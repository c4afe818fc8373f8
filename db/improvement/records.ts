import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DriverDiagram } from '../../domain/improvement/driver-diagram'
import type { Forcefield } from '../../domain/improvement/forcefield'
import { changedFields, type ImprovementKind } from '../../domain/improvement/record'
import { phaseOf, type TestCycle } from '../../domain/improvement/test-of-change'
import { instant, type Instant } from '../../domain/time'
import type { DatabaseTransaction, Queryable } from '../database'

/** What each kind of record says. */
export interface Contents {
  readonly 'test-of-change': TestCycle
  readonly 'driver-diagram': DriverDiagram
  readonly forcefield: Forcefield
}

/** A record of improvement work in its newest version. */
export interface ImprovementRecord<Kind extends ImprovementKind> {
  readonly id: string
  readonly kind: Kind
  /** Counts its changes from 1. */
  readonly version: number
  readonly content: Contents[Kind]
  readonly begunAt: Instant
  readonly begunBy: string
  readonly changedAt: Instant
  readonly changedBy: string
}

/** Somebody else has changed a record meanwhile. */
export class ImprovementVersionError extends Error {
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`The record is at version ${actual}, not ${expected}`)
    this.name = 'ImprovementVersionError'
  }
}

/** The table in which the newest versions of a kind stand, with the columns that all of them have. */
export const TABLE_OF = {
  'test-of-change': 'test_of_change',
  'driver-diagram': 'driver_diagram',
  forcefield: 'forcefield',
} as const satisfies Record<ImprovementKind, string>

/** Keeps a new record; audited. */
export async function keepRecord<Kind extends ImprovementKind>(
  trx: DatabaseTransaction,
  kind: Kind,
  content: Contents[Kind],
  by: string,
): Promise<ImprovementRecord<Kind>> {
  const id = randomUUID()
  const at = await writeVersion(trx, kind, id, 1, content, changedFields(undefined, content), by)
  await insertNewest(trx, kind, content, { id, version: 1, begun_at: at, begun_by: by })
  return recordOf(kind, id, {
    version: 1,
    content,
    begun_at: at,
    begun_by: by,
    changed_at: at,
    changed_by: by,
  })
}

/**
 * Keeps another version of a record, one at a time for each; audited with the fields that it changed. Where nothing is changed
 * there is no new version. Undefined when there is no such record.
 *
 * @param change what makes the new content of the present one
 * @throws ImprovementVersionError when it is at another version than `ifVersion`
 */
export async function changeRecord<Kind extends ImprovementKind>(
  trx: DatabaseTransaction,
  kind: Kind,
  id: string,
  { by, ifVersion }: { readonly by: string; readonly ifVersion?: number },
  change: (before: Contents[Kind]) => Contents[Kind],
): Promise<ImprovementRecord<Kind> | undefined> {
  // their columns are the same as far as this goes
  const table = TABLE_OF[kind] as 'driver_diagram'
  await trx.selectFrom(table).select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  const before = await readRecord(trx, kind, id)
  if (before === undefined) return undefined
  if (ifVersion !== undefined && ifVersion !== before.version)
    throw new ImprovementVersionError(ifVersion, before.version)
  const content = change(before.content)
  const changed = changedFields(before.content, content)
  if (changed.length === 0) return before
  const version = before.version + 1
  const at = await writeVersion(trx, kind, id, version, content, changed, by)
  await trx
    .updateTable(table)
    .set({ ...columnsOf(kind, content), version })
    .where('id', '=', id)
    .execute()
  return { ...before, content, version, changedAt: instant(at), changedBy: by }
}

/** A record in its newest version; undefined when there is none of that kind. */
export async function readRecord<Kind extends ImprovementKind>(
  db: Queryable,
  kind: Kind,
  id: string,
): Promise<ImprovementRecord<Kind> | undefined> {
  const row = await db
    .selectFrom(TABLE_OF[kind] as 'driver_diagram')
    .innerJoin('improvement_version as newest', (join) =>
      join
        .onRef('newest.id', '=', `${TABLE_OF[kind] as 'driver_diagram'}.id`)
        .onRef('newest.version', '=', `${TABLE_OF[kind] as 'driver_diagram'}.version`),
    )
    .select(['newest.version', 'newest.content', 'begun_at', 'begun_by', 'changed_at', 'changed_by'])
    .where('newest.id', '=', id)
    .executeTakeFirst()
  return row && recordOf(kind, id, row)
}

/** The highest cycle of a series of tests of change, however its name is written; 0 of one that there is not. */
export async function highestCycle(trx: DatabaseTransaction, series: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`test series ${series.toLowerCase()}`}, 0))`.execute(
    trx,
  )
  const row = await trx
    .selectFrom('test_of_change')
    .select((of) => of.fn.max('cycle').as('highest'))
    .where(sql`lower(series)`, '=', series.toLowerCase())
    .executeTakeFirst()
  return row?.highest ?? 0
}

interface NewestRow {
  readonly version: number
  readonly content: object
  readonly begun_at: Date
  readonly begun_by: string
  readonly changed_at: Date
  readonly changed_by: string
}

/** A record as its rows say it. */
export function recordOf<Kind extends ImprovementKind>(
  kind: Kind,
  id: string,
  row: NewestRow,
): ImprovementRecord<Kind> {
  return {
    id,
    kind,
    version: row.version,
    content: row.content as Contents[Kind],
    begunAt: instant(row.begun_at),
    begunBy: row.begun_by,
    changedAt: instant(row.changed_at),
    changedBy: row.changed_by,
  }
}

async function writeVersion(
  trx: DatabaseTransaction,
  kind: ImprovementKind,
  id: string,
  version: number,
  content: object,
  changed: readonly string[],
  by: string,
): Promise<Date> {
  const { changed_at: at } = await trx
    .insertInto('improvement_version')
    .values({
      id,
      version,
      kind,
      content: JSON.stringify(content),
      changed: [...changed],
      changed_at: sql<Date>`clock_timestamp()`,
      changed_by: by,
    })
    .returning('changed_at')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('audit')
    .values({
      at,
      actor: by,
      action: 'improvement.write',
      journey_id: null,
      // what was written stays in the versions: here, which fields
      detail: JSON.stringify({ kind, id, version, changed }),
    })
    .execute()
  return at
}

type Begun = Readonly<{ id: string; version: number; begun_at: Date; begun_by: string }>

async function insertNewest<Kind extends ImprovementKind>(
  trx: DatabaseTransaction,
  kind: Kind,
  content: Contents[Kind],
  begun: Begun,
): Promise<void> {
  const table = TABLE_OF[kind] as 'driver_diagram'
  await trx
    .insertInto(table)
    .values({ ...begun, ...columnsOf(kind, content) })
    .execute()
}

// What lists and charts look for.
function columnsOf(kind: ImprovementKind, content: Contents[ImprovementKind]) {
  const { title, aim, locality } = content
  const common = { title, aim, locality: locality ?? null }
  if (kind !== 'test-of-change') return common
  const cycle = content as TestCycle
  return {
    ...common,
    series: cycle.series,
    cycle: cycle.cycle,
    from_on: cycle.from ?? null,
    until_on: cycle.until ?? null,
    phase: phaseOf(cycle),
  }
}
