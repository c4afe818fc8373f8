import {
  closed,
  meetingHeld,
  pathwayChanged,
  recommended,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  startedAtHome,
  type Fact,
} from '../../support/journeys'
import { answersOf, casesOf } from './cases'

const TEST_OF_CHANGE = 'Highland test of change'
const home = (on: string): Fact => returned(on, { stillLookedAfter: true })

const fridayEvening = started('2026-03-06T19:00:00Z')

casesOf('seventy-two-hour-meeting', TEST_OF_CHANGE, [
  [
    'a child looked after on Friday evening has a meeting by Monday evening: weekends count',
    [fridayEvening],
    ['2026-03-09T19:00:00+00:00 overdue'],
  ],
  [
    'Christmas and Boxing Day count',
    [started('2026-12-24T17:00:00Z')],
    ['2026-12-27T17:00:00+00:00 overdue'],
  ],
  ['New Year counts', [started('2026-12-30T23:30:00Z')], ['2027-01-02T23:30:00+00:00 overdue']],
  ['Easter counts', [started('2026-04-02T18:00:00+01:00')], ['2026-04-05T18:00:00+01:00 overdue']],
  ['St Andrew’s Day counts', [started('2026-11-28T08:00:00Z')], ['2026-12-01T08:00:00+00:00 overdue']],
  ['15 June 2026 counts', [started('2026-06-13T08:00:00+01:00')], ['2026-06-16T08:00:00+01:00 overdue']],
  [
    'over the clocks going forward 72 hours end an hour later by the clock',
    [started('2026-03-27T15:30:00Z')],
    ['2026-03-30T16:30:00+01:00 overdue'],
  ],
  [
    'over the clocks going back 72 hours end an hour earlier by the clock',
    [started('2026-10-23T15:30:00+01:00')],
    ['2026-10-26T14:30:00+00:00 overdue'],
  ],
  [
    'of the hour that comes twice, the second one ends an hour after the first',
    [started('2026-10-25T01:30:00+00:00')],
    ['2026-10-28T01:30:00+00:00 overdue'],
  ],
  [
    'a start on 29 February ends on 3 March',
    [started('2028-02-29T10:00:00Z')],
    ['2028-03-03T10:00:00+00:00 overdue'],
  ],
  [
    '72 hours can end on 29 February',
    [started('2028-02-26T10:00:00Z')],
    ['2028-02-29T10:00:00+00:00 overdue'],
  ],
  [
    'without a time the hours count from the midnight that began the day',
    [started('2026-03-06')],
    ['2026-03-09T00:00:00+00:00 overdue'],
  ],
  [
    'without a time, on the day of a clock change, they still count from its midnight',
    [started('2026-03-29')],
    ['2026-04-01T01:00:00+01:00 overdue'],
  ],
  [
    'a meeting in the very last second is in time',
    [fridayEvening, meetingHeld('72-hour', '2026-03-09T19:00:00Z')],
    ['2026-03-09T19:00:00+00:00 met'],
  ],
  [
    'a meeting a minute later is late',
    [fridayEvening, meetingHeld('72-hour', '2026-03-09T19:01:00Z')],
    ['2026-03-09T19:00:00+00:00 met-late'],
  ],
  [
    'a meeting on the last day whose time nobody wrote down is in time',
    [fridayEvening, meetingHeld('72-hour', '2026-03-09')],
    ['2026-03-09T19:00:00+00:00 met'],
  ],
  [
    'a meeting on the day after is late, whatever its time',
    [fridayEvening, meetingHeld('72-hour', '2026-03-10')],
    ['2026-03-09T19:00:00+00:00 met-late'],
  ],
  [
    'neither another child plan meeting nor a review meets it',
    [fridayEvening, meetingHeld('other', '2026-03-07'), reviewHeld('emergency', '2026-03-08')],
    ['2026-03-09T19:00:00+00:00 overdue'],
  ],
  [
    'a return before it cancels it',
    [fridayEvening, returned('2026-03-08')],
    ['2026-03-09T19:00:00+00:00 cancelled'],
  ],
  [
    'a closing before it cancels it',
    [fridayEvening, closed('2026-03-08', 'died')],
    ['2026-03-09T19:00:00+00:00 cancelled'],
  ],
  [
    'a change to being looked after at home cancels it',
    [fridayEvening, pathwayChanged('2026-03-08', 'at-home', 'cso')],
    ['2026-03-09T19:00:00+00:00 cancelled'],
  ],
  ['a child looked after at home has none', [startedAtHome('2026-03-06')], ['no date']],
  [
    'a child accommodated later has one from then',
    [startedAtHome('2026-03-06'), pathwayChanged('2026-05-01T10:00:00+01:00', 'away-from-home', 'cso')],
    ['2026-05-04T10:00:00+01:00 overdue'],
  ],
  [
    'a child accommodated again has a second one',
    [
      fridayEvening,
      meetingHeld('72-hour', '2026-03-08'),
      home('2026-04-01'),
      pathwayChanged('2026-06-01T10:00:00+01:00', 'away-from-home'),
      meetingHeld('72-hour', '2026-06-05'),
    ],
    ['2026-03-09T19:00:00+00:00 met', '2026-06-04T10:00:00+01:00 met-late'],
  ],
])

