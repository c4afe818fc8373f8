import { EVENT_TYPES, type EventType } from '../../domain/events'
import { possibleNow, refusalOf, refusalOfStart } from '../../domain/guards'
import {
  at,
  closed,
  dateSet,
  decided,
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
  type Fact,
} from '../support/journeys'

const NOW = '2027-06-01T12:00:00+01:00'
const start = started('2026-03-02T10:00:00Z')
const refusal = (draft: Fact, ...before: Fact[]) => refusalOf(journey(start, ...before), draft, at(NOW))

describe('what has not happened yet', () => {
  test('cannot be recorded, and the remedy is to set a date', () => {
    const refused = refusal(meetingHeld('3-month', '2027-06-01T12:00:01+01:00'))
    expect(refused).toMatchObject({ code: 'in-the-future', field: 'occurredAt' })
    expect(refused?.because).toContain('2027-06-01T12:00:01+01:00')
    expect(refused?.remedy).toContain('meeting-date-set')
  })

  test('is judged by London’s day where no time was given', () => {
    expect(refusal(reviewHeld('later', '2027-06-01'))).toBeUndefined()
    expect(refusal(reviewHeld('later', '2027-06-02'))?.code).toBe('in-the-future')
    const halfPastMidnight = at('2027-06-01T23:30:00Z')
    expect(refusalOf(journey(start), reviewHeld('later', '2027-06-02'), halfPastMidnight)).toBeUndefined()
  })

  test('at this very moment is not in the future', () => {
    expect(refusal(reviewHeld('later', NOW))).toBeUndefined()
  })

  test('cannot start a journey either', () => {
    expect(refusalOfStart(occurrence('2027-06-02'), at(NOW))?.code).toBe('in-the-future')
    expect(refusalOfStart(occurrence('2027-06-01'), at(NOW))).toBeUndefined()
  })
})

describe('what was before the journey', () => {
  test('is not of it', () => {
    const refused = refusal(meetingHeld('72-hour', '2026-03-01'))
    expect(refused).toMatchObject({ code: 'before-the-journey', field: 'occurredAt' })
    expect(refused?.because).toContain('2026-03-02T10:00:00+00:00')
    expect(refused?.remedy).toContain('correct the start')
  })

  test('is judged by the moment where both have one, and an equal date is never before', () => {
    expect(refusal(meetingHeld('72-hour', '2026-03-02T09:59:00Z'))?.code).toBe('before-the-journey')
    expect(refusal(meetingHeld('72-hour', '2026-03-02T10:00:00Z'))).toBeUndefined()
    expect(refusal(meetingHeld('72-hour', '2026-03-02'))).toBeUndefined()
  })
})

test('a journey starts once: a child looked after again has a new one', () => {
  const refused = refusal(started('2026-09-01'))
  expect(refused?.code).toBe('already-started')
  expect(refused?.remedy).toContain('new journey')
})

describe('a panel', () => {
  test('cannot be held before any recommendation away from the family', () => {
    const refused = refusal(panelHeld('2026-10-20'))
    expect(refused).toMatchObject({ code: 'panel-before-recommendation' })
    expect(refused?.because).toContain('before any recommendation')
    expect(refused?.remedy).toContain('permanence-recommended')
  })

  test('cannot be held on a recommendation of return, nor on a meeting that recommended nothing', () => {
    const nothing = meetingHeld('6-month', '2026-08-27', { recommendation: 'none' })
    expect(refusal(panelHeld('2026-10-20'), returnRecommended('2026-08-03'), nothing)?.code).toBe(
      'panel-before-recommendation',
    )
  })

  test('held before the recommendation is refused, whichever was typed first', () => {
    expect(refusal(panelHeld('2026-08-02'), recommended('2026-08-03'))?.code).toBe(
      'panel-before-recommendation',
    )
  })

  test('on the day of the recommendation is not before it', () => {
    expect(refusal(panelHeld('2026-08-03'), recommended('2026-08-03'))).toBeUndefined()
    expect(refusal(panelHeld('2026-08-03T09:00:00+01:00'), recommended('2026-08-03'))).toBeUndefined()
  })

  test('in the morning is before the recommendation of the afternoon', () => {
    const afternoon = recommended('2026-08-03T15:00:00+01:00')
    expect(refusal(panelHeld('2026-08-03T09:00:00+01:00'), afternoon)?.code).toBe(
      'panel-before-recommendation',
    )
  })

  test('may follow the recommendation that a child plan meeting carried', () => {
    const meeting = meetingHeld('6-month', '2026-08-27', {
      recommendation: 'away-from-home',
      route: 'adoption',
    })
    expect(refusal(panelHeld('2026-10-20'), meeting)).toBeUndefined()
  })

  test('is not needed for a kinship care order, but not refused either', () => {
    expect(refusal(panelHeld('2026-10-20'), recommended('2026-08-03', 'kinship-care-order'))).toBeUndefined()
  })
})

