import {
  closed,
  decided,
  granted,
  lodged,
  meetingHeld,
  panelHeld,
  parentsNotified,
  pathwayChanged,
  recommended,
  refused,
  returned,
  returnRecommended,
  started,
  startedAtHome,
  withdrawn,
  type Fact,
} from '../../support/journeys'
import { answersOf, casesOf } from './cases'

const start = started('2026-03-02')
const home = (on: string): Fact => returned(on, { stillLookedAfter: true })
const away = (on: string): Fact => pathwayChanged(on, 'away-from-home')

casesOf('permanence-recommendation', 'PACE Highland, Aim 2', [
  ['from 2 March 2026 the 45 weeks end on 11 January 2027', [start], ['2027-01-11 overdue']],
  ['they can begin on 29 February', [started('2028-02-29')], ['2029-01-09 overdue']],
  ['and end on it', [started('2027-04-20')], ['2028-02-29 overdue']],
  ['they can end on Christmas Day', [started('2026-02-13')], ['2026-12-25 overdue']],
  [
    'over both clock changes it is 45 weeks to the day',
    [started('2026-03-02T23:59:00Z')],
    ['2027-01-11 overdue'],
  ],
  ['met on the very last day', [start, recommended('2027-01-11T23:59:00Z')], ['2027-01-11 met']],
  ['met late on the day after', [start, recommended('2027-01-12T00:00:00Z')], ['2027-01-11 met-late']],
  ['a recommendation of return meets it', [start, returnRecommended('2026-12-01')], ['2027-01-11 met']],
  [
    'a meeting that carries a recommendation meets it',
    [start, meetingHeld('6-month', '2026-08-27', { recommendation: 'away-from-home' })],
    ['2027-01-11 met'],
  ],
  [
    'a meeting that recommended nothing does not',
    [start, meetingHeld('6-month', '2026-08-27', { recommendation: 'none' })],
    ['2027-01-11 overdue'],
  ],
  ['the return itself meets it', [start, returned('2026-12-01')], ['2027-01-11 met']],
  ['also when the child is still looked after, at home', [start, home('2026-12-01')], ['2027-01-11 met']],
  [
    'and when it was recorded as a change of pathway',
    [start, pathwayChanged('2026-12-01', 'at-home', 'cso')],
    ['2027-01-11 met'],
  ],
  [
    'or as a closing because of the return',
    [start, closed('2026-12-01', 'returned-to-family')],
    ['2027-01-11 met'],
  ],
  ['a return after the 45 weeks is late', [start, returned('2027-02-01')], ['2027-01-11 met-late']],
  [
    'a child who dies, moves away or ages out cancels it',
    [start, closed('2026-12-01', 'aged-out')],
    ['2027-01-11 cancelled'],
  ],
  [
    'accommodated again, 45 weeks begin again',
    [start, home('2026-06-01'), away('2026-09-01'), recommended('2026-12-01')],
    ['2027-01-11 met', '2027-07-13 met'],
  ],
  ['at home there is none', [startedAtHome('2026-03-02')], ['no date']],
])