casesOf('three-month-meeting', TEST_OF_CHANGE, [
  ['from 2 March it is due on 2 June', [started('2026-03-02')], ['2026-06-02 overdue']],
  ['the time of day has no say', [started('2026-03-02T23:59:00Z')], ['2026-06-02 overdue']],
  [
    'half past midnight in summer is that day in London, though the day before in UTC',
    [started('2026-07-01T00:30:00+01:00')],
    ['2026-10-01 overdue'],
  ],
  ['from 30 November it is due on 28 February', [started('2026-11-30')], ['2027-02-28 overdue']],
  ['of a leap year on 29 February', [started('2027-11-30')], ['2028-02-29 overdue']],
  ['from 29 February it is due on 29 May', [started('2028-02-29')], ['2028-05-29 overdue']],
  [
    'it may end on a Saturday, a holiday or Christmas: it does not move',
    [started('2026-09-25')],
    ['2026-12-25 overdue'],
  ],
  [
    'held on the last day, late in the evening, it is in time',
    [started('2026-03-02'), meetingHeld('3-month', '2026-06-02T23:59:00+01:00')],
    ['2026-06-02 met'],
  ],
  [
    'held on the day after it is late',
    [started('2026-03-02'), meetingHeld('3-month', '2026-06-03T00:00:00+01:00')],
    ['2026-06-02 met-late'],
  ],
  [
    'a 6-month meeting does not meet it',
    [started('2026-03-02'), meetingHeld('6-month', '2026-06-01')],
    ['2026-06-02 overdue'],
  ],
  ['a return cancels it', [started('2026-03-02'), home('2026-05-01')], ['2026-06-02 cancelled']],
  [
    'accommodated again, its time begins again',
    [started('2026-03-02'), home('2026-05-01'), pathwayChanged('2026-06-10', 'away-from-home')],
    ['2026-06-02 cancelled', '2026-09-10 overdue'],
  ],
  ['at home there is none', [startedAtHome('2026-03-02')], ['no date']],
])

casesOf('six-month-meeting', TEST_OF_CHANGE, [
  ['from 31 August it is due on 28 February', [started('2026-08-31')], ['2027-02-28 overdue']],
  ['before a leap year on 29 February', [started('2027-08-31')], ['2028-02-29 overdue']],
  ['from 29 February it is due on 29 August', [started('2028-02-29')], ['2028-08-29 overdue']],
  [
    'with a recommendation, on the last day, it is met',
    [
      started('2026-08-31'),
      meetingHeld('6-month', '2027-02-28', { recommendation: 'away-from-home', route: 'adoption' }),
    ],
    ['2027-02-28 met'],
  ],
  [
    'on the day after it is met late',
    [started('2026-08-31'), meetingHeld('6-month', '2027-03-01', { recommendation: 'return-home' })],
    ['2027-02-28 met-late'],
  ],
  [
    'a meeting that recommended nothing does not meet it',
    [started('2026-08-31'), meetingHeld('6-month', '2027-02-20', { recommendation: 'none' })],
    ['2027-02-28 overdue'],
  ],
  [
    'nor does one that says nothing of a recommendation',
    [started('2026-08-31'), meetingHeld('6-month', '2027-02-20')],
    ['2027-02-28 overdue'],
  ],
  [
    'an earlier recommendation meets it without the meeting',
    [started('2026-08-31'), recommended('2026-12-01')],
    ['2027-02-28 met'],
  ],
  [
    'so does an earlier recommendation of return',
    [started('2026-08-31'), returnRecommended('2026-12-01')],
    ['2027-02-28 met'],
  ],
  [
    'and one that the 3-month meeting carried',
    [started('2026-08-31'), meetingHeld('3-month', '2026-11-20', { recommendation: 'away-from-home' })],
    ['2027-02-28 met'],
  ],
  [
    'a meeting without a recommendation and a recommendation after it meet it together, late',
    [started('2026-08-31'), meetingHeld('6-month', '2027-02-20'), recommended('2027-03-10')],
    ['2027-02-28 met-late'],
  ],
  [
    'a return cancels it: going home is not a meeting',
    [started('2026-08-31'), returned('2026-12-01')],
    ['2027-02-28 cancelled'],
  ],
  ['at home there is none', [startedAtHome('2026-08-31')], ['no date']],
])

test('a meeting of the period before does not meet that of the period after', () => {
  const facts = [
    started('2026-03-02'),
    meetingHeld('3-month', '2026-05-20'),
    home('2026-06-10'),
    pathwayChanged('2026-07-01', 'away-from-home'),
  ]
  expect(answersOf('three-month-meeting', facts, '2026-07-02T12:00:00+01:00')).toEqual([
    '2026-06-02 met',
    '2026-10-01 pending',
  ])
})
