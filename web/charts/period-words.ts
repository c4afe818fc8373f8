import { inFull } from '../../domain/dates-in-words'
import { beginOfWritten } from '../../domain/periods'
import type { AxisLabel } from './ticks'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const MONTH_ROUNDS = [1, 2, 3, 6, 12, 24, 60, 120, 240]
const QUARTER_ROUNDS = [1, 2, 4, 8, 20, 40, 80]

/** A period of a chart in words: `March 2026`, `January–March 2026`, `14 March 2026`. */
export function periodInWords(period: string): string {
  const begin = beginOfWritten(period)
  if (begin === undefined) return dayInWords(period)
  const year = begin.slice(0, 4)
  const [first, last] = [monthOf(begin), monthOf(begin) + 2]
  const named = (month: number) => monthInFull(year, month)
  return isQuarter(period) ? `${named(first)}–${named(last)} ${year}` : `${named(first)} ${year}`
}

/** `14 March 2026`, without the day of the week. */
export function dayInWords(day: string): string {
  return inFull(day).replace(/^\w+day /, '')
}

/** What stands below a period on the axis. A case is counted, and has its day where there is room for it. */
export function axisLabelOf(period: string, place: number): AxisLabel {
  const begin = beginOfWritten(period)
  const year = period.slice(0, 4)
  if (begin === undefined) {
    const short = `${Number(period.slice(8))} ${MONTHS[monthOf(period) - 1] ?? ''}`
    return { short, common: year, order: place }
  }
  const month = monthOf(begin)
  if (!isQuarter(period)) {
    const order = Number(year) * 12 + month - 1
    return { short: MONTHS[month - 1] ?? '', common: year, order, round: MONTH_ROUNDS }
  }
  const short = `${MONTHS[month - 1] ?? ''}–${MONTHS[month + 1] ?? ''}`
  return { short, common: year, order: Number(year) * 4 + (month - 1) / 3, round: QUARTER_ROUNDS }
}

function isQuarter(period: string): boolean {
  return period.includes('Q')
}

function monthOf(day: string): number {
  return Number(day.slice(5, 7))
}

function monthInFull(year: string, month: number): string {
  return dayInWords(`${year}-${String(month).padStart(2, '0')}-01`).split(' ')[1] ?? ''
}