casesOf('permanence-panel', 'PACE Highland, Aim 3', [
  ['before a recommendation there is none', [start], ['no date']],
  ['12 weeks from the recommendation', [start, recommended('2026-08-03')], ['2026-10-26 overdue']],
  ['they can end in the Christmas holidays', [start, recommended('2026-10-02')], ['2026-12-25 overdue']],
  ['and on 29 February', [start, recommended('2027-12-07')], ['2028-02-29 overdue']],
  ['and begin on it', [start, recommended('2028-02-29')], ['2028-05-23 overdue']],
  [
    'counted from a 6-month meeting that recommended it',
    [start, meetingHeld('6-month', '2026-08-03', { recommendation: 'away-from-home' })],
    ['2026-10-26 overdue'],
  ],
  [
    'a kinship care order needs no panel: carers petition',
    [start, recommended('2026-08-03', 'kinship-care-order')],
    ['no date'],
  ],
  [
    'but adoption recommended after it does',
    [start, recommended('2026-08-03', 'kinship-care-order'), recommended('2026-09-07', 'adoption')],
    ['2026-11-30 overdue'],
  ],
  ['a recommendation of return needs none', [start, returnRecommended('2026-08-03')], ['no date']],
  [
    'met on the very last day',
    [start, recommended('2026-08-03'), panelHeld('2026-10-26')],
    ['2026-10-26 met'],
  ],
  [
    'met late on the day after',
    [start, recommended('2026-08-03'), panelHeld('2026-10-27')],
    ['2026-10-26 met-late'],
  ],
  [
    'a panel that deferred has met it',
    [start, recommended('2026-08-03'), panelHeld('2026-10-20', 'deferred')],
    ['2026-10-26 met'],
  ],
  [
    'a panel of that very day, no time recorded, has met it',
    [start, recommended('2026-08-03'), panelHeld('2026-08-03')],
    ['2026-10-26 met'],
  ],
  [
    'a repeated recommendation does not begin it again',
    [start, recommended('2026-08-03'), recommended('2026-09-01', 'adoption')],
    ['2026-10-26 overdue'],
  ],
  [
    'a plan that became return cancels it',
    [start, recommended('2026-08-03'), returnRecommended('2026-09-01')],
    ['2026-10-26 cancelled'],
  ],
  ['a return cancels it', [start, recommended('2026-08-03'), home('2026-09-01')], ['2026-10-26 cancelled']],
  [
    'a closing cancels it',
    [start, recommended('2026-08-03'), closed('2026-09-01', 'died')],
    ['2026-10-26 cancelled'],
  ],
  [
    'accommodated again, the first recommendation of that time begins it',
    [
      start,
      recommended('2026-05-01'),
      panelHeld('2026-06-01'),
      home('2026-07-01'),
      away('2026-09-01'),
      recommended('2026-11-02'),
    ],
    ['2026-07-24 met', '2027-01-25 overdue'],
  ],
])

const beforePanel = [start, recommended('2026-08-03')]
const toPanel = [...beforePanel, panelHeld('2026-10-20')]

casesOf('agency-decision', 'Adoption Agencies (Scotland) Regulations 2009, regulation 13(1)', [
  ['14 days from the panel', toPanel, ['2026-11-03 overdue']],
  [
    'also from one that did not support the plan',
    [...beforePanel, panelHeld('2026-10-20', 'not-supported')],
    ['2026-11-03 overdue'],
  ],
  ['a panel that deferred begins none', [...beforePanel, panelHeld('2026-10-20', 'deferred')], ['no date']],
  [
    'over Christmas and New Year they are days, not working days',
    [...beforePanel, panelHeld('2026-12-18')],
    ['2027-01-01 overdue'],
  ],
  ['over Easter too', [...beforePanel, panelHeld('2027-03-20')], ['2027-04-03 overdue']],
  ['they can end on 29 February', [...beforePanel, panelHeld('2028-02-15')], ['2028-02-29 overdue']],
  ['and begin on it', [...beforePanel, panelHeld('2028-02-29')], ['2028-03-14 overdue']],
  [
    'over the clocks going back they end with the day',
    [...beforePanel, panelHeld('2026-10-20T23:30:00+01:00'), decided('2026-11-03T23:59:59Z')],
    ['2026-11-03 met'],
  ],
  ['late on the day after', [...toPanel, decided('2026-11-04')], ['2026-11-03 met-late']],
  [
    'a decision not to approve is a decision',
    [...toPanel, decided('2026-11-03', 'not-approved')],
    ['2026-11-03 met'],
  ],
  [
    'each panel has its own',
    [...toPanel, decided('2026-10-30', 'not-approved'), panelHeld('2027-01-12')],
    ['2026-11-03 met', '2027-01-26 overdue'],
  ],
  [
    'one decision after two panels meets both',
    [
      ...beforePanel,
      panelHeld('2026-10-20', 'not-supported'),
      panelHeld('2026-11-10'),
      decided('2026-11-12'),
    ],
    ['2026-11-03 met-late', '2026-11-24 met'],
  ],
  [
    'a plan that became return cancels it',
    [...toPanel, returnRecommended('2026-10-25')],
    ['2026-11-03 cancelled'],
  ],
  ['a return cancels it', [...toPanel, home('2026-10-25')], ['2026-11-03 cancelled']],
  ['a closing cancels it', [...toPanel, closed('2026-10-25', 'moved-away')], ['2026-11-03 cancelled']],
  ['without a panel there is none', beforePanel, ['no date']],
])

