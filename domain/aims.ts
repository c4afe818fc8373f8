import type { AimClock, AimOutcome } from './aim-clocks'
import type { AimFact } from './aim-facts'
import { medianOfTallies } from './median'
import { plusDays, plusMonths, plusWeeks, type LocalDate } from './time'

/** How long an aim gives. */
export type AimSpan = { readonly days: number } | { readonly weeks: number } | { readonly months: number }

/** What was so before an aim, to hold a number against. */
export interface Baseline {
  readonly label: string
  readonly weeks: number
  /** Of one locality; of the whole authority when absent. */
  readonly locality?: string
  readonly source: string
}

/** What an authority aims at, as its own document says it. */
export interface Aim {
  readonly id: string
  readonly title: string
  readonly clock: AimClock
  /** It begins to count only so long after the clock, where the period lasts longer than that. */
  readonly after?: { readonly months: number }
  /** It counts clocks that start on or after this day. */
  readonly from: LocalDate
  /** And those that run already on that day: they count from it. */
  readonly carriesOver?: boolean
  readonly outcome: AimOutcome
  readonly within: AimSpan
  /** A return to the family within the limit is counted beside what was aimed at. */
  readonly withReturns?: boolean
  readonly target: { readonly percent: number; readonly by: LocalDate }
  readonly basis: string
  readonly baselines: readonly Baseline[]
}

/** A version of an authority's aims. */
export interface Aims {
  /** The id of the policy whose aims these are. */
  readonly id: string
  readonly version: number
  readonly title: string
  readonly aims: readonly Aim[]
}

/**
 * What became of one of a cohort, the first of these that fits. `onTime`: done, the limit day included. `returned`: to the family
 * within the limit, where the aim counts that. `late`: done after it. `left`: without it, and by the limit day there was nothing more to be done.
 * `overdue`: not done, and the limit day is over; leaving later does not mend it. `open`: there is still time.
 */
export const AIM_CLASSES = ['onTime', 'returned', 'late', 'left', 'overdue', 'open'] as const
export type AimClass = (typeof AIM_CLASSES)[number]

/** One of an aim's cohort on a day. */
export interface Counted {
  readonly clockStartedOn: LocalDate
  readonly limitOn: LocalDate
  readonly locality: string
  readonly class: AimClass
  /** From when the aim counts until it was done; 0 when it was done before, null while it is not. */
  readonly days: number | null
}

const OUTCOMES: Record<AimOutcome, (fact: AimFact) => LocalDate | null> = {
  recommendation: ({ recommendedOn }) => recommendedOn,
  panel: ({ panelOn }) => panelOn,
  'agency-decision': ({ decidedOn }) => decidedOn,
  'permanence-order-lodged': ({ lodgedOn }) => lodgedOn,
  'peer-review-fed-back': ({ reviewedOn }) => reviewedOn,
}

/**
 * What a clock is under an aim on a day; undefined where it is not of its cohort. Dates after the day are not known.
 * Source: domain "Aims", "Each of a cohort is the first of these that fits".
 */
export function countedUnder(aim: Aim, fact: AimFact, asOf: LocalDate): Counted | undefined {
  const clockStartedOn = clockStartUnder(aim, fact, asOf)
  if (clockStartedOn === undefined) return undefined
  const limitOn = after(clockStartedOn, aim.within)
  const known = (day: LocalDate | null) => (day !== null && day <= asOf ? day : null)
  const doneOn = known(OUTCOMES[aim.outcome](fact))
  const isIn = (day: LocalDate | null) => day !== null && day <= limitOn
  const of = (): AimClass => {
    if (isIn(doneOn)) return 'onTime'
    if (aim.withReturns === true && isIn(known(fact.returnedOn))) return 'returned'
    if (doneOn !== null) return 'late'
    if (isIn(known(fact.leftOn))) return 'left'
    return asOf > limitOn ? 'overdue' : 'open'
  }
  const judged = of()
  return {
    clockStartedOn,
    limitOn,
    locality: fact.moves.findLast(({ on }) => on <= clockStartedOn)?.to ?? fact.locality,
    class: judged,
    // of who returned, what was done afterwards is none of its weeks
    days: doneOn === null || judged === 'returned' ? null : Math.max(0, daysBetween(clockStartedOn, doneOn)),
  }
}