describe('the agency decision maker', () => {
  const away = recommended('2026-08-03')
  const panel = panelHeld('2026-10-20', 'supported', ['ann', 'bob'])

  test('cannot have sat on that panel', () => {
    const refused = refusal(decided('2026-10-30', 'approve-permanence-order', 'bob'), away, panel)
    expect(refused).toMatchObject({ code: 'decision-maker-sat-on-panel', field: 'decisionMaker' })
    expect(refused?.because).toContain('bob sat on the panel of 2026-10-20')
    expect(refused?.remedy).toContain('did not sit on that panel')
  })

  test('cannot have sat on it when the decision was typed before the panel', () => {
    const refused = refusal(panel, away, decided('2026-10-30', 'approve-permanence-order', 'bob'))
    expect(refused).toMatchObject({ code: 'decision-maker-sat-on-panel', field: 'members' })
    expect(refused?.because).toContain('bob made the decision of 2026-10-30')
    expect(refused?.remedy).toBeTruthy()
  })

  test('cannot decide on the day of the panel they sat on', () => {
    expect(refusal(decided('2026-10-20', 'approve-permanence-order', 'ann'), away, panel)?.code).toBe(
      'decision-maker-sat-on-panel',
    )
  })

  test('may be anybody else', () => {
    expect(refusal(decided('2026-10-30', 'approve-permanence-order', 'cat'), away, panel)).toBeUndefined()
    expect(refusal(panel, away, decided('2026-10-30', 'approve-permanence-order', 'cat'))).toBeUndefined()
  })

  test('may have sat on an earlier panel, which deferred, or on a later one', () => {
    const deferred = panelHeld('2026-09-15', 'deferred', ['dan'])
    const dan = decided('2026-10-30', 'approve-permanence-order', 'dan')
    expect(refusal(dan, away, deferred, panel)).toBeUndefined()
    expect(refusal(deferred, away, panel, dan)).toBeUndefined()
    expect(refusal(panelHeld('2026-12-01', 'supported', ['dan']), away, panel, dan)).toBeUndefined()
  })

  test('cannot have sat on either of two panels of one day, when nothing says which was the last', () => {
    const other = panelHeld('2026-10-20', 'deferred', ['dan'])
    for (const name of ['ann', 'dan']) {
      expect(refusal(decided('2026-10-30', 'approve-permanence-order', name), away, panel, other)?.code).toBe(
        'decision-maker-sat-on-panel',
      )
    }
  })
})

describe('a permanence order', () => {
  const away = recommended('2026-08-03')
  const panel = panelHeld('2026-10-20')

  test.each([undefined, 'permanence-order', 'permanence-order-with-authority-to-adopt'] as const)(
    '(%s) cannot be lodged before an approval',
    (order) => {
      const refused = refusal(lodged('2027-01-15', order), away, panel)
      expect(refused).toMatchObject({ code: 'lodged-before-approval' })
      expect(refused?.because).toContain('has approved it')
      expect(refused?.remedy).toContain('agency-decision-made')
    },
  )

  test.each(['approve-adoption', 'approve-other', 'not-approved'] as const)(
    'cannot be lodged upon %s',
    (decision) => {
      expect(refusal(lodged('2027-01-15'), away, panel, decided('2026-10-30', decision))?.code).toBe(
        'lodged-before-approval',
      )
    },
  )

  test('cannot be lodged on a day before the approval; on the day of it, it can', () => {
    expect(refusal(lodged('2026-10-29'), away, panel, decided('2026-10-30'))?.code).toBe(
      'lodged-before-approval',
    )
    expect(refusal(lodged('2026-10-30'), away, panel, decided('2026-10-30'))).toBeUndefined()
  })

  test('can be lodged after an approval with or without authority to adopt', () => {
    const withAuthority = decided('2026-10-30', 'approve-permanence-order-with-authority-to-adopt')
    expect(refusal(lodged('2027-01-15'), away, panel, withAuthority)).toBeUndefined()
  })

  test.each(['kinship-care-order', 'adoption', 'other'] as const)(
    'is not what %s is: no approval is asked for it',
    (order) => {
      expect(
        refusal(lodged('2027-01-15', order), recommended('2026-08-03', 'kinship-care-order')),
      ).toBeUndefined()
    },
  )
})

