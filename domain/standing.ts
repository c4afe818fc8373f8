import type { DeadlineStatus, Pathway, Stage } from './codes'
import type { Instant, LocalDate } from './time'

/** The form in which this release answers where a journey stands. */
export const STANDING_VERSION = 2

/**
 * Where a journey stands, as small as it can be kept in a workflow for years: dates and facts, never a status that
 * would go stale while nobody asks. `standingAt` gives the statuses of any moment. This file imports no date library,
 * so that a workflow can answer a query with it.
 */
export interface Standing {
  /** Of this form. A run keeps what the release that it last asked has answered, which may be an earlier or a later one. */
  readonly version: typeof STANDING_VERSION
  /** The number of the last event that this takes into account. */
  readonly seq: number
  readonly pathway: Pathway
  readonly stage: Stage
  /** The first 72 hours end by themselves when no meeting ends them. */
  readonly stageUntil?: { readonly at: Instant; readonly then: Stage }
  readonly deadlines: readonly StandingDeadline[]
}

/**
 * A deadline as it is kept, with the moments that its status still depends on: one that is met or cancelled has none. A
 * rule whose clock has not started is not kept.
 */
export interface StandingDeadline {
  readonly ruleId: string
  readonly instance: number
  readonly dueOn: LocalDate
  readonly dueAt?: Instant
  readonly lastMoment?: Instant
  readonly dueSoonFrom?: Instant
  readonly metOn?: LocalDate
  readonly metLate?: boolean
  readonly cancelledOn?: LocalDate
}

/** A deadline as it is at one moment; `dueOn` is null where its clock has not started. */
export interface DeadlineNow {
  readonly ruleId: string
  readonly instance: number
  readonly dueOn: LocalDate | null
  readonly dueAt?: Instant
  readonly metOn?: LocalDate
  readonly status: DeadlineStatus
}

/** Where a journey stands, in whatever form a release has answered it. Since the first each has `seq`. */
export interface KeptStanding {
  readonly version?: number
  readonly seq: number
}

/** What `version` 1, which did not say so, kept: rules whose clock has not started too, without dates. */
type FirstStanding = Omit<Standing, 'version' | 'deadlines'> & {
  readonly deadlines: readonly (Omit<StandingDeadline, 'dueOn'> & { readonly dueOn?: LocalDate })[]
}

/** What was kept, in the form of this release; undefined when only a later release can read it. */
export function standingOfToday(kept: KeptStanding): Standing | undefined {
  const { version = 1 } = kept
  if (version === STANDING_VERSION) return kept as Standing
  return version === 1 ? fromFirst(kept as FirstStanding) : undefined
}

function fromFirst({ deadlines, ...rest }: FirstStanding): Standing {
  const dated = deadlines.flatMap(({ dueOn, ...one }) => (dueOn === undefined ? [] : [{ ...one, dueOn }]))
  return { ...rest, version: STANDING_VERSION, deadlines: dated }
}

/** A journey's standing as it is at one moment. */
export interface StandingNow {
  readonly seq: number
  readonly pathway: Pathway
  readonly stage: Stage
  readonly closed: boolean
  readonly deadlines: readonly DeadlineNow[]
}

/** What a standing means at a moment: the stage, and each deadline's status. */
export function standingAt(standing: Standing, now: Instant): StandingNow {
  const { seq, pathway, stage, stageUntil, deadlines } = standing
  const stageNow = stageUntil !== undefined && now > stageUntil.at ? stageUntil.then : stage
  return {
    seq,
    pathway,
    stage: stageNow,
    closed: stageNow === 'closed',
    deadlines: deadlines.map((deadline) => ({
      ruleId: deadline.ruleId,
      instance: deadline.instance,
      dueOn: deadline.dueOn,
      ...(deadline.dueAt && { dueAt: deadline.dueAt }),
      ...(deadline.metOn && { metOn: deadline.metOn }),
      status: statusAt(deadline, now),
    })),
  }
}

/** A deadline's status at a moment. Met and cancelled stand; the rest is judged by the time. */
export function statusAt(deadline: StandingDeadline, now: Instant): DeadlineStatus {
  if (deadline.metOn !== undefined) return deadline.metLate === true ? 'met-late' : 'met'
  if (deadline.cancelledOn !== undefined) return 'cancelled'
  if (deadline.lastMoment === undefined) return 'not-applicable'
  if (now > deadline.lastMoment) return 'overdue'
  if (deadline.dueSoonFrom !== undefined && now >= deadline.dueSoonFrom) return 'due-soon'
  return 'pending'
}
