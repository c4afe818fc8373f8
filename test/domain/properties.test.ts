import fc from 'fast-check'
import type { DeadlineStatus } from '../../domain/codes'
import type { JourneyEvent } from '../../domain/events'
import { eventsOf, follows, journeyOf } from '../../domain/journey'
import { isBefore } from '../../domain/order'
import { milestonesAt } from '../../domain/milestones'
import { noticesAt } from '../../domain/notices'
import { momentsOf } from '../../domain/schedule'
import { standingAt, type DeadlineNow, type Standing } from '../../domain/standing'
import { awaitedAfter, stateOf } from '../../domain/state'
import { instant, plusHours, startOf, type Instant } from '../../domain/time'
import { highland, wholeTimetable } from '../support/journeys'
import { accepted, attempts, journeys, moments, often, retyped } from './arbitraries'
import { asFacts } from './as-facts'

const typingOrder = fc.array(fc.nat(), { minLength: 15, maxLength: 15 })
const times = fc.tuple(moments, moments).map(([a, b]): [Instant, Instant] => (a < b ? [a, b] : [b, a]))
// moments within two years of a journey's start, where things happen
const timesOf = (events: readonly JourneyEvent[], [a, b]: readonly [number, number]): [Instant, Instant] => {
  const from = instant(journeyOf(events).start.occurred.on)
  const [earlier, later] = a < b ? [a, b] : [b, a]
  return [plusHours(from, earlier), plusHours(from, later)]
}
const hours = fc.tuple(fc.integer({ min: -100, max: 18_000 }), fc.integer({ min: -100, max: 18_000 }))

