import type { AimAnswer } from '../contracts/aims-schema'
import { counted } from './words'

/** A share in words; `none to count` where there is nothing to divide by. */
export function percentWords(percent: number | null): string {
  return percent === null ? 'none to count yet' : `${percent}%`
}

/** An aim by its number or, where it has a name, without one. */
export function aimName({ id, title }: Pick<AimAnswer, 'id' | 'title'>): string {
  return /^\d+$/.test(id) ? `Aim ${id}: ${title}` : title
}

/** Of how many the attainment is, and that this is few where it is. */
export function denominatorWords({
  onTime,
  late,
  overdue,
}: Pick<AimAnswer, 'onTime' | 'late' | 'overdue'>): string {
  return `${onTime} of ${onTime + late + overdue}`
}

/** With returns: the share, and of how many; nothing where the aim does not count them or nobody's limit has come. */
export function withReturnsWords({
  onTime,
  late,
  overdue,
  returned,
  withReturnsPercent,
}: Pick<AimAnswer, 'onTime' | 'late' | 'overdue' | 'returned' | 'withReturnsPercent'>): string | undefined {
  if (withReturnsPercent === null) return undefined
  return `${percentWords(withReturnsPercent)}, ${onTime + returned} of ${onTime + returned + late + overdue}`
}

/** How much of an aim is attained: the share, of how many, with returns where the aim counts them, and that these are few. */
export function attainmentWords(aim: AimAnswer): string {
  const { attainmentPercent, smallNumbers, cohort } = aim
  const withReturns = withReturnsWords(aim)
  const share = percentWords(attainmentPercent)
  return [
    attainmentPercent === null ? share : `${share}, ${denominatorWords(aim)}`,
    withReturns === undefined ? '' : `; with returns ${withReturns}`,
    smallNumbers && cohort > 0 ? ' (small numbers)' : '',
  ].join('')
}

/** How long it took those that are done; undefined while there are none. */
export function weeksWords({ n, minWeeks, medianWeeks, meanWeeks, maxWeeks }: AimAnswer): string | undefined {
  if (n === 0 || minWeeks === null || medianWeeks === null || meanWeeks === null || maxWeeks === null)
    return undefined
  const range = minWeeks === maxWeeks ? `${minWeeks} weeks` : `${minWeeks} to ${maxWeeks} weeks`
  return `${range}, median ${medianWeeks}, mean ${meanWeeks}, of ${counted(n, 'child', 'children')} with it done`
}

/** The run chart that goes with an aim; undefined where there is none. */
export function runChartOf({ outcome }: Pick<AimAnswer, 'outcome'>): string | undefined {
  return MEASURES[outcome]
}

const MEASURES: Readonly<Record<AimAnswer['outcome'], string | undefined>> = {
  recommendation: 'weeks-to-recommendation',
  panel: 'weeks-to-panel',
  'agency-decision': 'weeks-to-decision',
  'permanence-order-lodged': 'weeks-to-lodging',
  'peer-review-fed-back': undefined,
}
