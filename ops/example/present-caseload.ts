import {
  instant,
  localDateOf,
  plusDays,
  plusHours,
  plusMonths,
  type Instant,
  type LocalDate,
} from '../../domain/time'
import { fact, type ExampleJourney } from './fact'
import {
  childPlanMeeting,
  decided,
  lookedAfterWell,
  onWeekday,
  onWorkingDay,
  panelSupported,
  parentsTold,
  recommendedAtSixMonths,
  seventyTwoHourMeeting,
  sixWeekReview,
} from './steps'

/**
 * A small caseload of today: children at each step of the way, all on time but for one whose 3-month meeting is overdue;
 * the 6-week review of another is due soon. Meetings are on weekdays.
 *
 * @param now the moment of the first start; everything is dated back from it
 */
export function presentCaseload(now: Date): ExampleJourney[] {
  const today = localDateOf(instant(now))
  const ago = (days: number) => onWeekday(plusDays(today, -days))
  const reference = numbered(today)
  const well = (days: number, sixWeekReviewDays?: number) =>
    lookedAfterWell(ago(days), today, sixWeekReviewDays === undefined ? undefined : ago(sixWeekReviewDays))
  const away = { pathway: 'away-from-home' } as const
  return [
    {
      childReference: reference('CAI'),
      locality: 'caithness',
      startedAt: plusHours(toTheQuarter(now), -20),
      start: { ...away, legalBasis: 'cpo', placementType: 'foster', emergency: true },
      facts: [],
    },
    // the 6-week review is due in one to three days
    {
      childReference: reference('CAI'),
      locality: 'caithness',
      startedAt: ago(39),
      start: { ...away, legalBasis: 'voluntary-s25', placementType: 'kinship' },
      facts: [firstMeeting(ago(39)), ...well(39)],
    },
    // the 3-month meeting is overdue by about a week
    {
      childReference: reference('CAI'),
      locality: 'caithness',
      startedAt: ago(99),
      start: { ...away, legalBasis: 'cso', placementType: 'foster' },
      facts: [firstMeeting(ago(99)), sixWeekReview(ago(60)), ...well(99, 60)],
    },
    {
      childReference: reference('CAI'),
      locality: 'caithness',
      startedAt: ago(60),
      start: { ...away, legalBasis: 'icso', placementType: 'foster' },
      facts: [
        firstMeeting(ago(60)),
        fact(ago(41), 'legal-basis-changed', { legalBasis: 'cso' }),
        sixWeekReview(ago(22)),
        ...well(60, 22),
      ],
    },
    {
      childReference: reference('CAI'),
      locality: 'caithness',
      startedAt: ago(205),
      start: { ...away, legalBasis: 'cso', placementType: 'foster' },
      facts: [
        firstMeeting(ago(205)),
        sixWeekReview(ago(168)),
        childPlanMeeting(ago(118), '3-month'),
        recommendedAtSixMonths(ago(28), 'permanence-order'),
        ...well(205, 168),
      ],
    },
    {
      childReference: reference('CAI'),
      locality: 'caithness',
      startedAt: ago(330),
      start: { ...away, legalBasis: 'cso', placementType: 'foster' },
      facts: [
        firstMeeting(ago(330)),
        sixWeekReview(ago(293)),
        childPlanMeeting(ago(243), '3-month'),
        recommendedAtSixMonths(ago(152), 'permanence-order'),
        panelSupported(ago(80)),
        decided(ago(70), 'approve-permanence-order'),
        parentsTold(ago(67)),
        ...well(330, 293),
      ],
    },
    {
      childReference: reference('SUT'),
      locality: 'sutherland',
      startedAt: ago(130),
      start: { ...away, legalBasis: 'voluntary-s25', placementType: 'kinship' },
      facts: [
        firstMeeting(ago(130)),
        sixWeekReview(ago(93)),
        childPlanMeeting(ago(43), '3-month'),
        ...well(130, 93),
      ],
    },
    {
      childReference: reference('INV'),
      locality: 'inverness',
      startedAt: ago(250),
      start: { ...away, legalBasis: 'cso', placementType: 'residential-school' },
      facts: [
        firstMeeting(ago(250)),
        sixWeekReview(ago(213)),
        childPlanMeeting(ago(163), '3-month'),
        recommendedAtSixMonths(ago(72), 'permanence-order'),
        panelSupported(ago(3)),
        ...well(250, 213),
      ],
    },
  ]
}

function firstMeeting(startedOn: LocalDate) {
  return seventyTwoHourMeeting(weekdayAfter(startedOn), {
    threeMonth: onWorkingDay(plusMonths(startedOn, 3)),
    sixMonth: onWorkingDay(plusMonths(startedOn, 6)),
  })
}

// From a weekday at the most three days on: within the 72 hours of a start without a time.
function weekdayAfter(day: LocalDate): LocalDate {
  const next = plusDays(day, 1)
  return isWeekday(next) ? next : weekdayAfter(next)
}

function isWeekday(day: LocalDate): boolean {
  const weekday = new Date(day).getUTCDay()
  return weekday >= 1 && weekday <= 5
}

function toTheQuarter(now: Date): Instant {
  const quarter = 15 * 60_000
  return instant(Math.floor(now.getTime() / quarter) * quarter)
}

// CAI-2026-01, CAI-2026-02, SUT-2026-03 ...
function numbered(today: LocalDate): (locality: string) => string {
  let number = 0
  return (locality) => {
    number += 1
    return `${locality}-${today.slice(0, 4)}-${String(number).padStart(2, '0')}`
  }
}
