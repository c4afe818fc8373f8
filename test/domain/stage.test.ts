import type { Stage } from '../../domain/codes'
import { standingAt } from '../../domain/standing'
import {
  at,
  closed,
  dateSet,
  decided,
  lodged,
  meetingHeld,
  panelHeld,
  recommended,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  state,
  type Fact,
} from '../support/journeys'

const stageAt = (now: string, ...facts: Fact[]) => standingAt(state(...facts).standing, at(now)).stage
const LATER = '2030-01-01T12:00:00Z'

describe('the first 72 hours', () => {
  const start = started('2026-03-27T15:30:00Z')

  test.each<[string, Stage]>([
    ['2026-03-27T15:30:00Z', 'first-72-hours'],
    ['2026-03-30T16:30:00+01:00', 'first-72-hours'],
    ['2026-03-30T16:30:00.001+01:00', 'assessment'],
  ])('end by themselves: at %s the stage is %s', (now, expected) => {
    expect(stageAt(now, start)).toBe(expected)
  })

  test('end with the 72-hour meeting', () => {
    expect(stageAt('2026-03-28T12:00:00Z', start, meetingHeld('72-hour', '2026-03-28T10:00:00Z'))).toBe(
      'assessment',
    )
  })

  test('do not end with another meeting or a date set', () => {
    const told = [meetingHeld('other', '2026-03-28'), dateSet('72-hour', '2026-03-30', { on: '2026-03-28' })]
    expect(stageAt('2026-03-28T12:00:00Z', start, ...told)).toBe('first-72-hours')
  })

  test('of a start without a time run from its midnight', () => {
    expect(stageAt('2026-03-05T00:00:00Z', started('2026-03-02'))).toBe('first-72-hours')
    expect(stageAt('2026-03-05T00:00:01Z', started('2026-03-02'))).toBe('assessment')
  })
})

describe('the stage by the latest standing fact', () => {
  const start = started('2026-03-02')
  const threeMonth = meetingHeld('3-month', '2026-06-01')
  const away = recommended('2026-08-03')
  const panel = panelHeld('2026-10-20')
  const approved = decided('2026-10-30')

  test.each<[string, Stage, Fact[]]>([
    ['the 3-month meeting', 'awaiting-recommendation', [threeMonth]],
    [
      'a 6-month meeting without recommendation',
      'awaiting-recommendation',
      [meetingHeld('6-month', '2026-08-27')],
    ],
    ['a recommendation away from the family', 'awaiting-panel', [away]],
    [
      'one carried by a child plan meeting',
      'awaiting-panel',
      [meetingHeld('6-month', '2026-08-27', { recommendation: 'away-from-home' })],
    ],
    [
      'one for a kinship care order: carers petition',
      'awaiting-lodging',
      [recommended('2026-08-03', 'kinship-care-order')],
    ],
    ['a recommendation of return', 'returning-home', [returnRecommended('2026-08-03')]],
    ['a supported panel', 'awaiting-decision', [away, panel]],
    [
      'a panel that did not support it',
      'awaiting-decision',
      [away, panelHeld('2026-10-20', 'not-supported')],
    ],
    ['a deferred panel', 'awaiting-panel', [away, panelHeld('2026-10-20', 'deferred')]],
    [
      'a panel after a deferred one',
      'awaiting-decision',
      [away, panelHeld('2026-10-20', 'deferred'), panelHeld('2026-12-01')],
    ],
    ['an approval', 'awaiting-lodging', [away, panel, approved]],
    ['a decision not to approve', 'awaiting-panel', [away, panel, decided('2026-10-30', 'not-approved')]],
    ['a lodging', 'in-court', [away, panel, approved, lodged('2027-01-15')]],
    [
      'a review while in court',
      'in-court',
      [away, panel, approved, lodged('2027-01-15'), reviewHeld('later', '2027-02-01')],
    ],
    ['a plan that became return', 'returning-home', [away, panel, approved, returnRecommended('2026-12-01')]],
    [
      'a plan that became another route',
      'awaiting-panel',
      [away, panel, approved, recommended('2026-12-01', 'adoption')],
    ],
    [
      'a return, still looked after',
      'at-home',
      [away, panel, returned('2026-12-01', { stillLookedAfter: true })],
    ],
    ['a return', 'closed', [away, panel, returned('2026-12-01')]],
    ['a closing', 'closed', [away, closed('2026-12-01')]],
  ])('after %s is %s', (_, expected, facts) => {
    expect(stageAt(LATER, start, ...facts)).toBe(expected)
  })

  test('is by what occurred last, not by what was typed last', () => {
    expect(stageAt(LATER, start, away, approved, panel)).toBe('awaiting-lodging')
    expect(stageAt(LATER, start, returnRecommended('2026-09-01'), away)).toBe('returning-home')
  })

  test('on one day is by the time: the recommendation of the afternoon stands', () => {
    const told = [
      returnRecommended('2026-08-03T10:00:00+01:00'),
      meetingHeld('6-month', '2026-08-03T14:00:00+01:00', { recommendation: 'away-from-home' }),
    ]
    expect(stageAt(LATER, start, ...told)).toBe('awaiting-panel')
  })

  test('does not go back to the panel when a later meeting repeats the recommendation that stands', () => {
    const inCourt = [away, panel, approved, lodged('2027-01-15')]
    const again = { recommendation: 'away-from-home', route: 'permanence-order' } as const
    expect(stageAt(LATER, start, ...inCourt, meetingHeld('other', '2027-02-01', again))).toBe('in-court')
    expect(
      stageAt(
        LATER,
        start,
        ...inCourt,
        meetingHeld('other', '2027-02-01', { recommendation: 'away-from-home' }),
      ),
    ).toBe('in-court')
  })

  test('of a child looked after at home is at-home from the start', () => {
    expect(
      stageAt('2026-03-02T12:00:00Z', started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' })),
    ).toBe('at-home')
  })
})
