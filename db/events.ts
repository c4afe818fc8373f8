import type { Insertable, Selectable } from 'kysely'
import { FREE_TEXT, type EventDraft, type EventSource, type JourneyEvent } from '../domain/events'
import { instant } from '../domain/time'
import type { Queryable } from './database'
import type { Tables } from './tables'

/** Who recorded an event, when, and where it came from. */
export interface Recording {
  readonly at: Date
  readonly by: string
  readonly source?: EventSource
  readonly imported?: boolean
}

/** All events of a journey, in the order in which they were recorded. */
export async function readEvents(db: Queryable, journeyId: string): Promise<JourneyEvent[]> {
  const rows = await db
    .selectFrom('event')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('number')
    .execute()
  return rows.map(eventOf)
}

/** Adds an event to a journey under a number that is not taken, and returns it as it was recorded. */
export async function addEvent(
  db: Queryable,
  journeyId: string,
  number: number,
  draft: EventDraft,
  recording: Recording,
): Promise<JourneyEvent> {
  const row = await db
    .insertInto('event')
    .values(rowOf(journeyId, number, draft, recording))
    .returningAll()
    .executeTakeFirstOrThrow()
  return eventOf(row)
}

// What people wrote in their own words goes to a column of its own, never among the codes.
function rowOf(
  journeyId: string,
  number: number,
  draft: EventDraft,
  recording: Recording,
): Insertable<Tables['event']> {
  const { type, occurred, ...rest } = draft
  const inWords = new Set<string>(FREE_TEXT[type])
  const entries = Object.entries(rest).filter(([, value]) => value !== undefined)
  const words = entries.filter(([name]) => inWords.has(name))
  return {
    journey_id: journeyId,
    number,
    type,
    occurred_on: occurred.on,
    occurred_at: occurred.at === undefined ? null : new Date(occurred.at),
    recorded_at: recording.at,
    recorded_by: recording.by,
    source_system: recording.source?.system ?? null,
    source_id: recording.source?.id ?? null,
    imported: recording.imported ?? false,
    fields: JSON.stringify(Object.fromEntries(entries.filter(([name]) => !inWords.has(name)))),
    words: words.length === 0 ? null : JSON.stringify(Object.fromEntries(words)),
  }
}

function eventOf(row: Selectable<Tables['event']>): JourneyEvent {
  const occurred = {
    on: row.occurred_on,
    ...(row.occurred_at && { at: instant(row.occurred_at) }),
  }
  return {
    id: row.id,
    number: row.number,
    type: row.type,
    occurred,
    recordedAt: instant(row.recorded_at),
    recordedBy: row.recorded_by,
    ...(row.source_system && {
      source: { system: row.source_system, ...(row.source_id && { id: row.source_id }) },
    }),
    ...(row.imported && { imported: true }),
    ...row.fields,
    ...row.words,
  } as JourneyEvent
}