// Undefined where the aim does not count the clock, or not yet.
function clockStartUnder(aim: Aim, { clock, startedOn, endedOn }: AimFact, asOf: LocalDate) {
  if (clock !== aim.clock) return undefined
  const begun = aim.after === undefined ? startedOn : plusMonths(startedOn, aim.after.months)
  if (begun < aim.from && aim.carriesOver !== true) return undefined
  const counts = begun < aim.from ? aim.from : begun
  if (counts > asOf) return undefined
  // what begins to count some time after its clock never does when the period has ended by then
  if (counts > startedOn && endedOn !== null && endedOn <= counts) return undefined
  return counts
}

function after(on: LocalDate, span: AimSpan): LocalDate {
  if ('days' in span) return plusDays(on, span.days)
  return 'weeks' in span ? plusWeeks(on, span.weeks) : plusMonths(on, span.months)
}

const DAY = 86_400_000

// Of dates of no zone, where every day has 24 hours.
function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}

/** How many of a cohort are of each class, and how long it took those that are done, in days. */
export interface AimTotals extends Readonly<Record<AimClass, number>> {
  readonly minDays: number | null
  readonly medianDays: number | null
  readonly sumDays: number
  readonly maxDays: number | null
}

/** One of a cohort, or so many of the same class that took as many days. */
export type CountedAlike = Pick<Counted, 'class' | 'days'> & { readonly count?: number }

/** The totals of some of a cohort. */
export function totalsOf(counted: readonly CountedAlike[]): AimTotals {
  const classes = new Map<AimClass, number>()
  for (const { class: one, count = 1 } of counted) classes.set(one, (classes.get(one) ?? 0) + count)
  const days = counted.flatMap(({ days: value, count = 1 }) => (value === null ? [] : [{ value, count }]))
  // one after the other: there may be more of them than a function takes arguments
  const least = days.reduce<number | null>(
    (min, { value }) => (min !== null && min < value ? min : value),
    null,
  )
  const most = days.reduce<number | null>(
    (max, { value }) => (max !== null && max > value ? max : value),
    null,
  )
  return {
    ...(Object.fromEntries(AIM_CLASSES.map((one) => [one, classes.get(one) ?? 0])) as Record<
      AimClass,
      number
    >),
    minDays: least,
    medianDays: medianOfTallies(days),
    sumDays: days.reduce((sum, { value, count }) => sum + value * count, 0),
    maxDays: most,
  }
}

/** What an aim comes to. Percent and weeks to one decimal; null where there is nothing to divide by. */
export interface AimNumbers extends Readonly<Record<AimClass, number>> {
  readonly cohort: number
  /** How many are done, in time or late: of them are the weeks. */
  readonly n: number
  readonly attainmentPercent: number | null
  readonly withReturnsPercent: number | null
  readonly minWeeks: number | null
  readonly medianWeeks: number | null
  readonly meanWeeks: number | null
  readonly maxWeeks: number | null
  /** Too few for a percentage to say much. */
  readonly smallNumbers: boolean
}

/** Fewer than so many in the denominator are small numbers. */
export const SMALL_NUMBERS = 10

/** What an aim's totals come to. Those that are late and not done count against it: nothing hides. */
export function numbersOf({ withReturns }: Pick<Aim, 'withReturns'>, totals: AimTotals): AimNumbers {
  const { onTime, returned, late, left, overdue, open } = totals
  const counts = { onTime, returned, late, left, overdue, open }
  const judged = onTime + late + overdue
  const n = onTime + late
  return {
    cohort: Object.values(counts).reduce((sum, one) => sum + one, 0),
    ...counts,
    n,
    attainmentPercent: percent(onTime, judged),
    withReturnsPercent: withReturns === true ? percent(onTime + returned, judged + returned) : null,
    minWeeks: weeks(totals.minDays),
    medianWeeks: weeks(totals.medianDays),
    meanWeeks: n === 0 ? null : weeks(totals.sumDays / n),
    maxWeeks: weeks(totals.maxDays),
    smallNumbers: judged < SMALL_NUMBERS,
  }
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 10
}

function weeks(days: number | null): number | null {
  return days === null ? null : Math.round((days / 7) * 10) / 10
}
