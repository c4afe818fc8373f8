import type { RecordedEvent } from '../../domain/events'
import { noticesAt, type Notice, type NoticeContent } from '../../domain/notices'
import { settersOf } from '../../domain/setting'
import { corrigenda, type Told } from '../../domain/told'
import {
  andThen,
  at,
  corrected,
  fact,
  meetingHeld,
  placed,
  recorded,
  reviewHeld,
  started,
  typed,
  visited,
  wholeState,
  wholeTimetable,
} from '../support/journeys'

const NOW = '2026-06-01T12:00:00+01:00'
const told = (record: readonly RecordedEvent[], when = NOW): Notice[] =>
  noticesAt(wholeState(record), wholeTimetable, at(when))
const wrong = (record: readonly RecordedEvent[], heard: readonly Told[], when = NOW) =>
  corrigenda(wholeState(record), heard, at(when))
const keys = (notices: readonly Notice[]) => notices.map(({ key }) => key)
const about = (prefix: string, notices: readonly Notice[]) =>
  notices.filter(({ key }) => key.startsWith(prefix))

const start = started('2026-03-02')
const agreed = { threeMonth: '2026-05-28', sixMonth: '2026-08-27' }
const meeting = meetingHeld('72-hour', '2026-03-04', { agreedDates: agreed })
const record = recorded(start, meeting, visited('2026-03-05'))
const heard = about('event/event-2/', told(record))

describe('an event of which people were told', () => {
  test('that stands as they were told gives nothing to say', () => {
    expect(wrong(record, heard)).toEqual([])
    expect(wrong(record, [])).toEqual([])
  })

  test('that was otherwise is told to each of them, with what it was and what it is', () => {
    const mended = corrected(record, 2, meetingHeld('72-hour', '2026-03-05', { agreedDates: agreed }))
    const notices = wrong(mended, heard)
    expect(keys(notices)).toEqual([
      'corrected/event-2/1/social-work/lead-worker',
      'corrected/event-2/1/health/contact',
      'corrected/event-2/1/education/contact',
      'corrected/event-2/1/legal/contact',
      'corrected/event-2/1/panel/contact',
      'corrected/event-2/1/reporter/contact',
    ])
    const dates = [
      { meeting: '3-month', at: '2026-05-28', cancelled: false },
      { meeting: '6-month', at: '2026-08-27', cancelled: false },
    ]
    expect(notices[1]).toEqual({
      key: 'corrected/event-2/1/health/contact',
      at: at(NOW),
      agency: 'health',
      to: 'contact',
      content: {
        about: 'corrected',
        event: 'child-plan-meeting-held',
        was: { occurredAt: '2026-03-04', detail: '72-hour', dates },
        now: { occurredAt: '2026-03-05', detail: '72-hour', dates },
      },
    })
  })

  test.each([
    ['which meeting it was', meetingHeld('other', '2026-03-04', { agreedDates: agreed })],
    ['its time', meetingHeld('72-hour', '2026-03-04T10:00:00Z', { agreedDates: agreed })],
  ])('is told of when %s was otherwise', (_, replacement) => {
    expect(wrong(corrected(record, 2, replacement), heard)).toHaveLength(6)
  })

  test('is not told of when a date that it agreed was otherwise: the invitation to that meeting moves', () => {
    const otherwise = meetingHeld('72-hour', '2026-03-04', {
      agreedDates: { ...agreed, sixMonth: '2026-08-28' },
    })
    expect(wrong(corrected(record, 2, otherwise), heard)).toEqual([])
  })

  test('is not told of when only what nobody was told was otherwise', () => {
    const chaired = meetingHeld('72-hour', '2026-03-04', { agreedDates: agreed, chair: 'ann' })
    expect(wrong(corrected(record, 2, chaired), heard)).toEqual([])
  })

  test('that was not at all is told without anything instead', () => {
    const [notice] = wrong(corrected(record, 2, null), heard)
    expect(notice?.content).toMatchObject({ about: 'corrected', was: { occurredAt: '2026-03-04' } })
    expect(notice?.content).not.toHaveProperty('now')
  })

  test('is told of once, whenever it is looked at again', () => {
    const gone = corrected(record, 2, null)
    const once = wrong(gone, heard)
    expect(once).toHaveLength(6)
    expect(wrong(gone, [...heard, ...once])).toEqual([])
  })

  test('is told of by each who heard it, not by those who heard nothing', () => {
    const [one] = heard
    expect(wrong(corrected(record, 2, null), [one!])).toHaveLength(1)
    expect(wrong(corrected(record, 3, null), heard)).toEqual([])
  })

  test('that did happen after all is told again as itself, under a key of its own', () => {
    const gone = corrected(record, 2, null)
    const restored = corrected(gone, 2, meeting)
    const once = wrong(gone, heard)
    const again = wrong(restored, [...heard, ...once])
    expect(again[0]).toEqual({
      key: 'corrected/event-2/2/social-work/lead-worker',
      at: at(NOW),
      agency: 'social-work',
      to: 'lead-worker',
      content: heard[0]!.content,
    })
    expect(wrong(restored, [...heard, ...once, ...again])).toEqual([])
    const gone2 = corrected(restored, 2, null)
    expect(wrong(gone2, [...heard, ...once, ...again])).toHaveLength(6)
  })

  test('corrected and corrected back before anybody was told otherwise gives nothing to say', () => {
    const back = corrected(corrected(record, 2, null), 2, meeting)
    expect(wrong(back, heard)).toEqual([])
  })

  test('is the same whatever the order of names in which it was kept', () => {
    const backwards = heard.map((one) => ({
      ...one,
      content: Object.fromEntries(Object.entries(one.content).reverse()) as unknown as NoticeContent,
    }))
    expect(wrong(record, backwards)).toEqual([])
  })
})

