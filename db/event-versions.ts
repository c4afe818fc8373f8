import { sql } from 'kysely'
import { versionOfType } from '../domain/event-versions'
import { EVENT_TYPES, type EventType } from '../domain/events'
import type { Database } from './database'

/** An event that a newer release has recorded. */
export interface NewerEvent {
  readonly journeyId: string
  readonly number: number
  readonly type: EventType
  readonly version: number
}

/** The events of versions that this release does not know, a replacement that a correction gives counted too; 1,000 at most. */
export async function ofUnknownVersion(db: Database): Promise<NewerEvent[]> {
  const known = JSON.stringify(Object.fromEntries(EVENT_TYPES.map((type) => [type, versionOfType(type)])))
  const { rows } = await sql<NewerEvent>`
    select journey_id as "journeyId", number, type, version from event
    where version > coalesce((${known}::jsonb ->> type)::int, 0)
      or (type = 'event-corrected' and coalesce((fields ->> 'replacementVersion')::int, 1)
        > coalesce((${known}::jsonb ->> (fields -> 'replacement' ->> 'type'))::int, 1))
    order by recorded_at, journey_id, number limit 1000`.execute(db)
  return rows
}
