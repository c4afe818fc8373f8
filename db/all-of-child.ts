import { sql, type Selectable } from 'kysely'
import type { RecordedEvent } from '../domain/events'
import type { Policy } from '../domain/policy'
import { instant, type Instant, type LocalDate } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { auditOfJourney, type AuditOfJourney } from './audit-search'
import { writeOfChild } from './audit-of-child'
import { withReasonsGiven } from './break-glass'
import { detailsOf, type KeptDetails } from './child-details'
import { childKeyOf } from './child-keys'
import { answersOfJourney, type AnswerOfJourney } from './answers'
import type { Database, DatabaseTransaction } from './database'
import { openEvents } from './events'
import { keptFactsOf, type KeptFacts } from './kept-facts'
import { holdsOf, type HoldChange } from './holds'
import { noticesOfJourney, type NoticeOfJourney } from './notices-of-journey'
import { knowPolicyOf } from './practice-policy'
import { policyOfRow } from './record'
import type { KnownChild } from './retention'
import { saidInPacks, type SaidInPack } from './read-packs'
import { AUTHORITY } from './scope'
import { siblingsOf } from './siblings'
import type { Tables } from './tables'

/** All that is kept of a child, opened. */
export interface AllOfChild {
  readonly reference: string
  readonly practice: boolean
  /** When it was written down. */
  readonly at: Instant
  readonly details: KeptDetails
  readonly holds: readonly HoldChange[]
  /** How many answers are kept for a while, so that they can be given again: they say what is said here. */
  readonly answers: number
  readonly journeys: readonly JourneyOfChild[]
}

/** A journey of a child, opened. */
export interface JourneyOfChild {
  readonly id: string
  readonly locality: string
  readonly team: string | null
  readonly worker: string | null
  readonly stage: string
  readonly startedOn: LocalDate
  readonly closedOn: LocalDate | null
  readonly closedReason: string | null
  readonly policy: Policy
  readonly events: readonly RecordedEvent[]
  readonly deadlines: readonly DeadlineKept[]
  readonly milestones: readonly MilestoneKept[]
  /** What reports count of it, and what they counted before something else was known. */
  readonly facts: KeptFacts
  readonly notices: readonly NoticeOfJourney[]
  /** What those who were invited to its meetings answered. */
  readonly answers: readonly AnswerOfJourney[]
  /** What packs of meetings say of it, in codes and dates. */
  readonly packs: readonly SaidInPack[]
  /** Brothers and sisters, by their references alone: what is kept of them is theirs. */
  readonly siblings: readonly string[]
  /** Who saw it and who did what, the newest first. */
  readonly audit: readonly AuditOfJourney[]
}

type DeadlineKept = Pick<
  Selectable<Tables['deadline']>,
  'rule_id' | 'instance' | 'due_on' | 'met_on' | 'met_late' | 'cancelled_on'
>
type MilestoneKept = Pick<
  Selectable<Tables['milestone']>,
  'rule_id' | 'instance' | 'kind' | 'started_on' | 'reached_on' | 'superseded_at'
>

const EVERY_ROW = Number.MAX_SAFE_INTEGER

/**
 * Opens all that is kept of a child, as of one moment, and writes into the audit of each journey that it was given out.
 * Show nothing before it is committed, which it is when this returns. Throws MissingKeyError or BrokenSealError.
 */
export async function giveOutAllOf(
  db: Database,
  keys: KeyRing,
  known: KnownChild,
  by: string,
): Promise<AllOfChild> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await writeOfChild(trx, { childId: known.id, by, action: 'child.subject-access', detail: {} })
      const child = await childKeyOf(trx, keys, known.id)
      const rows = await trx
        .selectFrom('journey')
        .selectAll()
        .where('child_id', '=', known.id)
        .orderBy('started_on')
        .orderBy('id')
        .execute()
      const journeys: JourneyOfChild[] = []
      for (const row of rows) journeys.push(await allOfJourney(trx, keys, row))
      const { answers } = await trx
        .selectFrom('idempotency')
        .select(({ fn }) => fn.countAll<number>().as('answers'))
        .where('child_id', '=', known.id)
        .executeTakeFirstOrThrow()
      const { rows: moments } = await sql<{ now: Date }>`select now()`.execute(trx)
      return {
        reference: known.reference,
        practice: known.practice,
        at: instant((moments[0] as { now: Date }).now),
        details: await detailsOf(trx, child),
        holds: await holdsOf(trx, child),
        answers,
        journeys,
      }
    })
}

async function allOfJourney(
  trx: DatabaseTransaction,
  keys: KeyRing,
  row: Selectable<Tables['journey']>,
): Promise<JourneyOfChild> {
  const { id } = row
  await knowPolicyOf(trx, row)
  const deadlines = await trx
    .selectFrom('deadline')
    .select(['rule_id', 'instance', 'due_on', 'met_on', 'met_late', 'cancelled_on'])
    .where('journey_id', '=', id)
    .orderBy('due_on')
    .orderBy('rule_id')
    .orderBy('instance')
    .execute()
  const milestones = await trx
    .selectFrom('milestone')
    .select(['rule_id', 'instance', 'kind', 'started_on', 'reached_on', 'superseded_at'])
    .where('journey_id', '=', id)
    .orderBy('reached_on')
    .orderBy('rule_id')
    .orderBy('instance')
    .execute()
  const siblings = await siblingsOf(trx, id, AUTHORITY)
  return {
    id,
    locality: row.locality,
    team: row.team,
    worker: row.worker,
    stage: row.stage,
    startedOn: row.started_on,
    closedOn: row.closed_on,
    closedReason: row.closed_reason,
    policy: policyOfRow(row),
    events: (await openEvents(trx, keys, row)).events,
    deadlines,
    milestones,
    facts: await keptFactsOf(trx, id),
    notices: await noticesOfJourney(trx, id),
    answers: await answersOfJourney(trx, id),
    packs: await saidInPacks(trx, id),
    siblings: siblings.map(({ childReference }) => childReference),
    audit: await auditWithReasons(trx, keys, id),
  }
}

// Of what was done by opening the journey, why it was opened.
async function auditWithReasons(
  trx: DatabaseTransaction,
  keys: KeyRing,
  journeyId: string,
): Promise<AuditOfJourney[]> {
  return withReasonsGiven(trx, keys, await auditOfJourney(trx, journeyId, { limit: EVERY_ROW }))
}