describe('an authority that was told of a placement in its area', () => {
  const there = andThen(record, placed('2026-04-01', { placedIn: 'moray' }))
  const heardOfIt = about('event/event-4/', told(there))

  test('is told that there is none when it was in another area, and the others are not', () => {
    const elsewhere = corrected(there, 4, placed('2026-04-01', { placedIn: 'fife' }))
    const notices = wrong(elsewhere, heardOfIt)
    expect(keys(notices)).toEqual(['corrected/event-4/1/social-work/authority-moray'])
    expect(notices[0]?.content).not.toHaveProperty('now')
    expect(keys(told(elsewhere))).toContain('event/event-4/social-work/authority-fife')
  })

  test('is told so when it was in no other area at all', () => {
    const here = corrected(there, 4, placed('2026-04-01'))
    expect(keys(wrong(here, heardOfIt))).toEqual(['corrected/event-4/1/social-work/authority-moray'])
  })

  test('is told what it was when it was in its area on another day', () => {
    const later = corrected(there, 4, placed('2026-04-02', { placedIn: 'moray' }))
    const [moray] = wrong(later, heardOfIt).filter(({ to }) => to === 'authority-moray')
    expect(moray?.content).toMatchObject({ now: { occurredAt: '2026-04-02' } })
  })
})

