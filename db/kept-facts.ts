import type { Facts, KnownAimFact } from '../domain/report-facts'
import { instant } from '../domain/time'
import type { DatabaseTransaction } from './database'

/** What is kept for reports of a journey. */
export interface KeptFacts extends Pick<Facts, 'meetings' | 'delays'> {
  readonly history: readonly KnownAimFact[]
}

/** What is kept for reports of a journey, the clocks in the order in which they started and came to be known. */
export async function keptFactsOf(trx: DatabaseTransaction, journeyId: string): Promise<KeptFacts> {
  const aims = await trx
    .selectFrom('aim_fact')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('started_on')
    .orderBy('clock')
    .orderBy('known_from')
    .execute()
  const meetings = await trx
    .selectFrom('meeting_fact')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('held_on')
    .orderBy('event_id')
    .execute()
  const delays = await trx
    .selectFrom('delay_fact')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('said_on')
    .orderBy('event_id')
    .execute()
  return {
    history: aims.map((row) => ({
      clock: row.clock,
      instance: row.instance,
      locality: row.locality,
      moves: row.moves,
      cohort: row.cohort,
      startedOn: row.started_on,
      recommendedOn: row.recommended_on,
      panelOn: row.panel_on,
      decidedOn: row.decided_on,
      lodgedOn: row.lodged_on,
      reviewedOn: row.reviewed_on,
      returnedOn: row.returned_on,
      leftOn: row.left_on,
      endedOn: row.ended_on,
      knownFrom: instant(row.known_from),
      knownTo: row.known_to instanceof Date ? instant(row.known_to) : null,
    })),
    meetings: meetings.map((row) => ({
      eventId: row.event_id,
      kind: row.kind,
      heldOn: row.held_on,
      locality: row.locality,
      childHeard: row.child_heard,
    })),
    delays: delays.map((row) => ({
      eventId: row.event_id,
      ruleId: row.rule_id,
      reason: row.reason,
      saidOn: row.said_on,
      locality: row.locality,
    })),
  }
}
