import { deadlinesOf } from '../../domain/deadlines'
import { reckon } from '../../domain/reckoning'
import type { Rule, Within } from '../../domain/policy'
import {
  closed,
  deadlineAt,
  deadlinesAt,
  decided,
  highland,
  journey,
  lodged,
  meetingHeld,
  occurrence,
  panelHeld,
  recommended,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  state,
  typed,
  type Fact,
} from '../support/journeys'

const LATER = '2030-01-01T12:00:00Z'
const dueOn = (ruleId: string, ...facts: Fact[]) => deadlineAt(LATER, ruleId, ...facts).dueOn
const status = (ruleId: string, ...facts: Fact[]) => deadlineAt(LATER, ruleId, ...facts).status

describe('the 72-hour child plan meeting', () => {
  test.each([
    ['on a Monday', '2026-03-02T10:00:00Z', '2026-03-05', '2026-03-05T10:00:00.000Z'],
    [
      'on a Friday afternoon before the clocks go forward',
      '2026-03-27T15:30:00Z',
      '2026-03-30',
      '2026-03-30T15:30:00.000Z',
    ],
    [
      'on a Friday afternoon before the clocks go back',
      '2026-10-23T15:30:00+01:00',
      '2026-10-26',
      '2026-10-26T14:30:00.000Z',
    ],
    [
      'late on the last evening but one of the year',
      '2026-12-30T23:30:00Z',
      '2027-01-02',
      '2027-01-02T23:30:00.000Z',
    ],
    ['on Christmas Eve: holidays count', '2026-12-24T17:00:00Z', '2026-12-27', '2026-12-27T17:00:00.000Z'],
    ['on a day without a time, from its midnight', '2026-03-02', '2026-03-05', '2026-03-05T00:00:00.000Z'],
    [
      'on a summer day without a time, from London’s midnight',
      '2026-07-01',
      '2026-07-04',
      '2026-07-03T23:00:00.000Z',
    ],
  ])('of a child looked after %s', (_, start, on, moment) => {
    expect(deadlineAt(LATER, 'seventy-two-hour-meeting', started(start))).toMatchObject({
      dueOn: on,
      dueAt: moment,
    })
  })

  const friday = started('2026-03-27T15:30:00Z')

  test.each([
    ['in the very last minute is on time', '2026-03-30T16:30:00+01:00', 'met'],
    [
      'one minute after is late, though the wall clock says less than 72 hours and an hour',
      '2026-03-30T16:31:00+01:00',
      'met-late',
    ],
    ['on the last day, its time not recorded, is on time', '2026-03-30', 'met'],
    ['a day later, its time not recorded, is late', '2026-03-31', 'met-late'],
  ])('held %s', (_, held, expected) => {
    expect(status('seventy-two-hour-meeting', friday, meetingHeld('72-hour', held))).toBe(expected)
  })

  test('held on Monday and typed on Wednesday is on time', () => {
    const held = typed('2026-04-01T10:00:00+01:00', meetingHeld('72-hour', '2026-03-30T10:00:00+01:00'))
    expect(status('seventy-two-hour-meeting', friday, held)).toBe('met')
  })

  test('is not met by another child plan meeting, nor by a review', () => {
    const others = [
      meetingHeld('other', '2026-03-28'),
      meetingHeld('3-month', '2026-03-29'),
      reviewHeld('emergency', '2026-03-29'),
    ]
    expect(status('seventy-two-hour-meeting', friday, ...others)).toBe('overdue')
  })

  test('is met by the first of two', () => {
    const held = [meetingHeld('72-hour', '2026-04-08'), meetingHeld('72-hour', '2026-03-29')]
    expect(deadlineAt(LATER, 'seventy-two-hour-meeting', friday, ...held)).toMatchObject({
      status: 'met',
      metOn: '2026-03-29',
    })
  })
})

