import { deadlinesOf, type Deadline } from './deadlines'
import { diaryOf, type DiaryEntry } from './diary'
import type { EventOf, JourneyEvent } from './events'
import { currentPeriod, journeyOf, type Journey } from './journey'
import type { Policy } from './policy'
import { dueSoonFrom, nextMoment, type Awaited } from './schedule'
import { stageOf } from './stage'
import type { Standing, StandingDeadline } from './standing'
import type { Instant } from './time'
import { warningsOf, type Warning } from './warnings'

/** All that the record of a journey means under its policy. Nothing here depends on the time now. */
export interface JourneyState {
  readonly journey: Journey
  readonly deadlines: readonly Deadline[]
  readonly standing: Standing
  readonly diary: readonly DiaryEntry[]
  readonly warnings: readonly Warning[]
  readonly worker?: string
}

/** Derives a journey's whole state from its events, in whatever order they were recorded. Total, as `journeyOf` is. */
export function stateOf(events: readonly JourneyEvent[], policy: Policy): JourneyState {
  const journey = journeyOf(events)
  const deadlines = deadlinesOf(journey, policy)
  const worker = leadWorkerOf(journey.start)
  return {
    journey,
    deadlines,
    standing: standingOf(journey, deadlines, policy),
    diary: diaryOf(journey),
    warnings: warningsOf(journey, deadlines),
    ...(worker && { worker }),
  }
}

/** The next moment after `now` at which something of this journey is to happen. */
export function awaitedAfter(state: JourneyState, policy: Policy, now: Instant): Awaited | undefined {
  return nextMoment(state.deadlines, policy, now)
}

function leadWorkerOf(start: EventOf<'looked-after-started'>): string | undefined {
  return start.worker
}

function standingOf(journey: Journey, deadlines: readonly Deadline[], policy: Policy): Standing {
  const { stage, until } = stageOf(journey)
  return {
    seq: Math.max(...journey.events.map((event) => event.number)),
    pathway: currentPeriod(journey).pathway,
    stage,
    ...(until && { stageUntil: until }),
    deadlines: policy.rules.flatMap((rule): StandingDeadline[] => {
      const instances = deadlines.filter((deadline) => deadline.rule === rule)
      // A rule whose clock has not started is named too, so that people see the whole timetable.
      if (instances.length === 0) return [{ ruleId: rule.id, instance: 1 }]
      return instances.map((deadline) => standingDeadline(deadline, policy))
    }),
  }
}

function standingDeadline(deadline: Deadline, policy: Policy): StandingDeadline {
  const { rule, instance, dueOn, dueAt, lastMoment, met, cancelledBy } = deadline
  const soon = dueSoonFrom(deadline, policy)
  return {
    ruleId: rule.id,
    instance,
    dueOn,
    lastMoment,
    ...(dueAt && { dueAt }),
    ...(soon && { dueSoonFrom: soon }),
    ...(met && { metOn: met.by.occurred.on, metLate: met.late }),
    ...(cancelledBy && { cancelledOn: cancelledBy.occurred.on }),
  }
}
