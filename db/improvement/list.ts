import { sql } from 'kysely'
import type { ImprovementKind } from '../../domain/improvement/record'
import type { TestStatus } from '../../domain/improvement/test-of-change'
import { instant, type Instant, type LocalDate } from '../../domain/time'
import type { Queryable } from '../database'
import { recordOf, TABLE_OF, type ImprovementRecord } from './records'

/** A place in a list of records, by when they were begun. */
export interface RecordPlace {
  readonly at: Instant
  readonly id: string
}

/** Which records are listed. */
export interface RecordFilter {
  readonly aim?: string
  /** Those of a locality; `authority` for those of the whole authority. */
  readonly locality?: string
  /** Of tests of change alone, however it is written. */
  readonly series?: string
  readonly status?: TestStatus
}

export interface RecordListRequest {
  readonly filter: RecordFilter
  /** By which it is told what is running. */
  readonly today: LocalDate
  readonly limit: number
  readonly after?: RecordPlace
}

/** Records of a kind, those that were begun last first: the later cycles of a series before the earlier. */
export async function listRecords<Kind extends ImprovementKind>(
  db: Queryable,
  kind: Kind,
  { filter: { aim, locality, series, status }, today, limit, after }: RecordListRequest,
): Promise<{ readonly items: ImprovementRecord<Kind>[]; readonly next?: RecordPlace }> {
  // the columns of tests alone are asked for of tests alone
  const table = TABLE_OF[kind] as 'test_of_change'
  const rows = await db
    .selectFrom(table)
    .innerJoin('improvement_version as newest', (join) =>
      join.onRef('newest.id', '=', `${table}.id`).onRef('newest.version', '=', `${table}.version`),
    )
    .select(['newest.id', 'newest.version', 'newest.content'])
    .select(['begun_at', 'begun_by', 'newest.changed_at', 'newest.changed_by'])
    .$if(aim !== undefined, (query) => query.where('aim', '=', aim ?? ''))
    .$if(locality === 'authority', (query) => query.where('locality', 'is', null))
    .$if(locality !== undefined && locality !== 'authority', (query) =>
      query.where('locality', '=', locality ?? ''),
    )
    .$if(series !== undefined, (query) => query.where(sql`lower(series)`, '=', (series ?? '').toLowerCase()))
    .$if(status !== undefined, (query) => query.where(isOfStatus(status as TestStatus, today)))
    .$if(after !== undefined, (query) => query.where(comesAfter(after as RecordPlace)))
    .orderBy(BEGUN, 'desc')
    .orderBy('newest.id')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const items = page.map((row) => recordOf(kind, row.id, row))
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: { at: instant(last.begun_at), id: last.id } }
}

/** A version of a record: what it said, which of its fields were new, when and by whom. */
export interface RecordVersion {
  readonly version: number
  readonly content: object
  readonly changed: readonly string[]
  readonly changedAt: Instant
  readonly changedBy: string
}

/** The versions of a record, the newest first; those before one of them where it is named. */
export async function readVersions(
  db: Queryable,
  kind: ImprovementKind,
  id: string,
  { limit, before }: { readonly limit: number; readonly before?: number },
): Promise<{ readonly items: RecordVersion[]; readonly next?: number }> {
  const rows = await db
    .selectFrom('improvement_version')
    .selectAll()
    .where('kind', '=', kind)
    .where('id', '=', id)
    .$if(before !== undefined, (query) => query.where('version', '<', before ?? 0))
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(({ version, content, changed, changed_at, changed_by }) => ({
    version,
    content,
    changed,
    changedAt: instant(changed_at),
    changedBy: changed_by,
  }))
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last && { next: last.version }) }
}

// As exact as a place in the list is.
const BEGUN = sql<Date>`date_trunc('milliseconds', begun_at)`

function isOfStatus(status: TestStatus, today: LocalDate) {
  const hasBegun = sql`coalesce(from_on <= ${today}::date, false)`
  if (status === 'planned') return sql<boolean>`(phase = 'planned' and not ${hasBegun})`
  if (status === 'running') return sql<boolean>`(phase = 'running' or (phase = 'planned' and ${hasBegun}))`
  return sql<boolean>`phase = ${status}`
}

function comesAfter({ at, id }: RecordPlace) {
  const moment = sql`${new Date(at)}::timestamptz`
  return sql<boolean>`(${BEGUN} < ${moment} or (${BEGUN} = ${moment} and newest.id > ${id}::uuid))`
}