describe('the 6-week review (LAC Regs 2009 r45(2))', () => {
  test.each([
    ['2026-03-02', '2026-04-13'],
    ['2026-03-02T23:45:00Z', '2026-04-13'],
    ['2026-09-21', '2026-11-02'],
    ['2028-02-01', '2028-03-14'],
  ])('of a child looked after from %s is due on %s', (start, expected) => {
    expect(dueOn('six-week-review', started(start))).toBe(expected)
  })

  const start = started('2026-03-02')

  test('held on the last day, however late in it, is on time', () => {
    expect(status('six-week-review', start, reviewHeld('6-week', '2026-04-13T23:59:59+01:00'))).toBe('met')
  })

  test('held on the day after is late', () => {
    expect(status('six-week-review', start, reviewHeld('6-week', '2026-04-14T00:00:00+01:00'))).toBe(
      'met-late',
    )
  })

  test('is met by a child plan meeting that says it was also that review', () => {
    expect(status('six-week-review', start, meetingHeld('other', '2026-04-10', { review: '6-week' }))).toBe(
      'met',
    )
  })

  test('is not met by a child plan meeting that does not say so: two clocks, never merged', () => {
    expect(status('six-week-review', start, meetingHeld('other', '2026-04-10'))).toBe('overdue')
    expect(status('six-week-review', start, meetingHeld('72-hour', '2026-03-04'))).toBe('overdue')
  })

  test('is not met by a review of another kind', () => {
    expect(status('six-week-review', start, reviewHeld('emergency', '2026-03-04'))).toBe('overdue')
  })
})

describe('the 3-month and 6-month meetings', () => {
  test.each([
    ['2026-03-02', '2026-06-02', '2026-09-02'],
    ['2026-08-31', '2026-11-30', '2027-02-28'],
    ['2027-08-31', '2027-11-30', '2028-02-29'],
    ['2028-02-29', '2028-05-29', '2028-08-29'],
    ['2026-11-30', '2027-02-28', '2027-05-30'],
  ])('of a child looked after from %s are due on %s and %s', (start, three, six) => {
    expect(dueOn('three-month-meeting', started(start))).toBe(three)
    expect(dueOn('six-month-meeting', started(start))).toBe(six)
  })

  const start = started('2026-03-02')

  test('the 3-month meeting is met by itself alone', () => {
    expect(status('three-month-meeting', start, meetingHeld('3-month', '2026-06-02'))).toBe('met')
    expect(status('three-month-meeting', start, meetingHeld('6-month', '2026-05-20'))).toBe('overdue')
  })

  test('a 6-month meeting without a recommendation does not meet it', () => {
    expect(status('six-month-meeting', start, meetingHeld('6-month', '2026-09-01'))).toBe('overdue')
    expect(
      status('six-month-meeting', start, meetingHeld('6-month', '2026-09-01', { recommendation: 'none' })),
    ).toBe('overdue')
  })

  test.each(['away-from-home', 'return-home'] as const)(
    'a 6-month meeting that recommends %s meets it',
    (recommendation) => {
      expect(
        status('six-month-meeting', start, meetingHeld('6-month', '2026-09-02', { recommendation })),
      ).toBe('met')
    },
  )

  test('an earlier recommendation meets it without the meeting', () => {
    expect(status('six-month-meeting', start, recommended('2026-07-01'))).toBe('met')
    expect(
      status(
        'six-month-meeting',
        start,
        meetingHeld('3-month', '2026-06-01', { recommendation: 'return-home' }),
      ),
    ).toBe('met')
  })
})

