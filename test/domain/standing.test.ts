import {
  standingAt,
  standingOfToday,
  statusAt,
  STANDING_VERSION,
  type KeptStanding,
} from '../../domain/standing'
import type { DeadlineStatus } from '../../domain/codes'
import type { LocalDate } from '../../domain/time'
import {
  at,
  closed,
  deadlineAt,
  highland,
  journeyToCourt,
  meetingHeld,
  returned,
  started,
  state,
} from '../support/journeys'

describe('a deadline as time passes', () => {
  test.each<[string, DeadlineStatus]>([
    ['2026-02-16T09:00:00Z', 'pending'],
    ['2026-03-16T08:59:59Z', 'pending'],
    ['2026-03-16T09:00:00Z', 'due-soon'],
    ['2026-03-30T23:59:59+01:00', 'due-soon'],
    ['2026-03-30T23:59:59.999+01:00', 'due-soon'],
    ['2026-03-31T00:00:00+01:00', 'overdue'],
    ['2029-01-01T00:00:00Z', 'overdue'],
  ])('of the 6-week review due on 30 March is, at %s, %s', (now, expected) => {
    expect(deadlineAt(now, 'six-week-review', started('2026-02-16')).status).toBe(expected)
  })

  test.each<[string, DeadlineStatus]>([
    ['2026-03-29T16:29:59+01:00', 'pending'],
    ['2026-03-29T16:30:00+01:00', 'due-soon'],
    ['2026-03-30T16:30:00+01:00', 'due-soon'],
    ['2026-03-30T16:30:00.001+01:00', 'overdue'],
  ])('of the 72 hours over the March clock change is, at %s, %s', (now, expected) => {
    const start = started('2026-03-27T15:30:00Z')
    expect(deadlineAt(now, 'seventy-two-hour-meeting', start).status).toBe(expected)
  })

  test('that was met stays met, and one that was cancelled stays cancelled, whenever it is asked', () => {
    const told = [started('2026-03-02'), meetingHeld('72-hour', '2026-03-04'), returned('2026-03-20')]
    for (const now of ['2026-03-20T12:00:00Z', '2026-05-01T12:00:00Z', '2040-01-01T00:00:00Z']) {
      expect(deadlineAt(now, 'seventy-two-hour-meeting', ...told).status).toBe('met')
      expect(deadlineAt(now, 'six-week-review', ...told).status).toBe('cancelled')
    }
  })

  test('without a reminder goes from pending to overdue', () => {
    const dueOn = '2026-03-30' as LocalDate
    const deadline = { ruleId: 'bare', instance: 1, dueOn, lastMoment: at('2026-03-30T22:59:59.999Z') }
    expect(statusAt(deadline, at('2026-03-30T22:59:59.999Z'))).toBe('pending')
    expect(statusAt(deadline, at('2026-03-30T23:00:00.000Z'))).toBe('overdue')
  })
})

describe('where a journey stands', () => {
  test('names every rule whose clock has started, in the policy’s order', () => {
    const now = standingAt(state(started('2026-03-02')).standing, at('2026-03-03T12:00:00Z'))
    const begun = highland.rules.slice(0, 5).map(({ id }) => id)
    expect(now.deadlines.map(({ ruleId }) => ruleId)).toEqual(begun)
    expect(new Set(now.deadlines.map(({ status }) => status))).toEqual(new Set(['pending']))
  })

  test('keeps the moments of what is still open alone', () => {
    const { deadlines } = state(...journeyToCourt().slice(0, 2)).standing
    const [meeting, review] = ['seventy-two-hour-meeting', 'six-week-review'].map((rule) =>
      deadlines.find(({ ruleId }) => ruleId === rule),
    )
    expect(meeting).toMatchObject({ metOn: '2026-03-04', metLate: false })
    expect(meeting).not.toHaveProperty('lastMoment')
    expect(meeting).not.toHaveProperty('dueSoonFrom')
    expect(review).toMatchObject({ lastMoment: '2026-04-13T22:59:59.999Z' })
    expect(review).toHaveProperty('dueSoonFrom')
  })

  test('of the first version is read as today’s: it kept rules whose clock had not started, without dates', () => {
    const { version: _, deadlines, ...rest } = state(started('2026-03-02')).standing
    const first = { ...rest, deadlines: [...deadlines, { ruleId: 'order-lodging', instance: 1 }] }
    expect(standingOfToday(first)).toEqual(state(started('2026-03-02')).standing)
  })

  test('of today’s version is as it is, and of a later one nothing is made', () => {
    const { standing } = state(started('2026-03-02'))
    expect(standingOfToday(JSON.parse(JSON.stringify(standing)) as KeptStanding)).toEqual(standing)
    expect(standingOfToday({ ...standing, version: STANDING_VERSION + 1 })).toBeUndefined()
  })

  test('of a journey to the court has met everything', () => {
    const now = standingAt(state(...journeyToCourt()).standing, at('2027-01-15T12:00:00Z'))
    expect(new Set(now.deadlines.map(({ status }) => status))).toEqual(new Set(['met']))
    expect(now).toMatchObject({ seq: 9, pathway: 'away-from-home', stage: 'in-court', closed: false })
  })

  test('takes into account everything up to its last number, whatever order things occurred in', () => {
    const told = [started('2026-03-02'), returned('2026-03-20'), meetingHeld('72-hour', '2026-03-04')]
    expect(state(...told).standing.seq).toBe(3)
  })

  test('is at home after a return, still looked after, and closed after a closing', () => {
    const home = state(started('2026-03-02'), returned('2026-03-20', { stillLookedAfter: true }))
    const done = state(started('2026-03-02'), closed('2026-03-20'))
    const now = at('2026-04-01T00:00:00Z')
    expect(standingAt(home.standing, now)).toMatchObject({
      pathway: 'at-home',
      stage: 'at-home',
      closed: false,
    })
    expect(standingAt(done.standing, now)).toMatchObject({ stage: 'closed', closed: true })
  })

  test('has the lead worker of its start', () => {
    expect(state(started('2026-03-02', { worker: 'worker-7' })).worker).toBe('worker-7')
    expect(state(started('2026-03-02')).worker).toBeUndefined()
  })

  test('is plain data, as small as it can be kept: it survives being written and read', () => {
    const { standing } = state(...journeyToCourt())
    expect(JSON.parse(JSON.stringify(standing))).toEqual(standing)
    expect(JSON.stringify(standing).length).toBeLessThan(1500)
  })
})
