import { plusWeeks, type LocalDate } from '../../domain/time'
import { fact, type ExampleJourney } from './fact'
import { decided, onWeekday, panelSupported } from './steps'

interface Before {
  readonly childReference: string
  readonly startedAt: string
  /** From becoming looked after to the recommendation. */
  readonly weeks: number
}

/**
 * How long it took in Caithness before: ten children who became looked after before 1 April 2018, with 72 weeks on average to
 * a permanence recommendation. With them a run chart shows what changed. All have ended; the dates are made up.
 *
 * Source: PACE in Highland, "Aim 2", the baseline.
 */
export const BEFORE_THE_CHANGE: readonly ExampleJourney[] = (
  [
    { childReference: 'CAI-2014-01', startedAt: '2014-02-10', weeks: 66 },
    { childReference: 'CAI-2014-02', startedAt: '2014-05-19', weeks: 81 },
    { childReference: 'CAI-2014-03', startedAt: '2014-10-06', weeks: 70 },
    { childReference: 'CAI-2015-01', startedAt: '2015-01-26', weeks: 77 },
    { childReference: 'CAI-2015-02', startedAt: '2015-06-08', weeks: 63 },
    { childReference: 'CAI-2015-03', startedAt: '2015-09-14', weeks: 79 },
    { childReference: 'CAI-2016-01', startedAt: '2016-01-18', weeks: 72 },
    { childReference: 'CAI-2016-02', startedAt: '2016-04-25', weeks: 76 },
    { childReference: 'CAI-2016-03', startedAt: '2016-08-15', weeks: 61 },
    { childReference: 'CAI-2016-04', startedAt: '2016-09-05', weeks: 75 },
  ] satisfies Before[]
).map(journeyOf)

function journeyOf({ childReference, startedAt, weeks }: Before): ExampleJourney {
  const after = (more: number) => onWeekday(plusWeeks(startedAt as LocalDate, weeks + more))
  return {
    childReference,
    locality: 'caithness',
    startedAt,
    start: { pathway: 'away-from-home', legalBasis: 'voluntary-s25', placementType: 'foster' },
    facts: [
      fact(after(0), 'permanence-recommended', { recommendation: 'away-from-home', route: 'adoption' }),
      panelSupported(after(15)),
      decided(after(17), 'approve-adoption'),
      fact(after(30), 'order-lodged', { order: 'adoption' }),
      fact(after(52), 'order-granted', { order: 'adoption' }),
    ],
  }
}
