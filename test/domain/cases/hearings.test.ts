import {
  closed,
  hearingHeld,
  legalBasis,
  pathwayChanged,
  returned,
  reviewHeld,
  started,
  startedAtHome,
  type Fact,
} from '../../support/journeys'
import { casesOf } from './cases'

const protectedFrom = (on: string): Fact => started(on, { legalBasis: 'cpo' })

casesOf('cpo-hearing', "Children's Hearings (Scotland) Act 2011, section 46", [
  ['an order of Monday is heard on Wednesday', [protectedFrom('2026-03-02')], ['2026-03-04 overdue']],
  ['of Thursday on Monday', [protectedFrom('2026-03-05')], ['2026-03-09 overdue']],
  ['of Friday evening on Tuesday', [protectedFrom('2026-03-06T22:00:00Z')], ['2026-03-10 overdue']],
  ['of Saturday on Tuesday too', [protectedFrom('2026-03-07')], ['2026-03-10 overdue']],
  [
    'of 23 December, over Christmas and the weekend, on 28 December: no substitute day',
    [protectedFrom('2026-12-23')],
    ['2026-12-28 overdue'],
  ],
  ['of Christmas Eve on 29 December', [protectedFrom('2026-12-24')], ['2026-12-29 overdue']],
  [
    'of 30 December on 4 January: 1 and 2 January are not counted',
    [protectedFrom('2026-12-30')],
    ['2027-01-04 overdue'],
  ],
  [
    'of the day before Good Friday on Easter Monday: hearings sit on both',
    [protectedFrom('2026-04-02')],
    ['2026-04-06 overdue'],
  ],
  ['St Andrew’s Day is counted', [protectedFrom('2026-11-27')], ['2026-12-01 overdue']],
  ['15 June 2026 is counted', [protectedFrom('2026-06-12')], ['2026-06-16 overdue']],
  ['of 29 February on 2 March', [protectedFrom('2028-02-29')], ['2028-03-02 overdue']],
  ['it can fall on 29 February', [protectedFrom('2028-02-25')], ['2028-02-29 overdue']],
  [
    'it holds in any year: the days that hearings do not sit are the same each year',
    [protectedFrom('2041-12-24')],
    ['2041-12-30 overdue'],
  ],
  [
    'a hearing on that day meets it',
    [protectedFrom('2026-03-02'), hearingHeld('2026-03-04T16:00:00Z')],
    ['2026-03-04 met'],
  ],
  [
    'a hearing on the day after is late',
    [protectedFrom('2026-03-02'), hearingHeld('2026-03-05')],
    ['2026-03-04 met-late'],
  ],
  [
    'another legal basis meets it too',
    [protectedFrom('2026-03-02'), legalBasis('2026-03-04', 'icso')],
    ['2026-03-04 met'],
  ],
  [
    'a review does not',
    [protectedFrom('2026-03-02'), reviewHeld('emergency', '2026-03-04')],
    ['2026-03-04 overdue'],
  ],
  [
    'going home, still looked after, does not cancel it: the order goes on',
    [protectedFrom('2026-03-02'), returned('2026-03-03', { stillLookedAfter: true })],
    ['2026-03-04 overdue'],
  ],
  [
    'a closing cancels it',
    [protectedFrom('2026-03-02'), closed('2026-03-03', 'ceased-to-be-looked-after')],
    ['2026-03-04 cancelled'],
  ],
  ['a child looked after voluntarily has none', [started('2026-03-02')], ['no date']],
  [
    'an order made later begins it then',
    [started('2026-03-02'), legalBasis('2026-05-01', 'cpo')],
    ['2026-05-05 overdue'],
  ],
  [
    'another order later has its own',
    [
      protectedFrom('2026-03-02'),
      hearingHeld('2026-03-04'),
      legalBasis('2026-03-04', 'voluntary-s25'),
      legalBasis('2026-06-01', 'cpo'),
    ],
    ['2026-03-04 met', '2026-06-03 overdue'],
  ],
])

const interim = started('2026-03-02', { legalBasis: 'icso' })

