import type { Insertable, Selectable } from 'kysely'
import {
  isFreeText,
  type CorrectionDraft,
  type EventDraft,
  type EventSource,
  type EventType,
  type RecordedEvent,
} from '../domain/events'
import { upcast, versionOfType } from '../domain/event-versions'
import { instant } from '../domain/time'
import { openWith, sealWith } from '../keys/seal'
import type { KeyRing } from '../keys/key-ring'
import { childKeyOf, keyToSeal, openKey, type ChildKey } from './child-keys'
import type { Queryable } from './database'
import type { Tables } from './tables'

/** Who recorded an event, when, and where it came from. */
export interface Recording {
  readonly at: Date
  readonly by: string
  readonly source?: EventSource
  readonly imported?: boolean
}

/**
 * All events of a journey, in the order in which they were recorded, and the child's key, in one question to the database.
 * Where the key was destroyed, what people wrote is left out, and the event says `erased`. Throws MissingKeyError when the
 * key's master key is not here, BrokenSealError, or UnknownEventVersionError when a newer release recorded one of them.
 */
export async function openEvents(
  db: Queryable,
  keys: KeyRing,
  { id, child_id }: { readonly id: string; readonly child_id: string },
): Promise<{ child: ChildKey; events: RecordedEvent[] }> {
  const rows = await db
    .selectFrom('event')
    .innerJoin('child', (join) => join.on('child.id', '=', child_id))
    .selectAll('event')
    .select(['child.wrapped', 'child.key_id', 'child.destroyed_at'])
    .where('journey_id', '=', id)
    .orderBy('number')
    .execute()
  const [first] = rows
  // a journey has events from the start on
  if (first === undefined) return { child: await childKeyOf(db, keys, child_id), events: [] }
  const child = openKey(keys, { ...first, id: child_id })
  return { child, events: rows.map((row) => eventOf(row, wordsOf(row, child))) }
}

/** The same in codes and dates only, without what people wrote: it needs no key. */
export async function readEventsWithoutWords(db: Queryable, journeyId: string): Promise<RecordedEvent[]> {
  return (await readEventsOfSeveral(db, [journeyId])).get(journeyId) ?? []
}