casesOf('parents-notification', 'Adoption Agencies (Scotland) Regulations 2009', [
  ['7 days from the decision', [...toPanel, decided('2026-10-30')], ['2026-11-06 overdue']],
  [
    'also from one not to approve',
    [...toPanel, decided('2026-10-30', 'not-approved')],
    ['2026-11-06 overdue'],
  ],
  ['over Christmas they are days', [...toPanel, decided('2026-12-22')], ['2026-12-29 overdue']],
  ['they can end on 29 February', [...toPanel, decided('2028-02-22')], ['2028-02-29 overdue']],
  ['and begin on it', [...toPanel, decided('2028-02-29')], ['2028-03-07 overdue']],
  [
    'met on the very last day',
    [...toPanel, decided('2026-10-30'), parentsNotified('2026-11-06')],
    ['2026-11-06 met'],
  ],
  [
    'late on the day after',
    [...toPanel, decided('2026-10-30'), parentsNotified('2026-11-07')],
    ['2026-11-06 met-late'],
  ],
  [
    'parents told before the decision are told again of it',
    [...toPanel, parentsNotified('2026-10-29'), decided('2026-10-30')],
    ['2026-11-06 overdue'],
  ],
  [
    'each decision is told of',
    [...toPanel, decided('2026-10-30', 'not-approved'), parentsNotified('2026-11-01'), decided('2026-12-01')],
    ['2026-11-06 met', '2026-12-08 overdue'],
  ],
  [
    'a plan that became return does not cancel it: parents are told whatever becomes of it',
    [...toPanel, decided('2026-10-30'), returnRecommended('2026-11-02')],
    ['2026-11-06 overdue'],
  ],
  ['the return does', [...toPanel, decided('2026-10-30'), home('2026-11-02')], ['2026-11-06 cancelled']],
  ['without a decision there is none', toPanel, ['no date']],
])

const approved = [...toPanel, decided('2026-10-30')]

casesOf('order-lodging', 'PACE Highland, Aim 4', [
  ['16 weeks from the approval', approved, ['2027-02-19 overdue']],
  [
    'also with authority to adopt',
    [...toPanel, decided('2026-10-30', 'approve-permanence-order-with-authority-to-adopt')],
    ['2027-02-19 overdue'],
  ],
  [
    'approval of an adoption begins none',
    [...toPanel, decided('2026-10-30', 'approve-adoption')],
    ['no date'],
  ],
  ['they can end on Christmas Day', [...toPanel, decided('2027-09-04')], ['2027-12-25 overdue']],
  ['on 29 February', [...toPanel, decided('2027-11-09')], ['2028-02-29 overdue']],
  ['and begin on it', [...toPanel, decided('2028-02-29')], ['2028-06-20 overdue']],
  ['met on the very last day', [...approved, lodged('2027-02-19')], ['2027-02-19 met']],
  ['late on the day after', [...approved, lodged('2027-02-20')], ['2027-02-19 met-late']],
  [
    'an adoption lodged does not meet it',
    [...approved, lodged('2027-02-19', 'adoption')],
    ['2027-02-19 overdue'],
  ],
  [
    'nor a kinship care order',
    [...approved, lodged('2027-02-19', 'kinship-care-order')],
    ['2027-02-19 overdue'],
  ],
  [
    'a repeated approval does not begin it again',
    [...approved, decided('2026-12-01')],
    ['2027-02-19 overdue'],
  ],
  [
    'an approval replaced by one not to approve cancels it',
    [...approved, decided('2026-12-01', 'not-approved')],
    ['2027-02-19 cancelled'],
  ],
  [
    'a plan that became return cancels it',
    [...approved, returnRecommended('2026-12-01')],
    ['2027-02-19 cancelled'],
  ],
  ['a return cancels it', [...approved, home('2026-12-01')], ['2027-02-19 cancelled']],
  ['a closing cancels it', [...approved, closed('2026-12-01', 'aged-out')], ['2027-02-19 cancelled']],
  ['without an approval there is none', toPanel, ['no date']],
  [
    'accommodated again, the first approval of that time begins it',
    [
      ...approved,
      home('2026-12-01'),
      away('2027-03-01'),
      recommended('2027-04-01'),
      panelHeld('2027-05-03'),
      decided('2027-05-10'),
    ],
    ['2027-02-19 cancelled', '2027-08-30 overdue'],
  ],
])