casesOf('icso-expiry', "Children's Hearings (Scotland) Act 2011, section 86; hearings manual", [
  ['22 days, holidays and weekends among them', [interim], ['2026-03-24 overdue']],
  ['over Christmas and New Year', [started('2026-12-14', { legalBasis: 'icso' })], ['2027-01-05 overdue']],
  ['over Easter and a clock change', [started('2026-03-20', { legalBasis: 'icso' })], ['2026-04-11 overdue']],
  ['they can end on 29 February', [started('2028-02-07', { legalBasis: 'icso' })], ['2028-02-29 overdue']],
  ['and begin on it', [started('2028-02-29', { legalBasis: 'icso' })], ['2028-03-22 overdue']],
  [
    'renewed on the last day it is met, and 22 days begin again',
    [interim, legalBasis('2026-03-24', 'icso')],
    ['2026-03-24 met', '2026-04-15 overdue'],
  ],
  [
    'renewed on the day after it is late',
    [interim, legalBasis('2026-03-25', 'icso')],
    ['2026-03-24 met-late', '2026-04-16 overdue'],
  ],
  [
    'with its renewals it lasts 66 days in all, however late the last one',
    [
      interim,
      legalBasis('2026-03-23', 'icso'),
      legalBasis('2026-04-13', 'icso'),
      legalBasis('2026-05-01', 'icso'),
    ],
    ['2026-03-24 met', '2026-04-14 met', '2026-05-05 met', '2026-05-07 overdue'],
  ],
  [
    'three full times of 22 days come to the same day as the 66',
    [interim, legalBasis('2026-03-24', 'icso'), legalBasis('2026-04-15', 'icso')],
    ['2026-03-24 met', '2026-04-15 met', '2026-05-07 overdue'],
  ],
  [
    'an order after another legal basis begins a new run of 66 days',
    [interim, legalBasis('2026-03-20', 'voluntary-s25'), legalBasis('2026-06-01', 'icso')],
    ['2026-03-24 met', '2026-06-23 overdue'],
  ],
  [
    'an order made after the 66 days were over is none of that run, and never due before it was made',
    [interim, legalBasis('2026-05-20', 'icso')],
    ['2026-03-24 met-late', '2026-06-11 overdue'],
  ],
  [
    'an order that says its last day ends then',
    [started('2026-03-02'), legalBasis('2026-03-10', 'icso', '2026-03-20')],
    ['2026-03-20 overdue'],
  ],
  [
    'also when the 22 days would end before',
    [started('2026-03-02'), legalBasis('2026-03-10', 'icso', '2026-04-20')],
    ['2026-04-20 overdue'],
  ],
  ['a compulsory supervision order meets it', [interim, legalBasis('2026-03-23', 'cso')], ['2026-03-24 met']],
  [
    'a hearing that changed nothing in law does not',
    [interim, hearingHeld('2026-03-23')],
    ['2026-03-24 overdue'],
  ],
  [
    'going home, still looked after, does not cancel it',
    [interim, returned('2026-03-10', { stillLookedAfter: true })],
    ['2026-03-24 overdue'],
  ],
  [
    'a change of pathway on another basis meets it',
    [interim, pathwayChanged('2026-03-10', 'at-home', 'cso')],
    ['2026-03-24 met'],
  ],
  ['a closing cancels it', [interim, closed('2026-03-10', 'died')], ['2026-03-24 cancelled']],
  [
    'accommodated under such an order for the first time, the 22 days count from then',
    [
      startedAtHome('2026-03-02', { legalBasis: 'other' }),
      pathwayChanged('2026-05-01', 'away-from-home', 'icso'),
    ],
    ['2026-05-23 overdue'],
  ],
  ['a child under no such order has none', [started('2026-03-02')], ['no date']],
])

casesOf('cso-expiry', "Children's Hearings (Scotland) Act 2011, section 83(7); hearings manual", [
  ['a year from the day on which it was made', [startedAtHome('2026-03-02')], ['2027-03-02 overdue']],
  ['also of a child away from home', [started('2026-03-02', { legalBasis: 'cso' })], ['2027-03-02 overdue']],
  ['made on 29 February it ends on 28 February', [startedAtHome('2028-02-29')], ['2029-02-28 overdue']],
  [
    'made on 28 February it ends on 28 February of a leap year',
    [startedAtHome('2027-02-28')],
    ['2028-02-28 overdue'],
  ],
  [
    'it can say itself that it ends on 29 February',
    [started('2027-03-02'), legalBasis('2027-04-01', 'cso', '2028-02-29')],
    ['2028-02-29 overdue'],
  ],
  ['it can end on Christmas Day, and does not move', [startedAtHome('2026-12-25')], ['2027-12-25 overdue']],
  [
    'renewed on its last day it is met',
    [startedAtHome('2026-03-02'), legalBasis('2027-03-02', 'cso')],
    ['2027-03-02 met', '2028-03-02 overdue'],
  ],
  [
    'on the day after it is late',
    [startedAtHome('2026-03-02'), legalBasis('2027-03-03', 'cso')],
    ['2027-03-02 met-late', '2028-03-03 overdue'],
  ],
  [
    'renewals of a year may follow each other for as long as they are needed',
    [startedAtHome('2026-03-02'), legalBasis('2027-03-01', 'cso'), legalBasis('2028-02-29', 'cso')],
    ['2027-03-02 met', '2028-03-01 met', '2029-02-28 overdue'],
  ],
  [
    'a permanence order meets it',
    [startedAtHome('2026-03-02'), legalBasis('2026-11-02', 'permanence-order')],
    ['2027-03-02 met'],
  ],
  [
    'being accommodated under it neither ends nor renews it',
    [startedAtHome('2026-03-02'), pathwayChanged('2026-06-01', 'away-from-home', 'cso')],
    ['2027-03-02 overdue'],
  ],
  ['a closing cancels it', [startedAtHome('2026-03-02'), closed('2026-11-02')], ['2027-03-02 cancelled']],
  ['a child under no such order has none', [started('2026-03-02')], ['no date']],
])
