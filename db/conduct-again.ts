import { sql } from 'kysely'
import { IS_NOT_ERASED } from './child-keys'
import type { Database } from './database'

// In the order in which siblings are locked, and few at a time: nobody who records waits long, or for one another.
const AT_ONCE = 100

/**
 * Has the engine told again of journeys, as if it had not been told yet: the relay's next sweep does so, and begins a
 * workflow where there is none. A practice journey is left as it is: a new run would not be where its clock was.
 */
export async function tellAgain(db: Database, journeyIds: readonly string[]): Promise<void> {
  const ids = [...journeyIds].sort()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    await sql`
      update journey set signalled_seq = 0, signalled_at = null
      where id in (
        select id from journey where id = any(${some}::uuid[]) and not practice and ${IS_NOT_ERASED}
        order by id for update
      )`.execute(db)
  }
}

/** Has the relay tell of practice journeys again, and look again whether the engine is where their clocks are. */
export async function moveAgain(db: Database, journeyIds: readonly string[]): Promise<void> {
  if (journeyIds.length === 0) return
  await sql`
    update journey set forwarded_ms = clock_base_ms, signalled_seq = 0, signalled_at = null
    where id = any(${[...journeyIds]}::uuid[]) and practice and not closed`.execute(db)
}

/** What the record has to say of a journey whose workflow cannot go on. */
export type InRecord = 'real' | 'practice' | 'erased' | 'unknown'

export async function inRecord(db: Database, journeyId: string): Promise<InRecord> {
  const row = await db
    .selectFrom('journey')
    .select(['practice', IS_NOT_ERASED.as('kept')])
    .where('id', '=', journeyId)
    .executeTakeFirst()
  if (row === undefined) return 'unknown'
  if (!row.kept) return 'erased'
  return row.practice ? 'practice' : 'real'
}

/** So long a workflow may take to begin and to stand in the engine's list. */
const SETTLED_SECONDS = 60

/** The open journeys that count as conducted, so that the engine should have a workflow of each. */
export async function journeysThatShouldRun(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where('closed', '=', false)
    .where('practice', '=', false)
    .where('conducted_seq', '=', (where) => where.ref('seq'))
    .where('signalled_seq', '=', (where) => where.ref('seq'))
    .where('changed_at', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${SETTLED_SECONDS})`)
    .where(IS_NOT_ERASED)
    .execute()
  return rows.map(({ id }) => id)
}
