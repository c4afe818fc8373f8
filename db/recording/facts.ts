import { sql, type Insertable } from 'kysely'
import type { AimFact } from '../../domain/aim-facts'
import type { RecordedEvent } from '../../domain/events'
import {
  aimHistoryOf,
  factChanges,
  factsKnown,
  knownSince,
  type DelayFact,
  type Facts,
  type FactSource,
  type KnownAimFact,
  type MeetingFact,
} from '../../domain/report-facts'
import type { DatabaseTransaction, Queryable } from '../database'
import type { Tables } from '../tables'
import { cohortOn, type Begun } from './cohort'
import type { JourneyRow } from './recorded-journey'

/** By which derivation facts for reports are written. Raise it when another one gives others: all are written anew then. */
export const FACTS_VERSION = 1

/** A journey as far as its facts need it. */
export type FactJourney = Begun & Pick<JourneyRow, 'id' | 'facts_version'>

/**
 * Writes what reports count of a journey after something was recorded in it: what is known from now on, beside what was known
 * until now. Nothing is read, and nothing written where nothing is different: what was known before is worked out as well.
 *
 * @param journey as it was before
 * @param recorded all events, those that were added among them
 */
export async function writeFacts(
  trx: DatabaseTransaction,
  journey: FactJourney,
  recorded: readonly RecordedEvent[],
  added: readonly RecordedEvent[],
): Promise<void> {
  const isNew = new Set(added.map(({ id }) => id))
  const before = recorded.filter(({ id }) => !isNew.has(id))
  if (before.length > 0 && journey.facts_version !== FACTS_VERSION) {
    await rewriteFacts(trx, journey, recorded)
    return
  }
  const source = sourceOf(journey)
  const changes = factChanges(factsKnown(before, source), factsKnown(recorded, source))
  const since = new Date(knownSince(recorded))
  await endAims(trx, journey.id, changes.aimsOver, since)
  await addAims(
    trx,
    changes.aims.map((fact) => aimRow(journey.id, fact, since)),
  )
  await forget(trx, 'meeting_fact', journey.id, changes.meetingsOver)
  await forget(trx, 'delay_fact', journey.id, changes.delaysOver)
  await addMeetingsAndDelays(trx, journey.id, changes)
}

/** Writes all facts of a journey anew, with what was known at each moment since it was first recorded. */
export async function rewriteFacts(
  trx: DatabaseTransaction,
  journey: Omit<FactJourney, 'facts_version'>,
  recorded: readonly RecordedEvent[],
): Promise<void> {
  for (const table of ['aim_fact', 'meeting_fact', 'delay_fact'] as const)
    await trx.deleteFrom(table).where('journey_id', '=', journey.id).execute()
  const source = sourceOf(journey)
  await addAims(trx, aimRowsOf(journey.id, aimHistoryOf(recorded, source)))
  await addMeetingsAndDelays(trx, journey.id, factsKnown(recorded, source))
}

/** What the facts of a journey need of its row. */
export function sourceOf(journey: Begun): FactSource {
  return { firstLocality: journey.first_locality, cohortOn: (startedOn) => cohortOn(journey, startedOn) }
}

type AimRow = Insertable<Tables['aim_fact']>

/** The rows of what was known of a journey's clocks. */
export function aimRowsOf(journeyId: string, history: readonly KnownAimFact[]): AimRow[] {
  return history.map((fact) => aimRow(journeyId, fact, new Date(fact.knownFrom), fact.knownTo))
}

function aimRow(
  journeyId: string,
  fact: AimFact,
  knownFrom: Date,
  knownTo: KnownAimFact['knownTo'] = null,
): AimRow {
  return {
    journey_id: journeyId,
    clock: fact.clock,
    instance: fact.instance,
    known_from: knownFrom,
    ...(knownTo !== null && { known_to: new Date(knownTo) }),
    locality: fact.locality,
    moves: JSON.stringify(fact.moves),
    cohort: fact.cohort,
    started_on: fact.startedOn,
    recommended_on: fact.recommendedOn,
    panel_on: fact.panelOn,
    decided_on: fact.decidedOn,
    lodged_on: fact.lodgedOn,
    reviewed_on: fact.reviewedOn,
    returned_on: fact.returnedOn,
    left_on: fact.leftOn,
    ended_on: fact.endedOn,
  }
}

// What came to be known in this very moment was never known otherwise: it is replaced, and ends nowhere.
async function endAims(
  trx: DatabaseTransaction,
  journeyId: string,
  over: readonly Pick<AimFact, 'clock' | 'instance'>[],
  since: Date,
): Promise<void> {
  if (over.length === 0) return
  const keys = JSON.stringify(over)
  const standing = sql`journey_id = ${journeyId} and known_to = 'infinity'
    and (clock, instance) in (select clock, instance from jsonb_to_recordset(${keys}::jsonb) as (clock text, instance integer))`
  await sql`
    with replaced as (delete from aim_fact where ${standing} and known_from >= ${since})
    update aim_fact set known_to = ${since} where ${standing} and known_from < ${since}`.execute(trx)
}

async function addAims(db: Queryable, rows: readonly AimRow[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('aim_fact').values(rows).execute()
}

async function forget(
  trx: DatabaseTransaction,
  table: 'meeting_fact' | 'delay_fact',
  journeyId: string,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return
  await trx.deleteFrom(table).where('journey_id', '=', journeyId).where('event_id', 'in', eventIds).execute()
}

async function addMeetingsAndDelays(
  db: Queryable,
  journeyId: string,
  { meetings, delays }: Pick<Facts, 'meetings' | 'delays'>,
): Promise<void> {
  if (meetings.length > 0)
    await db
      .insertInto('meeting_fact')
      .values(meetings.map((fact) => meetingRow(journeyId, fact)))
      .execute()
  if (delays.length > 0)
    await db
      .insertInto('delay_fact')
      .values(delays.map((fact) => delayRow(journeyId, fact)))
      .execute()
}

/** The row of a meeting that was held. */
export function meetingRow(
  journeyId: string,
  { eventId, kind, heldOn, locality, childHeard }: MeetingFact,
): Insertable<Tables['meeting_fact']> {
  return {
    journey_id: journeyId,
    event_id: eventId,
    kind,
    held_on: heldOn,
    locality,
    child_heard: childHeard,
  }
}

/** The row of a delay that was explained. */
export function delayRow(
  journeyId: string,
  { eventId, ruleId, reason, saidOn, locality }: DelayFact,
): Insertable<Tables['delay_fact']> {
  return { journey_id: journeyId, event_id: eventId, rule_id: ruleId, reason, said_on: saidOn, locality }
}