describe('the permanence recommendation within 45 weeks (Aim 2)', () => {
  const start = started('2026-03-02')

  test.each([
    ['2026-03-02', '2027-01-11'],
    ['2018-04-01', '2019-02-10'],
    ['2027-05-03', '2028-03-13'],
  ])('of a child looked after from %s is due on %s', (from, expected) => {
    expect(dueOn('permanence-recommendation', started(from))).toBe(expected)
  })

  test('is met by a recommendation of either kind, on the last day too', () => {
    expect(status('permanence-recommendation', start, recommended('2027-01-11'))).toBe('met')
    expect(status('permanence-recommendation', start, returnRecommended('2027-01-11'))).toBe('met')
    expect(status('permanence-recommendation', start, recommended('2027-01-12'))).toBe('met-late')
  })

  test('is met by the return to the family, still looked after or not, and however it was recorded', () => {
    expect(status('permanence-recommendation', start, returned('2026-12-01'))).toBe('met')
    expect(
      status('permanence-recommendation', start, returned('2026-12-01', { stillLookedAfter: true })),
    ).toBe('met')
    expect(status('permanence-recommendation', start, closed('2026-12-01', 'returned-to-family'))).toBe('met')
  })

  test('is cancelled by a closing for any other reason', () => {
    expect(status('permanence-recommendation', start, closed('2026-12-01', 'moved-away'))).toBe('cancelled')
  })
})

describe('the permanence panel within 12 weeks (Aim 3)', () => {
  const start = started('2026-03-02')

  test('has no date before a recommendation', () => {
    expect(deadlineAt(LATER, 'permanence-panel', start)).toMatchObject({
      status: 'not-applicable',
      dueOn: null,
    })
  })

  test('is counted from the first recommendation away from the family, carried by a meeting or by itself', () => {
    expect(dueOn('permanence-panel', start, recommended('2026-08-03'))).toBe('2026-10-26')
    const meeting = meetingHeld('6-month', '2026-08-03', { recommendation: 'away-from-home' })
    expect(dueOn('permanence-panel', start, meeting, recommended('2026-09-01', 'adoption'))).toBe(
      '2026-10-26',
    )
  })

  test.each(['supported', 'not-supported', 'deferred'] as const)(
    'is met by the first panel, whose outcome was %s',
    (outcome) => {
      expect(
        status('permanence-panel', start, recommended('2026-08-03'), panelHeld('2026-10-26', outcome)),
      ).toBe('met')
    },
  )

  test('a kinship care order needs none', () => {
    expect(status('permanence-panel', start, recommended('2026-08-03', 'kinship-care-order'))).toBe(
      'not-applicable',
    )
  })

  test('a recommendation for a kinship care order does not start it; a later one for adoption does', () => {
    const both = [recommended('2026-08-03', 'kinship-care-order'), recommended('2026-09-07', 'adoption')]
    expect(dueOn('permanence-panel', start, ...both)).toBe('2026-11-30')
  })

  test('a recommendation of return does not start it, and a later one cancels it', () => {
    expect(status('permanence-panel', start, returnRecommended('2026-08-03'))).toBe('not-applicable')
    expect(
      status('permanence-panel', start, recommended('2026-08-03'), returnRecommended('2026-09-01')),
    ).toBe('cancelled')
  })

  test('a repeated recommendation neither restarts nor ends it', () => {
    const told = [recommended('2026-08-03'), recommended('2026-09-01'), panelHeld('2026-10-20')]
    expect(deadlineAt(LATER, 'permanence-panel', start, ...told)).toMatchObject({
      dueOn: '2026-10-26',
      status: 'met',
    })
  })

  test('a panel after the plan became return, and before the child did, does not meet it', () => {
    const told = [
      recommended('2026-08-03'),
      returnRecommended('2026-09-01'),
      panelHeld('2026-09-15'),
      returned('2026-10-01'),
    ]
    expect(status('permanence-panel', start, ...told)).toBe('cancelled')
  })

  test('is not started by a recommendation when the child is at home again', () => {
    const told = [returned('2026-07-01', { stillLookedAfter: true }), recommended('2026-08-03')]
    expect(status('permanence-panel', start, ...told)).toBe('not-applicable')
  })

  test('a panel held before the plan became return still met it', () => {
    const told = [recommended('2026-08-03'), panelHeld('2026-09-01'), returnRecommended('2026-10-01')]
    expect(status('permanence-panel', start, ...told)).toBe('met')
  })
})

