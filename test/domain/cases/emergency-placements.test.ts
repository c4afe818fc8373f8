import {
  closed,
  meetingHeld,
  pathwayChanged,
  placed,
  recorded,
  returned,
  reviewHeld,
  started,
  startedAtHome,
  wholeState,
  type Fact,
} from '../../support/journeys'
import { answersOf, casesOf } from './cases'

const R38 = 'Looked After Children (Scotland) Regulations 2009, regulation 38(2)'
const R38_AS_MODIFIED = `${R38}, as modified by the Coronavirus (Scotland) Act 2020 (asp 7)`

const emergency = (on: string): Fact => started(on, { emergency: true })
const fridayEvening = emergency('2026-03-06T19:00:00Z')

casesOf('emergency-review', R38, [
  [
    'a child placed in an emergency on Friday evening is reviewed by Wednesday',
    [fridayEvening],
    ['2026-03-11 overdue'],
  ],
  ['placed on Sunday, also by Wednesday', [emergency('2026-03-08')], ['2026-03-11 overdue']],
  [
    'placed on a Monday without a time, by Thursday: that day itself is not counted',
    [emergency('2026-03-02')],
    ['2026-03-05 overdue'],
  ],
  [
    'before Easter Good Friday is not counted, and Easter Monday is',
    [emergency('2026-04-02')],
    ['2026-04-08 overdue'],
  ],
  [
    'at Christmas neither Christmas Day nor the substitute of Boxing Day is counted',
    [emergency('2026-12-23')],
    ['2026-12-30 overdue'],
  ],
  [
    'at New Year neither 1 January nor the substitute of 2 January is counted',
    [emergency('2026-12-30')],
    ['2027-01-06 overdue'],
  ],
  ['St Andrew’s Day is not counted', [emergency('2026-11-27')], ['2026-12-03 overdue']],
  ['nor is the Monday after when it falls on a Saturday', [emergency('2024-11-29')], ['2024-12-05 overdue']],
  ['15 June 2026 is not counted', [emergency('2026-06-12')], ['2026-06-18 overdue']],
  ['from 29 February it is due on 3 March', [emergency('2028-02-29')], ['2028-03-03 overdue']],
  ['it can end on 29 February', [emergency('2028-02-24')], ['2028-02-29 overdue']],
  [
    'the clocks going forward in between change nothing',
    [emergency('2026-03-27T23:30:00Z')],
    ['2026-04-01 overdue'],
  ],
  ['until 6 April 2020 it was 3 working days', [emergency('2020-04-06')], ['2020-04-09 overdue']],
  ['from 1 October 2022 it is 3 again', [emergency('2022-10-01')], ['2022-10-05 overdue']],
  [
    'a review on the last day is in time',
    [fridayEvening, reviewHeld('emergency', '2026-03-11T23:59:59Z')],
    ['2026-03-11 met'],
  ],
  [
    'a review on the day after is late',
    [fridayEvening, reviewHeld('emergency', '2026-03-12')],
    ['2026-03-11 met-late'],
  ],
  [
    'a child plan meeting that was also that review meets it',
    [fridayEvening, meetingHeld('72-hour', '2026-03-09', { review: 'emergency' })],
    ['2026-03-11 met'],
  ],
  [
    'a child plan meeting that was not does not',
    [fridayEvening, meetingHeld('72-hour', '2026-03-09')],
    ['2026-03-11 overdue'],
  ],
  ['nor does the 6-week review', [fridayEvening, reviewHeld('6-week', '2026-03-09')], ['2026-03-11 overdue']],
  ['it is cancelled by a return', [fridayEvening, returned('2026-03-09')], ['2026-03-11 cancelled']],
  ['by a closing', [fridayEvening, closed('2026-03-09', 'moved-away')], ['2026-03-11 cancelled']],
  [
    'by a change to being looked after at home',
    [fridayEvening, pathwayChanged('2026-03-09', 'at-home', 'cso')],
    ['2026-03-11 cancelled'],
  ],
  [
    'and by a move to a placement that is no emergency',
    [fridayEvening, placed('2026-03-09')],
    ['2026-03-11 cancelled'],
  ],
  ['a placement that is no emergency has none', [started('2026-03-06')], ['no date']],
  ['nor has a child looked after at home', [startedAtHome('2026-03-06')], ['no date']],
  [
    'a later placement in an emergency has one of its own',
    [started('2026-03-02'), placed('2026-05-01', { emergency: true })],
    ['2026-05-07 overdue'],
  ],
  [
    'a move from one emergency to another begins it again',
    [
      fridayEvening,
      reviewHeld('emergency', '2026-03-10'),
      placed('2026-03-20', { emergency: true }),
      reviewHeld('emergency', '2026-03-24'),
    ],
    ['2026-03-11 met', '2026-03-25 met'],
  ],
])

casesOf('emergency-review', R38_AS_MODIFIED, [
  [
    'from 7 April 2020 it was 5 working days, Good Friday not counted',
    [emergency('2020-04-07')],
    ['2020-04-15 overdue'],
  ],
  ['until 30 September 2022', [emergency('2022-09-30')], ['2022-10-07 overdue']],
])

test('a longer time that began before it ended is kept: each placement has the law of its own day', () => {
  const facts = [emergency('2020-04-06'), placed('2020-04-07', { emergency: true })]
  expect(answersOf('emergency-review', facts)).toEqual(['2020-04-09 cancelled', '2020-04-15 overdue'])
})

describe('in a year whose holidays are not known', () => {
  const beyond = recorded(emergency('2028-12-28'))

  test('there is no date rather than a guess of weekdays', () => {
    expect(answersOf('emergency-review', [emergency('2028-12-28')])).toEqual(['no date'])
    expect(wholeState(beyond).deadlines.map(({ rule }) => rule.id)).not.toContain('emergency-review')
  })

  test('a warning says which calendar has to be released', () => {
    expect(wholeState(beyond).warnings).toEqual([
      {
        code: 'calendar-does-not-cover',
        eventId: 'event-1',
        message: expect.stringMatching(
          /^Review of an emergency placement has no date: Calendar scotland version 1 does not cover 2029/,
        ),
      },
    ])
  })

  test('the other rules have their dates all the same', () => {
    expect(answersOf('six-week-review', [emergency('2028-12-28')])).toEqual(['2029-02-08 overdue'])
    expect(answersOf('first-visit', [emergency('2031-12-28')])).toEqual(['2032-01-04 overdue'])
  })

  test('a year before the calendar begins is not guessed either', () => {
    expect(answersOf('emergency-review', [emergency('2017-12-20')])).toEqual(['no date'])
  })
})
