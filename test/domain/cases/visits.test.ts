import {
  closed,
  pathwayChanged,
  placed,
  returned,
  started,
  startedAtHome,
  visited,
} from '../../support/journeys'
import { casesOf } from './cases'

const start = started('2026-03-02')

casesOf('first-visit', 'Looked After Children (Scotland) Regulations 2009, regulation 46(2)(a)', [
  ['a child placed on Monday is visited by the Monday after', [start], ['2026-03-09 overdue']],
  [
    'placed on Friday evening, by the Friday after',
    [started('2026-03-06T19:00:00Z')],
    ['2026-03-13 overdue'],
  ],
  ['a week over Christmas is still a week', [started('2026-12-18')], ['2026-12-25 overdue']],
  ['a week over New Year too', [started('2026-12-28')], ['2027-01-04 overdue']],
  ['and over Easter', [started('2026-03-30')], ['2026-04-06 overdue']],
  ['it can end on 29 February', [started('2028-02-22')], ['2028-02-29 overdue']],
  ['and begin on it', [started('2028-02-29')], ['2028-03-07 overdue']],
  [
    'over the clocks going back a week is seven days and not so many hours',
    [started('2026-10-19T23:30:00+01:00')],
    ['2026-10-26 overdue'],
  ],
  ['a visit on the day of the placement meets it', [start, visited('2026-03-02')], ['2026-03-09 met']],
  [
    'a visit on the last day, late in the evening, is in time',
    [start, visited('2026-03-09T23:30:00Z')],
    ['2026-03-09 met'],
  ],
  ['a visit on the day after is late', [start, visited('2026-03-10')], ['2026-03-09 met-late']],
  [
    'a move begins it again, and cancels that of the placement before',
    [start, placed('2026-03-05')],
    ['2026-03-09 cancelled', '2026-03-12 overdue'],
  ],
  [
    'a visit to the first placement is none to the second',
    [start, visited('2026-03-04'), placed('2026-03-05')],
    ['2026-03-09 met', '2026-03-12 overdue'],
  ],
  ['a return cancels it', [start, returned('2026-03-05')], ['2026-03-09 cancelled']],
  ['so does a closing', [start, closed('2026-03-05', 'died')], ['2026-03-09 cancelled']],
  [
    'and being looked after at home',
    [start, pathwayChanged('2026-03-05', 'at-home', 'cso')],
    ['2026-03-09 cancelled'],
  ],
  [
    'a child accommodated again is visited again, though nobody typed where',
    [
      start,
      visited('2026-03-03'),
      returned('2026-04-01', { stillLookedAfter: true }),
      pathwayChanged('2026-06-01', 'away-from-home'),
    ],
    ['2026-03-09 met', '2026-06-08 overdue'],
  ],
  [
    'a placement named on the day of the change is one placement, not two',
    [startedAtHome('2026-03-02'), pathwayChanged('2026-06-01', 'away-from-home'), placed('2026-06-01')],
    ['2026-06-08 overdue'],
  ],
  ['a child at home, of whom no placement is named, has none', [startedAtHome('2026-03-02')], ['no date']],
  [
    'a child placed with parents has one',
    [startedAtHome('2026-03-02', { placementType: 'with-parents' })],
    ['2026-03-09 overdue'],
  ],
])

casesOf('later-visit', 'Looked After Children (Scotland) Regulations 2009, regulation 46(2)(b)', [
  ['before the first visit there is none', [start], ['no date']],
  ['from each visit there are 3 months to the next', [start, visited('2026-03-05')], ['2026-06-05 overdue']],
  ['from 30 November they end on 28 February', [start, visited('2026-11-30')], ['2027-02-28 overdue']],
  ['before a leap year on 29 February', [start, visited('2027-11-30')], ['2028-02-29 overdue']],
  ['from 29 February on 29 May', [start, visited('2028-02-29')], ['2028-05-29 overdue']],
  [
    'each visit meets the one before and begins the next',
    [start, visited('2026-03-05'), visited('2026-06-05'), visited('2026-09-06')],
    ['2026-06-05 met', '2026-09-05 met-late', '2026-12-06 overdue'],
  ],
  [
    'two visits on one day are two',
    [start, visited('2026-03-05T10:00:00Z'), visited('2026-03-05T16:00:00Z')],
    ['2026-06-05 met', '2026-06-05 overdue'],
  ],
  [
    'a visit on which the child was not seen still counts as one, and is warned of',
    [start, visited('2026-03-05'), visited('2026-06-05', false)],
    ['2026-06-05 met', '2026-09-05 overdue'],
  ],
  [
    'a move cancels it: the first visit to the new placement comes instead',
    [start, visited('2026-03-05'), placed('2026-04-01')],
    ['2026-06-05 cancelled'],
  ],
  [
    'and from that first visit it begins again',
    [start, visited('2026-03-05'), placed('2026-04-01'), visited('2026-04-03')],
    ['2026-06-05 cancelled', '2026-07-03 overdue'],
  ],
  ['a return cancels it', [start, visited('2026-03-05'), returned('2026-04-01')], ['2026-06-05 cancelled']],
])
