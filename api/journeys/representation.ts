import type { RecordedJourney } from '../../db/record'
import type { DiaryEntry } from '../../domain/diary'
import type { JourneyEvent } from '../../domain/events'
import { possibleNow, type Possible } from '../../domain/guards'
import type { Journey } from '../../domain/journey'
import { may, rolesThatMay } from '../../domain/permissions'
import type { Policy } from '../../domain/policy'
import { standingAt, type DeadlineNow, type StandingNow } from '../../domain/standing'
import { writeInstant, writeOccurrence, type Instant } from '../../domain/time'
import type { Caller } from '../caller'
import type { SourceReason } from '../../contracts/journey-schema'

/** Who judged where a journey stands. */
export type Judgement =
  | { readonly source: 'workflow'; readonly standing: StandingNow }
  | { readonly source: 'record'; readonly because: SourceReason }

/** A journey as the API shows it to a caller. */
export function journeyAnswer(recorded: RecordedJourney, caller: Caller, judgement: Judgement): object {
  const { row, policy, state, now } = recorded
  const { journey, diary, warnings, worker } = state
  const standing = judgement.source === 'workflow' ? judgement.standing : standingAt(state.standing, now)
  return {
    id: row.id,
    childReference: row.child_reference,
    pathway: standing.pathway,
    stage: standing.stage,
    locality: row.locality,
    team: row.team,
    worker: worker ?? null,
    version: versionOf(recorded),
    events: [...journey.events].sort((a, b) => a.number - b.number).map(eventAnswer),
    deadlines: deadlinesOf(standing.deadlines, policy),
    diary: diary.map(diaryAnswer),
    possible: possibleFor(caller, journey, now),
    warnings,
    policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
    closed: journey.closed !== undefined,
    source: judgement.source,
    ...(judgement.source === 'record' && { sourceBecause: judgement.because }),
    asOf: writeInstant(now),
  }
}

/** The number of a journey's last event. */
export function versionOf({ state }: RecordedJourney): number {
  return state.standing.seq
}

/** An event as the API shows it. */
export function eventAnswer(event: JourneyEvent): object {
  const { id, number, type, occurred, recordedAt, recordedBy, source, imported: _imported, ...fields } = event
  return {
    id,
    number,
    type,
    occurredAt: writeOccurrence(occurred),
    ...fields,
    recordedAt: writeInstant(recordedAt),
    recordedBy,
    ...(source && { source }),
  }
}

function deadlinesOf(deadlines: readonly DeadlineNow[], policy: Policy): object[] {
  return policy.rules.flatMap(({ id, title, basis }) =>
    deadlines
      .filter(({ ruleId }) => ruleId === id)
      .map(({ ruleId, instance, dueOn, dueAt, metOn, status }) => ({
        ruleId,
        title,
        instance,
        dueOn,
        ...(dueAt && { dueAt: writeInstant(dueAt) }),
        ...(metOn && { metOn }),
        status,
        basis,
      })),
  )
}

function diaryAnswer({ meeting, date, movedFrom, cancelled, setBy, heldBy }: DiaryEntry): object {
  return {
    meeting,
    date: writeOccurrence(date),
    ...(movedFrom && { movedFrom: writeOccurrence(movedFrom) }),
    cancelled,
    setBy: setBy.id,
    ...(heldBy && { heldBy: heldBy.id }),
  }
}

// The order of things comes first: what nobody can record now is not a question of roles.
function possibleFor({ roles }: Caller, journey: Journey, now: Instant): Possible[] {
  return possibleNow(journey, now).map((possible) => {
    const { type, allowed } = possible
    if (!allowed || may(roles, `record.${type}`)) return possible
    const others = rolesThatMay(`record.${type}`).join(', ')
    return {
      type,
      allowed: false,
      because: `This is recorded by: ${others}`,
      remedy: 'Ask one of them to record it',
    }
  })
}
