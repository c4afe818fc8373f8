import { sql } from 'kysely'
import type { Database } from './database'

/** A part that other parts cannot ask whether it is there. */
export type BeatingPart = 'worker' | 'relay'

/** Says that this instance of a part is at work, by PostgreSQL's clock. */
export async function beat(db: Database, part: BeatingPart, instance: string): Promise<void> {
  await db
    .insertInto('heartbeat')
    .values({ part, instance, at: sql<Date>`clock_timestamp()` })
    .onConflict((conflict) =>
      conflict.columns(['part', 'instance']).doUpdateSet({ at: sql<Date>`clock_timestamp()` }),
    )
    .execute()
}

/** The parts of which some instance was at work within the last `seconds`. */
export async function partsAlive(db: Database, seconds: number): Promise<Set<BeatingPart>> {
  const rows = await db
    .selectFrom('heartbeat')
    .select('part')
    .distinct()
    .where('at', '>', sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`)
    .execute()
  return new Set(rows.map(({ part }) => part as BeatingPart))
}
