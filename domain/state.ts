import { deadlinesOf, isOpen, type Deadline } from './deadlines'
import { diaryOf, type DiaryEntry } from './diary'
import type { RecordedEvent } from './events'
import { currentPeriod, eventsOf, journeyOf, type Journey } from './journey'
import { ruleIdsOf, type Policy } from './policy'
import { dueSoonFrom, nextMoment, type Awaited } from './schedule'
import { stageOf } from './stage'
import { STANDING_VERSION, type Standing, type StandingDeadline } from './standing'
import type { Instant, LocalDate } from './time'
import { warningsOf, type Warning } from './warnings'

/** All that the record of a journey means under its policy. Nothing here depends on the time now. */
export interface JourneyState {
  readonly journey: Journey
  readonly deadlines: readonly Deadline[]
  readonly standing: Standing
  readonly diary: readonly DiaryEntry[]
  readonly warnings: readonly Warning[]
  /** The lead worker. */
  readonly worker?: string
  /** Who covers for the lead, and until which day, as it was said last. */
  readonly cover?: { readonly worker: string; readonly until?: LocalDate }
  /** Where the journey was transferred to last; where it started when it never was. */
  readonly transferredTo?: { readonly locality: string; readonly team?: string }
}

/** Derives a journey's whole state from its events, in whatever order they were recorded. Total, as `journeyOf` is. */
export function stateOf(recorded: readonly RecordedEvent[], policy: Policy): JourneyState {
  return stateOfJourney(journeyOf(recorded), policy)
}

/** Derives the state of a journey that has been folded already. */
export function stateOfJourney(journey: Journey, policy: Policy): JourneyState {
  const deadlines = deadlinesOf(journey, policy)
  const worker = leadWorkerOf(journey)
  const cover = coverOf(journey)
  const transferredTo = transferOf(journey)
  return {
    journey,
    deadlines,
    standing: standingOf(journey, deadlines, policy),
    diary: diaryOf(journey),
    warnings: warningsOf(journey, deadlines, policy),
    ...(worker && { worker }),
    ...(cover && { cover }),
    ...(transferredTo && { transferredTo }),
  }
}

/** The next moment after `now` at which something of this journey is to happen. */
export function awaitedAfter(state: JourneyState, policy: Policy, now: Instant): Awaited | undefined {
  return nextMoment(state.deadlines, policy, now)
}

function leadWorkerOf(journey: Journey): string | undefined {
  const assigned = eventsOf(journey, 'worker-assigned').findLast((event) => event.as === 'lead')
  return assigned?.worker ?? journey.start.worker
}

// A new lead worker ends the cover of the one before.
function coverOf(journey: Journey): JourneyState['cover'] {
  const last = eventsOf(journey, 'worker-assigned').at(-1)
  if (last?.as !== 'cover') return undefined
  return { worker: last.worker, ...(last.until && { until: last.until }) }
}

function transferOf(journey: Journey): JourneyState['transferredTo'] {
  const last = eventsOf(journey, 'transferred').findLast(({ locality }) => locality !== undefined)
  if (last?.locality === undefined) return undefined
  return { locality: last.locality, ...(last.team && { team: last.team }) }
}

function standingOf(journey: Journey, deadlines: readonly Deadline[], policy: Policy): Standing {
  const { stage, until } = stageOf(journey)
  return {
    version: STANDING_VERSION,
    seq: Math.max(...journey.recorded.map((event) => event.number)),
    pathway: currentPeriod(journey).pathway,
    stage,
    ...(until && { stageUntil: until }),
    deadlines: standingDeadlines(deadlines, policy),
  }
}

/** Deadlines as they are kept, in the order of the policy's rules. */
export function standingDeadlines(deadlines: readonly Deadline[], policy: Policy): StandingDeadline[] {
  return ruleIdsOf(policy).flatMap((ruleId) =>
    deadlines
      .filter((deadline) => deadline.rule.id === ruleId)
      .map((deadline) => standingDeadline(deadline, policy)),
  )
}

function standingDeadline(deadline: Deadline, policy: Policy): StandingDeadline {
  const { rule, instance, dueOn, dueAt, lastMoment, met, cancelledBy } = deadline
  // what is settled stays so, whatever the time
  const soon = isOpen(deadline) && dueSoonFrom(deadline, policy)
  return {
    ruleId: rule.id,
    instance,
    dueOn,
    ...(dueAt && { dueAt }),
    ...(isOpen(deadline) && { lastMoment }),
    ...(soon && { dueSoonFrom: soon }),
    ...(met && { metOn: met.by.occurred.on, metLate: met.late }),
    ...(cancelledBy && { cancelledOn: cancelledBy.occurred.on }),
  }
}
