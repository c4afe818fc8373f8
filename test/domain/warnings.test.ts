import {
  decided,
  journeyToCourt,
  meetingHeld,
  panelHeld,
  recommended,
  reviewHeld,
  started,
  state,
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
