import { diaryOf } from '../../domain/diary'
import {
  dateSet,
  journey,
  meetingHeld,
  panelHeld,
  recommended,
  reviewHeld,
  started,
  type Fact,
} from '../support/journeys'

const start = started('2026-03-02')
const seventyTwo = meetingHeld('72-hour', '2026-03-04', {
  agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-27' },
})
const diary = (...facts: Fact[]) => diaryOf(journey(start, ...facts))
const entry = (meeting: string, ...facts: Fact[]) => diary(...facts).find((one) => one.meeting === meeting)

describe('the dates agreed at the 72-hour meeting', () => {
  test('are in the diary, in the order of their dates', () => {
    expect(diary(seventyTwo)).toMatchObject([
      { meeting: '3-month', date: { on: '2026-05-28', at: '2026-05-28T09:00:00.000Z' }, cancelled: false },
      { meeting: '6-month', date: { on: '2026-08-27' }, cancelled: false },
    ])
    expect(diary(seventyTwo)[0]).not.toHaveProperty('movedFrom')
    expect(diary(seventyTwo)[0]).not.toHaveProperty('heldBy')
  })

  test('may be one alone, or none', () => {
    expect(
      diary(meetingHeld('72-hour', '2026-03-04', { agreedDates: { sixMonth: '2026-08-27' } })),
    ).toHaveLength(1)
    expect(diary(meetingHeld('72-hour', '2026-03-04'))).toEqual([])
  })
})

describe('a meeting with a date', () => {
  test('that is moved says from when', () => {
    const moved = dateSet('3-month', '2026-06-01', { on: '2026-05-20', reason: 'the school is shut' })
    expect(entry('3-month', seventyTwo, moved)).toMatchObject({
      date: { on: '2026-06-01' },
      movedFrom: { on: '2026-05-28', at: '2026-05-28T09:00:00.000Z' },
    })
  })

  test('that is set again for the same time is not moved, and was moved when it was', () => {
    const again = dateSet('6-month', '2026-08-27', { on: '2026-06-01' })
    expect(entry('6-month', seventyTwo, again)).not.toHaveProperty('movedFrom')
    const moved = dateSet('6-month', '2026-08-20', { on: '2026-06-01' })
    const placed = dateSet('6-month', '2026-08-20', { on: '2026-06-02', place: 'Thurso' })
    expect(entry('6-month', seventyTwo, moved, placed)).toMatchObject({ movedFrom: { on: '2026-08-27' } })
  })

  test('that is set and cancelled on one day, without a time, is cancelled', () => {
    const set = dateSet('3-month', '2026-06-01', { on: '2026-05-20' })
    const cancelled = dateSet('3-month', '2026-06-01', {
      on: '2026-05-20',
      cancelled: true,
      chair: 'chair-1',
    })
    expect(entry('3-month', seventyTwo, cancelled, set)).toMatchObject({ cancelled: true })
  })

  test('has the date that was set last, not the one that was typed last', () => {
    const late = dateSet('6-month', '2026-08-20', { on: '2026-06-01' })
    const later = dateSet('6-month', '2026-08-25', { on: '2026-07-01' })
    expect(entry('6-month', seventyTwo, later, late)?.date.on).toBe('2026-08-25')
  })

  test('that is cancelled stays in the diary, marked so', () => {
    const cancelled = dateSet('3-month', '2026-05-28T10:00:00+01:00', { on: '2026-05-20', cancelled: true })
    expect(entry('3-month', seventyTwo, cancelled)).toMatchObject({ cancelled: true })
    const anew = dateSet('3-month', '2026-06-01', { on: '2026-05-21' })
    expect(entry('3-month', seventyTwo, cancelled, anew)).toMatchObject({ cancelled: false })
  })

  test('that has been held names what recorded it, also when it was held before its date or after', () => {
    for (const on of ['2026-05-26', '2026-05-28', '2026-06-15']) {
      expect(entry('3-month', seventyTwo, meetingHeld('3-month', on))?.heldBy).toMatchObject({
        occurred: { on },
      })
    }
  })

  test('whose date was set on the day it was held is held', () => {
    const today = dateSet('3-month', '2026-05-26', { on: '2026-05-26' })
    expect(entry('3-month', seventyTwo, today, meetingHeld('3-month', '2026-05-26'))).toMatchObject({
      heldBy: { occurred: { on: '2026-05-26' } },
      movedFrom: { on: '2026-05-28' },
    })
  })

  test('that is a 6-week review is held by a review or by a child plan meeting that was also that review', () => {
    const set = dateSet('6-week-review', '2026-04-10', { on: '2026-03-04' })
    expect(entry('6-week-review', set, reviewHeld('6-week', '2026-04-10'))).toHaveProperty('heldBy')
    expect(
      entry('6-week-review', set, meetingHeld('other', '2026-04-10', { review: '6-week' })),
    ).toHaveProperty('heldBy')
    expect(entry('6-week-review', set, meetingHeld('other', '2026-04-10'))).not.toHaveProperty('heldBy')
    expect(entry('6-week-review', set, reviewHeld('emergency', '2026-03-05'))).not.toHaveProperty('heldBy')
  })

  test('of no kind that can be known is not held by any other', () => {
    const set = dateSet('other', '2026-04-10', { on: '2026-03-04' })
    expect(entry('other', set, meetingHeld('other', '2026-04-10'))).not.toHaveProperty('heldBy')
  })
})

describe('the panel after a deferred one', () => {
  const before = [
    recommended('2026-08-03'),
    dateSet('panel', '2026-10-20', { on: '2026-08-03' }),
    panelHeld('2026-10-20', 'deferred'),
  ]

  test.each(['2026-10-20', '2026-10-20T16:00:00+01:00', '2026-10-22'])(
    'is another meeting, set on %s: neither held yet nor moved',
    (on) => {
      const set = entry('panel', ...before, dateSet('panel', '2026-12-01', { on }))
      expect(set).toMatchObject({ date: { on: '2026-12-01' } })
      expect(set).not.toHaveProperty('heldBy')
      expect(set).not.toHaveProperty('movedFrom')
    },
  )

  test('is held when it is held', () => {
    const set = dateSet('panel', '2026-12-01', { on: '2026-10-20' })
    const held = entry('panel', ...before, set, panelHeld('2026-12-01'))
    expect(held?.heldBy).toMatchObject({ occurred: { on: '2026-12-01' } })
    expect(held).not.toHaveProperty('movedFrom')
  })

  test('that is moved itself says from when', () => {
    const set = dateSet('panel', '2026-12-01', { on: '2026-10-20' })
    const moved = dateSet('panel', '2026-12-08', { on: '2026-11-20' })
    expect(entry('panel', ...before, set, moved)).toMatchObject({ movedFrom: { on: '2026-12-01' } })
    expect(entry('panel', ...before, set, moved, panelHeld('2026-12-08'))).toMatchObject({
      movedFrom: { on: '2026-12-01' },
    })
  })
})

test('two meetings of one day are in the order of their times', () => {
  const afternoon = dateSet('6-month', '2026-05-28T14:00:00+01:00', { on: '2026-03-05' })
  expect(diary(seventyTwo, afternoon).map(({ meeting }) => meeting)).toEqual(['3-month', '6-month'])
  const morning = dateSet('6-month', '2026-05-28T09:00:00+01:00', { on: '2026-03-05' })
  expect(diary(seventyTwo, morning).map(({ meeting }) => meeting)).toEqual(['6-month', '3-month'])
})
