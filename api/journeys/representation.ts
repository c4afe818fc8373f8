import { clockOfPractice } from '../../db/practice'
import { invitedTo } from '../../db/coming-meetings'
import type { InvitedNow } from '../../db/invitations'
import type { RecordedJourney } from '../../db/record'
import type { Agency } from '../../domain/codes'
import type { DiaryEntry } from '../../domain/diary'
import { circumstancesOf } from '../../domain/circumstances'
import { lastCorrections } from '../../domain/corrections'
import {
  EVENT_TYPES,
  isFreeText,
  type EventDraft,
  type EventType,
  type RecordedEvent,
} from '../../domain/events'
import { possibleNow, type Possible } from '../../domain/guards'
import type { Journey } from '../../domain/journey'
import { shownOf, withheldFrom, type Action, type Part } from '../../domain/permissions'
import { inOwnWords } from '../../domain/own-words'
import { newestRule, ruleIdsOf, type Policy, type Rule } from '../../domain/policy'
import { standingAt, type DeadlineNow, type StandingNow } from '../../domain/standing'
import { writeInstant, writeOccurrence, type Instant } from '../../domain/time'
import type { Refusal } from '../not-allowed'
import { clockAnswer } from '../practice/answer'
import type { Judgement } from './judgement'
import type { Seen } from './seen-by'
import { versionOf } from './version-of'

export { versionOf }

/**
 * A journey as the API shows it to whoever sees it: the parts that are for their roles, a partner agency's part alone for
 * somebody who is of it.
 */
export function journeyAnswer(
  recorded: RecordedJourney,
  judgement: Judgement,
  { reader: { roles, scope }, owner, siblings, invited, refused }: Seen,
): object {
  if (shownOf(roles, 'course') !== 'all')
    return agencyAnswer(recorded, scope.agencies ?? [], judgement, withheldFrom(roles), invited)
  const { row, state, policy, now } = recorded
  const { journey, diary, warnings, worker, cover } = state
  const standing = standingOf(recorded, judgement)
  const events = eventAnswers(journey)
  return {
    id: row.id,
    childReference: row.child_reference,
    pathway: standing.pathway,
    stage: standing.stage,
    locality: row.locality,
    team: row.team,
    worker: worker ?? null,
    owner: { person: owner.person ?? null, as: owner.as, because: owner.because },
    siblings,
    circumstances: { ...circumstancesOf(journey), ...(cover && { cover }) },
    version: versionOf(recorded),
    events: shownOf(roles, 'words') === 'all' ? events : events.map(withoutWords),
    deadlines: deadlineAnswers(recorded, standing.deadlines),
    diary: diary.map((entry) => diaryAnswer(entry, invitedTo(entry, invited, row.id))),
    possible: (recorded.child.key === undefined ? nothingPossible() : possibleFor(refused, journey, now)).map(
      (one) => possibleInWords(one, policy),
    ),
    warnings: warnings.map((warning) => ({ ...warning, message: inOwnWords(warning.message, policy.words) })),
    policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
    cohort: row.cohort,
    closed: journey.closed !== undefined,
    source: judgement.source,
    ...(judgement.source === 'record' && { sourceBecause: judgement.because }),
    asOf: writeInstant(now),
    ...practiceOf(recorded),
    withheld: withheldFrom(roles),
  }
}

/** A partner agency's part of a journey: the deadlines of which it is told, and the meetings whose date it was told. */
function agencyAnswer(
  recorded: RecordedJourney,
  agencies: readonly Agency[],
  judgement: Judgement,
  withheld: readonly Part[],
  invited: readonly InvitedNow[],
): object {
  const { row, state, policy, now } = recorded
  const standing = standingOf(recorded, judgement)
  const isTold = (told: readonly Agency[] = []) => told.some((agency) => agencies.includes(agency))
  return {
    id: row.id,
    childReference: row.child_reference,
    stage: standing.stage,
    locality: row.locality,
    version: versionOf(recorded),
    agencies: [...agencies],
    deadlines: deadlineAnswers(recorded, standing.deadlines).filter(({ ruleId }) =>
      concernsAny(recorded, ruleId, agencies),
    ),
    diary: state.diary
      .filter(({ setBy }) => isTold(policy.told[setBy.type]))
      .map((entry) => diaryAnswer(entry, ofAgencies(invitedTo(entry, invited, row.id), agencies))),
    policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
    closed: state.journey.closed !== undefined,
    source: judgement.source,
    ...(judgement.source === 'record' && { sourceBecause: judgement.because }),
    asOf: writeInstant(now),
    ...practiceOf(recorded),
    withheld,
  }
}

// Of practice, its clock: by it whoever looks sees that it is none of a real child.
function practiceOf(recorded: RecordedJourney): object {
  return recorded.row.practice ? { practice: clockAnswer(clockOfPractice(recorded)) } : {}
}

/** Is one of these agencies told of a rule's deadlines in a journey? */
export function concernsAny(recorded: RecordedJourney, ruleId: string, agencies: readonly Agency[]): boolean {
  return ruleOf(recorded, ruleId).concerns.some((agency) => agencies.includes(agency))
}

/** Where a journey stands now, by whoever judged it. */
export function standingOf({ state, now }: RecordedJourney, judgement: Judgement): StandingNow {
  return judgement.source === 'workflow' ? judgement.standing : standingAt(state.standing, now)
}

/**
 * Every event as it was recorded, also one that was corrected since: `correctedBy` is its last correction, which has it
 * as it stands.
 */
