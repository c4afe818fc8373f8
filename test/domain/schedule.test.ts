import type { Deadline } from '../../domain/deadlines'
import type { Policy } from '../../domain/policy'
import { dueSoonFrom, momentsOf, nextMoment } from '../../domain/schedule'
import { awaitedAfter } from '../../domain/state'
import {
  at,
  closed,
  highland,
  journeyToCourt,
  meetingHeld,
  panelHeld,
  recommended,
  returned,
  started,
  state,
  type Fact,
} from '../support/journeys'

function deadline(ruleId: string, ...facts: Fact[]): Deadline {
  const found = state(...facts).deadlines.find(({ rule }) => rule.id === ruleId)
  if (found === undefined) throw new Error(`The clock of ${ruleId} has not started`)
  return found
}

const moments = (ruleId: string, ...facts: Fact[]) =>
  momentsOf(deadline(ruleId, ...facts), highland).map(({ at, label }) => `${at} ${label}`)

describe('the moments of a deadline', () => {
  test('of a calendar rule go at 09:00 in London, summer time or not', () => {
    // 6 weeks from 16 February 2026 end on 30 March, the day after the clocks go forward
    expect(moments('six-week-review', started('2026-02-16'))).toEqual([
      '2026-03-16T09:00:00.000Z reminder-14-days',
      '2026-03-23T09:00:00.000Z reminder-7-days',
      '2026-03-29T08:00:00.000Z reminder-1-day',
      '2026-03-30T23:00:00.000Z overdue',
      '2026-03-31T08:00:00.000Z missed',
      '2026-03-31T08:00:00.000Z escalation-1-day',
      '2026-04-06T08:00:00.000Z escalation-7-days',
      '2026-04-27T08:00:00.000Z escalation-28-days',
    ])
  })

  test('of a calendar rule go at 09:00 in London when the clocks go back', () => {
    // 6 weeks from 13 September 2026 end on 25 October itself
    expect(moments('six-week-review', started('2026-09-13'))).toEqual([
      '2026-10-11T08:00:00.000Z reminder-14-days',
      '2026-10-18T08:00:00.000Z reminder-7-days',
      '2026-10-24T08:00:00.000Z reminder-1-day',
      '2026-10-26T00:00:00.000Z overdue',
      '2026-10-26T09:00:00.000Z missed',
      '2026-10-26T09:00:00.000Z escalation-1-day',
      '2026-11-01T09:00:00.000Z escalation-7-days',
      '2026-11-22T09:00:00.000Z escalation-28-days',
    ])
  })

  test('of the 72 hours go at their exact instants, over the clock change too', () => {
    expect(moments('seventy-two-hour-meeting', started('2026-03-27T15:30:00Z'))).toEqual([
      '2026-03-29T15:30:00.000Z reminder-24-hours',
      '2026-03-30T15:30:00.001Z overdue',
      '2026-03-30T15:30:00.001Z missed',
      '2026-03-31T15:30:00.000Z escalation-1-day',
      '2026-04-06T15:30:00.000Z escalation-7-days',
      '2026-04-27T15:30:00.000Z escalation-28-days',
    ])
  })

  test('do not begin before the clock has: of 14 days, the 14-day reminder would be at its start', () => {
    const before = [started('2026-03-02'), recommended('2026-08-03')]
    for (const panel of ['2026-10-20', '2026-10-20T08:00:00+01:00', '2026-10-20T14:00:00+01:00']) {
      expect(moments('agency-decision', ...before, panelHeld(panel))[0]).toBe(
        '2026-10-27T09:00:00.000Z reminder-7-days',
      )
    }
  })

  test('have no reminder at the very start of the clock', () => {
    const meeting = deadline('seventy-two-hour-meeting', started('2026-03-27T15:30:00Z'))
    const atOnce = { ...meeting, rule: { ...meeting.rule, reminders: [{ hours: 72 }, { hours: 71 }] } }
    expect(momentsOf(atOnce, highland)[0]?.label).toBe('reminder-71-hours')
  })

  test('have no reminder where none fits between start and end', () => {
    const short: Policy = { ...highland, reminders: [{ days: 100 }, { hours: 3000 }] }
    const review = deadline('six-week-review', started('2026-03-02'))
    expect(momentsOf(review, short).map(({ kind }) => kind)).not.toContain('reminder')
    expect(dueSoonFrom(review, short)).toBeUndefined()
  })

  test('of a calendar rule with a reminder in hours count them from the end of its last day', () => {
    const hours: Policy = { ...highland, reminders: [{ hours: 48 }] }
    const review = deadline('six-week-review', started('2026-03-02'))
    expect(dueSoonFrom(review, hours)).toBe('2026-04-11T22:59:59.999Z')
  })

  test('of an hours rule with a reminder in days count 24 hours each', () => {
    const meeting = deadline('seventy-two-hour-meeting', started('2026-03-27T15:30:00Z'))
    const inDays = { ...meeting, rule: { ...meeting.rule, reminders: [{ days: 2 }] } }
    expect(momentsOf(inDays, highland)[0]).toEqual({
      kind: 'reminder',
      at: '2026-03-28T15:30:00.000Z',
      label: 'reminder-2-days',
    })
  })

  test('come in the order of their time, whatever the order in which the policy names them', () => {
    const shuffled: Policy = {
      ...highland,
      reminders: [{ days: 1 }, { days: 14 }, { days: 7 }],
      escalation: [...highland.escalation].reverse(),
    }
    const review = deadline('six-week-review', started('2026-03-02'))
    expect(momentsOf(review, shuffled).map(({ label }) => label)).toEqual([
      'reminder-14-days',
      'reminder-7-days',
      'reminder-1-day',
      'overdue',
      'missed',
      'escalation-1-day',
      'escalation-7-days',
      'escalation-28-days',
    ])
    expect(dueSoonFrom(review, shuffled)).toBe('2026-03-30T08:00:00.000Z')
  })

  test('name the senior to whom each step of escalation goes', () => {
    const steps = momentsOf(deadline('six-week-review', started('2026-03-02')), highland)
    expect(steps.flatMap((moment) => (moment.kind === 'escalation' ? [moment.to] : []))).toEqual([
      'team-manager',
      'service-manager',
      'head-of-service',
    ])
  })
})

