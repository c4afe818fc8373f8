import fc from 'fast-check'
import type { Calendar } from '../../domain/calendar'
import type { NoticeContent } from '../../domain/notices'
import type { Form } from '../../domain/forms'
import { GATHERING_MS, isUrgent, nextDigest, whenToSend } from '../../domain/sending'
import { instant, localDateOf, wallTime, type LocalDate } from '../../domain/time'
import { at } from '../support/journeys'

const day = (text: string) => text as LocalDate
const due = { rule: 'six-week-review', title: '6-week review', dueOn: day('2026-06-30') }
const reminder = { about: 'reminder', ...due } as const
const told = (
  event: 'visit-made' | 'child-plan-meeting-held' | 'looked-after-started',
  more = {},
): NoticeContent => ({
  about: 'recorded',
  event,
  occurredAt: '2026-06-01',
  dates: [],
  ...more,
})
// 1 June 2026 is a Monday
const calendar: Calendar = {
  id: 'health',
  version: 1,
  title: 'Health',
  years: { from: 2026, until: 2026 },
  holidays: [{ on: day('2026-06-02'), name: 'A local holiday' }],
  yearly: [],
}
const hours = { calendar, hour: 9 }
const sentAt = (content: NoticeContent, now: string, form: Form = 'each', belongsTo = now) =>
  whenToSend({ content, at: at(belongsTo), form }, hours, at(now))

describe('what is urgent', () => {
  test.each<[string, NoticeContent]>([
    ['all that counts in hours', { about: 'reminder', ...due, dueAt: at('2026-06-30T10:00:00Z') }],
    [
      'such a deadline that is settled',
      { about: 'settled', ...due, dueAt: at('2026-06-30T10:00:00Z'), how: 'met' },
    ],
    ['the 72-hour meeting', told('child-plan-meeting-held', { detail: '72-hour' })],
    [
      'a date of a meeting',
      told('visit-made', { dates: [{ meeting: 'panel', at: '2026-07-01', cancelled: true }] }),
    ],
    ['that a child became looked after', told('looked-after-started')],
    [
      'a date that was told wrongly',
      {
        about: 'corrected',
        event: 'visit-made',
        was: { occurredAt: '2026-06-01', dates: [{ meeting: 'panel', at: '2026-07-01', cancelled: false }] },
      },
    ],
    [
      'that somebody was not told',
      { about: 'undelivered', agency: 'health', to: 'contact', of: reminder, others: 0 },
    ],
  ])('%s goes at once, on a Sunday night too', (_, content) => {
    expect(isUrgent(content)).toBe(true)
    const night = '2026-05-31T23:00:00+01:00'
    expect(sentAt(content, night, 'digest')).toEqual({ at: at(night), inDigest: false })
  })

  test('is no reminder of a day, and no step that is only to be known', () => {
    expect([reminder, told('visit-made'), { about: 'missed' as const, ...due }].map(isUrgent)).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('what can wait', () => {
  test('goes in the hours of a working day as it comes', () => {
    expect(sentAt(told('visit-made'), '2026-06-01T14:00:00+01:00').at).toBe(at('2026-06-01T14:00:00+01:00'))
  })

  test.each([
    ['the hour of the day', '2026-06-01T07:30:00+01:00', '2026-06-01T09:00:00+01:00'],
    ['the day after a holiday of the receiver', '2026-06-02T10:00:00+01:00', '2026-06-03T09:00:00+01:00'],
    ['Monday', '2026-06-06T10:00:00+01:00', '2026-06-08T09:00:00+01:00'],
  ])('waits for %s', (_, now, until) => {
    expect(sentAt(told('visit-made'), now)).toEqual({ at: at(until), inDigest: false })
  })

  test('goes all the same when its day would be over by then', () => {
    const sunday = { ...reminder, dueOn: day('2026-06-07') }
    const saturday = '2026-06-06T09:00:00+01:00'
    expect(sentAt(sunday, saturday).at).toBe(at(saturday))
    expect(sentAt({ ...sunday, dueOn: day('2026-06-08') }, saturday).at).toBe(at('2026-06-08T09:00:00+01:00'))
  })

  test('waits for weekdays alone in a year that the calendar does not list', () => {
    expect(sentAt(told('visit-made'), '2027-06-05T10:00:00+01:00').at).toBe(at('2027-06-07T09:00:00+01:00'))
  })
})

describe('a digest', () => {
  const soon = (text: string) => instant(Date.parse(at(text)) + GATHERING_MS)

  test('has what falls due at its hour, though it is written some seconds later', () => {
    const nine = '2026-06-01T09:00:00+01:00'
    expect(sentAt(reminder, '2026-06-01T09:00:20+01:00', 'digest', nine)).toEqual({
      at: soon(nine),
      inDigest: true,
    })
  })

  test('has tomorrow what comes later in the day, past the receiver’s holiday', () => {
    const sent = sentAt(told('visit-made'), '2026-06-01T09:30:00+01:00', 'digest')
    expect(sent).toEqual({ at: soon('2026-06-03T09:00:00+01:00'), inDigest: true })
    expect(nextDigest(day('2026-06-01'), hours)).toBe(sent.at)
  })

  test('that could not go for days goes in working time when it can', () => {
    const friday = '2026-06-05T08:00:00+01:00'
    expect(sentAt(told('visit-made'), '2026-06-06T12:00:00+01:00', 'digest', friday).at).toBe(
      at('2026-06-08T09:00:00+01:00'),
    )
    const wednesday = '2026-06-10T15:00:00+01:00'
    expect(sentAt(told('visit-made'), wednesday, 'digest', friday).at).toBe(at(wednesday))
  })
})

test('whatever waits goes on a working day within its hours, once its time has come, and never in the past', () => {
  const moments = fc
    .integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2026-11-30T00:00Z') })
    .map(instant)
  fc.assert(
    fc.property(
      moments,
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom<Form>('each', 'digest'),
      (now, daysAgo, form) => {
        const belongsTo = instant(Date.parse(now) - daysAgo * 86_400_000)
        const toSend = { content: { about: 'missed', ...due } as const, at: belongsTo, form }
        const waits = whenToSend(toSend, hours, now).at
        expect(waits >= now).toBe(true)
        expect(waits >= wallTime(localDateOf(waits), 9)).toBe(true)
        expect([0, 6]).not.toContain(new Date(localDateOf(waits)).getUTCDay())
        expect(localDateOf(waits)).not.toBe('2026-06-02')
        expect(whenToSend(toSend, hours, waits).at).toBe(waits)
      },
    ),
  )
})