const inCourt = [...approved, lodged('2027-01-15')]

casesOf('re-decision', 'Highland local rule', [
  ['while nothing is left undecided there is none', inCourt, ['no date']],
  [
    'a deferred panel is taken up again within 12 weeks',
    [...beforePanel, panelHeld('2026-10-20', 'deferred')],
    ['2027-01-12 overdue'],
  ],
  [
    'they can end on 29 February',
    [...beforePanel, panelHeld('2027-12-07', 'deferred')],
    ['2028-02-29 overdue'],
  ],
  ['and begin on it', [...beforePanel, panelHeld('2028-02-29', 'deferred')], ['2028-05-23 overdue']],
  [
    'a next panel meets it, on the last day',
    [...beforePanel, panelHeld('2026-10-20', 'deferred'), panelHeld('2027-01-12')],
    ['2027-01-12 met'],
  ],
  [
    'late on the day after',
    [...beforePanel, panelHeld('2026-10-20', 'deferred'), panelHeld('2027-01-13')],
    ['2027-01-12 met-late'],
  ],
  [
    'a panel that defers again has taken it up, and leaves it undecided again',
    [...beforePanel, panelHeld('2026-10-20', 'deferred'), panelHeld('2026-12-01', 'deferred')],
    ['2027-01-12 met', '2027-02-23 overdue'],
  ],
  [
    'what was not approved is taken up again',
    [...toPanel, decided('2026-10-30', 'not-approved')],
    ['2027-01-22 overdue'],
  ],
  [
    'by another panel',
    [...toPanel, decided('2026-10-30', 'not-approved'), panelHeld('2026-12-01')],
    ['2027-01-22 met'],
  ],
  [
    'or by another decision, that replaces it',
    [...toPanel, decided('2026-10-30', 'not-approved'), decided('2026-12-01')],
    ['2027-01-22 met'],
  ],
  ['an order refused is taken up again', [...inCourt, refused('2027-06-01')], ['2027-08-24 overdue']],
  ['by lodging again', [...inCourt, refused('2027-06-01'), lodged('2027-08-24')], ['2027-08-24 met']],
  [
    'an application withdrawn is taken up again',
    [...inCourt, withdrawn('2027-06-01')],
    ['2027-08-24 overdue'],
  ],
  [
    'by lodging another order',
    [...inCourt, withdrawn('2027-06-01'), lodged('2027-07-01', 'adoption')],
    ['2027-08-24 met'],
  ],
  [
    'a plan that became return cancels it',
    [...inCourt, refused('2027-06-01'), returnRecommended('2027-06-20')],
    ['2027-08-24 cancelled'],
  ],
  [
    'a return cancels it',
    [...inCourt, refused('2027-06-01'), returned('2027-06-20')],
    ['2027-08-24 cancelled'],
  ],
  [
    'with an order in place, an adoption refused after it is taken up again',
    [...inCourt, granted('2027-03-01'), lodged('2027-05-03', 'adoption'), refused('2027-09-01', 'adoption')],
    ['2027-11-24 overdue'],
  ],
  [
    'refused and refused again, there are two',
    [...inCourt, refused('2027-06-01'), lodged('2027-07-01'), refused('2027-10-01')],
    ['2027-08-24 met', '2027-12-24 overdue'],
  ],
])

test('a panel that deferred leaves the rest of the way to be begun by the next', () => {
  const facts = [...beforePanel, panelHeld('2026-10-20', 'deferred'), panelHeld('2026-12-01')]
  expect(answersOf('agency-decision', facts, '2026-12-02T12:00:00Z')).toEqual(['2026-12-15 pending'])
})