describe('a deadline of which people were told', () => {
  const rule = 'deadline/six-week-review/event-1/'
  const missed = about(rule, told(record))
  const moved = corrected(record, 1, started('2026-03-09'))

  test('that stands gives nothing to say', () => {
    expect(missed.map(({ content, to }) => `${content.about} ${to}`)).toEqual([
      'missed lead-worker',
      'escalation team-manager',
      'escalation service-manager',
      'escalation head-of-service',
    ])
    expect(wrong(record, missed)).toEqual([])
  })

  test('that has another date is told to each of them once, with both dates', () => {
    const notices = wrong(moved, missed)
    expect(keys(notices)).toEqual([
      'moved/six-week-review/event-1/1/social-work/lead-worker',
      'moved/six-week-review/event-1/1/social-work/team-manager',
      'moved/six-week-review/event-1/1/social-work/service-manager',
      'moved/six-week-review/event-1/1/social-work/head-of-service',
    ])
    expect(notices[0]).toMatchObject({
      at: at(NOW),
      content: {
        about: 'moved',
        rule: 'six-week-review',
        title: '6-week review',
        was: { dueOn: '2026-04-13' },
        now: { dueOn: '2026-04-20' },
      },
    })
    expect(wrong(moved, [...missed, ...notices])).toEqual([])
  })

  test('of the 72 hours has another moment, though on the same day', () => {
    const timed = recorded(started('2026-03-02T10:00:00Z'))
    const heardOf = about('deadline/seventy', told(timed, '2026-03-05T12:00:00Z'))
    const later = corrected(timed, 1, started('2026-03-02T11:00:00Z'))
    expect(wrong(later, heardOf)[0]?.content).toMatchObject({
      was: { dueOn: '2026-03-05', dueAt: '2026-03-05T10:00:00.000Z' },
      now: { dueOn: '2026-03-05', dueAt: '2026-03-05T11:00:00.000Z' },
    })
  })

  test('that is not due at all is told without a date, and told again when it is', () => {
    const home = corrected(record, 1, started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' }))
    const notices = wrong(home, missed)
    expect(notices[0]?.content).toEqual({
      about: 'moved',
      rule: 'six-week-review',
      title: '6-week review',
      was: { dueOn: '2026-04-13' },
    })
    const back = corrected(home, 1, start)
    const again = wrong(back, [...missed, ...notices])
    expect(again[0]).toMatchObject({ key: 'moved/six-week-review/event-1/2/social-work/lead-worker' })
    expect(again[0]?.content).toEqual({
      about: 'moved',
      rule: 'six-week-review',
      title: '6-week review',
      now: { dueOn: '2026-04-13' },
    })
    expect(wrong(back, [...missed, ...notices, ...again])).toEqual([])
  })

  test('of a rule that repeats is told of by the very event that started it', () => {
    const visits = andThen(record, placed('2026-03-20'))
    const first = about('deadline/first-visit/event-4/', told(visits))
    expect(first.length).toBeGreaterThan(0)
    expect(wrong(visits, first)).toEqual([])
    expect(wrong(corrected(visits, 4, placed('2026-03-21')), first)[0]?.content).toMatchObject({
      was: { dueOn: '2026-03-27' },
      now: { dueOn: '2026-03-28' },
    })
  })

  describe('that was missed and is met', () => {
    const met = andThen(record, reviewHeld('6-week', '2026-05-20'))
    const settled = wrong(met, missed)

    test('is told to each who heard that it was missed, and to whom it was escalated, once', () => {
      expect(settled.map(({ key }) => key)).toEqual([
        'settled/six-week-review/event-1/1/social-work/lead-worker',
        'settled/six-week-review/event-1/1/social-work/team-manager',
        'settled/six-week-review/event-1/1/social-work/service-manager',
        'settled/six-week-review/event-1/1/social-work/head-of-service',
      ])
      expect(settled[0]?.content).toEqual({
        about: 'settled',
        rule: 'six-week-review',
        title: '6-week review',
        dueOn: '2026-04-13',
        how: 'met',
      })
      expect(wrong(met, [...missed, ...settled])).toEqual([])
    })

    test('is not told to somebody who was told by nobody, nor to somebody who was only reminded', () => {
      expect(wrong(met, [])).toEqual([])
      const [one] = missed
      expect(wrong(met, [one!]).map(({ to }) => to)).toEqual(['lead-worker'])
      const reminded = about(rule, told(record, '2026-04-12T12:00:00+01:00'))
      expect(reminded.map(({ content }) => content.about)).toEqual(['reminder'])
      expect(wrong(met, reminded)).toEqual([])
    })

    test('is told again when it turns out not to be, and once more when it is after all', () => {
      const undone = corrected(met, 4, null)
      const reopened = wrong(undone, [...missed, ...settled])
      expect(reopened.map(({ content }) => content.about)).toEqual(Array(4).fill('reopened'))
      expect(reopened[0]).toMatchObject({
        key: 'reopened/six-week-review/event-1/2/social-work/lead-worker',
        content: { dueOn: '2026-04-13' },
      })
      const heardOfIt = [...missed, ...settled, ...reopened]
      expect(wrong(undone, heardOfIt)).toEqual([])
      const again = wrong(andThen(undone, reviewHeld('6-week', '2026-05-21')), heardOfIt)
      expect(keys(again)[0]).toBe('settled/six-week-review/event-1/3/social-work/lead-worker')
      expect(again).toHaveLength(4)
    })

    test('is told as not needed where the journey ended instead', () => {
      const ended = andThen(record, fact('journey-closed', '2026-05-20', { reason: 'aged-out' }))
      const [notice] = wrong(ended, missed)
      expect(notice?.content).toMatchObject({ about: 'settled', how: 'not-needed' })
    })
  })

  test('that has another date and is met by then is told to those who heard that the first was missed', () => {
    const notices = wrong(moved, missed)
    const met = andThen(moved, reviewHeld('6-week', '2026-04-19'))
    expect(wrong(met, [...missed, ...notices])[0]?.content).toMatchObject({
      about: 'settled',
      dueOn: '2026-04-20',
    })
  })

  test('is told of by what each heard last', () => {
    const notices = wrong(moved, missed)
    const back = corrected(moved, 1, start)
    expect(wrong(back, [...missed, ...notices])).toHaveLength(4)
    expect(wrong(back, missed)).toEqual([])
  })
})

test('a summary is never told to be wrong: it spoke of the past', () => {
  const late = recorded(typed('2026-05-01T12:00:00+01:00', start))
  const summary = about('summary/', told(late))
  expect(summary).toHaveLength(1)
  expect(wrong(corrected(late, 1, started('2026-03-09')), summary)).toEqual([])
})

describe('what set a deadline', () => {
  const setter = (one: readonly RecordedEvent[], ruleId: string) => {
    const { journey, deadlines } = wholeState(one)
    const found = [...settersOf(journey, deadlines, wholeTimetable)].find(([{ rule }]) => rule.id === ruleId)
    return found?.[1].id
  }

  test('is the event that started its clock', () => {
    expect(setter(record, 'six-week-review')).toBe('event-1')
    expect(setter(record, 'later-visit')).toBe('event-3')
  })

  test('is nothing where it is met', () => {
    expect(setter(record, 'seventy-two-hour-meeting')).toBeUndefined()
  })

  test('is the correction that moved it, and of others still what it was', () => {
    const moved = corrected(record, 1, started('2026-03-03'))
    expect(setter(moved, 'six-week-review')).toBe('event-4')
    expect(setter(moved, 'later-visit')).toBe('event-3')
    const again = corrected(moved, 3, visited('2026-03-06'))
    expect(setter(again, 'six-week-review')).toBe('event-4')
    expect(setter(again, 'later-visit')).toBe('event-5')
  })

  test('is the correction that opened it again', () => {
    const held = andThen(record, reviewHeld('6-week', '2026-04-10'))
    expect(setter(held, 'six-week-review')).toBeUndefined()
    expect(setter(corrected(held, 4, null), 'six-week-review')).toBe('event-5')
  })

  test('is not a correction that left it as it was', () => {
    const chaired = meetingHeld('72-hour', '2026-03-04', { agreedDates: agreed, chair: 'ann' })
    expect(setter(corrected(record, 2, chaired), 'six-week-review')).toBe('event-1')
  })

  test('is still the start as it was first typed, when only its worker was otherwise', () => {
    const late = corrected(record, 1, started('2026-03-02', { worker: 'bob' }), '2026-04-14T10:00:00+01:00')
    const { journey, deadlines } = wholeState(late)
    const found = [...settersOf(journey, deadlines, wholeTimetable)].find(
      ([{ rule }]) => rule.id === 'six-week-review',
    )
    expect(found?.[1]).toBe(late[0])
    expect(about('deadline/six-week-review', told(late, '2026-04-14T11:00:00+01:00'))).toHaveLength(2)
  })

  test('is what was recorded last, of an adoption and a correction at one moment', () => {
    const moment = '2026-04-02T09:00:00+01:00'
    const adoption = fact('policy-adopted', '2026-04-01', { policy: 'highland', version: 2 })
    const both = corrected(andThen(record, typed(moment, adoption)), 1, started('2026-03-03'), moment)
    expect(setter(both, 'six-week-review')).toBe('event-5')
  })

  test('is the adoption of a policy, of what had been set before it', () => {
    const adopted = andThen(
      record,
      typed(
        '2026-04-02T09:00:00+01:00',
        fact('policy-adopted', '2026-04-01', { policy: 'highland', version: 2 }),
      ),
      typed('2026-04-10T09:00:00+01:00', visited('2026-04-10')),
    )
    expect(setter(adopted, 'six-week-review')).toBe('event-4')
    const { deadlines, journey } = wholeState(adopted)
    const visits = [...settersOf(journey, deadlines, wholeTimetable)].filter(
      ([{ rule }]) => rule.id === 'later-visit',
    )
    expect(visits.map(([, { id }]) => id)).toEqual(['event-5'])
  })

  test('is the correction, when it came after the adoption', () => {
    const adopted = andThen(record, fact('policy-adopted', '2026-04-01', { policy: 'highland', version: 2 }))
    expect(setter(corrected(adopted, 1, started('2026-03-03')), 'six-week-review')).toBe('event-5')
  })
})
