import type { Order } from '../../domain/codes'
import {
  andThen,
  corrected,
  decided,
  fact,
  fedBack,
  granted,
  journeyToCourt,
  legalBasis,
  lodged,
  meetingHeld,
  occurrence,
  panelHeld,
  parentsNotified,
  pathwayChanged,
  peerReviewHeld,
  recommended,
  recorded,
  refused,
  returned,
  reviewHeld,
  started,
  startedAtHome,
  state,
  transferred,
  visited,
  wholeState,
  withdrawn,
  type Fact,
} from '../support/journeys'

const start = started('2026-03-02')
const warnings = (...facts: Fact[]) => state(start, ...facts).warnings
const codes = (...facts: Fact[]) => warnings(...facts).map(({ code }) => code)
const agreedDates = { threeMonth: '2026-06-02', sixMonth: '2026-09-02' }

test('a journey in which all is well has no warnings', () => {
  expect(state(...journeyToCourt()).warnings).toEqual([])
})

describe('the views of the child', () => {
  test.each([
    ['a child plan meeting', meetingHeld('other', '2026-04-01', { views: [] })],
    ['a review', reviewHeld('6-week', '2026-04-01', { views: [{ of: 'parent', how: 'in-person' }] })],
    [
      'a meeting that did not seek them',
      meetingHeld('other', '2026-04-01', { views: [{ of: 'child', how: 'not-sought' }] }),
    ],
  ])('are missed at %s without them', (_, held) => {
    expect(warnings(held)).toEqual([
      { code: 'no-views-of-the-child', message: expect.stringContaining(held.type), eventId: 'event-2' },
    ])
  })

  test('are missed at a panel without them', () => {
    const { views: _, ...panel } = panelHeld('2026-10-20') as Extract<Fact, { type: 'panel-held' }>
    expect(codes(recommended('2026-08-03'), panel)).toEqual(['no-views-of-the-child'])
  })

  test.each(['in-person', 'written', 'advocate', 'too-young', 'declined'] as const)(
    'are there when recorded as %s',
    (how) => {
      expect(codes(reviewHeld('6-week', '2026-04-01', { views: [{ of: 'child', how }] }))).toEqual([])
    },
  )
})

describe('the 6-month meeting', () => {
  test('without a recommendation is warned of', () => {
    expect(codes(meetingHeld('6-month', '2026-09-01'))).toEqual(['no-recommendation-at-6-months'])
    expect(codes(meetingHeld('6-month', '2026-09-01', { recommendation: 'none' }))).toEqual([
      'no-recommendation-at-6-months',
    ])
  })

  test('with one of either kind is not', () => {
    expect(codes(meetingHeld('6-month', '2026-09-01', { recommendation: 'return-home' }))).toEqual([])
  })
})

describe('the dates agreed at the 72-hour meeting', () => {
  test('on the last days that the rules give are good', () => {
    expect(codes(meetingHeld('72-hour', '2026-03-04', { agreedDates }))).toEqual([])
  })

  test('are each missed when not agreed', () => {
    expect(codes(meetingHeld('72-hour', '2026-03-04'))).toEqual(['date-not-agreed', 'date-not-agreed'])
    expect(
      warnings(meetingHeld('72-hour', '2026-03-04', { agreedDates: { threeMonth: '2026-06-02' } })),
    ).toEqual([{ code: 'date-not-agreed', message: expect.stringContaining('6-month'), eventId: 'event-2' }])
  })

  test('after the meeting is due are warned of, with both dates', () => {
    const late = meetingHeld('72-hour', '2026-03-04', {
      agreedDates: { ...agreedDates, threeMonth: '2026-06-03' },
    })
    expect(warnings(late)).toEqual([
      {
        code: 'date-agreed-too-late',
        message: expect.stringMatching(/3-month.*2026-06-03.*2026-06-02/),
        eventId: 'event-2',
      },
    ])
  })

  test('are not asked of any other meeting', () => {
    expect(codes(meetingHeld('other', '2026-03-04'), meetingHeld('3-month', '2026-06-01'))).toEqual([])
  })
})

describe('a decision', () => {
  test('without a panel before it names what is missing', () => {
    expect(codes(recommended('2026-08-03'), decided('2026-10-30'))).toEqual(['decision-without-panel'])
    expect(codes(recommended('2026-08-03'), decided('2026-10-30'), panelHeld('2026-11-20'))).toEqual([
      'decision-without-panel',
    ])
  })

  test('after a panel is as it should be, whichever was typed first', () => {
    expect(codes(recommended('2026-08-03'), decided('2026-10-30'), panelHeld('2026-10-20'))).toEqual([])
  })
})