describe('the agency decision within 14 days of the panel (AAR 2009 r13(1))', () => {
  const before = [started('2026-03-02'), recommended('2026-08-03')]

  test.each(['supported', 'not-supported'] as const)(
    'is counted from a panel whose outcome was %s',
    (outcome) => {
      expect(dueOn('agency-decision', ...before, panelHeld('2026-10-20', outcome))).toBe('2026-11-03')
    },
  )

  test('is not counted from a deferred panel', () => {
    expect(status('agency-decision', ...before, panelHeld('2026-10-20', 'deferred'))).toBe('not-applicable')
    const both = [panelHeld('2026-10-20', 'deferred'), panelHeld('2026-12-22')]
    expect(dueOn('agency-decision', ...before, ...both)).toBe('2027-01-05')
  })

  test.each(['approve-permanence-order', 'not-approved'] as const)(
    'is met by a decision, also %s',
    (decision) => {
      const told = [...before, panelHeld('2026-10-20')]
      expect(status('agency-decision', ...told, decided('2026-11-03', decision))).toBe('met')
      expect(status('agency-decision', ...told, decided('2026-11-04', decision))).toBe('met-late')
    },
  )

  test('a second panel after what was not approved has a deadline of its own', () => {
    const told = [panelHeld('2026-10-20'), decided('2026-10-30', 'not-approved'), panelHeld('2027-01-12')]
    const at = deadlinesAt('2027-01-13T09:00:00Z', 'agency-decision', ...before, ...told)
    expect(at).toEqual([
      { ruleId: 'agency-decision', instance: 1, dueOn: '2026-11-03', metOn: '2026-10-30', status: 'met' },
      { ruleId: 'agency-decision', instance: 2, dueOn: '2027-01-26', status: 'pending' },
    ])
  })

  test('a decision of that morning does not meet the deadline that the panel of the afternoon set', () => {
    const told = [panelHeld('2026-10-20T14:00:00+01:00'), decided('2026-10-20T10:00:00+01:00')]
    expect(status('agency-decision', ...before, ...told)).toBe('overdue')
  })
})

describe('the lodging of a permanence order within 16 weeks (Aim 4)', () => {
  const before = [started('2026-03-02'), recommended('2026-08-03'), panelHeld('2026-10-20')]

  test.each(['approve-permanence-order', 'approve-permanence-order-with-authority-to-adopt'] as const)(
    'is counted from the first decision to %s',
    (decision) => {
      expect(dueOn('order-lodging', ...before, decided('2026-10-30', decision))).toBe('2027-02-19')
    },
  )

  test.each(['approve-adoption', 'approve-other', 'not-approved'] as const)(
    'is not counted from %s',
    (decision) => {
      expect(status('order-lodging', ...before, decided('2026-10-30', decision))).toBe('not-applicable')
    },
  )

  test('a repeated approval does not restart it', () => {
    expect(dueOn('order-lodging', ...before, decided('2026-10-30'), decided('2026-12-01'))).toBe('2027-02-19')
  })

  test('a repeated approval does not end it either', () => {
    const told = [decided('2026-10-30'), decided('2026-12-01'), lodged('2027-01-15')]
    expect(status('order-lodging', ...before, ...told)).toBe('met')
  })

  const approved = [...before, decided('2026-10-30')]

  test.each([undefined, 'permanence-order', 'permanence-order-with-authority-to-adopt'] as const)(
    'is met by lodging %s: a blank order is a permanence order',
    (order) => {
      expect(status('order-lodging', ...approved, lodged('2027-02-19', order))).toBe('met')
      expect(status('order-lodging', ...approved, lodged('2027-02-20', order))).toBe('met-late')
    },
  )

  test.each(['adoption', 'kinship-care-order', 'other'] as const)('is not met by lodging %s', (order) => {
    expect(status('order-lodging', ...approved, lodged('2027-01-15', order))).toBe('overdue')
  })

  test('is cancelled when the approval is replaced by not-approved, or the plan becomes return', () => {
    expect(status('order-lodging', ...approved, decided('2026-12-01', 'not-approved'))).toBe('cancelled')
    expect(status('order-lodging', ...approved, returnRecommended('2026-12-01'))).toBe('cancelled')
  })

  test('stays met when the approval is replaced after the lodging', () => {
    expect(
      status('order-lodging', ...approved, lodged('2027-01-15'), decided('2027-02-01', 'not-approved')),
    ).toBe('met')
  })
})

