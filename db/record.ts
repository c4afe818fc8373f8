import { sql, type Selectable, type Updateable } from 'kysely'
import { RELAY_TASK, relayJobKey, type RelayJob } from '../contracts/relay'
import { isOpen } from '../domain/deadlines'
import type { EventDraft, EventSource, FactType, RecordedEvent } from '../domain/events'
import { refusalOf, refusalOfCorrection, refusalOfStart, type Refusal } from '../domain/guards'
import { eventsOf, journeyOf, type Journey } from '../domain/journey'
import type { Policy, PolicyReference } from '../domain/policy'
import { notInPolicy } from '../domain/policy-guards'
import { dueSoonFrom } from '../domain/schedule'
import { stateOfJourney, type JourneyState } from '../domain/state'
import { instant, localDateOf, type Instant, type LocalDate } from '../domain/time'
import { policyOf, releasedPolicy, type ReleasedPolicy } from '../policies/released'
import type { KeyRing } from '../keys/key-ring'
import { childOf, ErasedChildError, type ChildKey } from './child-keys'
import { clockOf, type DatabaseTransaction } from './database'
import { addEvent, openEvents } from './events'
import { inScope, type Scope } from './scope'
import type { Tables } from './tables'

type Row = Selectable<Tables['journey']>

/** A journey as it stands in the record. */
export interface RecordedJourney {
  readonly row: Row
  readonly child: ChildKey
  readonly policy: Policy
  readonly state: JourneyState
  /** The journey's own time: PostgreSQL's, or a practice journey's clock. */
  readonly now: Instant
}

export interface Started extends RecordedJourney {
  readonly event: RecordedEvent
}

/**
 * What the person did cannot be recorded: the guard's reason, and what would make it possible. Where it was to be recorded
 * in several journeys, the one that refused it.
 */
export class RefusedError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly childReference?: string,
  ) {
    super(refusal.because)
    this.name = 'RefusedError'
  }
}

/** Somebody else recorded meanwhile. */
export class VersionError extends Error {
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`The journey is at event ${actual}, not ${expected}`)
    this.name = 'VersionError'
  }
}

/** There is no such journey, or none that the caller may know of: the two are not told apart. */
export class UnknownJourneyError extends Error {
  constructor(readonly journeyId: string) {
    super('There is no such journey')
    this.name = 'UnknownJourneyError'
  }
}

/** The child has an open journey already. */
export class OpenJourneyError extends Error {
  constructor(
    readonly childReference: string,
    readonly journeyId: string,
    readonly locality: string,
  ) {
    super('There is an open journey for this child reference')
    this.name = 'OpenJourneyError'
  }
}

/** Only a practice journey's clock can be moved. */
export class NotPracticeError extends Error {
  constructor() {
    super('The clock of a real journey cannot be moved')
    this.name = 'NotPracticeError'
  }
}

export interface StartRequest {
  readonly childReference: string
  readonly locality: string
  readonly team?: string
  readonly practice?: boolean
  /** How far a practice journey's clock is ahead of PostgreSQL's from the start. */
  readonly clockOffset?: number
  readonly policy: ReleasedPolicy
  readonly draft: Extract<EventDraft, { type: 'looked-after-started' }>
  readonly by: string
  readonly source?: EventSource
  readonly imported?: boolean
}

/**
 * Starts a journey: its row, its first event, everything derived, an audit row and one relay job, in the caller's
 * transaction. Committed means acknowledged, with the engine up or down.
 *
 * Throws RefusedError when the start is dated in the future, OpenJourneyError when the child has an open journey, and
 * MissingKeyError when the key of a child who was here before cannot be opened.
 */