describe('what a journey waits for', () => {
  const next = (now: string, ...facts: Fact[]) => awaitedAfter(state(...facts), highland, at(now))

  test('is at first the reminder of its 72-hour meeting', () => {
    expect(next('2026-03-02T10:00:00Z', started('2026-03-02T10:00:00Z'))).toEqual({
      at: '2026-03-04T10:00:00.000Z',
      label: '72-hour child plan meeting: reminder-24-hours',
    })
  })

  test('is after that meeting the first reminder of the 6-week review', () => {
    expect(next('2026-03-04T15:00:00Z', ...journeyToCourt().slice(0, 2))).toEqual({
      at: '2026-03-30T08:00:00.000Z',
      label: '6-week review: reminder-14-days',
    })
  })

  test('is the earliest moment of all open deadlines, whichever comes first in the timetable', () => {
    const { deadlines } = state(started('2026-03-02T10:00:00Z'))
    const now = at('2026-03-02T10:00:00Z')
    for (const inAnyOrder of [deadlines, [...deadlines].reverse()]) {
      expect(nextMoment(inAnyOrder, highland, now)).toEqual({
        at: '2026-03-04T10:00:00.000Z',
        label: '72-hour child plan meeting: reminder-24-hours',
      })
    }
  })

  test('is never the very moment it is at', () => {
    const facts = [started('2026-03-02T10:00:00Z')]
    expect(next('2026-03-04T10:00:00Z', ...facts)?.at).toBe('2026-03-05T10:00:00.001Z')
  })

  test('is an escalation as long as a deadline is missed and open', () => {
    const late = next('2026-03-30T08:00:00Z', started('2026-03-02T10:00:00Z'))
    expect(late).toEqual({
      at: '2026-04-02T10:00:00.000Z',
      label: '72-hour child plan meeting: escalation-28-days',
    })
  })

  test('is nothing when the order is lodged, the child has returned, or the journey is closed', () => {
    const now = '2026-03-10T10:00:00Z'
    expect(next('2027-01-15T10:00:00Z', ...journeyToCourt())).toBeUndefined()
    expect(next(now, started('2026-03-02'), returned('2026-03-09'))).toBeUndefined()
    expect(
      next(now, started('2026-03-02'), returned('2026-03-09', { stillLookedAfter: true })),
    ).toBeUndefined()
    expect(next(now, started('2026-03-02'), closed('2026-03-09'))).toBeUndefined()
  })

  test('is nothing when every moment is past', () => {
    const { deadlines } = state(started('2026-03-02'), meetingHeld('72-hour', '2026-03-04'))
    expect(nextMoment(deadlines, highland, at('2030-01-01T00:00:00Z'))).toBeUndefined()
  })
})
