import { EVENT_TYPES, type EventType } from '../../domain/events'
import { possibleNow, refusalOf, refusalOfStart, type Possible } from '../../domain/guards'
import {
  at,
  closed,
  dateSet,
  decided,
  fact,
  granted,
  journey,
  legalBasis,
  lodged,
  meetingHeld,
  occurrence,
  panelHeld,
  recommended,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  transferred,
  visited,
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

describe('whatever ends a journey', () => {
  const ends: [string, Fact, string][] = [
    ['a closing', closed('2026-12-01', 'died'), 'died'],
    ['a return', returned('2026-12-01'), 'returned-to-family'],
    ['an adoption order', granted('2026-12-01', 'adoption'), 'adoption-granted'],
    ['a kinship care order', granted('2026-12-01', 'kinship-care-order'), 'kinship-order-granted'],
    ['a move to another authority', transferred('2026-12-01', { authority: 'moray' }), 'moved-away'],
  ]

  test.each(ends)('%s takes nothing after it, and ends it once', (_, end, reason) => {
    expect(refusal(visited('2026-12-02'), end)).toEqual({
      code: 'after-closing',
      because: `This journey closed on 2026-12-01 (${reason}); nothing can have happened in it after that`,
      remedy: 'Give a date on or before the closing, correct the closing, or start a new journey',
    })
    for (const [, another] of ends) {
      expect(refusal(another, end)).toEqual({
        code: 'already-closed',
        because: `This journey closed on 2026-12-01 (${reason})`,
        remedy: 'Correct that closing if it is wrong',
      })
    }
  })

  test.each(ends)('%s cannot be dated before what is recorded after it', (_, end) => {
    expect(refusal(end, visited('2026-12-02'))).toEqual({
      code: 'events-after-closing',
      field: 'occurredAt',
      because: 'visit-made is recorded on 2026-12-02, after 2026-12-01',
      remedy: 'Close on a date that is not before the last event, or correct that event first',
    })
    expect(refusal(end, visited('2026-12-01'))).toBeUndefined()
    expect(refusal(end, visited('2026-12-01T18:00:00Z'))).toBeUndefined()
  })

  test('at a time takes nothing later on that day, but what has no time', () => {
    const end = closed('2026-12-01T12:00:00Z')
    expect(refusal(visited('2026-12-01T12:00:01Z'), end)?.code).toBe('after-closing')
    expect(refusal(visited('2026-12-01T12:00:00Z'), end)).toBeUndefined()
    expect(refusal(visited('2026-12-01'), end)).toBeUndefined()
  })

  test.each([undefined, 'permanence-order', 'permanence-order-with-authority-to-adopt', 'other'] as const)(
    'is no order (%s) that leaves the child looked after',
    (order) => {
      expect(refusal(visited('2026-12-02'), granted('2026-12-01', order))).toBeUndefined()
      expect(refusal(granted('2026-12-01', order), visited('2026-12-02'))).toBeUndefined()
    },
  )

  test('is no transfer within the authority', () => {
    const moved = transferred('2026-12-01', { locality: 'skye' })
    expect(refusal(visited('2026-12-02'), moved)).toBeUndefined()
    expect(refusal(moved, visited('2026-12-02'))).toBeUndefined()
  })
})

describe('fields that cannot both be so', () => {
  const cover = (until: string) =>
    fact('worker-assigned', '2026-05-01', { worker: 'bob', as: 'cover', until: occurrence(until).on })

  test('a cover does not end before it begins', () => {
    expect(refusal(cover('2026-04-30'))).toEqual({
      code: 'ends-before-it-begins',
      field: 'until',
      because: '2026-04-30 is before 2026-05-01, when it began',
      remedy: 'Give a day on or after 2026-05-01, or leave until out',
    })
    expect(refusal(cover('2026-05-01'))).toBeUndefined()
    expect(refusal(fact('worker-assigned', '2026-05-01', { worker: 'bob', as: 'cover' }))).toBeUndefined()
  })

  test('an order does not expire before it is made', () => {
    expect(refusal(legalBasis('2026-05-01', 'icso', '2026-04-30'))).toMatchObject({
      code: 'ends-before-it-begins',
      field: 'expiresOn',
      remedy: 'Give a day on or after 2026-05-01, or leave expiresOn out',
    })
    expect(refusal(legalBasis('2026-05-01', 'icso', '2026-05-01'))).toBeUndefined()
    expect(refusal(legalBasis('2026-05-01', 'icso'))).toBeUndefined()
  })

  test('a transfer goes somewhere', () => {
    expect(refusal(transferred('2026-05-01', { team: 'north' }))).toEqual({
      code: 'transferred-nowhere',
      field: 'locality',
      because: 'A transfer goes to another locality, or to another authority',
      remedy: 'Give locality, or authority when the child moves out of this one',
    })
    expect(refusal(transferred('2026-05-01', { locality: 'skye' }))).toBeUndefined()
    expect(refusal(transferred('2026-05-01', { authority: 'moray' }))).toBeUndefined()
  })
})

describe('in whatever order it is typed', () => {
  test('a recommendation typed after a panel that was refused makes room for it', () => {
    const panel = panelHeld('2026-10-20')
    expect(refusal(panel)?.code).toBe('panel-before-recommendation')
    expect(refusal(panel, recommended('2026-08-03'))).toBeUndefined()
  })

  test('an approval typed today makes room for a lodging of last week only if it was made by then', () => {
    const lodging = lodged('2027-05-20')
    const before = [recommended('2026-08-03'), panelHeld('2026-10-20')]
    expect(refusal(lodging, ...before, decided('2027-05-19'))).toBeUndefined()
    expect(refusal(lodging, ...before, decided('2027-05-20'))).toBeUndefined()
    expect(refusal(lodging, ...before, decided('2027-05-21'))?.code).toBe('lodged-before-approval')
  })

  test('on one day the times decide, where both have one', () => {
    const before = [recommended('2026-08-03'), panelHeld('2026-10-20')]
    const lodging = lodged('2027-01-15T10:00:00Z')
    expect(refusal(lodging, ...before, decided('2027-01-15T09:59:00Z'))).toBeUndefined()
    expect(refusal(lodging, ...before, decided('2027-01-15T10:01:00Z'))?.code).toBe('lodged-before-approval')
    expect(refusal(lodging, ...before, decided('2027-01-15'))).toBeUndefined()
  })
})

describe('what can be recorded now', () => {
  const allowed = (...facts: Fact[]) =>
    possibleNow(journey(start, ...facts), at(NOW))
      .filter((possible) => possible.allowed)
      .map(({ type }) => type)
  const possible = (type: EventType, ...facts: Fact[]) =>
    possibleNow(journey(start, ...facts), at(NOW)).find((one) => one.type === type) as Possible
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

  test('is not a second start, and a new journey is the remedy', () => {
    expect(possible('looked-after-started')).toEqual({
      type: 'looked-after-started',
      allowed: false,
      because: 'This journey has its start already',
      remedy: 'A child who becomes looked after again has a new journey: start it when this one is closed',
    })
  })

  test('is not a panel before a recommendation, nor a lodging before an approval', () => {
    expect(possible('panel-held')).toEqual({
      type: 'panel-held',
      allowed: false,
      because: 'A panel cannot be held before any recommendation of permanence away from the family',
      remedy:
        'Record the recommendation first, with permanence-recommended or the child plan meeting that made it',
    })
    expect(possible('order-lodged', recommended('2026-08-03'))).toEqual({
      type: 'order-lodged',
      allowed: false,
      because: 'A permanence order cannot be lodged before the agency decision maker has approved it',
      remedy:
        'Record the approval first, with agency-decision-made; a kinship care order needs none: give order: kinship-care-order',
    })
  })

  test('is the lodging of what was recommended last', () => {
    const kinshipThenOrder = [recommended('2026-08-03', 'kinship-care-order'), recommended('2026-09-01')]
    expect(possible('order-lodged', ...kinshipThenOrder).allowed).toBe(false)
    expect(possible('order-lodged', ...[...kinshipThenOrder].reverse()).allowed).toBe(false)
  })

  test.each(EVENT_TYPES.filter((type) => type !== 'event-corrected'))(
    'is not %s in a closed journey, and a correction is the remedy',
    (type) => {
      const { allowed: is, because, remedy } = possible(type, closed('2026-12-01', 'aged-out'))
      expect(is).toBe(false)
      if (type === 'looked-after-started') expect(remedy).toContain('new journey')
      else {
        expect(because).toContain('This journey closed on 2026-12-01 (aged-out)')
        expect(remedy).toMatch(/[Cc]orrect/)
      }
    },
  )

  test('is nothing but a correction in a closed journey', () => {
    expect(allowed(closed('2026-12-01'))).toEqual(['event-corrected'])
  })

  test('agrees with the guard', () => {
    expect(allowed()).not.toContain('panel-held')
    expect(refusal(panelHeld(NOW))?.code).toBe('panel-before-recommendation')
    expect(refusal(dateSet('panel', '2027-07-01', { on: NOW }))).toBeUndefined()
  })
})