/** The same of several journeys, by their ids: in one question to the database. */
export async function readEventsOfSeveral(
  db: Queryable,
  journeyIds: readonly string[],
): Promise<ReadonlyMap<string, RecordedEvent[]>> {
  if (journeyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('event')
    .select([
      'id',
      'journey_id',
      'number',
      'type',
      'version',
      'occurred_on',
      'occurred_at',
      'recorded_at',
      'recorded_by',
    ])
    .select(['source_system', 'source_id', 'imported', 'fields'])
    .where('journey_id', 'in', journeyIds)
    .orderBy('journey_id')
    .orderBy('number')
    .execute()
  const found = new Map<string, RecordedEvent[]>()
  for (const row of rows) {
    const events = found.get(row.journey_id)
    if (events === undefined) found.set(row.journey_id, [eventWithoutWords(row)])
    else events.push(eventWithoutWords(row))
  }
  return found
}

/** An event in codes and dates only. */
export function eventWithoutWords(row: Omit<Row, 'words' | 'sealed'>): RecordedEvent {
  return eventOf(row, {})
}

/** An event in codes and dates, with where its document is and nothing else of what is sealed. Throws BrokenSealError. */
export function eventWithDocument(row: Row, child: ChildKey): RecordedEvent {
  const { documentUrl, replacement } = (wordsOf(row, child) ?? {}) as Said & { readonly replacement?: Said }
  return eventOf(row, {
    ...(documentUrl !== undefined && { documentUrl }),
    ...(replacement?.documentUrl !== undefined && { replacement: { documentUrl: replacement.documentUrl } }),
  })
}

/**
 * Adds an event to a journey of a child under a number that is not taken, and returns it as it was recorded. What people
 * wrote is sealed with the child's key. Throws ErasedChildError when there is something to seal, and the key is destroyed.
 */
export async function addEvent(
  db: Queryable,
  child: ChildKey,
  journeyId: string,
  number: number,
  draft: EventDraft | CorrectionDraft,
  recording: Recording,
): Promise<RecordedEvent> {
  const row = await db
    .insertInto('event')
    .values(rowOf(child, journeyId, number, draft, recording))
    .returningAll()
    .executeTakeFirstOrThrow()
  return eventOf(row, wordsOf(row, child))
}

/** An event with its id and all else that it is recorded with, before it is in the record. */
export interface EventToAdd {
  readonly id: string
  readonly number: number
  readonly draft: EventDraft | CorrectionDraft
  readonly recording: Recording
}

/** Adds several events to a journey at once, under numbers that are not taken. Throws ErasedChildError. */
export async function addEvents(
  db: Queryable,
  child: ChildKey,
  journeyId: string,
  events: readonly EventToAdd[],
): Promise<void> {
  await db
    .insertInto('event')
    .values(
      events.map(({ id, number, draft, recording }) => ({
        id,
        ...rowOf(child, journeyId, number, draft, recording),
      })),
    )
    .execute()
}

/** Seals what people wrote in an event, so that it opens as words of that very event only. */
export function sealWords(key: Buffer, journeyId: string, number: number, words: object): Buffer {
  return sealWith(key, Buffer.from(JSON.stringify(words)), contextOf(journeyId, number))
}

function contextOf(journeyId: string, number: number): string {
  return `event ${journeyId}/${number}`
}

// What people wrote in their own words goes to a column of its own, sealed, never among the codes.
function rowOf(
  child: ChildKey,
  journeyId: string,
  number: number,
  draft: EventDraft | CorrectionDraft,
  recording: Recording,
): Insertable<Tables['event']> {
  const { type, occurred } = draft
  const { codes, words } = partsOf(draft)
  return {
    journey_id: journeyId,
    number,
    type,
    version: versionOfType(type),
    occurred_on: occurred.on,
    occurred_at: occurred.at === undefined ? null : new Date(occurred.at),
    recorded_at: recording.at,
    recorded_by: recording.by,
    source_system: recording.source?.system ?? null,
    source_id: recording.source?.id ?? null,
    imported: recording.imported ?? false,
    fields: JSON.stringify(codes),
    sealed: Object.keys(words).length === 0 ? null : sealWords(keyToSeal(child), journeyId, number, words),
  }
}

interface Parts {
  readonly codes: Record<string, unknown>
  readonly words: Record<string, unknown>
}

// A replacement that a correction gives is an event itself: its words are kept apart like those of any other.
function partsOf(draft: EventDraft | CorrectionDraft): Parts {
  const { type, occurred: _occurred, ...rest } = draft
  const parts = split(type, rest)
  if (type !== 'event-corrected' || draft.replacement === null) return parts
  const { type: replaced, ...said } = draft.replacement
  const inner = split(replaced, said)
  return {
    codes: {
      ...parts.codes,
      replacement: { type: replaced, ...inner.codes },
      replacementVersion: versionOfType(replaced),
    },
    words: { ...parts.words, ...(Object.keys(inner.words).length > 0 && { replacement: inner.words }) },
  }
}

function split(type: EventType, fields: object): Parts {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return {
    codes: Object.fromEntries(entries.filter(([name]) => !isFreeText(type, name))),
    words: Object.fromEntries(entries.filter(([name]) => isFreeText(type, name))),
  }
}

type Row = Selectable<Tables['event']>
type Words = Record<string, unknown>
type Said = { readonly documentUrl?: string }

// Undefined when they are erased.
function wordsOf({ journey_id, number, words, sealed }: Row, { key }: ChildKey): Words | undefined {
  if (sealed === null) return words ?? {}
  if (key === undefined) return undefined
  return JSON.parse(openWith(key, sealed, contextOf(journey_id, number)).toString()) as Words
}

// An event's own fields, of whatever version they were recorded as. A replacement is an event itself, with its own version.
function fieldsOf({ type, version, fields }: Pick<Row, 'type' | 'version' | 'fields'>, words: Words): object {
  const { replacement, replacementVersion = 1, ...codes } = fields
  if (typeof replacement !== 'object' || replacement === null)
    return upcast(type, version, { ...fields, ...words })
  const said = words['replacement'] as Record<string, unknown> | undefined
  const { type: replaced, ...inner } = { ...replacement, ...said } as Record<string, unknown> & {
    readonly type: EventType
  }
  return {
    ...upcast(type, version, { ...codes, ...words }),
    replacement: { type: replaced, ...upcast(replaced, replacementVersion as number, inner) },
  }
}

function eventOf(row: Omit<Row, 'words' | 'sealed'>, words: Words | undefined): RecordedEvent {
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
    ...(words === undefined && { erased: true }),
    ...fieldsOf(row, words ?? {}),
  } as RecordedEvent
}