export async function startJourney(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: StartRequest,
): Promise<Started> {
  const { childReference, locality, team, practice = false, clockOffset = 0, policy, draft, by } = request
  if (clockOffset !== 0 && !practice) throw new NotPracticeError()
  const at = new Date((await clockOf(trx)).getTime() + clockOffset)
  refuse(refusalOfStart(draft.occurred, instant(at)))
  await refuseSecondOpenJourney(trx, childReference, practice)

  const child = await childOf(trx, keys, childReference, practice)
  const row = await trx
    .insertInto('journey')
    .values({
      child_id: child.childId,
      child_reference: childReference,
      locality,
      team: team ?? null,
      worker: null,
      policy_id: policy.reference.id,
      policy_version: policy.reference.version,
      policy_hash: policy.reference.hash,
      first_locality: locality,
      first_team: team ?? null,
      first_policy_id: policy.reference.id,
      first_policy_version: policy.reference.version,
      first_policy_hash: policy.reference.hash,
      practice,
      clock_offset_ms: clockOffset,
      seq: 1,
      pathway: draft.pathway,
      stage: 'assessment',
      started_on: draft.occurred.on,
      closed: false,
      created_at: at,
      changed_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await auditTakingUp(trx, row, child, by)
  const event = await addEvent(trx, child, row.id, 1, draft, { at, by, ...from(request) })
  return { ...(await derive(trx, { row, child }, [event], { now: instant(at), by, event })), event }
}

// What is known of the child is known here from now on: that stands in the audit of each earlier journey, wherever it was.
async function auditTakingUp(
  trx: DatabaseTransaction,
  { id }: Row,
  { childId }: ChildKey,
  by: string,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select journeys_of_child(${childId}) as id`.execute(trx)
  const earlier = rows.map((row) => row.id).filter((other) => other !== id)
  if (earlier.length === 0) return
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'child.taken-up',
      journey_id: id,
      journey_ids: earlier,
      detail: JSON.stringify({}),
    })
    .execute()
}

export interface RecordRequest {
  readonly journeyId: string
  readonly draft: EventDraft
  readonly by: string
  readonly scope: Scope
  /** The number of the last event that the caller has seen, when it matters to them. */
  readonly ifVersion?: number
  readonly source?: EventSource
  readonly imported?: boolean
}

/**
 * Records an event of a journey: the row is locked, the events are folded, the guards allow or refuse, and the event,
 * everything derived, an audit row and one relay job are written in the caller's transaction.
 *
 * Throws UnknownJourneyError, VersionError, RefusedError with the reason and the remedy, ErasedChildError, or
 * MissingKeyError.
 */
export async function recordEvent(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: RecordRequest,
): Promise<Started> {
  const { draft, by } = request
  const { row, child, recorded, at } = await openForRecording(trx, keys, request)
  const journey = journeyOf(recorded)
  refuse(refusalOf(journey, draft, instant(at)) ?? refusalByPolicy(draft, row))

  const event = await addEvent(trx, child, row.id, row.seq + 1, draft, { at, by, ...from(request) })
  return {
    ...(await derive(trx, { row, child }, [...recorded, event], { now: instant(at), by, event })),
    event,
  }
}

export interface CorrectionRequest {
  readonly journeyId: string
  readonly eventId: string
  /** The event as it was, of the same type; null when it did not happen. */
  readonly replacement: EventDraft | null
  readonly reason: string
  readonly by: string
  readonly scope: Scope
  readonly ifVersion?: number
  /** Throws when the caller may not correct events of this type: who may record one may correct it. */
  readonly permit: (type: FactType) => void
}

/**
 * Corrects an event of a journey: what was recorded stays, the correction is added, and everything is derived again.
 *
 * Throws UnknownJourneyError, VersionError, ErasedChildError, what `permit` throws, RefusedError, or OpenJourneyError when it
 * would open a closed journey of a child who has another open one by now.
 */
export async function recordCorrection(
  trx: DatabaseTransaction,
  keys: KeyRing,
  request: CorrectionRequest,
): Promise<Started> {
  const { eventId, replacement, reason, by, permit } = request
  const { row, child, recorded, at } = await openForRecording(trx, keys, request)
  const journey = journeyOf(recorded)
  const corrected = recorded.find(({ id }) => id === eventId)
  if (corrected !== undefined && corrected.type !== 'event-corrected') permit(corrected.type)
  const now = instant(at)
  refuse(refusalOfCorrection(journey, { eventId, replacement }, now))
  if (replacement !== null) refuse(inReplacement(refusalByPolicy(replacement, row)))

  const occurred = { on: localDateOf(now), at: now }
  const draft = { type: 'event-corrected', occurred, eventId, replacement, reason } as const
  const event = await addEvent(trx, child, row.id, row.seq + 1, draft, { at, by })
  return { ...(await derive(trx, { row, child }, [...recorded, event], { now, by, event })), event }
}

// Locked, so that what is recorded later has the later moment, and is judged by all that was recorded before.
async function openForRecording(
  trx: DatabaseTransaction,
  keys: KeyRing,
  { journeyId, scope, ifVersion }: Pick<RecordRequest, 'journeyId' | 'scope' | 'ifVersion'>,
): Promise<{ row: Row; child: ChildKey; recorded: RecordedEvent[]; at: Date }> {
  const row = await lockJourney(trx, journeyId, scope)
  if (ifVersion !== undefined && ifVersion !== row.seq) throw new VersionError(ifVersion, row.seq)
  const at = new Date((await clockOf(trx)).getTime() + row.clock_offset_ms)
  const { child, events: recorded } = await openEvents(trx, keys, row)
  if (child.key === undefined) throw new ErasedChildError()
  return { row, child, recorded, at }
}

// What only the policies can judge: whether there is such a place, rule or version.
function refusalByPolicy(draft: EventDraft, row: Row): Refusal | undefined {
  const adopted =
    draft.type === 'policy-adopted' ? releasedPolicy(draft.policy, draft.version)?.policy : undefined
  return notInPolicy(draft, policyOfRow(row), { locality: row.locality, ...(adopted && { adopted }) })
}

function inReplacement(refusal: Refusal | undefined): Refusal | undefined {
  return refusal?.field === undefined ? refusal : { ...refusal, field: `replacement.${refusal.field}` }
}

/** Locks a journey that the caller may know of, for the rest of the transaction. Throws UnknownJourneyError. */
export async function lockJourney(trx: DatabaseTransaction, journeyId: string, scope: Scope): Promise<Row> {
  const row = await trx
    .selectFrom('journey')
    .selectAll()
    .where('id', '=', journeyId)
    .where(inScope(scope))
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new UnknownJourneyError(journeyId)
  return row
}

/** The policy document that a journey's row refers to. */
export function policyOfRow(row: Row): Policy {
  return policyOf({ id: row.policy_id, version: row.policy_version, hash: row.policy_hash })
}

function refuse(refusal: Refusal | undefined): void {
  if (refusal) throw new RefusedError(refusal)
}

function from({ source, imported }: Pick<RecordRequest, 'source' | 'imported'>) {
  return { ...(source && { source }), ...(imported && { imported }) }
}

async function refuseSecondOpenJourney(
  trx: DatabaseTransaction,
  childReference: string,
  practice: boolean,
): Promise<void> {
  if (practice) return
  // Two starts of one child at once: the second waits here and then sees the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${childReference}, 0))`.execute(trx)
  // anywhere, also where whoever records sees nothing
  const { rows } = await sql<{ id: string; locality: string }>`
    select id, locality from open_journey_of(${childReference})`.execute(trx)
  const [open] = rows
  if (open) throw new OpenJourneyError(childReference, open.id, open.locality)
}

interface Recording {
  readonly now: Instant
  readonly by: string
  readonly event: RecordedEvent
}

// Writes what the events mean into the rows that lists read, with the audit row and the relay job.
async function derive(
  trx: DatabaseTransaction,
  { row: before, child }: Pick<RecordedJourney, 'row' | 'child'>,
  recorded: readonly RecordedEvent[],
  { now, by, event }: Recording,
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
      changed_at: sql<Date>`clock_timestamp()`,
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (touchesBounds(event)) await refuseOverlap(trx, stays)
  await writeDeadlines(trx, stays.id, state, policy)
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: `record.${event.type}`,
      journey_id: stays.id,
      detail: JSON.stringify({ event: event.id, number: event.number }),
    })
    .execute()
  await enqueueRelay(trx, stays.id)
  const row = await inItsPlace(trx, stays, state)
  return { row, child, policy, state, now }
}

