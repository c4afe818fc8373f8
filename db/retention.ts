import { mayErase, retentionOf, type KeptChild, type KeptJourney } from '../domain/retention'
import { instant, localDateOf, type LocalDate } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { detailsOf } from './child-details'
import { HELD, openKey } from './child-keys'
import { clockOf, type Queryable } from './database'

/** A child whom the record knows by a reference. */
export interface KnownChild {
  readonly id: string
  readonly reference: string
  readonly practice: boolean
}

/** The child of a reference, a real one or one of practice, who was not erased; undefined when there is none. */
export async function findChild(
  db: Queryable,
  reference: string,
  practice: boolean,
): Promise<KnownChild | undefined> {
  return db
    .selectFrom('child')
    .select(['id', 'reference', 'practice'])
    .where('reference', '=', reference)
    .where('practice', '=', practice)
    .where('destroyed_at', 'is', null)
    .executeTakeFirst()
}

/** What decides how long a child is kept. Throws MissingKeyError. */
export async function keptChildOf(db: Queryable, keys: KeyRing, childId: string): Promise<KeptChild> {
  const row = await selectKept(db).where('child.id', '=', childId).executeTakeFirstOrThrow()
  const journeys = await journeysOf(db, [childId])
  return keptChild(db, keys, row, journeys.get(childId) ?? [])
}

/** A child whose time is over, since which day, and whether somebody holds the data all the same. */
export interface PastRetention extends KnownChild {
  readonly freeFrom: LocalDate
  readonly held: boolean
}

/** Those whose time is over, and how many there are of whom it cannot be told. */
export interface RetentionReview {
  readonly over: readonly PastRetention[]
  /** Children without an open journey whose birth date is not written down. */
  readonly undated: number
  /** Children whose key hangs on a master key that is not here. */
  readonly unopened: number
}

const AT_A_TIME = 500
// Before every id.
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Looks through all children, practice left out, for those who need not be kept on a day. Opens the details of each. */
export async function reviewRetention(db: Queryable, keys: KeyRing, on: LocalDate): Promise<RetentionReview> {
  const over: PastRetention[] = []
  let [undated, unopened] = [0, 0]
  for (let last: string | undefined = NOBODY; last !== undefined;) {
    const rows: Row[] = await selectKept(db)
      .where('child.destroyed_at', 'is', null)
      .where('child.practice', '=', false)
      .where('child.id', '>', last)
      .orderBy('child.id')
      .limit(AT_A_TIME)
      .execute()
    const journeys = await journeysOf(
      db,
      rows.map(({ id }) => id),
    )
    for (const row of rows) {
      if (!keys.all.some(({ id }) => id === row.key_id)) {
        unopened += 1
        continue
      }
      const kept = await keptChild(db, keys, row, journeys.get(row.id) ?? [])
      if (kept.journeys.some(({ ended }) => ended === undefined)) continue
      const { freeFrom } = retentionOf(kept)
      if (freeFrom === undefined) undated += 1
      // held or not: a hold says only that it waits
      else if (mayErase({ ...kept, held: false }, 'retention-over', on).allowed)
        over.push({ id: row.id, reference: row.reference, practice: false, freeFrom, held: row.held })
    }
    last = rows.at(-1)?.id
  }
  return { over: over.sort(byDay), undated, unopened }
}

/** Today in London, by PostgreSQL's clock. */
export async function retentionDay(db: Queryable): Promise<LocalDate> {
  return localDateOf(instant(await clockOf(db)))
}

function selectKept(db: Queryable) {
  return db
    .selectFrom('child')
    .select([
      'child.id',
      'child.reference',
      'child.practice',
      'child.wrapped',
      'child.key_id',
      'child.destroyed_at',
    ])
    .select(HELD.as('held'))
}

type Row = Awaited<ReturnType<ReturnType<typeof selectKept>['execute']>>[number]

async function keptChild(
  db: Queryable,
  keys: KeyRing,
  row: Row,
  journeys: readonly KeptJourney[],
): Promise<KeptChild> {
  const { details } = await detailsOf(db, openKey(keys, row))
  const birthDate = details?.birthDate
  return { practice: row.practice, held: row.held, ...(birthDate && { birthDate }), journeys }
}

async function journeysOf(db: Queryable, childIds: readonly string[]): Promise<Map<string, KeptJourney[]>> {
  const found = new Map<string, KeptJourney[]>()
  if (childIds.length === 0) return found
  const rows = await db
    .selectFrom('journey')
    .select(['child_id', 'closed_on', 'closed_reason'])
    .where('child_id', 'in', childIds)
    .orderBy('started_on')
    .execute()
  for (const { child_id, closed_on, closed_reason } of rows) {
    const ended = closed_on !== null && closed_reason !== null && { on: closed_on, reason: closed_reason }
    found.set(child_id, [...(found.get(child_id) ?? []), { ...(ended && { ended }) }])
  }
  return found
}

function byDay(a: PastRetention, b: PastRetention): number {
  return `${a.freeFrom} ${a.reference}` < `${b.freeFrom} ${b.reference}` ? -1 : 1
}