function eventAnswers({ recorded }: Journey): object[] {
  const corrections = lastCorrections(recorded)
  return recorded.map((event) => {
    const correction = corrections.get(event.id)
    return {
      ...eventAnswer(event),
      ...(correction && { correctedBy: correction.id, withdrawn: correction.replacement === null }),
    }
  })
}

/** An event as the API shows it. */
export function eventAnswer(event: RecordedEvent): object {
  const {
    id,
    number,
    type,
    occurred,
    recordedAt,
    recordedBy,
    source,
    imported: _imported,
    ...fields
  } = event as RecordedEvent & { readonly correctedBy?: string }
  return {
    id,
    number,
    type,
    occurredAt: writeOccurrence(occurred),
    ...fields,
    ...(event.type === 'event-corrected' && { replacement: replacementAnswer(event.replacement) }),
    recordedAt: writeInstant(recordedAt),
    recordedBy,
    ...(source && { source }),
  }
}

// What people wrote in their own words is left out; codes and dates stay.
function withoutWords(event: object): object {
  const { type, replacement } = event as { readonly type: EventType; readonly replacement?: object | null }
  const codes = Object.fromEntries(Object.entries(event).filter(([field]) => !isFreeText(type, field)))
  return replacement ? { ...codes, replacement: withoutWords(replacement) } : codes
}

function replacementAnswer(replacement: EventDraft | null): object | null {
  if (replacement === null) return null
  const { type, occurred, ...fields } = replacement
  return { type, occurredAt: writeOccurrence(occurred), ...fields }
}

const OPEN = ['overdue', 'due-soon', 'pending']

/** Each rule with its current instance: the first that is still to be met, else the last; and all of them. */
export function deadlineAnswers(
  recorded: RecordedJourney,
  deadlines: readonly DeadlineNow[],
): { readonly ruleId: string; readonly instance: number }[] {
  const { policy } = recorded
  return ruleIdsOf(policy).map((ruleId) => {
    const instances = deadlines.filter((one) => one.ruleId === ruleId)
    const current = instances.find(({ status }) => OPEN.includes(status)) ?? instances.at(-1)
    const { title, basis } = ruleOf(recorded, ruleId, current?.instance)
    return {
      ruleId,
      title,
      ...(current ? instanceAnswer(current) : { instance: 1, dueOn: null, status: 'not-applicable' }),
      basis,
      ...(instances.length > 1 && { instances: instances.map(instanceAnswer) }),
    }
  })
}

/** One instance of a deadline, as it is now. */
export function instanceAnswer({ instance, dueOn, dueAt, metOn, status }: DeadlineNow) {
  return {
    instance,
    dueOn,
    ...(dueAt && { dueAt: writeInstant(dueAt) }),
    ...(metOn && { metOn }),
    status,
  }
}

// The version of the rule that was in force when the clock started.
function ruleOf({ state, policy }: RecordedJourney, ruleId: string, instance = 1): Rule {
  const deadline = state.deadlines.find((one) => one.rule.id === ruleId && one.instance === instance)
  return deadline?.rule ?? newestRule(policy, ruleId)
}

function diaryAnswer(entry: DiaryEntry, invited: readonly InvitedNow[]): object {
  const { meeting, date, movedFrom, cancelled, setBy, heldBy } = entry
  const at = writeOccurrence(date)
  // what still goes out under a date before is no invitation to this one
  const comers = cancelled ? [] : invited.filter(({ content }) => content.at === at)
  return {
    meeting,
    date: writeOccurrence(date),
    ...(movedFrom && { movedFrom: writeOccurrence(movedFrom) }),
    cancelled,
    setBy: setBy.id,
    ...(heldBy && { heldBy: heldBy.id }),
    invited: comers.map(invitedAnswer),
  }
}

/** Those of the invited who are of a partner's agencies, without who they are. */
export function ofAgencies(invited: readonly InvitedNow[], agencies: readonly Agency[]): InvitedNow[] {
  return invited
    .filter(({ agency }) => agencies.includes(agency))
    .map(({ content: { person: _, ...content }, ...one }) => ({ ...one, content }))
}

/** Somebody who is invited to a meeting, as the API shows it. */
export function invitedAnswer({ agency, recipient, content: { person }, status, answer }: InvitedNow) {
  return {
    agency,
    recipient,
    ...(person !== undefined && { person }),
    answer: answer?.answer ?? null,
    ...(answer && { at: writeInstant(answer.at) }),
    ...(answer?.proposed !== undefined && { proposed: answer.proposed }),
    status,
  }
}

// As the council of the journey says it.
function possibleInWords({ because, remedy, ...possible }: Possible, { words }: Policy): object {
  return {
    ...possible,
    ...(because !== undefined && { because: inOwnWords(because, words) }),
    ...(remedy !== undefined && { remedy: inOwnWords(remedy, words) }),
  }
}

// What was erased is read, and never added to.
function nothingPossible(): Possible[] {
  return EVENT_TYPES.map((type) => ({
    type,
    allowed: false,
    because: 'What was personal about this child was erased',
    remedy: 'Start a new journey when the child is looked after again',
  }))
}

// The order of things comes first: what nobody can record now is not a question of who asks.
function possibleFor(
  refused: (action: Action) => Refusal | undefined,
  journey: Journey,
  now: Instant,
): Possible[] {
  return possibleNow(journey, now).map((possible) => {
    const { type, allowed } = possible
    const refusal = allowed ? refused(`record.${type}`) : undefined
    return refusal === undefined ? possible : { type, allowed: false, ...refusal }
  })
}
