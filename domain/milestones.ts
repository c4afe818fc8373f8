import { isLate, type Deadline } from './deadlines'
import type { Instant, LocalDate } from './time'

/** What became of a deadline, for the reporting of aims. */
export const MILESTONE_KINDS = ['met', 'met-late', 'missed', 'cancelled'] as const
export type MilestoneKind = (typeof MILESTONE_KINDS)[number]

/**
 * A milestone of a journey, known by rule, instance, due moment and kind: recording it again changes nothing. A late
 * meeting has two: missed at its last moment, and met late.
 */
export interface Milestone {
  readonly ruleId: string
  readonly instance: number
  readonly due: Instant
  readonly kind: MilestoneKind
  /** The day on which the clock started. */
  readonly startedOn: LocalDate
  /** The day on which it was met or cancelled; of a missed one, the day it was due. */
  readonly reachedOn: LocalDate
}

/** The milestones that are true of some deadlines at a moment. */
export function milestonesAt(deadlines: readonly Deadline[], now: Instant): Milestone[] {
  return deadlines.flatMap((deadline) => {
    const { rule, instance, lastMoment, dueOn, startedBy, met, cancelledBy } = deadline
    const of = (kind: MilestoneKind, reachedOn: LocalDate): Milestone => ({
      ruleId: rule.id,
      instance,
      due: lastMoment,
      kind,
      startedOn: startedBy.occurred.on,
      reachedOn,
    })
    const missed = now > lastMoment && met?.late !== false && !endedInTime(deadline)
    return [
      ...(missed ? [of('missed', dueOn)] : []),
      ...(met ? [of(met.late ? 'met-late' : 'met', met.by.occurred.on)] : []),
      ...(cancelledBy ? [of('cancelled', cancelledBy.occurred.on)] : []),
    ]
  })
}

function endedInTime(deadline: Deadline): boolean {
  return deadline.cancelledBy !== undefined && !isLate(deadline.cancelledBy.occurred, deadline)
}
