import fc from 'fast-check'
import { journeyOf } from '../../domain/journey'
import { standingAt } from '../../domain/standing'
import { stateOf } from '../../domain/state'
import { changesUnder } from '../../domain/what-if'
import { policyOf, releasedPolicies, releasedPolicy } from '../../policies/released'
import { andThen, at, fact, type highland, journey, started, wholeTimetable } from '../support/journeys'
import { journeys, NOW } from './arbitraries'

const released = releasedPolicies()
const twoOf = fc.tuple(fc.constantFrom(...released), fc.constantFrom(...released))

describe('every released policy', () => {
  test.each(released.map((one) => [one.reference.id, one.reference.version, one] as const))(
    '%s version %i derives the deadlines of whatever happens to a child',
    (_id, _version, { policy, reference }) => {
      fc.assert(
        fc.property(journeys, (record) => {
          const { deadlines, standing } = stateOf(record, policyOf(reference))
          const ids = new Set(policy.rules.map(({ id }) => id))
          for (const { rule, dueOn, lastMoment } of deadlines) {
            expect(ids.has(rule.id)).toBe(true)
            expect(lastMoment >= at(`${dueOn}T00:00:00Z`) || 'hours' in rule.within).toBe(true)
          }
          expect(standing.deadlines).toHaveLength(deadlines.length)
        }),
        { numRuns: 60 },
      )
    },
  )
})

describe('what would change under another policy', () => {
  test('is what is read after adopting it, for whatever happens to a child', () => {
    fc.assert(
      fc.property(journeys, twoOf, (record, [from, to]) => {
        const adopted = fact('policy-adopted', '2039-12-31', {
          policy: to.reference.id,
          version: to.reference.version,
        })
        const before = answerOf(stateOf(record, from.policy))
        const after = answerOf(stateOf(andThen(record, adopted), to.policy))
        const changes = changesUnder(journeyOf(record), from.policy, to.policy, NOW)
        expect(applied(before, changes)).toEqual(after)
        const unchanged = [...before].filter(([key]) => !changes.some((one) => keyOf(one) === key))
        for (const [key, deadline] of unchanged) expect(after.get(key)).toEqual(deadline)
      }),
      { numRuns: 100 },
    )
  })

  test('is nothing under the same one', () => {
    fc.assert(
      fc.property(journeys, fc.constantFrom(...released), (record, { policy }) => {
        expect(changesUnder(journeyOf(record), policy, policy, NOW)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  const away = journey(started('2026-03-02T10:00:00+00:00'))
  const now = at('2026-03-03T10:00:00+00:00')
  const changeOf = (to: typeof highland, ruleId: string) =>
    changesUnder(away, wholeTimetable, to, now).find((one) => one.ruleId === ruleId)

  test('says of a rule with another time from when to when it moves, and how it stands', () => {
    const shorter = {
      ...wholeTimetable,
      rules: wholeTimetable.rules.map((rule) =>
        rule.id === 'six-week-review' ? { ...rule, title: '3-week review', within: { weeks: 3 } } : rule,
      ),
    }
    expect(changesUnder(away, wholeTimetable, shorter, now)).toEqual([
      {
        ruleId: 'six-week-review',
        title: '3-week review',
        instance: 1,
        change: 'moves',
        was: { dueOn: '2026-04-13', status: 'pending' },
        wouldBe: { dueOn: '2026-03-23', status: 'pending' },
      },
    ])
  })

  test('says of a rule that only one of them has that it begins or ends', () => {
    const { policy: law } = releasedPolicy('scotland-statutory', 1)!
    expect(changeOf(law, 'permanence-recommendation')).toEqual({
      ruleId: 'permanence-recommendation',
      title: 'Permanence recommendation',
      instance: 1,
      change: 'ends',
      was: { dueOn: '2027-01-11', status: 'pending' },
    })
    expect(
      changesUnder(away, law, wholeTimetable, now).map(({ ruleId, change }) => [ruleId, change]),
    ).toEqual([
      ['seventy-two-hour-meeting', 'begins'],
      ['three-month-meeting', 'begins'],
      ['six-month-meeting', 'begins'],
      ['permanence-recommendation', 'begins'],
    ])
  })

  test('says of the same date with earlier reminders that it stands otherwise', () => {
    const earlier = { ...wholeTimetable, reminders: [{ days: 41 }] }
    expect(changeOf(earlier, 'six-week-review')).toMatchObject({
      change: 'stands-otherwise',
      was: { dueOn: '2026-04-13', status: 'pending' },
      wouldBe: { dueOn: '2026-04-13', status: 'due-soon' },
    })
  })

  test('says so where the calendar of the other policy ends before the date', () => {
    const scotland = wholeTimetable.calendars['scotland']!
    const short = {
      ...wholeTimetable,
      calendars: {
        ...wholeTimetable.calendars,
        scotland: { ...scotland, years: { from: 2018, until: 2025 } },
      },
    }
    const emergency = journey(started('2026-03-02', { emergency: true }))
    const [change, ...more] = changesUnder(emergency, wholeTimetable, short, now)
    expect(change).toMatchObject({
      ruleId: 'emergency-review',
      change: 'no-date',
      was: { dueOn: '2026-03-05' },
    })
    expect(more).toEqual([])
  })
})

type Answer = Map<string, object>

function keyOf({ ruleId, instance }: { ruleId: string; instance: number }): string {
  return `${ruleId}/${instance}`
}

function answerOf({ standing }: ReturnType<typeof stateOf>): Answer {
  return new Map(
    standingAt(standing, NOW).deadlines.map((one) => {
      const { dueOn, dueAt, status } = one
      return [keyOf(one), { dueOn, ...(dueAt && { dueAt }), status }]
    }),
  )
}

function applied(before: Answer, changes: ReturnType<typeof changesUnder>): Answer {
  const after = new Map(before)
  for (const change of changes) {
    if (change.was) expect(before.get(keyOf(change))).toEqual(change.was)
    else expect(before.has(keyOf(change))).toBe(false)
    if (change.wouldBe) after.set(keyOf(change), change.wouldBe)
    else after.delete(keyOf(change))
  }
  return after
}