describe('the dates agreed at a 72-hour meeting', () => {
  const again = [
    returned('2026-05-01', { stillLookedAfter: true }),
    pathwayChanged('2026-07-01', 'away-from-home'),
  ]

  test('of a child accommodated again are held against that time, not the one before', () => {
    const meeting = (threeMonth: string) =>
      meetingHeld('72-hour', '2026-07-03', { agreedDates: { threeMonth, sixMonth: '2027-01-01' } })
    expect(codes(...again, meeting('2026-10-01'))).toEqual([])
    expect(warnings(...again, meeting('2026-10-02'))).toEqual([
      {
        code: 'date-agreed-too-late',
        eventId: 'event-4',
        message: 'The 3-month meeting is agreed for 2026-10-02, after it is due on 2026-10-01',
      },
    ])
  })

  test('at a time of that last day are in time', () => {
    const last = { threeMonth: '2026-06-02T23:30:00+01:00', sixMonth: '2026-09-02T17:00:00+01:00' }
    expect(codes(meetingHeld('72-hour', '2026-03-04', { agreedDates: last }))).toEqual([])
  })

  test('are warned of even when they were moved since: that is what was agreed', () => {
    const late = meetingHeld('72-hour', '2026-03-04', {
      agreedDates: { ...agreedDates, sixMonth: '2026-09-03' },
    })
    const moved = fact('meeting-date-set', '2026-03-10', { meeting: '6-month', at: '2026-09-01' })
    expect(codes(late, moved)).toEqual(['date-agreed-too-late'])
  })
})

describe('a visit', () => {
  test('on which the child was not seen is warned of', () => {
    expect(warnings(visited('2026-03-05', false))).toEqual([
      { code: 'child-not-seen', eventId: 'event-2', message: 'The child was not seen on this visit' },
    ])
    expect(codes(visited('2026-03-05'))).toEqual([])
  })
})

describe('what needs something before it that is not recorded', () => {
  test('is the parents told of no decision', () => {
    expect(warnings(parentsNotified('2026-11-02'))).toEqual([
      {
        code: 'antecedent-not-recorded',
        eventId: 'event-2',
        message: 'There is no agency decision before it: agency-decision-made',
      },
    ])
    const before = [recommended('2026-08-03'), panelHeld('2026-10-20')]
    expect(codes(...before, parentsNotified('2026-10-30'), decided('2026-10-30'))).toEqual([])
    expect(codes(...before, parentsNotified('2026-10-29'), decided('2026-10-30'))).toEqual([
      'antecedent-not-recorded',
    ])
  })

  test('is the feedback of no peer review', () => {
    expect(warnings(fedBack('2026-11-02', 'team-manager'))).toEqual([
      {
        code: 'antecedent-not-recorded',
        eventId: 'event-2',
        message: 'There is no peer review before it: peer-review-held',
      },
    ])
    expect(codes(peerReviewHeld('2026-11-01'), fedBack('2026-11-02', 'team-manager'))).toEqual([])
  })

  const outcomes: [string, (on: string, order?: Order) => Fact][] = [
    ['an order granted', granted],
    ['an order refused', refused],
    ['an application withdrawn', withdrawn],
  ]

  test.each(outcomes)('is %s without an application for it', (_, outcome) => {
    expect(warnings(outcome('2027-06-01'))).toEqual([
      {
        code: 'antecedent-not-recorded',
        eventId: 'event-2',
        message: 'There is no application for this order before it: record the order-lodged that it answers',
      },
    ])
  })

  test.each(outcomes)('is %s of another order than was applied for, or before that was', (_, outcome) => {
    const kinship = lodged('2027-01-15', 'kinship-care-order')
    expect(codes(kinship, outcome('2027-06-01', 'adoption'))).toEqual(['antecedent-not-recorded'])
    expect(codes(kinship, outcome('2027-01-14', 'kinship-care-order'))).toContain('antecedent-not-recorded')
    expect(codes(kinship, outcome('2027-01-15', 'kinship-care-order'))).toEqual([])
    expect(codes(kinship, outcome('2027-06-01', 'kinship-care-order'))).toEqual([])
  })

  test('is no order left blank after a permanence order was lodged by name, or the other way', () => {
    const named = [...journeyToCourt().slice(0, 8), lodged('2027-01-15', 'permanence-order')]
    expect(state(...named, granted('2027-06-01')).warnings).toEqual([])
    expect(state(...journeyToCourt(), granted('2027-06-01', 'permanence-order')).warnings).toEqual([])
  })
})

const approvedBy = [recommended('2026-08-03'), panelHeld('2026-10-20'), decided('2026-10-30')]
const reviewed = reviewHeld('later', '2026-11-20')