describe('a closed journey', () => {
  const end = closed('2026-12-01', 'moved-away')

  test('takes nothing that happened after it', () => {
    const refused = refusal(reviewHeld('later', '2026-12-02'), end)
    expect(refused).toMatchObject({ code: 'after-closing' })
    expect(refused?.because).toContain('2026-12-01 (moved-away)')
    expect(refused?.remedy).toContain('correct the closing')
  })

  test('still takes what happened before it, or on its day', () => {
    expect(refusal(reviewHeld('later', '2026-11-30'), end)).toBeUndefined()
    expect(refusal(reviewHeld('later', '2026-12-01'), end)).toBeUndefined()
  })

  test('is not closed twice, in either of the two ways', () => {
    expect(refusal(closed('2026-12-01'), end)?.code).toBe('already-closed')
    expect(refusal(closed('2026-11-01'), end)?.code).toBe('already-closed')
    expect(refusal(closed('2026-12-05'), end)?.code).toBe('already-closed')
    expect(refusal(returned('2026-11-01'), end)).toMatchObject({
      code: 'already-closed',
      remedy: expect.stringContaining('Correct'),
    })
    expect(refusal(closed('2026-12-01'), returned('2026-12-01'))?.code).toBe('already-closed')
  })

  test('cannot be one in which something is recorded after the closing', () => {
    const refused = refusal(closed('2026-12-01'), reviewHeld('later', '2026-12-02'))
    expect(refused).toMatchObject({ code: 'events-after-closing', field: 'occurredAt' })
    expect(refused?.because).toContain('review-held is recorded on 2026-12-02')
    expect(refused?.remedy).toBeTruthy()
    expect(refusal(returned('2026-12-01'), reviewHeld('later', '2026-12-02'))?.code).toBe(
      'events-after-closing',
    )
    expect(refusal(closed('2026-12-02'), reviewHeld('later', '2026-12-02'))).toBeUndefined()
  })

  test('is not closed by a return after which the child is still looked after', () => {
    const home = returned('2026-11-01', { stillLookedAfter: true })
    expect(refusal(reviewHeld('later', '2026-12-02'), home)).toBeUndefined()
    expect(refusal(home, reviewHeld('later', '2026-12-02'))).toBeUndefined()
  })
})

describe('what can be recorded now', () => {
  const allowed = (...facts: Fact[]) =>
    possibleNow(journey(start, ...facts), at(NOW))
      .filter((possible) => possible.allowed)
      .map(({ type }) => type)
  // Everything else needs no antecedent, and is possible as long as the journey is open.
  const needsMore: EventType[] = ['looked-after-started', 'panel-held', 'order-lodged']
  const open = (...types: EventType[]) =>
    EVENT_TYPES.filter((type) => !needsMore.includes(type) || types.includes(type))

  test('is said of every type of event, with the reason and the remedy where it cannot be', () => {
    const all = possibleNow(journey(start), at(NOW))
    expect(all.map(({ type }) => type)).toEqual([...EVENT_TYPES])
    for (const possible of all.filter((one) => !one.allowed)) {
      expect(possible.because).toBeTruthy()
      expect(possible.remedy).toBeTruthy()
    }
  })

  test('grows as the journey goes on', () => {
    const steps = [recommended('2026-08-03'), panelHeld('2026-10-20'), decided('2026-10-30')]
    expect(allowed()).toEqual(open())
    expect(allowed(...steps.slice(0, 1))).toEqual(open('panel-held'))
    expect(allowed(...steps)).toEqual(open('panel-held', 'order-lodged'))
  })

  test('is the lodging of a kinship care order, where that was recommended', () => {
    expect(allowed(recommended('2026-08-03', 'kinship-care-order'))).toContain('order-lodged')
  })

  test('is nothing but a correction in a closed journey', () => {
    expect(allowed(closed('2026-12-01'))).toEqual(['event-corrected'])
  })

  test('agrees with the guard', () => {
    expect(allowed()).not.toContain('panel-held')
    expect(refusal(panelHeld(NOW))?.code).toBe('panel-before-recommendation')
    expect(refusal(dateSet('panel', '2027-07-01', { on: NOW }))).toBeUndefined()
  })
})
