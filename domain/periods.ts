import { plusDays, plusMonths, type LocalDate } from './time'

/** What the points of a chart are by: all of a month or a quarter of the year together, or each case for itself. */
export const GROUPINGS = ['month', 'quarter', 'case'] as const
export type Grouping = (typeof GROUPINGS)[number]
export type Calendrical = Exclude<Grouping, 'case'>

const MONTHS: Readonly<Record<Calendrical, number>> = { month: 1, quarter: 3 }

/** The first day of the month or quarter that a day is in. */
export function beginOf(by: Calendrical, day: LocalDate): LocalDate {
  const [year = '', month = ''] = day.split('-')
  const first = Math.floor((Number(month) - 1) / MONTHS[by]) * MONTHS[by] + 1
  return `${year}-${String(first).padStart(2, '0')}-01` as LocalDate
}

/** The first day of the next one. */
export function nextBegin(by: Calendrical, begin: LocalDate): LocalDate {
  return plusMonths(begin, MONTHS[by])
}

/** The first days of all months or quarters from one day's to another's; none when that one is earlier. */
export function beginsBetween(by: Calendrical, from: LocalDate, to: LocalDate): LocalDate[] {
  const begins: LocalDate[] = []
  for (let begin = beginOf(by, from); begin <= to; begin = nextBegin(by, begin)) begins.push(begin)
  return begins
}

/** How a month or quarter is written: `2026-03`, `2026-Q1`, by its first day; a case is written by its own day. */
export function periodOf(by: Grouping, day: LocalDate): string {
  if (by === 'case') return day
  if (by === 'month') return day.slice(0, 7)
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/
const QUARTER = /^(\d{4})-Q([1-4])$/

/** The first day of a period as it is written, a month or a quarter; undefined of anything else. */
export function beginOfWritten(text: string): LocalDate | undefined {
  const quarter = QUARTER.exec(text)
  if (quarter) return `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}-01` as LocalDate
  return MONTH.test(text) ? (`${text}-01` as LocalDate) : undefined
}

/** The last day of a period as it is written, a month or a quarter; undefined of anything else. */
export function endOfWritten(text: string): LocalDate | undefined {
  const begin = beginOfWritten(text)
  return begin && plusDays(nextBegin(QUARTER.test(text) ? 'quarter' : 'month', begin), -1)
}