describe('a permanence order that is lodged', () => {
  test.each([undefined, 'permanence-order', 'permanence-order-with-authority-to-adopt'] as const)(
    '(%s) without a review since the decision is warned of (LAC r45(4)(b))',
    (order) => {
      expect(warnings(...approvedBy, lodged('2027-01-15', order))).toEqual([
        {
          code: 'no-review-since-the-decision',
          eventId: 'event-5',
          message:
            'A permanence order was lodged without a review since the agency decision (LAC Regs 2009 r45(4)(b))',
        },
      ])
      expect(codes(...approvedBy, reviewed, lodged('2027-01-15', order))).toEqual([])
    },
  )

  test('is reviewed on the day of the decision, or of the lodging, or at a child plan meeting that was a review', () => {
    const at = (...between: Fact[]) => codes(...approvedBy, ...between, lodged('2027-01-15'))
    expect(at(reviewHeld('later', '2026-10-30'))).toEqual([])
    expect(at(reviewHeld('later', '2027-01-15'))).toEqual([])
    expect(at(meetingHeld('other', '2026-11-20', { review: 'later' }))).toEqual([])
    expect(at(meetingHeld('other', '2026-11-20'))).toEqual(['no-review-since-the-decision'])
    expect(at(reviewHeld('later', '2026-10-29'))).toEqual(['no-review-since-the-decision'])
    expect(at(reviewHeld('later', '2027-01-16'))).toEqual(['no-review-since-the-decision'])
  })

  test('is reviewed since the last approval before it', () => {
    const again = [...approvedBy, reviewed, decided('2026-12-01'), lodged('2027-01-15')]
    expect(codes(...again)).toEqual(['no-review-since-the-decision'])
    expect(codes(...approvedBy, reviewed, lodged('2027-01-15'), decided('2027-02-01'))).toEqual([])
  })

  test.each(['adoption', 'kinship-care-order', 'other'] as const)('is not %s', (order) => {
    expect(codes(...approvedBy, lodged('2027-01-15', order))).toEqual([])
  })
})

describe('a permanence order lodged for a child under a compulsory supervision order', () => {
  const under = (...facts: Fact[]) =>
    state(started('2026-03-02', { legalBasis: 'cso' }), ...approvedBy, reviewed, ...facts).warnings
  const advice = (on: string) => fact('hearing-advice-given', on, {})

  test('without the hearing’s advice is warned of (CHA 2011 s131)', () => {
    expect(under(lodged('2027-01-15'))).toEqual([
      {
        code: 'no-advice-of-the-hearing',
        eventId: 'event-6',
        message:
          "A permanence order was lodged for a child under a compulsory supervision order without the hearing's advice (CHA 2011 s131)",
      },
    ])
  })

  test('with the advice given before it is not, nor with it on that day; advice only asked for is none', () => {
    expect(under(advice('2027-01-10'), lodged('2027-01-15'))).toEqual([])
    expect(under(advice('2027-01-15'), lodged('2027-01-15'))).toEqual([])
    expect(under(fact('hearing-advice-requested', '2027-01-10', {}), lodged('2027-01-15'))).toHaveLength(1)
    expect(under(lodged('2027-01-15'), advice('2027-01-16'))).toHaveLength(1)
  })

  test('is judged by the legal basis of that day', () => {
    expect(under(legalBasis('2026-12-01', 'voluntary-s25'), lodged('2027-01-15'))).toEqual([])
    expect(codes(legalBasis('2027-01-15', 'cso'), ...approvedBy, reviewed, lodged('2027-01-15'))).toEqual([
      'no-advice-of-the-hearing',
    ])
    expect(
      codes(legalBasis('2027-02-01', 'cso'), ...approvedBy, reviewed, lodged('2027-01-15')),
    ).not.toContain('no-advice-of-the-hearing')
  })

  test.each(['adoption', 'kinship-care-order', 'other'] as const)('is not %s', (order) => {
    expect(under(lodged('2027-01-15', order))).toEqual([])
  })
})

