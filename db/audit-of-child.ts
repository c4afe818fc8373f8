import { sql } from 'kysely'
import type { DatabaseTransaction } from './database'

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
