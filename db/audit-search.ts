import { sql, type RawBuilder } from 'kysely'
import type { Queryable } from './database'
import { inScope, type Scope } from './scope'

/** Which rows of the audit are looked for; what is left out does not narrow. */
export interface AuditFilter {
  readonly who?: string
  readonly action?: string
  /** A child reference: whatever touched one of the child's journeys, lists included. */
  readonly child?: string
  /** From this moment on, and before that one. */
  readonly from?: Date
  readonly before?: Date
}

/** A page of the audit, the newest row first. */
export interface AuditPage {
  readonly scope: Scope
  readonly limit: number
  /** Only rows before this one. */
  readonly beforeId?: number
}

interface Row {
  readonly id: number
  readonly at: Date
  readonly who: string
  readonly action: string
  readonly from: string | null
  readonly reason: string | null
}

/** What was done with one journey, and who saw it: by itself, or in a list. */
export interface AuditOfJourney extends Row {
  readonly inList: boolean
  /** The event that was recorded. */
  readonly event: string | null
}

/** Something that was done, with the journey that it was about, when the caller may know of that. */
export interface AuditFound extends Row {
  readonly journeyId: string | null
  readonly childReference: string | null
  readonly listed: number | null
}

const SAID = sql`audit.id, audit.at, audit.actor as who, audit.action, audit.from_address as "from"`
// Of a list, the opening by which one of its journeys was in it.
const OPENINGS = sql`case when jsonb_typeof(audit.detail->'openings') = 'object' then audit.detail->'openings' end`

/** The audit of one journey. Whether the caller may know of it is to be asked before. */
export async function auditOfJourney(
  db: Queryable,
  journeyId: string,
  { limit, beforeId }: Omit<AuditPage, 'scope'>,
): Promise<AuditOfJourney[]> {
  const { rows } = await sql<AuditOfJourney>`
    select ${SAID}, coalesce(audit.reason, ${OPENINGS}->>${journeyId}) as reason,
      audit.journey_id is distinct from ${journeyId} as "inList", audit.detail->>'event' as event
    from audit
    where (journey_id = ${journeyId} or journey_ids @> array[${journeyId}::uuid])
      and (${beforeId ?? null}::bigint is null or id < ${beforeId ?? null}::bigint)
    order by audit.id desc
    limit ${limit}`.execute(db)
  return rows
}

/** Looks through the audit: all of it for the whole authority, else what was about journeys of the caller's localities. */
export async function searchAudit(
  db: Queryable,
  filter: AuditFilter,
  { scope, limit, beforeId }: AuditPage,
): Promise<AuditFound[]> {
  const { rows } = await sql<AuditFound>`
    select ${SAID}, coalesce(audit.reason, (select min(value) from jsonb_each_text(${OPENINGS}))) as reason,
      journey.id as "journeyId", journey.child_reference as "childReference",
      cardinality(audit.journey_ids) as listed
    from audit left join journey on journey.id = audit.journey_id and ${inScope(scope)}
    where ${sql.join(conditionsOf(filter, scope, beforeId), sql` and `)}
    order by audit.id desc
    limit ${limit}`.execute(db)
  return rows
}

// Real journeys stay, so that one which is no more was practice. That it was thrown away is said.
const ABOUT_NO_PRACTICE = sql`(audit.journey_id is null or not journey.practice
  or (journey.id is null and audit.action = 'practice.end'))`

function conditionsOf(
  { who, action, child, from, before }: AuditFilter,
  scope: Scope,
  beforeId: number | undefined,
): RawBuilder<unknown>[] {
  // what was practised is about no child: it stands in the audit of its own journey
  const conditions: RawBuilder<unknown>[] = [
    scope.localities === 'authority' ? ABOUT_NO_PRACTICE : sql`(journey.id is null or not journey.practice)`,
  ]
  if (beforeId !== undefined) conditions.push(sql`audit.id < ${beforeId}`)
  if (who !== undefined) conditions.push(sql`audit.actor = ${who}`)
  if (action !== undefined) conditions.push(sql`audit.action = ${action}`)
  if (from !== undefined) conditions.push(sql`audit.at >= ${from}`)
  if (before !== undefined) conditions.push(sql`audit.at < ${before}`)
  const ofChild = child === undefined ? sql`true` : sql`journey.child_reference = ${child}`
  if (child !== undefined || scope.localities !== 'authority') {
    const theirs = sql`select id from journey where not journey.practice and ${ofChild} and ${inScope(scope)}`
    conditions.push(sql`(audit.journey_id in (${theirs}) or audit.journey_ids && array(${theirs}))`)
  }
  return conditions
}