describe('the consent of a child of 12 or more', () => {
  const from = occurrence('2027-01-15').on
  const of = (...facts: Fact[]) =>
    state(started('2026-03-02', { consentRequiredFrom: from }), ...approvedBy, reviewed, ...facts).warnings
  const consent = (on: string, to: Order = 'permanence-order', by: 'child' | 'parent' = 'child') =>
    fact('consent-recorded', on, { of: by, to, consent: 'given' })

  test('not recorded by the lodging is warned of (ACA 2007 s84), from the day on which it is needed', () => {
    expect(of(lodged('2027-01-15'))).toEqual([
      {
        code: 'no-consent-of-the-child',
        eventId: 'event-6',
        message:
          "The child's own consent has been needed since 2027-01-15 and is not recorded (ACA 2007 s84)",
      },
    ])
    expect(of(lodged('2027-01-14'))).toEqual([])
  })

  test('is its own, to that very order, and recorded by then', () => {
    const codesOf = (...facts: Fact[]) => of(...facts).map(({ code }) => code)
    const lodging = lodged('2027-01-15')
    expect(codesOf(consent('2027-01-10'), lodging)).toEqual([])
    expect(codesOf(consent('2027-01-15'), lodging)).toEqual([])
    expect(codesOf(consent('2027-01-16'), lodging)).toEqual(['no-consent-of-the-child'])
    expect(codesOf(consent('2027-01-10', 'permanence-order', 'parent'), lodging)).toEqual([
      'no-consent-of-the-child',
    ])
    expect(codesOf(consent('2027-01-10', 'adoption'), lodging)).toEqual(['no-consent-of-the-child'])
  })

  test.each(['given', 'withheld', 'incapable'] as const)('recorded as %s is recorded', (consent) => {
    const said = fact('consent-recorded', '2027-01-10', { of: 'child', to: 'permanence-order', consent })
    expect(of(said, lodged('2027-01-15'))).toEqual([])
  })

  test('is needed to an adoption too (ACA 2007 s32)', () => {
    const [warned] = of(lodged('2027-01-15', 'adoption'))
    expect(warned?.message).toContain('(ACA 2007 s32)')
    expect(of(consent('2027-01-10', 'adoption'), lodged('2027-01-15', 'adoption'))).toEqual([])
  })

  test('is not needed to a kinship care order, nor by a younger child', () => {
    expect(of(lodged('2027-01-15', 'kinship-care-order'))).toEqual([])
    expect(codes(...approvedBy, reviewed, lodged('2027-01-15'))).toEqual([])
  })
})

describe('a compulsory supervision order', () => {
  const pending = [...approvedBy, reviewed, lodged('2027-01-15')]

  test('made while an application for a permanence order is pending is warned of (ACA 2007 s96)', () => {
    expect(warnings(...pending, legalBasis('2027-02-01', 'cso'))).toEqual([
      {
        code: 'supervision-order-while-pending',
        eventId: 'event-7',
        message:
          'A compulsory supervision order was made while an application for a permanence order is pending (ACA 2007 s96)',
      },
    ])
  })

  test('made with a change of pathway is one too', () => {
    expect(codes(...pending, pathwayChanged('2027-02-01', 'at-home', 'cso'))).toEqual([
      'supervision-order-while-pending',
    ])
  })

  test('made before the lodging, or on its day, is not', () => {
    expect(codes(...pending, legalBasis('2027-01-15', 'cso'))).not.toContain(
      'supervision-order-while-pending',
    )
    expect(codes(...pending, legalBasis('2027-01-01', 'cso'))).not.toContain(
      'supervision-order-while-pending',
    )
  })

  test.each([
    ['granted', granted('2027-01-25')],
    ['refused', refused('2027-01-25')],
    ['withdrawn', withdrawn('2027-01-25')],
  ])('made after the application was %s is not', (_, answer) => {
    expect(codes(...pending, answer, legalBasis('2027-02-01', 'cso'))).toEqual([])
  })

  test('made when another application was answered still is', () => {
    const other = [lodged('2027-01-20', 'adoption'), refused('2027-01-25', 'adoption')]
    expect(codes(...pending, ...other, legalBasis('2027-02-01', 'cso'))).toEqual([
      'supervision-order-while-pending',
    ])
  })

  test('that is renewed, or any other legal basis, is not', () => {
    const record = [started('2026-03-02', { legalBasis: 'cso' }), ...pending, legalBasis('2027-02-01', 'cso')]
    expect(state(...record).warnings.map(({ code }) => code)).toEqual(['no-advice-of-the-hearing'])
    expect(codes(...pending, legalBasis('2027-02-01', 'icso'))).toEqual([])
  })

  test('made while only an adoption is applied for is not', () => {
    const adoption = [...approvedBy, reviewed, lodged('2027-01-15', 'adoption')]
    expect(codes(...adoption, legalBasis('2027-02-01', 'cso'))).toEqual([])
  })
})

test('a warning goes when what was missing is typed, and comes back when that is withdrawn', () => {
  const record = recorded(start, ...approvedBy, lodged('2027-01-15'))
  const codesOf = (one: Parameters<typeof wholeState>[0]) => wholeState(one).warnings.map(({ code }) => code)
  const mended = andThen(record, reviewed)
  expect(codesOf(record)).toEqual(['no-review-since-the-decision'])
  expect(codesOf(mended)).toEqual([])
  expect(codesOf(corrected(mended, 6, null))).toEqual(['no-review-since-the-decision'])
})

test('a child at home, a transfer and a change of legal basis give nothing to warn of', () => {
  const home = recorded(
    startedAtHome('2026-03-02'),
    transferred('2026-04-01', { locality: 'skye' }),
    legalBasis('2026-05-01', 'voluntary-s25'),
  )
  expect(wholeState(home).warnings).toEqual([])
})
