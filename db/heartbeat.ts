import { randomUUID } from 'node:crypto'
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

/** Names a process of a part, and the machine that it runs on, apart from all others. */
export function instanceOn(machine: string): string {
  return `${machine}/${process.pid}/${randomUUID()}`
}

/** Whether some instance of a part on one machine was at work within the last `seconds`. */
export async function partAliveOn(
  db: Database,
  part: BeatingPart,
  machine: string,
  seconds: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('heartbeat')
    .select('instance')
    .where('part', '=', part)
    .where(sql<boolean>`starts_with(instance, ${`${machine}/`})`)
    .where('at', '>', sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`)
    .executeTakeFirst()
  return row !== undefined
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