describe.each([
  ['Highland’s first policy', highland],
  ['the whole timetable', wholeTimetable],
])('under %s', (_, policy) => {
  describe('any order of entry', () => {
    test('of the same facts gives the same state', () => {
      fc.assert(
        fc.property(journeys, typingOrder, (events, order) => {
          expect(asFacts(stateOf(retyped(events, order), policy))).toEqual(asFacts(stateOf(events, policy)))
        }),
        often,
      )
    })

    test('has the same notices of deadlines and milestones', () => {
      fc.assert(
        fc.property(journeys, typingOrder, hours, (events, order, span) => {
          const [, now] = timesOf(events, span)
          const said = (typed: readonly JourneyEvent[]) => {
            const state = stateOf(typed, policy)
            const contents = noticesAt(state, policy, now).map(({ content, agency, to, at }) => ({
              content,
              agency,
              to,
              at,
            }))
            return [contents, milestonesAt(state.deadlines, now)]
          }
          expect(said(retyped(events, order))).toEqual(said(events))
        }),
      )
    })

    test('is an order in which nothing stands before what occurred before it', () => {
      fc.assert(
        fc.property(attempts, (facts) => {
          const journey = journeyOf(accepted(facts))
          for (const event of journey.events) {
            for (const other of journey.events) {
              if (isBefore(event.occurred, other.occurred)) expect(follows(journey, other, event)).toBe(true)
            }
          }
        }),
      )
    })
  })

  describe('as time passes', () => {
    const dates = (deadlines: readonly DeadlineNow[]) =>
      deadlines.map(({ ruleId, instance, dueOn, dueAt, metOn }) => [ruleId, instance, dueOn, dueAt, metOn])

    test('a deadline never moves', () => {
      fc.assert(
        fc.property(journeys, times, (events, [a, b]) => {
          const { standing } = stateOf(events, policy)
          expect(dates(standingAt(standing, a).deadlines)).toEqual(dates(standingAt(standing, b).deadlines))
        }),
      )
    })

    const AHEAD: readonly DeadlineStatus[] = ['pending', 'due-soon', 'overdue']

    test('a status only goes forward, and what is settled stays', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const { standing } = stateOf(events, policy)
          const [a, b] = timesOf(events, span).map((now) => standingAt(standing, now).deadlines)
          a!.forEach(({ status }, index) => {
            const later = b![index]!.status
            const [before, after] = [AHEAD.indexOf(status), AHEAD.indexOf(later)]
            if (before === -1) expect(later).toBe(status)
            else expect(after).toBeGreaterThanOrEqual(before)
          })
        }),
        often,
      )
    })

    test('a stage changes by itself only at the end of the first 72 hours', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const { standing } = stateOf(events, policy)
          const [a, b] = timesOf(events, span).map((now) => standingAt(standing, now).stage)
          if (a !== b) expect([a, b]).toEqual(['first-72-hours', 'assessment'])
        }),
      )
    })

    test('a standing kept for years says what judging the record afresh says', () => {
      fc.assert(
        fc.property(journeys, moments, (events, now) => {
          const kept = JSON.parse(JSON.stringify(stateOf(events, policy).standing)) as Standing
          expect(standingAt(kept, now)).toEqual(standingAt(stateOf([...events], policy).standing, now))
        }),
      )
    })

    test('a status is what the deadline’s own moments say', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const state = stateOf(events, policy)
          const [now] = timesOf(events, span)
          const statuses = standingAt(state.standing, now).deadlines.filter(
            ({ status }) => status !== 'not-applicable',
          )
          state.deadlines.forEach((deadline, index) => {
            const past = momentsOf(deadline, policy)
              .filter((moment) => moment.at <= now)
              .map(({ kind }) => kind)
            const open = past.includes('overdue')
              ? 'overdue'
              : past.includes('reminder')
                ? 'due-soon'
                : 'pending'
            const met = deadline.met && (deadline.met.late ? 'met-late' : 'met')
            expect(statuses[index]?.status).toBe(met ?? (deadline.cancelledBy ? 'cancelled' : open))
          })
        }),
      )
    })

    test('a milestone once reached stays, and a missed one is of a deadline that was overdue', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const { deadlines } = stateOf(events, policy)
          const [a, b] = timesOf(events, span).map((now) => milestonesAt(deadlines, now))
          expect(b).toEqual(expect.arrayContaining(a!))
        }),
      )
    })

    test('a summary is said once, and the key of a notice is there once', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const state = stateOf(events, policy)
          for (const now of timesOf(events, span)) {
            const keys = noticesAt(state, policy, now).map(({ key }) => key)
            expect(new Set(keys).size).toBe(keys.length)
          }
        }),
      )
    })

    test('no notice of a deadline belongs to a moment to come, or to one before its clock started', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const state = stateOf(events, policy)
          const [now] = timesOf(events, span)
          const begun = journeyOf(events).start.occurred
          for (const { content, at } of noticesAt(state, policy, now)) {
            if (content.about === 'recorded' || content.about === 'summary') continue
            expect(at <= now).toBe(true)
            expect(at > (begun.at ?? '')).toBe(true)
          }
        }),
      )
    })
  })

  describe('what a journey waits for', () => {
    test('is always still to come, and a moment of an open deadline', () => {
      fc.assert(
        fc.property(journeys, hours, (events, span) => {
          const state = stateOf(events, policy)
          for (const now of timesOf(events, span)) {
            const next = awaitedAfter(state, policy, now)
            if (next === undefined) continue
            expect(next.at > now).toBe(true)
            const open = state.deadlines.filter(({ met, cancelledBy }) => !met && !cancelledBy)
            const all = open.flatMap((deadline) => momentsOf(deadline, policy)).map(({ at }) => at)
            expect(all.filter((at) => at > now).sort()[0]).toBe(next.at)
          }
        }),
      )
    })

    test('is reached step by step, and comes to an end', () => {
      fc.assert(
        fc.property(journeys, (events) => {
          const state = stateOf(events, policy)
          let now = instant(journeyOf(events).start.occurred.on)
          let steps = 0
          for (let next = awaitedAfter(state, policy, now); next; next = awaitedAfter(state, policy, now)) {
            now = next.at
            steps += 1
          }
          expect(steps).toBeLessThanOrEqual(state.deadlines.length * 8)
        }),
      )
    })

    test('comes in order: the moments of a deadline are sorted, none before its clock', () => {
      fc.assert(
        fc.property(journeys, (events) => {
          for (const deadline of stateOf(events, policy).deadlines) {
            const all = momentsOf(deadline, policy).map(({ at }) => at)
            expect(all).toEqual([...all].sort())
            expect(
              all.every((at) => at > (deadline.startedBy.occurred.at ?? deadline.startedBy.occurred.on)),
            ).toBe(true)
          }
        }),
      )
    })
  })

  describe('whatever is typed', () => {
    const holds = (check: (events: JourneyEvent[]) => void) =>
      fc.assert(
        fc.property(attempts, (facts) => check(accepted(facts))),
        often,
      )

    test('no panel is held before a recommendation away from the family', () => {
      holds((events) => {
        const journey = journeyOf(events)
        for (const panel of eventsOf(journey, 'panel-held')) {
          const before = journey.recommendations.filter(
            ({ event }) => !isBefore(panel.occurred, event.occurred),
          )
          expect(before.map(({ recommendation }) => recommendation)).toContain('away-from-home')
        }
      })
    })

    test('no permanence order is lodged before its approval', () => {
      holds((events) => {
        const journey = journeyOf(events)
        for (const { order, occurred } of eventsOf(journey, 'order-lodged')) {
          if (order !== undefined && !order.startsWith('permanence-order')) continue
          const approvals = eventsOf(journey, 'agency-decision-made')
            .filter((decision) => !isBefore(occurred, decision.occurred))
            .map(({ decision }) => decision)
            .filter((decision) => decision.startsWith('approve-permanence-order'))
          expect(approvals).not.toEqual([])
        }
      })
    })

    test('nothing has happened before the journey or after its closing, and it closes once', () => {
      holds((events) => {
        const { start, closed } = journeyOf(events)
        for (const { occurred } of events) {
          expect(isBefore(occurred, start.occurred)).toBe(false)
          if (closed) expect(isBefore(closed.on, occurred)).toBe(false)
        }
        const closings = events.filter(
          (event) =>
            event.type === 'journey-closed' ||
            (event.type === 'returned-to-family' && event.stillLookedAfter !== true),
        )
        expect(closings.length).toBeLessThanOrEqual(1)
      })
    })

    test('nobody decides on the panel that they sat on, the last before the decision', () => {
      holds((events) => {
        const journey = journeyOf(events)
        const panels = eventsOf(journey, 'panel-held')
        for (const { decisionMaker, occurred } of eventsOf(journey, 'agency-decision-made')) {
          const days = panels
            .filter((panel) => !isBefore(occurred, panel.occurred))
            .map((panel) => panel.occurred.on)
          const lastDay = days.sort().at(-1)
          const last = panels.filter((panel) => panel.occurred.on === lastDay)
          if (last.length === 1) expect(last[0]?.members).not.toContain(decisionMaker)
        }
      })
    })

    test('every deadline is due after its clock starts, and none is both met and cancelled', () => {
      holds((events) => {
        for (const { rule, startedBy, dueOn, met, cancelledBy } of stateOf(events, policy).deadlines) {
          expect(dueOn >= startedBy.occurred.on).toBe(true)
          if (!('expiresOn' in startedBy) && rule.inAll === undefined)
            expect(dueOn > startedBy.occurred.on).toBe(true)
          expect(met && cancelledBy).toBeUndefined()
        }
      })
    })

    test('nothing is recorded in the future', () => {
      fc.assert(
        fc.property(attempts, fc.integer({ min: 0, max: 400 * 24 }), (facts, later) => {
          const now = plusHours(startOf(facts[0]!.occurred), later)
          for (const { occurred } of accepted(facts, now)) expect(startOf(occurred) <= now).toBe(true)
        }),
      )
    })
  })
})
