import type { ImportAnswer } from '../../contracts/import-schema'
import type { Figure } from '../report/figure'
import type { LiveAgainstRecord } from './live'

/** When each step of an import had ended, in seconds from the beginning of the upload. */
export interface ImportTimes {
  readonly takenIn: number
  readonly applied: number
  readonly conducted: number
}

/** Notices that there are, and those of them whose moment was past when the file came: none of these may be. */
export interface NoticesAfter {
  readonly all: number
  readonly stale: number
}

const budgetSeconds = 600
const budgetJourneys = 15_000

/** How long it takes from the first byte of a file until every journey in it is conducted. */
export function importFigure(
  { rows, journeys, applied: recorded }: ImportAnswer,
  { takenIn, applied, conducted }: ImportTimes,
  { open, asked, different, silent }: LiveAgainstRecord,
  { all, stale }: NoticesAfter,
): Figure {
  const row = (name: string, seconds: number) => ({
    name,
    values: [seconds, journeys / seconds, rows / seconds].map((value) => Math.round(value * 10) / 10),
  })
  return {
    title: `Bringing in ${journeys} journeys with ${rows} events`,
    circumstances: ['one file of CSV through the API, the rows of each child spread over the whole of it'],
    columns: ['seconds', 'journeys/s', 'rows/s'],
    rows: [
      row('taken in and acknowledged', takenIn),
      row('all recorded', applied),
      row('all conducted', conducted),
    ],
    verdicts: [
      {
        what: `until all are conducted, against ${budgetJourneys} journeys in ${budgetSeconds} s`,
        measured: Math.round(conducted),
        budget: Math.round((budgetSeconds * journeys) / budgetJourneys),
        unit: 's',
      },
      {
        what: 'live states that are not the fold of the record',
        measured: different + silent,
        budget: 0,
        unit: 'journeys',
      },
      { what: 'notices whose moment was past already', measured: stale, budget: 0, unit: 'notices' },
    ],
    remarks: [
      `${recorded} rows recorded; ${asked} of ${open} open journeys asked of their workflows, ${different} different, ${silent} silent`,
      `${all} notices in all, of what has fallen due since`,
    ],
  }
}
