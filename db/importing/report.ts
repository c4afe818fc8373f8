import { sql, type Selectable } from 'kysely'
import type { DatabaseTransaction, Queryable } from '../database'
import type { Finding, FindingKind } from '../../domain/importing/finding'
import type { Tables } from '../tables'

/** There is no such import, or it is somebody else's: the two are not told apart. */
export class UnknownImportError extends Error {
  override readonly name = 'UnknownImportError'
}

/** An import with what has become of it so far. */
export interface ImportReport extends Selectable<Tables['import']> {
  readonly children: number
  readonly done: number
}

/** Whose imports are seen: those of one person, or all. */
export interface SeenImports {
  readonly by?: string
}

/** Reads an import. Throws UnknownImportError. */
export async function readImport(db: Queryable, id: string, seen: SeenImports): Promise<ImportReport> {
  const [found] = await reportsOf(db, seen, sql`and import.id = ${id}`, 1)
  if (found === undefined) throw new UnknownImportError()
  return found
}

/** Imports, the newest first; those after one of them when its id is given. */
export async function listImports(
  db: Queryable,
  seen: SeenImports,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<ImportReport[]> {
  const further =
    after === undefined
      ? sql``
      : sql`and (import.created_at, import.id) < (select created_at, id from import where id = ${after})`
  return reportsOf(db, seen, further, limit)
}

async function reportsOf(
  db: Queryable,
  { by }: SeenImports,
  further: ReturnType<typeof sql>,
  limit: number,
): Promise<ImportReport[]> {
  const whose = by === undefined ? sql`` : sql`and import.asked_by = ${by}`
  const { rows } = await sql<ImportReport>`
    select import.*, sums.*,
      case when import.ended_at is null then sums.applied_now else import.applied end as applied,
      case when import.ended_at is null then sums.unchanged_now else import.unchanged end as unchanged,
      case when import.ended_at is null then sums.corrected_now else import.corrected end as corrected,
      case when import.ended_at is null then sums.journeys_now else import.journeys end as journeys,
      case when import.ended_at is null then sums.bad_now else import.bad_rows end as bad_rows,
      case when import.ended_at is null then sums.held_now else import.held_back end as held_back
    from import cross join lateral (
      select count(*) as children, count(*) filter (where done) as done,
        coalesce(sum(applied), 0) as applied_now, coalesce(sum(unchanged), 0) as unchanged_now,
        coalesce(sum(corrected), 0) as corrected_now, coalesce(sum(journeys), 0) as journeys_now,
        coalesce(sum(bad_rows), 0) as bad_now, coalesce(sum(held_back), 0) as held_now
      from import_child where import_child.import_id = import.id
    ) sums
    where import.status <> 'uploading' ${whose} ${further}
    order by import.created_at desc, import.id desc limit ${limit}`.execute(db)
  return rows
}

/** What is to be said of an import's lines, in the order of the file. */
export async function readFindings(
  db: Queryable,
  importId: string,
  { kind, limit }: { readonly kind?: FindingKind; readonly limit?: number } = {},
): Promise<Finding[]> {
  return db
    .selectFrom('import_finding')
    .select(['kind', 'line', 'field', 'message', 'remedy'])
    .where('import_id', '=', importId)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'refused'))
    .orderBy('line')
    .orderBy('kind')
    .orderBy('number')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute()
}

/** Whether all that somebody brought in since a moment is conducted: reminders come from then on. */
export async function isConducted(db: Queryable, by: string, since: Date): Promise<boolean> {
  const { rows } = await sql<{ behind: boolean }>`select exists (
    select from journey where conducted_seq < seq and exists (
      select from event where journey_id = journey.id and number > journey.conducted_seq
        and imported and recorded_by = ${by} and recorded_at >= ${since})
  ) as behind`.execute(db)
  return rows[0]?.behind === false
}

/** Asks for an import to be stopped after the batch in hand. Returns false when it has ended already. Throws UnknownImportError. */
export async function askToCancel(
  trx: DatabaseTransaction,
  id: string,
  by: string,
  seen: SeenImports,
): Promise<boolean> {
  const { status } = await readImport(trx, id, seen)
  if (status !== 'queued' && status !== 'running') return false
  await trx
    .updateTable('import')
    .set({ cancel_asked_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'imports.cancel',
      journey_id: null,
      detail: JSON.stringify({ import: id }),
    })
    .execute()
  return true
}
