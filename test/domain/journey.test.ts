import type { Journey } from '../../domain/journey'
import { currentPeriod, journeyOf } from '../../domain/journey'
import { isBefore } from '../../domain/order'
import {
  closed,
  dateSet,
  decided,
  journey,
  lodged,
  meetingHeld,
  occurrence,
  panelHeld,
  recommended,
  recorded,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  type Fact,
} from '../support/journeys'

const types = ({ events }: Journey) => events.map(({ type }) => type)

describe('the order in which things occurred', () => {
  test('what was typed last and occurred first comes first', () => {
    const told = journey(
      started('2026-03-02'),
      reviewHeld('6-week', '2026-04-10'),
      meetingHeld('72-hour', '2026-03-04'),
    )
    expect(types(told)).toEqual(['looked-after-started', 'child-plan-meeting-held', 'review-held'])
  })

  test('on one day without times, a panel comes after the recommendation and before the decision', () => {
    const told = journey(
      closed('2026-03-02'),
      lodged('2026-03-02'),
      decided('2026-03-02'),
      panelHeld('2026-03-02'),
      recommended('2026-03-02'),
      dateSet('panel', '2026-04-01', { on: '2026-03-02' }),
      reviewHeld('later', '2026-03-02'),
      meetingHeld('other', '2026-03-02'),
      returned('2026-03-02'),
      started('2026-03-02'),
    )
    expect(types(told)).toEqual([
      'looked-after-started',
      'child-plan-meeting-held',
      'review-held',
      'meeting-date-set',
      'permanence-recommended',
      'panel-held',
      'agency-decision-made',
      'order-lodged',
      'returned-to-family',
      'journey-closed',
    ])
  })

  test('with times, a panel in the afternoon comes after the decision of that morning', () => {
    const told = journey(
      started('2026-03-02'),
      recommended('2026-06-01'),
      panelHeld('2026-06-30'),
      panelHeld('2026-07-01T14:00:00+01:00', 'deferred'),
      decided('2026-07-01T10:00:00+01:00'),
    )
    expect(types(told).slice(3)).toEqual(['agency-decision-made', 'panel-held'])
  })

  test('a decision without a time comes after the panel of its day, whatever the panel’s time', () => {
    const told = journey(
      started('2026-03-02'),
      recommended('2026-06-01'),
      decided('2026-07-01'),
      panelHeld('2026-07-01T14:00:00+01:00'),
    )
    expect(types(told).slice(2)).toEqual(['panel-held', 'agency-decision-made'])
  })

  test('a start in the afternoon still comes before a meeting of that day without a time', () => {
    const told = journey(started('2026-03-02T16:00:00Z'), meetingHeld('72-hour', '2026-03-02'))
    expect(types(told)).toEqual(['looked-after-started', 'child-plan-meeting-held'])
  })

  test('two panels of one day stand in one order, whichever was typed first', () => {
    const one = panelHeld('2026-07-01', 'deferred', ['ann', 'bob'])
    const other = panelHeld('2026-07-01', 'supported', ['cat', 'dan'])
    const panels = (...facts: Fact[]) =>
      journey(started('2026-03-02'), recommended('2026-06-01'), ...facts)
        .events.slice(2)
        .map((event) => {
          return event.type === 'panel-held' && event.outcome
        })
    expect(panels(one, other)).toEqual(panels(other, one))
  })

  test('words do not decide the order: it is the same for those who may not read them', () => {
    const action = (what: string) => [{ what, owner: 'health' as const }]
    const first = meetingHeld('other', '2026-03-10', { actions: action('zzz'), chair: 'ann' })
    const second = meetingHeld('other', '2026-03-10', { actions: action('aaa'), chair: 'bob' })
    const chairs = (...facts: Fact[]) =>
      journey(started('2026-03-02'), ...facts).events.map((event) => 'chair' in event && event.chair)
    const withoutWords = [second, first].map((one) => ({ ...one, actions: undefined }) as Fact)
    expect(chairs(second, first)).toEqual(chairs(...withoutWords))
  })

  test('the names inside a fact may come in any order', () => {
    const first = meetingHeld('other', '2026-03-10', { attendance: { health: 'attended', legal: 'absent' } })
    const same = meetingHeld('other', '2026-03-10', { attendance: { legal: 'absent', health: 'attended' } })
    const numbers = (...facts: Fact[]) =>
      journey(started('2026-03-02'), ...facts).events.map(({ number }) => number)
    expect(numbers(first, same)).toEqual([1, 2, 3])
    expect(numbers(same, first)).toEqual([1, 2, 3])
  })
})

