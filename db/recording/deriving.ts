import { sql, type Updateable } from 'kysely'
import { isOpen } from '../../domain/deadlines'
import type { RecordedEvent } from '../../domain/events'
import { eventsOf, journeyOf, type Journey } from '../../domain/journey'
import type { Policy, PolicyReference } from '../../domain/policy'
import { dueSoonFrom } from '../../domain/schedule'
import { stateOfJourney, type JourneyState } from '../../domain/state'
import type { Instant } from '../../domain/time'
import { policyOf, releasedPolicy } from '../../policies/released'
import type { DatabaseTransaction } from '../database'
import type { Tables } from '../tables'
import { enqueueRelay } from './enqueue-relay'
import { cohortOn } from './cohort'
import { FACTS_VERSION, writeFacts } from './facts'
import { refuseOverlap, refuseSecondOpenJourney } from './one-at-a-time'
import type { JourneyRow, RecordedJourney } from './recorded-journey'

interface Recording {
  readonly now: Instant
  readonly by: string
  /** What was added just now. */
  readonly added: readonly RecordedEvent[]
}

/**
 * Writes what the events mean into the rows that lists read, with an audit row for each that was added and one relay job.
 * Throws OpenJourneyError or RefusedError where the journey would stand in the way of another one of the child.
 *
 * @param recorded all events of the journey, those that were added among them
 */
export async function derive(
  trx: DatabaseTransaction,
  { row: before, child }: Pick<RecordedJourney, 'row' | 'child'>,
  recorded: readonly RecordedEvent[],
  { now, by, added }: Recording,
): Promise<RecordedJourney> {
  const journey = journeyOf(recorded)
  const reference = referenceFor(journey, before)
  const policy = policyOf(reference)
  const state = stateOfJourney(journey, policy)
  if (before.closed && journey.closed === undefined)
    await refuseSecondOpenJourney(trx, before.child_reference, before.practice)
  const stays = await trx
    .updateTable('journey')
    .set({
      ...derivedColumns(state),
      policy_id: reference.id,
      policy_version: reference.version,
      policy_hash: reference.hash,
      cohort: cohortOn(before, journey.start.occurred.on),
      facts_version: FACTS_VERSION,
      changed_at: sql<Date>`clock_timestamp()`,
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (added.some(touchesBounds)) await refuseOverlap(trx, stays)
  await writeDeadlines(trx, stays.id, state, policy)
  if (!stays.practice) await writeFacts(trx, before, recorded, added)
  await trx
    .insertInto('audit')
    .values(
      added.map(({ type, id, number }) => ({
        at: sql<Date>`clock_timestamp()`,
        actor: by,
        action: `record.${type}`,
        journey_id: stays.id,
        detail: JSON.stringify({ event: id, number }),
      })),
    )
    .execute()
  await enqueueRelay(trx, stays.id)
  const row = await inItsPlace(trx, stays, state)
  return { row, child, policy, state, now }
}

// The policy that was adopted last; the one that it was started under when none was.
function referenceFor(journey: Journey, row: JourneyRow): PolicyReference {
  const adopted = eventsOf(journey, 'policy-adopted').at(-1)
  if (adopted === undefined) {
    return { id: row.first_policy_id, version: row.first_policy_version, hash: row.first_policy_hash }
  }
  const released = releasedPolicy(adopted.policy, adopted.version)
  if (released) return released.reference
  throw new Error(`Policy ${adopted.policy} version ${adopted.version} is not among the released policies`)
}

// Last of all: after a transfer whoever records may see the journey no more.
async function inItsPlace(
  trx: DatabaseTransaction,
  row: JourneyRow,
  { transferredTo }: JourneyState,
): Promise<JourneyRow> {
  const locality = transferredTo?.locality ?? row.first_locality
  const team = (transferredTo ? transferredTo.team : row.first_team) ?? null
  if (row.locality === locality && row.team === team) return row
  await sql`select move_journey(${row.id}, ${locality}, ${team})`.execute(trx)
  return { ...row, locality, team }
}

function derivedColumns(state: JourneyState): Updateable<Tables['journey']> {
  const { journey, standing, worker, cover } = state
  return {
    seq: standing.seq,
    pathway: standing.pathway,
    stage: standing.stage,
    stage_until: standing.stageUntil ? new Date(standing.stageUntil.at) : null,
    stage_then: standing.stageUntil?.then ?? null,
    started_on: journey.start.occurred.on,
    closed: journey.closed !== undefined,
    closed_on: journey.closed?.on.on ?? null,
    closed_reason: journey.closed?.reason ?? null,
    worker: worker ?? null,
    cover: cover?.worker ?? null,
    cover_until: cover?.until ?? null,
    next_due: nextDue(state),
  }
}

function nextDue({ deadlines }: JourneyState): Date | null {
  const moments = deadlines.filter(isOpen).map(({ lastMoment }) => Date.parse(lastMoment))
  return moments.length === 0 ? null : new Date(Math.min(...moments))
}

async function writeDeadlines(
  trx: DatabaseTransaction,
  journeyId: string,
  { deadlines }: JourneyState,
  policy: Policy,
): Promise<void> {
  await trx.deleteFrom('deadline').where('journey_id', '=', journeyId).execute()
  const rows = deadlines.map((deadline) => {
    const { rule, instance, dueOn, lastMoment, met, cancelledBy } = deadline
    const soon = dueSoonFrom(deadline, policy)
    return {
      journey_id: journeyId,
      rule_id: rule.id,
      instance,
      due_on: dueOn,
      last_moment: new Date(lastMoment),
      due_soon_from: soon ? new Date(soon) : null,
      met_on: met?.by.occurred.on ?? null,
      met_late: met?.late ?? null,
      cancelled_on: cancelledBy?.occurred.on ?? null,
    }
  })
  if (rows.length > 0) await trx.insertInto('deadline').values(rows).execute()
}

function touchesBounds({ type }: RecordedEvent): boolean {
  return type === 'looked-after-started' || type === 'event-corrected'
}
