import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { ChangeKind } from '../domain/changes'
import type { RecordedEvent } from '../domain/events'
import { instant, type Instant } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { openKey } from './child-keys'
import type { DatabaseTransaction } from './database'
import { eventWithDocument, eventWithoutWords } from './events'
import { inScope, type Scope } from './scope'
import type { Tables } from './tables'

/** A place in the feed, just behind one of its rows; its key tells that row from any other that came to stand there. */
export interface FeedPlace {
  readonly epoch: number
  /** PostgreSQL's number of a transaction: more than a JavaScript number holds. */
  readonly transaction: string
  readonly id: number
  readonly key: string
}

/** Something that a follower is told. Of what is not theirs to see any more there are the ids alone. */
export interface Change {
  readonly id: string
  readonly kind: ChangeKind
  /** When it was told. */
  readonly at: Instant
  readonly journeyId: string
  /** Where the journey was then: of one that has left, the place that it left. */
  readonly locality: string
  readonly team: string | null
  /** Of a journey that the follower sees. */
  readonly childReference?: string
  /** In codes and dates only; with where its document is, for those who may read words. */
  readonly event?: RecordedEvent
}

export interface ChangesRequest {
  readonly scope: Scope
  /** From the beginning when absent. */
  readonly after?: FeedPlace
  readonly limit: number
  /** Opens the children's keys for where documents are; without them, no key is opened. */
  readonly keysForDocuments?: KeyRing
}

export interface ChangesPage {
  readonly items: readonly Change[]
  /** Where to go on; absent only of a feed in which there is nothing yet. */
  readonly next?: FeedPlace
}

/** The row behind which somebody wants to go on is not here: this database was restored from before it was written. */
export class UnknownPlaceError extends Error {
  override readonly name = 'UnknownPlaceError'

  constructor() {
    super('This place is not in the feed of this database')
  }
}

/**
 * The changes behind a place that are for whoever has this scope, in order of transaction and id. Only those come that
 * stand before the first transaction which is not over: none is ever put before one that was served, so that whoever keeps
 * `next` misses none and is given none twice. Fewer than `limit` are all there are by now.
 *
 * Throws UnknownPlaceError, or UnknownEventVersionError when a newer release recorded one of them. With keys,
 * MissingKeyError or BrokenSealError.
 */
export async function changesAfter(trx: DatabaseTransaction, request: ChangesRequest): Promise<ChangesPage> {
  const { after, limit } = request
  const end = await endOf(trx, after)
  if (end === undefined || (after !== undefined && !isBehind(end, after)))
    return { items: [], ...(after && { next: after }) }
  const rows = await rowsBetween(trx, request, end)
  const last = rows.at(-1)
  const next = rows.length < limit || last === undefined ? end : placeOf(last)
  return { items: rows.map((row) => changeOf(row, request.keysForDocuments)), next }
}

// The last row that can be told: behind it rows can still come to stand before others.
async function endOf(trx: DatabaseTransaction, after: FeedPlace | undefined): Promise<FeedPlace | undefined> {
  const known =
    after === undefined
      ? sql`true`
      : sql`feed_has(${after.epoch}, ${after.transaction}::xid8, ${after.id}, ${after.key})`
  const { rows } = await sql<{ known: boolean } & { [part in keyof FeedPlace]: FeedPlace[part] | null }>`
    select ${known} as known, ends.epoch, ends.transaction::text as transaction, ends.id, ends.key
    from (select) one left join feed_end() ends on true`.execute(trx)
  const [row] = rows
  if (row?.known !== true) throw new UnknownPlaceError()
  const { epoch, transaction, id, key } = row
  return epoch === null || transaction === null || id === null || key === null
    ? undefined
    : { epoch, transaction, id, key }
}

function isBehind(one: FeedPlace, other: FeedPlace): boolean {
  if (one.epoch !== other.epoch) return one.epoch > other.epoch
  const [transaction, another] = [BigInt(one.transaction), BigInt(other.transaction)]
  return transaction === another ? one.id > other.id : transaction > another
}

interface Row {
  readonly key: string
  readonly kind: ChangeKind
  readonly at: Date
  readonly journey_id: string
  readonly locality: string
  readonly team: string | null
  readonly epoch: number
  readonly transaction: string
  readonly id: number
  readonly child_id: string | null
  readonly child_reference: string | null
  readonly event: EventRow | null
  readonly sealed: Buffer | null
  readonly wrapped: Buffer | null
  readonly key_id: string | null
}

