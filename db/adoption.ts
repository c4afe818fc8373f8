import { sql } from 'kysely'
import { instant, localDateOf } from '../domain/time'
import { MissingKeyError, type KeyRing } from '../keys/key-ring'
import type { ReleasedPolicy } from '../policies/released'
import { actFor, readFor, type Acting } from './acting'
import { ErasedChildError } from './child-keys'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from './database'
import { lockJourney, recordEvent, RefusedError, UnknownJourneyError } from './record'
import { openJourneys } from './what-if'

export interface AdoptionRequest {
  readonly policy: ReleasedPolicy
  readonly reason: string
  readonly locality?: string
  /** Only these; all open ones when left out. */
  readonly journeys?: readonly string[]
  /** How many are adopted at most. */
  readonly limit: number
}

/** A journey that did not adopt the policy, and why. */
export interface RefusedAdoption {
  readonly id: string
  readonly childReference: string
  readonly because: string
  readonly remedy: string
}

/** What came of adopting a policy in many journeys. */
export interface Adoption {
  readonly adopted: readonly string[]
  readonly refused: readonly RefusedAdoption[]
  /** How many can still adopt it: the same request again goes on with them. */
  readonly left: number
}

/** Some of the journeys that were given are no open ones that they may see. */
export class NotOpenError extends Error {
  constructor(readonly journeys: readonly string[]) {
    super('These are no open journeys that they may see')
    this.name = 'NotOpenError'
  }
}

// So many that refuse do not keep those behind them from their turn.
const MOST_REFUSED = 300

interface Candidate {
  readonly id: string
  readonly child_reference: string
}

/**
 * Has open journeys adopt a policy: of those that somebody may see, each that is not under it already and is where the policy
 * holds records `policy-adopted`, in a transaction of its own, so that it is guarded, audited and conducted as if it were
 * recorded by hand, and what was done stays when it ends half way. Done again, it goes on where it ended.
 *
 * Throws NotOpenError when given journeys are not there.
 */
export async function adoptPolicy(
  db: Database,
  keys: KeyRing,
  acting: Acting,
  request: AdoptionRequest,
): Promise<Adoption> {
  const { limit, journeys } = request
  if (journeys !== undefined) await refuseUnknown(db, acting, journeys)
  const refused: RefusedAdoption[] = []
  const adopted: string[] = []
  const candidates = await readFor(db, acting, (trx) =>
    candidatesFor(trx, acting, request, limit + MOST_REFUSED),
  )
  for (const { id, child_reference: childReference } of candidates) {
    if (adopted.length === limit) break
    try {
      if (await adoptIn(db, keys, acting, id, request)) adopted.push(id)
    } catch (error) {
      const why = whyNot(error)
      if (why === undefined) throw error
      refused.push({ id, childReference, ...why })
    }
  }
  const left = await readFor(db, acting, (trx) => countLeft(trx, acting, request))
  return { adopted, refused, left: Math.max(0, left - refused.length) }
}

// False where somebody else has had it adopt the policy meanwhile.
async function adoptIn(
  db: Database,
  keys: KeyRing,
  acting: Acting,
  journeyId: string,
  { policy: { reference }, reason }: AdoptionRequest,
): Promise<boolean> {
  const { scope, id: by } = acting
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      await actFor(trx, acting)
      const row = await lockJourney(trx, journeyId, scope)
      if (row.policy_hash === reference.hash) return false
      const occurred = { on: localDateOf(instant(await clockOf(trx))) }
      const { id: policy, version } = reference
      const draft = { type: 'policy-adopted', occurred, policy, version, reason } as const
      await recordEvent(trx, keys, { journeyId, draft, by, scope })
      return true
    })
}

function whyNot(error: unknown): Pick<RefusedAdoption, 'because' | 'remedy'> | undefined {
  if (error instanceof RefusedError) return { because: error.refusal.because, remedy: error.refusal.remedy }
  if (error instanceof UnknownJourneyError)
    return { because: 'It has gone where you may not see it', remedy: 'Ask a manager of that locality' }
  if (error instanceof ErasedChildError)
    return {
      because: 'What was personal about this child was erased',
      remedy: 'Nothing more is recorded here',
    }
  if (error instanceof MissingKeyError)
    return {
      because: `It is sealed with master key ${error.keyId}, which is not here`,
      remedy: 'Tell an administrator: the key must be added to PACE_KEYS again',
    }
  return undefined
}

// Where the policy holds, and not of a child who was erased: of whom nothing more is recorded.
function canAdopt(
  { scope }: Pick<Acting, 'scope'>,
  { policy: { policy, reference }, locality, journeys }: AdoptionRequest,
) {
  const localities = policy.localities.map(({ id }) => id)
  const given = journeys === undefined ? sql`true` : sql`journey.id = any(${[...journeys]}::uuid[])`
  return sql<boolean>`${openJourneys({ scope, ...(locality !== undefined && { locality }) })}
    and journey.policy_hash <> ${reference.hash} and journey.locality = any(${localities}::text[]) and ${given}
    and not exists (select from child where child.id = journey.child_id and child.destroyed_at is not null)`
}

async function candidatesFor(
  db: DatabaseTransaction,
  acting: Acting,
  request: AdoptionRequest,
  limit: number,
): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    select id, child_reference from journey where ${canAdopt(acting, request)}
    order by child_reference collate "C", id limit ${limit}`.execute(db)
  return rows
}

async function countLeft(db: Queryable, acting: Acting, request: AdoptionRequest): Promise<number> {
  const { rows } = await sql<{ left: string }>`
    select count(*) as left from journey where ${canAdopt(acting, request)}`.execute(db)
  return Number(rows[0]?.left ?? 0)
}

async function refuseUnknown(db: Database, acting: Acting, journeys: readonly string[]): Promise<void> {
  const { rows } = await readFor(db, acting, (trx) =>
    sql<{ id: string }>`
      select id from journey
      where ${openJourneys(acting)} and journey.id = any(${[...journeys]}::uuid[])`.execute(trx),
  )
  const there = new Set(rows.map(({ id }) => id))
  const missing = journeys.filter((id) => !there.has(id))
  if (missing.length > 0) throw new NotOpenError(missing)
}
