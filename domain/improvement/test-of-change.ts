import type { PolicyVersion } from '../policy'
import type { LocalDate } from '../time'
import type { FaultOfRecord } from './record'

/** What is decided about a change once it was tried and studied. */
export const ACTS = ['adopt', 'adapt', 'abandon', 'next-cycle'] as const
export type Act = (typeof ACTS)[number]

/** Where a cycle stands: plan, do, study, act. */
export const TEST_STATUSES = ['planned', 'running', 'studied', 'acted'] as const
export type TestStatus = (typeof TEST_STATUSES)[number]

/**
 * One cycle of a test of change: plan, do, study, act (PDSA). A series is its cycles in order; each begins from what was
 * learnt in the last. It names no child.
 */
export interface TestCycle {
  readonly title: string
  /** By which name its cycles belong together. */
  readonly series: string
  /** Counts the cycles of the series from 1. */
  readonly cycle: number
  /** Which aim it serves: the id of an aim of the policy, or a name of one's own. */
  readonly aim: string
  /** Which driver of the aim. */
  readonly driver?: string
  readonly objective?: string
  /** What is to be found out. */
  readonly question?: string
  /** What is expected, said before it is tried. */
  readonly prediction?: string
  readonly who?: string
  /** Where it is tried; in the whole authority when absent. */
  readonly locality?: string
  readonly from?: LocalDate
  /** The last day; for as long as nobody ends it when absent. */
  readonly until?: LocalDate
  /** Codes of run charts, or what else is measured in one's own words. */
  readonly measures: readonly string[]
  readonly dataPlan?: string
  /** The variant of a policy by which it is tried: its journeys are a cohort. */
  readonly variant?: PolicyVersion
  readonly happened?: string
  /** What was learnt, held against the prediction. */
  readonly study?: string
  readonly act?: Act
  readonly actNote?: string
}

/** What there is that a test of change may name. */
export interface NameableInTests {
  readonly localities: readonly string[]
  /** The policies that are tests of change. */
  readonly variants: readonly PolicyVersion[]
}

/** Where a cycle stands by what is written in it alone. */
export function phaseOf({ happened, study, act }: TestCycle): TestStatus {
  if (act !== undefined) return 'acted'
  if (study !== undefined) return 'studied'
  return happened === undefined ? 'planned' : 'running'
}

/** Where a cycle stands on a day: one that is planned from a day on is running from that day on. */
export function statusOf(cycle: TestCycle, today: LocalDate): TestStatus {
  const phase = phaseOf(cycle)
  const hasBegun = cycle.from !== undefined && cycle.from <= today
  return phase === 'planned' && hasBegun ? 'running' : phase
}

/**
 * Everything for which a cycle cannot be kept: an end before its beginning, a locality or variant that there is not, and a step
 * of plan, do, study, act that stands without the one before it.
 */
export function faultsOfCycle(cycle: TestCycle, known: NameableInTests): FaultOfRecord[] {
  return [...datesFault(cycle), ...nameFaults(cycle, known), ...orderFaults(cycle)]
}

function datesFault({ from, until }: TestCycle): FaultOfRecord[] {
  if (until === undefined || (from !== undefined && from <= until)) return []
  return [
    from === undefined
      ? wrong('from', 'is missing', 'Give the first day, or leave out the last')
      : wrong('until', 'is before the first day', 'Give the last day'),
  ]
}

function nameFaults({ locality, variant }: TestCycle, { localities, variants }: NameableInTests) {
  const faults: FaultOfRecord[] = []
  if (locality !== undefined && !localities.includes(locality))
    faults.push(
      wrong('locality', 'is not known to the policy in force', `Give one of: ${localities.join(', ')}`),
    )
  if (variant !== undefined && !variants.some((one) => nameOfVariant(one) === nameOfVariant(variant)))
    faults.push(
      wrong(
        'variant',
        'is no policy with a test of change',
        `Give one of: ${variants.map(nameOfVariant).join(', ') || 'none there is'}`,
      ),
    )
  return faults
}

// Studied is what happened, against what was predicted; and acted on is what was learnt.
function orderFaults({ prediction, happened, study, act, actNote }: TestCycle): FaultOfRecord[] {
  const faults: FaultOfRecord[] = []
  if (study !== undefined && happened === undefined)
    faults.push(wrong('happened', 'is missing', 'Say what happened before it is studied'))
  if (study !== undefined && prediction === undefined)
    faults.push(wrong('prediction', 'is missing', 'Say what was predicted: it is studied against that'))
  if (act !== undefined && study === undefined)
    faults.push(wrong('study', 'is missing', 'Say what was learnt before it is decided what to do'))
  if (actNote !== undefined && act === undefined)
    faults.push(wrong('act', 'is missing', 'Say what was decided'))
  return faults
}

/** A variant by id and version, `highland-caithness@1`. */
export function nameOfVariant({ id, version }: PolicyVersion): string {
  return `${id}@${version}`
}

/**
 * Why no next cycle can begin from one; undefined when it can. It begins from the last of its series, once that was acted on
 * and not abandoned.
 */
export function noNextCycle(last: TestCycle, highest: number): string | undefined {
  if (last.cycle !== highest) return `cycle ${highest} of this series follows it already`
  if (last.act === undefined) return 'nothing has been decided on it yet'
  return last.act === 'abandon' ? 'it was abandoned' : undefined
}

/** The next cycle, planned as the last one was: what it is to find out and what is predicted is for people to say anew. */
export function nextCycleOf(last: TestCycle): TestCycle {
  const { title, series, cycle, aim, driver, objective, who, locality, measures, dataPlan, variant } = last
  return {
    title,
    series,
    cycle: cycle + 1,
    aim,
    ...(driver !== undefined && { driver }),
    ...(objective !== undefined && { objective }),
    ...(who !== undefined && { who }),
    ...(locality !== undefined && { locality }),
    measures,
    ...(dataPlan !== undefined && { dataPlan }),
    ...(variant && { variant }),
  }
}

function wrong(field: string, message: string, remedy: string): FaultOfRecord {
  return { field, message, remedy }
}
