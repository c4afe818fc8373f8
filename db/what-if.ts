import { setImmediate } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import { journeyOf } from '../domain/journey'
import type { Policy, PolicyReference } from '../domain/policy'
import { instant } from '../domain/time'
import { changesUnder, type ChangedDeadline } from '../domain/what-if'
import { policyOf } from '../policies/released'
import { clockOf, type Queryable } from './database'
import { readEventsOfSeveral } from './events'
import { inScope, type Scope } from './scope'

/** A place between two open journeys, by child reference. It stays true when others are added. */
export interface OpenPlace {
  readonly childReference: string
  readonly id: string
}

export interface WhatIfRequest {
  readonly scope: Scope
  readonly locality?: string
  /** The policy that is tried; a draft of one need not be released. */
  readonly to: Policy
  /** The hash of its document: a journey that is under this very one is looked at, and cannot change. */
  readonly hash: string
  /** How many journeys are looked at. */
  readonly limit: number
  readonly after?: OpenPlace
}

/** An open journey whose deadlines would change. */
export interface JourneyUnder {
  readonly id: string
  readonly childReference: string
  readonly locality: string
  readonly policy: PolicyReference
  readonly changes: readonly ChangedDeadline[]
}

/** What came of looking at some open journeys. */
export interface WhatIf {
  /** All open journeys that are to be looked at, on whatever page. */
  readonly of: number
  readonly lookedAt: number
  /** Those that are under this very policy already. */
  readonly alreadyUnder: number
  /** Those in a locality that the policy does not have: they could not adopt it. */
  readonly elsewhere: number
  readonly changed: readonly JourneyUnder[]
  /** Where it goes on, when it does. */
  readonly next?: OpenPlace
}

// So many journeys are in memory at a time, with their events; between them whoever else asks has a turn.
const BATCH = 50

/**
 * Looks what would change in open journeys under another policy, and changes nothing. Practice journeys are left out. It
 * needs no key of any child: nothing that is due hangs on what people wrote.
 */
export async function whatIf(db: Queryable, request: WhatIfRequest): Promise<WhatIf> {
  const { to, hash, limit, after } = request
  const conditions = openJourneys(request)
  const rows = await sql<Row>`
    select id, child_reference, locality, policy_id, policy_version, policy_hash from journey
    where ${conditions} and ${after === undefined ? sql`true` : beyond(after)}
    order by child_reference collate "C", id
    limit ${limit + 1}`.execute(db)
  const counted = await sql<{ of: string }>`select count(*) as of from journey where ${conditions}`.execute(
    db,
  )
  const now = instant(await clockOf(db))
  const looked = rows.rows.slice(0, limit)
  const localities = new Set(to.localities.map(({ id }) => id))
  const concerned = looked.filter((row) => row.policy_hash !== hash && localities.has(row.locality))
  const changed: JourneyUnder[] = []
  for (let begin = 0; begin < concerned.length; begin += BATCH) {
    const batch = concerned.slice(begin, begin + BATCH)
    const events = await readEventsOfSeveral(
      db,
      batch.map(({ id }) => id),
    )
    await setImmediate()
    for (const row of batch) {
      const policy = { id: row.policy_id, version: row.policy_version, hash: row.policy_hash }
      const changes = changesUnder(journeyOf(events.get(row.id) ?? []), policyOf(policy), to, now)
      const { id, child_reference: childReference, locality } = row
      if (changes.length > 0) changed.push({ id, childReference, locality, policy, changes })
    }
  }
  const last = looked.at(-1)
  return {
    of: Number(counted.rows[0]?.of ?? 0),
    lookedAt: looked.length,
    alreadyUnder: looked.filter((row) => row.policy_hash === hash).length,
    elsewhere: looked.filter((row) => row.policy_hash !== hash && !localities.has(row.locality)).length,
    changed,
    ...(rows.rows.length > limit && last && { next: { childReference: last.child_reference, id: last.id } }),
  }
}

/** The condition that a journey is one of somebody's open ones, in one locality or in all of theirs; practice left out. */
export function openJourneys({
  scope,
  locality,
}: {
  readonly scope: Scope
  readonly locality?: string
}): RawBuilder<boolean> {
  const there = locality === undefined ? sql`true` : sql`journey.locality = ${locality}`
  return sql<boolean>`not journey.closed and not journey.practice and ${inScope(scope)} and ${there}`
}

function beyond({ childReference, id }: OpenPlace): RawBuilder<boolean> {
  return sql<boolean>`(child_reference collate "C", id) > (${childReference}::text collate "C", ${id}::uuid)`
}

interface Row {
  readonly id: string
  readonly child_reference: string
  readonly locality: string
  readonly policy_id: string
  readonly policy_version: number
  readonly policy_hash: string
}