describe('what no longer applies', () => {
  const rules = ['seventy-two-hour-meeting', 'six-week-review', 'three-month-meeting', 'six-month-meeting']

  test.each([
    ['a return', returned('2026-03-03')],
    ['a return, still looked after', returned('2026-03-03', { stillLookedAfter: true })],
    ['a closing', closed('2026-03-03', 'moved-away')],
  ])('%s cancels the meetings and the review that were to come', (_, end) => {
    for (const rule of rules) expect(status(rule, started('2026-03-02'), end)).toBe('cancelled')
  })

  test('a meeting held after the return does not meet what the return has cancelled', () => {
    const told = [returned('2026-04-01', { stillLookedAfter: true }), meetingHeld('3-month', '2026-05-20')]
    expect(status('three-month-meeting', started('2026-03-02'), ...told)).toBe('cancelled')
  })

  test('a meeting of the afternoon does not meet what the return of that morning has cancelled', () => {
    const told = [
      returned('2026-03-04T09:00:00Z', { stillLookedAfter: true }),
      meetingHeld('72-hour', '2026-03-04T15:00:00Z'),
    ]
    expect(status('seventy-two-hour-meeting', started('2026-03-02'), ...told)).toBe('cancelled')
  })

  test('what was met stays met', () => {
    const told = [meetingHeld('72-hour', '2026-03-04'), returned('2026-03-20')]
    expect(status('seventy-two-hour-meeting', started('2026-03-02'), ...told)).toBe('met')
  })

  test('nothing of it applies to a child looked after at home', () => {
    const home = state(started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' }))
    expect(home.deadlines).toEqual([])
    expect(home.standing.deadlines).toEqual([])
  })
})

describe('a rule in force from one day until another', () => {
  const [rule] = highland.rules as [Rule, ...Rule[]]
  const within = (from?: string, until?: string) => ({
    ...highland,
    rules: [
      { ...rule, ...(from && { effectiveFrom: from }), ...(until && { effectiveUntil: until }) } as Rule,
    ],
  })

  test.each([
    ['the day before it begins', '2026-03-03', undefined, 0],
    ['its first day', '2026-03-02', undefined, 1],
    ['its last day', undefined, '2026-03-02', 1],
    ['the day after its last', undefined, '2026-03-01', 0],
  ])('applies by the day on which the clock starts: %s', (_, from, until, count) => {
    expect(deadlinesOf(journey(started('2026-03-02')), within(from, until))).toHaveLength(count)
  })
})

describe('a span of any unit', () => {
  test.each<[string, Within, string]>([
    ['2026-10-20', { days: 14 }, '2026-11-03T23:59:59.999Z'],
    ['2026-03-20', { weeks: 2 }, '2026-04-03T22:59:59.999Z'],
    ['2026-01-31', { months: 1 }, '2026-02-28T23:59:59.999Z'],
    ['2026-10-24T12:00:00+01:00', { hours: 24 }, '2026-10-25T11:00:00.000Z'],
  ])('from %s, %j can be kept until %s', (from, span, lastMoment) => {
    expect(reckon(occurrence(from), span, { calendars: {} }).lastMoment).toBe(lastMoment)
  })
})
