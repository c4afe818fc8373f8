import {
  closed,
  decided,
  granted,
  lodged,
  meetingHeld,
  panelHeld,
  pathwayChanged,
  placed,
  recommended,
  returned,
  reviewHeld,
  started,
  startedAtHome,
} from '../../support/journeys'
import { casesOf } from './cases'

const R45 = 'Looked After Children (Scotland) Regulations 2009, regulation 45(2)'
const start = started('2026-03-02')
const sixWeek = reviewHeld('6-week', '2026-04-10')

casesOf('six-week-review', R45, [
  ['from Monday 2 March it is due on Monday 13 April', [start], ['2026-04-13 overdue']],
  ['from a Friday evening, on a Friday', [started('2026-03-06T19:00:00Z')], ['2026-04-17 overdue']],
  ['it can be due on Christmas Day and does not move', [started('2026-11-13')], ['2026-12-25 overdue']],
  ['on New Year’s Day too', [started('2026-11-20')], ['2027-01-01 overdue']],
  ['on Good Friday', [started('2026-02-20')], ['2026-04-03 overdue']],
  ['on 15 June 2026', [started('2026-05-04')], ['2026-06-15 overdue']],
  ['on St Andrew’s Day', [started('2026-10-19')], ['2026-11-30 overdue']],
  ['on 29 February', [started('2028-01-18')], ['2028-02-29 overdue']],
  ['and from 29 February', [started('2028-02-29')], ['2028-04-11 overdue']],
  [
    'over the clock change it is six weeks to the day',
    [started('2026-02-16T23:30:00Z')],
    ['2026-03-30 overdue'],
  ],
  [
    'held on the last day it is in time',
    [start, reviewHeld('6-week', '2026-04-13T23:59:59+01:00')],
    ['2026-04-13 met'],
  ],
  ['held on the day after it is late', [start, reviewHeld('6-week', '2026-04-14')], ['2026-04-13 met-late']],
  [
    'a child plan meeting that was also that review meets it',
    [start, meetingHeld('other', '2026-04-10', { review: '6-week' })],
    ['2026-04-13 met'],
  ],
  [
    'a child plan meeting that was another review does not',
    [start, meetingHeld('3-month', '2026-04-10', { review: 'later' })],
    ['2026-04-13 overdue'],
  ],
  ['a move within the period does not begin it again', [start, placed('2026-03-20')], ['2026-04-13 overdue']],
  ['a return cancels it', [start, returned('2026-04-01')], ['2026-04-13 cancelled']],
  ['a closing cancels it', [start, closed('2026-04-01', 'aged-out')], ['2026-04-13 cancelled']],
  [
    'so does being looked after at home',
    [start, pathwayChanged('2026-04-01', 'at-home', 'cso')],
    ['2026-04-13 cancelled'],
  ],
  [
    'accommodated again, there is another',
    [
      start,
      sixWeek,
      returned('2026-05-01', { stillLookedAfter: true }),
      pathwayChanged('2026-07-01', 'away-from-home'),
    ],
    ['2026-04-13 met', '2026-08-12 overdue'],
  ],
  ['at home there is none', [startedAtHome('2026-03-02')], ['no date']],
])

casesOf('three-month-review', R45, [
  ['before the 6-week review there is none', [start], ['no date']],
  ['it is counted from the day of the 6-week review', [start, sixWeek], ['2026-07-10 overdue']],
  ['also when that was late', [start, reviewHeld('6-week', '2026-05-31')], ['2026-08-31 overdue']],
  [
    'and when a child plan meeting was that review',
    [start, meetingHeld('other', '2026-04-10', { review: '6-week' })],
    ['2026-07-10 overdue'],
  ],
  [
    'from 30 November it is due on 28 February',
    [started('2026-10-20'), reviewHeld('6-week', '2026-11-30')],
    ['2027-02-28 overdue'],
  ],
  [
    'before a leap year on 29 February',
    [started('2027-10-20'), reviewHeld('6-week', '2027-11-30')],
    ['2028-02-29 overdue'],
  ],
  [
    'a second 6-week review does not begin it again',
    [start, sixWeek, reviewHeld('6-week', '2026-04-20')],
    ['2026-07-10 overdue'],
  ],
  ['on the last day it is met', [start, sixWeek, reviewHeld('later', '2026-07-10')], ['2026-07-10 met']],
  [
    'on the day after it is met late',
    [start, sixWeek, reviewHeld('later', '2026-07-11')],
    ['2026-07-10 met-late'],
  ],
  [
    'a 3-month child plan meeting that was also a review meets it',
    [start, sixWeek, meetingHeld('3-month', '2026-06-02', { review: 'later' })],
    ['2026-07-10 met'],
  ],
  [
    'one that was not does not: two clocks, never merged',
    [start, sixWeek, meetingHeld('3-month', '2026-06-02')],
    ['2026-07-10 overdue'],
  ],
  ['a return cancels it', [start, sixWeek, returned('2026-05-01')], ['2026-07-10 cancelled']],
  [
    'accommodated again it waits for the 6-week review of that time',
    [
      start,
      sixWeek,
      returned('2026-05-01', { stillLookedAfter: true }),
      pathwayChanged('2026-07-01', 'away-from-home'),
      reviewHeld('6-week', '2026-08-12'),
    ],
    ['2026-07-10 cancelled', '2026-11-12 overdue'],
  ],
])

const toCourt = [
  start,
  sixWeek,
  recommended('2026-05-01'),
  panelHeld('2026-06-01'),
  decided('2026-06-10'),
  reviewHeld('later', '2026-07-01'),
  lodged('2026-07-15'),
]

casesOf('later-review', R45, [
  ['before a review after the first two there is none', [start, sixWeek], ['no date']],
  [
    'each review begins the six months to the next',
    [
      start,
      sixWeek,
      reviewHeld('later', '2026-07-10'),
      reviewHeld('later', '2027-01-10'),
      reviewHeld('later', '2027-07-11'),
    ],
    ['2027-01-10 met', '2027-07-10 met-late', '2028-01-11 overdue'],
  ],
  [
    'from 31 August they end on 28 February',
    [start, sixWeek, reviewHeld('later', '2026-08-31')],
    ['2027-02-28 overdue'],
  ],
  [
    'before a leap year on 29 February',
    [start, sixWeek, reviewHeld('later', '2027-08-31')],
    ['2028-02-29 overdue'],
  ],
  [
    'from 29 February on 29 August',
    [start, sixWeek, reviewHeld('later', '2028-02-29')],
    ['2028-08-29 overdue'],
  ],
  [
    'a child plan meeting that was also a review is one in the chain',
    [start, sixWeek, meetingHeld('3-month', '2026-06-02', { review: 'later' })],
    ['2026-12-02 overdue'],
  ],
  [
    'the chain begins also where the 6-week review was never held',
    [start, reviewHeld('later', '2026-07-10')],
    ['2027-01-10 overdue'],
  ],
  [
    'a return ends the chain',
    [start, sixWeek, reviewHeld('later', '2026-07-10'), returned('2026-09-01')],
    ['2027-01-10 cancelled'],
  ],
  [
    'a permanence order does not: reviews go on with the order in place',
    [...toCourt, granted('2026-11-02'), reviewHeld('later', '2026-12-20')],
    ['2027-01-01 met', '2027-06-20 overdue'],
  ],
  ['an adoption order ends it', [...toCourt, granted('2026-11-02', 'adoption')], ['2027-01-01 cancelled']],
  [
    'a kinship care order ends it',
    [...toCourt, granted('2026-11-02', 'kinship-care-order')],
    ['2027-01-01 cancelled'],
  ],
])