function touchesBounds({ type }: RecordedEvent): boolean {
  return type === 'looked-after-started' || type === 'event-corrected'
}

// A journey is one continuous time of being looked after: two of one child cannot share a day but the last of the first.
async function refuseOverlap(trx: DatabaseTransaction, row: Row): Promise<void> {
  if (row.practice || row.closed_reason === 'recorded-in-error') return
  const { rows } = await sql<{ id: string; started_on: LocalDate; closed_on: LocalDate }>`
    select id, started_on, closed_on from overlapping_journey(
      ${row.id}, ${row.child_reference}, ${row.started_on}, ${row.closed_on}
    )`.execute(trx)
  const [other] = rows
  if (other === undefined) return
  // where and when the child was elsewhere is for those who may see it there
  const seen = await trx.selectFrom('journey').select('id').where('id', '=', other.id).executeTakeFirst()
  if (seen === undefined) {
    throw new RefusedError({
      code: 'overlaps-another-journey',
      field: 'occurredAt',
      because: 'The child was looked after elsewhere at that time, and this journey would overlap that one',
      remedy: 'Give a later date, or ask a manager of the whole authority',
    })
  }
  throw new RefusedError({
    code: 'overlaps-another-journey',
    field: 'occurredAt',
    because: `The child was looked after in another journey from ${other.started_on} to ${other.closed_on}, and this one would overlap it`,
    remedy: `Give a date that is not before ${other.closed_on}, or correct that journey first`,
  })
}

// The policy that was adopted last; the one that it was started under when none was.
function referenceFor(journey: Journey, row: Row): PolicyReference {
  const adopted = eventsOf(journey, 'policy-adopted').at(-1)
  if (adopted === undefined) {
    return { id: row.first_policy_id, version: row.first_policy_version, hash: row.first_policy_hash }
  }
  const released = releasedPolicy(adopted.policy, adopted.version)
  if (released) return released.reference
  throw new Error(`Policy ${adopted.policy} version ${adopted.version} is not among the released policies`)
}

// Last of all: after a transfer whoever records may see the journey no more.
async function inItsPlace(trx: DatabaseTransaction, row: Row, { transferredTo }: JourneyState): Promise<Row> {
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

/**
 * Enqueues the job that tells the engine, or leaves it be when one is waiting already. It belongs to the caller's
 * transaction, so it exists exactly when what it tells of does. No queue name: a killed relay's lock would block
 * those behind it.
 */
export async function enqueueRelay(trx: DatabaseTransaction, journeyId: string): Promise<void> {
  const job: RelayJob = { journeyId }
  await sql`select enqueue_relay(
    ${RELAY_TASK}, ${JSON.stringify(job)}::json, ${relayJobKey(journeyId)}
  )`.execute(trx)
}
