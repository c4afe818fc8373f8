import { plusDays, type LocalDate } from './time'

/** For how long something is overdue, in days: the first and the last that belong to each; the longest has no last. */
export const OVERDUE_BANDS = [
  { id: 'up-to-a-week', first: 0, last: 7 },
  { id: 'up-to-four-weeks', first: 8, last: 28 },
  { id: 'up-to-twelve-weeks', first: 29, last: 84 },
  { id: 'longer', first: 85 },
] as const
export type OverdueBand = (typeof OVERDUE_BANDS)[number]['id']

/** On which days something was due that is overdue for so long today: from the one, and before the other. */
export function daysOfBand(
  band: (typeof OVERDUE_BANDS)[number],
  today: LocalDate,
): { readonly from?: LocalDate; readonly before: LocalDate } {
  return {
    ...('last' in band && { from: plusDays(today, -band.last) }),
    before: plusDays(today, 1 - band.first),
  }
}

/** How many weeks ahead a manager looks. */
export const WEEKS_AHEAD = 4

/** The weeks ahead, the first from today on: each from one day, and before another. */
export function weeksAhead(
  today: LocalDate,
): readonly { readonly from: LocalDate; readonly before: LocalDate }[] {
  return Array.from({ length: WEEKS_AHEAD }, (_, week) => ({
    from: plusDays(today, week * 7),
    before: plusDays(today, (week + 1) * 7),
  }))
}