describe('before', () => {
  test.each([
    ['a day and the next', '2026-03-02', '2026-03-03', true],
    ['a day and itself', '2026-03-02', '2026-03-02', false],
    ['the day after and a day', '2026-03-03', '2026-03-02', false],
    ['morning and afternoon', '2026-03-02T09:00:00Z', '2026-03-02T15:00:00Z', true],
    ['a moment and itself', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z', false],
    ['a day and an afternoon of it', '2026-03-02', '2026-03-02T15:00:00Z', false],
    ['an afternoon and its day', '2026-03-02T15:00:00Z', '2026-03-02', false],
    ['an evening and the next day', '2026-03-02T23:59:00Z', '2026-03-03', true],
  ])('%s', (_, earlier, later, expected) => {
    expect(isBefore(occurrence(earlier), occurrence(later))).toBe(expected)
  })
})

describe('periods', () => {
  test('a child away from home who returns and is still looked after begins a period at home', () => {
    const told = journey(started('2026-03-02'), returned('2026-05-01', { stillLookedAfter: true }))
    expect(told.periods.map(({ pathway, from, until }) => [pathway, from.on, until?.on])).toEqual([
      ['away-from-home', '2026-03-02', '2026-05-01'],
      ['at-home', '2026-05-01', undefined],
    ])
    expect(told.closed).toBeUndefined()
  })

  test('a return that ends being looked after closes the journey', () => {
    const told = journey(started('2026-03-02'), returned('2026-05-01'))
    expect(told.closed).toMatchObject({ on: { on: '2026-05-01' }, reason: 'returned-to-family' })
    expect(currentPeriod(told)).toMatchObject({ pathway: 'away-from-home', until: { on: '2026-05-01' } })
  })

  test('a child at home who returns home is in the same period', () => {
    const told = journey(
      started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' }),
      returned('2026-05-01', { stillLookedAfter: true }),
    )
    expect(told.periods).toHaveLength(1)
  })

  test('closing after a return at home ends the period at home', () => {
    const told = journey(
      started('2026-03-02'),
      returned('2026-05-01', { stillLookedAfter: true }),
      closed('2026-09-01', 'ceased-to-be-looked-after'),
    )
    expect(told.periods.map(({ until }) => until?.on)).toEqual(['2026-05-01', '2026-09-01'])
    expect(told.closed?.reason).toBe('ceased-to-be-looked-after')
  })
})

describe('recommendations', () => {
  test('a child plan meeting that carries a recommendation implies it; one that says none does not', () => {
    const told = journey(
      started('2026-03-02'),
      meetingHeld('3-month', '2026-06-01', { recommendation: 'none' }),
      meetingHeld('6-month', '2026-08-27', { recommendation: 'away-from-home', route: 'adoption' }),
      returnRecommended('2026-10-01'),
    )
    expect(told.recommendations.map(({ recommendation, route }) => [recommendation, route])).toEqual([
      ['away-from-home', 'adoption'],
      ['return-home', undefined],
    ])
  })
})

test('a record without its start cannot be read', () => {
  expect(() => journeyOf(recorded(reviewHeld('6-week', '2026-04-10')))).toThrow(
    /without looked-after-started/,
  )
})
