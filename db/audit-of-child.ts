import { sql } from 'kysely'
import type { DatabaseTransaction, Queryable } from './database'

/** Something that was done with a child rather than with one journey. */
export interface DoneToChild {
  readonly childId: string
  readonly by: string
  readonly action: string
  /** In codes and ids. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** Writes it into the audit of each of the child's journeys. */
export async function writeOfChild(
  trx: DatabaseTransaction,
  { childId, by, action, detail }: DoneToChild,
): Promise<void> {
  await sql`
    insert into audit (at, actor, action, journey_id, detail)
    select clock_timestamp(), ${by}, ${action}, id, ${JSON.stringify(detail)}::jsonb
    from journey where child_id = ${childId} order by created_at, id`.execute(trx)
}

/** Writes into the audit, as one row with all their journeys, that the details of every child are looked through. */
export async function writeOfEveryChild(
  db: Queryable,
  { by, action, detail }: Omit<DoneToChild, 'childId'>,
): Promise<void> {
  await sql`
    insert into audit (at, actor, action, journey_ids, detail)
    select clock_timestamp(), ${by}, ${action}, array_agg(id order by id), ${JSON.stringify(detail)}::jsonb
    from journey where not practice`.execute(db)
}
