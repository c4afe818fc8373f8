import type { AimClock, AimOutcome } from '../aim-clocks'

/**
 * By which clock, and until which outcome, the journeys of a test of change are compared for an aim. Of the first aim they are not:
 * its clock begins two years after the start that puts a journey in a cohort.
 */
export interface Compared {
  readonly clock: AimClock
  readonly outcome: Extract<AimOutcome, 'recommendation' | 'panel' | 'permanence-order-lodged'>
}

const COMPARED: Readonly<Record<string, Compared>> = {
  '2': { clock: 'away-from-home-period', outcome: 'recommendation' },
  '3': { clock: 'first-away-from-home-recommendation', outcome: 'panel' },
  '4': { clock: 'first-permanence-order-approval', outcome: 'permanence-order-lodged' },
}

/** What is compared for an aim, by its id; undefined where nothing can be. */
export function comparedFor(aim: string): Compared | undefined {
  return COMPARED[aim]
}

/** Those that are counted beside one another. */
export const COHORT_GROUPS = ['cohort', 'others', 'before', 'elsewhere'] as const
/**
 * `cohort`: the journeys of the test. `others`: of the same localities and time, and not of it. `before`: of these localities
 * before it began. `elsewhere`: of other localities in the same time.
 */
export type CohortGroup = (typeof COHORT_GROUPS)[number]

/** How a group has fared so far. Each of its starts is done, ended without the outcome, or not yet done. */
export interface GroupCount {
  readonly group: CohortGroup
  readonly n: number
  readonly done: number
  readonly ended: number
  readonly notYet: number
  /** Of those that are done; null where none is. */
  readonly medianWeeks: number | null
}

/** Under so many, a number is said to be small: nothing is to be concluded from it. */
export const SMALL_NUMBER = 10

/** Is a comparison of small numbers: of the cohort, or of every group that it could be held against? */
export function isOfSmallNumbers(groups: readonly GroupCount[]): boolean {
  const cohort = groups.find(({ group }) => group === 'cohort')?.n ?? 0
  const rest = groups.filter(({ group }) => group !== 'cohort').map(({ n }) => n)
  return cohort < SMALL_NUMBER || Math.max(0, ...rest) < SMALL_NUMBER
}
