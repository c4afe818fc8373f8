import { milestonesAt } from '../../domain/milestones'
import {
  at,
  closed,
  journeyToCourt,
  meetingHeld,
  recommended,
  returned,
  reviewHeld,
  started,
  state,
  type Fact,
} from '../support/journeys'

function milestones(now: string, ruleId: string, ...facts: Fact[]) {
  return milestonesAt(state(...facts).deadlines, at(now)).filter((one) => one.ruleId === ruleId)
}
const kinds = (...of: Parameters<typeof milestones>) => milestones(...of).map(({ kind }) => kind)

const start = started('2026-03-02')

describe('the milestones of a deadline', () => {
  test('are none while it is pending or due soon', () => {
    expect(kinds('2026-04-13T23:59:59.999+01:00', 'six-week-review', start)).toEqual([])
  })

  test('say that it was met, and when', () => {
    const told = [start, reviewHeld('6-week', '2026-04-10')]
    expect(milestones('2026-04-10T12:00:00Z', 'six-week-review', ...told)).toEqual([
      {
        ruleId: 'six-week-review',
        instance: 1,
        due: '2026-04-13T22:59:59.999Z',
        kind: 'met',
        startedOn: '2026-03-02',
        reachedOn: '2026-04-10',
      },
    ])
    expect(kinds('2027-01-01T00:00:00Z', 'six-week-review', ...told)).toEqual(['met'])
  })

  test('say that it was missed, from its last moment on', () => {
    expect(milestones('2026-04-14T00:00:00+01:00', 'six-week-review', start)).toMatchObject([
      { kind: 'missed', reachedOn: '2026-04-13' },
    ])
  })

  test('are two of a late one: missed, and met late', () => {
    const late = reviewHeld('6-week', '2026-04-20')
    expect(kinds('2026-04-20T12:00:00Z', 'six-week-review', start, late)).toEqual(['missed', 'met-late'])
  })

  test('are not missed when what was typed late had happened in time', () => {
    const typedLate = reviewHeld('6-week', '2026-04-13')
    expect(kinds('2026-05-01T12:00:00Z', 'six-week-review', start, typedLate)).toEqual(['met'])
  })

  test('say that it was cancelled; missed too, only if it was late by then', () => {
    expect(kinds('2026-05-01T12:00:00Z', 'six-week-review', start, closed('2026-04-13'))).toEqual([
      'cancelled',
    ])
    expect(kinds('2026-05-01T12:00:00Z', 'six-week-review', start, closed('2026-04-14'))).toEqual([
      'missed',
      'cancelled',
    ])
  })

  test('of the 72 hours are by the hour: a return on the last day, after them, comes too late', () => {
    const timed = started('2026-03-02T10:00:00Z')
    const now = '2026-03-10T12:00:00Z'
    const rule = 'seventy-two-hour-meeting'
    expect(kinds(now, rule, timed, returned('2026-03-05T10:00:00Z'))).toEqual(['cancelled'])
    expect(kinds(now, rule, timed, returned('2026-03-05T10:01:00Z'))).toEqual(['missed', 'cancelled'])
    expect(kinds(now, rule, timed, returned('2026-03-05'))).toEqual(['cancelled'])
  })

  test('of a journey to the court are one met for each rule', () => {
    const all = milestonesAt(state(...journeyToCourt()).deadlines, at('2027-01-15T12:00:00Z'))
    expect(all).toHaveLength(8)
    expect(all.every(({ kind }) => kind === 'met')).toBe(true)
  })

  test('are known by rule, instance, due moment and kind, each once', () => {
    const told = [start, meetingHeld('72-hour', '2026-03-10'), recommended('2027-02-01')]
    const all = milestonesAt(state(...told).deadlines, at('2030-01-01T00:00:00Z'))
    const keys = all.map(({ ruleId, instance, due, kind }) => `${ruleId}/${instance}/${due}/${kind}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