type EventRow = Omit<Selectable<Tables['event']>, 'words' | 'sealed'>

async function rowsBetween(
  trx: DatabaseTransaction,
  { scope, after, limit, keysForDocuments }: ChangesRequest,
  end: FeedPlace,
): Promise<Row[]> {
  const behind = after === undefined ? sql`true` : sql`${ORDER} > ${inOrder(after)}`
  const withKeys = keysForDocuments !== undefined
  const { rows } = await sql<Row & EventColumns>`
    select page.*, journey.child_id, journey.child_reference,
      event.id as event_id, event.number, event.type, event.version, event.occurred_on, event.occurred_at, event.recorded_at,
      event.recorded_by, event.source_system, event.source_id, event.imported, event.fields,
      ${withKeys ? sql`event.sealed, child.wrapped, child.key_id` : sql`null as sealed`}
    from (
      select change.epoch, change.transaction, change.id, change.key, change.kind, change.at, change.journey_id,
        change.event_id as told_event, change.locality, change.team
      from change
      where ${behind} and ${ORDER} <= ${inOrder(end)} and ${isFor(scope)}
        and (change.kind in ('left', 'erased') or (${isSeen(scope)} and not ${IS_ERASED}))
      order by change.epoch, change.transaction, change.id
      limit ${limit}
    ) page
    left join journey on journey.id = page.journey_id
    left join event on event.id = page.told_event
    ${withKeys ? sql`left join child on child.id = journey.child_id` : sql``}
    order by page.epoch, page.transaction, page.id`.execute(trx)
  return rows.map((row) => ({ ...row, event: row.event_id === null ? null : eventRowOf(row) }))
}

const ORDER = sql`(change.epoch, change.transaction, change.id)`

function inOrder({ epoch, transaction, id }: FeedPlace): RawBuilder<unknown> {
  return sql`(${epoch}::integer, ${transaction}::xid8, ${id}::bigint)`
}

// Of a move, those who see both places are told another thing than those who see one of them.
function isFor({ localities }: Scope): RawBuilder<boolean> {
  if (localities === 'authority') return sql`(change.other is null or change.other_seen)`
  const theirs = sql`${[...localities]}::text[]`
  return sql`(change.locality = any(${theirs})
    and (change.other is null or change.other_seen = (change.other = any(${theirs}))))`
}

function isSeen(scope: Scope): RawBuilder<boolean> {
  return sql`exists (select from journey where journey.id = change.journey_id and ${inScope(scope)})`
}

const IS_ERASED = sql`exists (
  select from change gone where gone.journey_id = change.journey_id and gone.kind = 'erased'
)`

type EventColumns = Omit<EventRow, 'id' | 'journey_id'> & { readonly event_id: string | null }

function eventRowOf({ event_id, journey_id, ...row }: Row & EventColumns): EventRow {
  return { ...row, journey_id, id: event_id ?? '' }
}

function placeOf({ epoch, transaction, id, key }: Row): FeedPlace {
  return { epoch, transaction, id, key }
}

function changeOf(row: Row, keys: KeyRing | undefined): Change {
  const { kind, event } = row
  const told = {
    id: row.key,
    kind,
    at: instant(row.at),
    journeyId: row.journey_id,
    locality: row.locality,
    team: row.team,
  }
  if (kind === 'left' || kind === 'erased') return told
  return {
    ...told,
    ...(row.child_reference !== null && { childReference: row.child_reference }),
    ...(event !== null && {
      event: keys === undefined ? eventWithoutWords(event) : opened(row, event, keys),
    }),
  }
}

function opened({ child_id, wrapped, key_id, sealed }: Row, event: EventRow, keys: KeyRing): RecordedEvent {
  const child = openKey(keys, { id: child_id ?? '', wrapped, key_id, destroyed_at: null })
  return eventWithDocument({ ...event, words: null, sealed }, child)
}

/** Tells followers that a child was erased: what they were told of the child's journeys is to go. */
export async function tellErasure(trx: DatabaseTransaction, childId: string): Promise<void> {
  await sql`
    insert into change (kind, journey_id, locality)
    select 'erased', id, locality from journey where child_id = ${childId} and not practice order by id`.execute(
    trx,
  )
}
